"""Misconceptions: a learner who holds one is recognized, one who knows is not accused, one who guesses hardly.

Some are tried in every run, all of them among each other in `make check-deep`.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

import neuraxis
from neuraxis import Answer, Case, Diagnosis, Misconception, Model, Register, Side
from neuraxis.misconceptions import believed
from neuraxis.vocabulary import Level, MotorClass
from tests.neuraxis.learners import POOLS, Pool, affected, best_answer, cases, guess

COUNT = 12
TRIED = ("motor_uncrossed", "pain_uncrossed", "root_is_nerve", "babinski_lower")
ALL = tuple(POOLS)
# One place for each belief, and what it is taken for: (place, axis, answer).
FLIPS = {
    "motor_uncrossed": ("rolandic:L", "side", Side.RIGHT),
    "pain_uncrossed": ("sulcal.C4:R", "level", Level.MEDULLA),
    "columns_crossed": ("psa.C6:L", "side", Side.RIGHT),
    "hemisphere_same_side": ("cheirooral:R", "side", Side.LEFT),
    "cerebellum_crossed": ("cbhemi:R", "side", Side.LEFT),
    "cranial_nerves_crossed": ("cn10:R", "side", Side.LEFT),
    "forehead_always_weak": ("m1face:R", "motor_class", MotorClass.LOWER),
    "forehead_reversed": ("bell:R", "side", Side.LEFT),
    "quadrants_swapped": ("meyer:L", "site", "parrad"),
    "legs_lumbar": ("transect.C7:M", "level", Level.THORACIC),
    "level_exact": ("partial.T10:M", "site", "partial.T12"),
    "cord_upper_only": ("ccs.C6:M", "motor_class", MotorClass.UPPER),
    "root_is_nerve": ("cpn:R", "site", "root.L5"),
    "motor_is_muscle": ("pma:M", "motor_class", MotorClass.MUSCLE),
    "babinski_lower": ("m1leg:R", "motor_class", MotorClass.LOWER),
    "reflexes_swapped": ("lems:M", "level", Level.MUSCLE),
    "shock_lower": ("partial.L2:M", "motor_class", MotorClass.LOWER),
}
deep = pytest.mark.deep


def by_id(model: Model) -> dict[str, Misconception]:
    return {one.id: one for one in neuraxis.misconceptions(model)}


def tried(model: Model) -> list[Misconception]:
    return [by_id(model)[name] for name in TRIED]


def told(diagnoses: Sequence[Diagnosis]) -> dict[str, float]:
    return {one.id: one.probability for one in diagnoses}


def shown(model: Model, name: str) -> list[Case]:
    """Cases that the belief changes, and some that only a similar belief would."""
    pool = POOLS[name]
    changed = affected(model, believed(model, by_id(model)[name]), pool, COUNT)
    assert len(changed) == COUNT
    return [*changed, *list(cases(model, replace(pool, places=pool.besides)))[: COUNT // 2]]


def check_recognized(model: Model, name: str, among: list[Misconception]) -> None:
    mind = believed(model, by_id(model)[name])
    answered = [(case, best_answer(mind, case)) for case in shown(model, name)]
    best = neuraxis.diagnose(model, answered, among=among)[0]
    assert best.id == name
    assert best.probability > 0.8
    assert sum(best.evidence) > 0


def check_not_accused(model: Model, name: str, among: list[Misconception]) -> None:
    answered = [(case, best_answer(model, case)) for case in shown(model, name)]
    diagnoses = neuraxis.diagnose(model, answered, among=among)
    assert diagnoses[0].id == "none"
    assert all(one.probability < 0.05 for one in diagnoses[1:])


def check_flip(model: Model, name: str) -> None:
    place, axis, answer = FLIPS[name]
    mind = believed(model, by_id(model)[name])
    answers = [
        (getattr(best_answer(model, case), axis), getattr(best_answer(mind, case), axis))
        for case in cases(model, replace(POOLS[name], places=place))
    ]
    assert any(right != answer == wrong for right, wrong in answers), answers


@pytest.mark.parametrize("name", TRIED)
def test_a_learner_with_a_misconception_is_recognized(model: Model, name: str) -> None:
    check_recognized(model, name, tried(model))


@pytest.mark.parametrize("name", TRIED)
def test_a_learner_who_answers_rightly_is_not_accused(model: Model, name: str) -> None:
    check_not_accused(model, name, tried(model))


@pytest.mark.parametrize("name", TRIED)
def test_a_belief_changes_an_answer(model: Model, name: str) -> None:
    check_flip(model, name)


@deep
@pytest.mark.parametrize("name", ALL)
def test_each_is_recognized_among_all(model: Model, name: str) -> None:
    check_recognized(model, name, list(neuraxis.misconceptions(model)))


@deep
@pytest.mark.parametrize("name", ALL)
def test_knowledge_is_not_taken_for_any(model: Model, name: str) -> None:
    check_not_accused(model, name, list(neuraxis.misconceptions(model)))


@deep
@pytest.mark.parametrize("name", ALL)
def test_each_belief_changes_an_answer(model: Model, name: str) -> None:
    check_flip(model, name)


@pytest.mark.parametrize("seed", range(6))
def test_a_learner_who_guesses_is_hardly_accused(model: Model, seed: int) -> None:
    rng = random.Random(seed)
    places = Pool(POOLS[TRIED[seed % len(TRIED)]].places)
    some = [case for case, _ in zip(cases(model, places), range(COUNT), strict=False)]
    diagnoses = told(neuraxis.diagnose(model, [(case, guess(model, rng)) for case in some], among=tried(model)))
    assert max(p for name, p in diagnoses.items() if name != "none") < 0.2


def test_one_slip_accuses_nobody(model: Model) -> None:
    """A side mixed up once among right answers is a slip, not a belief."""
    some = [case for case, _ in zip(cases(model, Pool("rolandic:? m1leg:?")), range(6), strict=False)]
    answers = [best_answer(model, case) for case in some]
    slip = replace(answers[0], side=(answers[0].side or Side.RIGHT).opposite)
    diagnoses = told(neuraxis.diagnose(model, list(zip(some, [slip, *answers[1:]], strict=True)), among=tried(model)))
    assert diagnoses["none"] > 0.9


def test_without_answers_the_prior_stands(model: Model) -> None:
    diagnoses = told(neuraxis.diagnose(model, [], among=tried(model)))
    assert diagnoses["none"] == pytest.approx(0.9)
    assert [diagnoses[name] for name in TRIED] == pytest.approx([0.1 / len(TRIED)] * len(TRIED))


def test_a_diagnosis_is_repeatable_complete_and_ordered(model: Model) -> None:
    case = next(cases(model, Pool("rolandic:L")))
    answered = [(case, Answer(side=Side.RIGHT)), (case, Answer(MotorClass.UPPER, Level.CORTEX, Side.LEFT, "rolandic"))]
    first = neuraxis.diagnose(model, answered, among=tried(model))
    assert first == neuraxis.diagnose(model, answered, among=tried(model))
    assert {one.id for one in first} == {"none", *TRIED}
    assert sum(one.probability for one in first) == pytest.approx(1)
    assert [one.probability for one in first] == sorted((one.probability for one in first), reverse=True)
    evidence = next(one.evidence for one in first if one.id == "motor_uncrossed")
    assert evidence[0] > 0 > evidence[1]
    assert next(one.evidence for one in first if one.id == "none") == (0.0, 0.0)


def test_nothing_said_says_nothing(model: Model) -> None:
    case = next(cases(model, Pool("rolandic:L")))
    diagnoses = neuraxis.diagnose(model, [(case, Answer())], among=tried(model))
    assert told(diagnoses)["none"] == pytest.approx(0.9)


def test_every_misconception_is_worded_and_sourced(model: Model) -> None:
    found = neuraxis.misconceptions(model)
    assert [one.id for one in found] == list(ALL)
    for one in found:
        assert set(one.source.split()) <= set(model.atlas.sources), one.id
        for register in Register:
            belief = neuraxis.word_misconception(one, register)
            lesson = neuraxis.word_lesson(one, register)
            assert belief.endswith(".")
            assert lesson.endswith(".")
            assert belief != lesson


def test_a_belief_keeps_items_and_places(model: Model) -> None:
    mind = believed(model, by_id(model)["root_is_nerve"])
    assert mind.items is model.items
    assert list(mind.places) == list(model.places)
    assert mind.version.startswith(model.version)
    assert mind.version != model.version
    assert believed(model, by_id(model)["root_is_nerve"]) is mind


def test_a_diagnosis_is_the_sum_of_what_was_weighed_answer_by_answer(model: Model) -> None:
    """So that each answer needs to be weighed once, and may be stored."""
    answered = [(case, best_answer(model, case)) for case in shown(model, "pain_uncrossed")[:4]]
    apart = {
        name: [row for pair in answered for row in neuraxis.weigh_answers(model, [pair], by_id(model).get(name))]
        for name in ("none", *TRIED)
    }
    assert neuraxis.diagnose_weighed(apart) == neuraxis.diagnose(model, answered, among=tried(model))


def test_weighing_nothing_says_nothing(model: Model) -> None:
    assert told(neuraxis.diagnose_weighed({"none": [], "babinski_lower": []})) == pytest.approx(
        {"none": 0.9, "babinski_lower": 0.1}
    )
