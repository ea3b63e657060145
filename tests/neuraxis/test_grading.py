"""Grading: the key and its equals earn everything, the mirror image half at most; nonsense is refused, not wrong."""

import itertools
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import neuraxis
from neuraxis import Answer, Case, InputError, Level, MotorClass, Reason, Side, Stage, Verdict
from neuraxis.grading.axes import POSITION, judge_class, judge_level, judge_side
from neuraxis.vocabulary import cord_level, modeled
from tests.neuraxis.anatomy import mirrored, place_keys

CASES = Path(__file__).parents[2] / "content" / "cases"
SEEDS = range(40)


@lru_cache(maxsize=1)
def all_cases() -> dict[str, Case]:
    """The curated cases and 40 generated ones, by name."""
    model = neuraxis.load_model()
    found = {}
    for file in sorted(CASES.glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        findings = neuraxis.parse_findings(model, data["findings"])
        found[file.stem] = Case(Stage(data["stage"]), findings, data["key"], neuraxis.Reading(data["reading"]))
    return found | {f"seed-{seed}": neuraxis.generate(model, seed).case for seed in SEEDS}


def lateral_cases() -> list[str]:
    """The names of the cases whose key has a mirror image."""
    return [name for name, case in all_cases().items() if mirrored(case.key) in set(place_keys()) - {case.key}]


@pytest.fixture(params=list(all_cases()))
def case(request: pytest.FixtureRequest) -> Case:
    return all_cases()[request.param]


def answer_at(model: neuraxis.Model, case: Case, key: str) -> Answer:
    """What a learner would say who means the place `key`, with the class of such a lesion."""
    place = model.places[key]
    classes = neuraxis.explain(model, case.findings, case.stage, key).motor_classes
    return Answer(max(classes, key=lambda one: classes[one]), place.level, place.side, place.site)


def test_the_key_earns_everything(model: neuraxis.Model, case: Case) -> None:
    grade = neuraxis.grade(model, case, answer_at(model, case, case.key))
    assert grade.total == pytest.approx(1)
    assert {axis: verdict.score for axis, verdict in grade.axes.items()} == dict.fromkeys(grade.axes, 1.0)
    assert grade.compared is model.places[case.key]
    assert grade.accepted[0] is model.places[case.key]


def test_every_member_of_the_answer_class_earns_everything(model: neuraxis.Model, case: Case) -> None:
    for key in model.class_of(case.key, modeled(case.stage)):
        assert neuraxis.grade(model, case, answer_at(model, case, key)).total == pytest.approx(1), key


def test_every_place_that_is_marked_right_earns_everything(model: neuraxis.Model, case: Case) -> None:
    for place in neuraxis.grade(model, case, answer_at(model, case, case.key)).accepted:
        assert neuraxis.grade(model, case, answer_at(model, case, place.key)).total == pytest.approx(1), place.key


@pytest.mark.parametrize("name", lateral_cases())
def test_the_mirror_image_earns_half_at_most(model: neuraxis.Model, name: str) -> None:
    case = all_cases()[name]
    other = mirrored(case.key)
    grade = neuraxis.grade(model, case, answer_at(model, case, other))
    assert grade.axes["side"].reason is Reason.OPPOSITE
    assert grade.total <= 0.5


def test_a_grade_lies_between_nothing_and_everything(model: neuraxis.Model, case: Case) -> None:
    for key in place_keys()[::199]:
        grade = neuraxis.grade(model, case, answer_at(model, case, key))
        assert 0 <= grade.total <= 1
        assert all(0 <= verdict.score <= 1 for verdict in grade.axes.values())


@pytest.mark.parametrize("place", ["cpn:R", "radsg:L", "corona:R", "transect.T8:M"])
def test_what_is_not_right_is_told_the_key_and_no_other_accepted_place(
    model: neuraxis.Model, case: Case, place: str
) -> None:
    """A verdict that named another accepted place as the key would contradict the reasons below it."""
    key = model.places[case.key]
    axes = neuraxis.grade(model, case, answer_at(model, case, place)).axes
    own = {"side": key.side, "level": key.level, "structure": key.site}
    told = {name: axes[name].expected for name in own if axes[name].score < 1}
    assert told == {name: own[name] for name in told}


def test_a_grade_says_which_findings_decide(model: neuraxis.Model, case: Case) -> None:
    grade = neuraxis.grade(model, case, answer_at(model, case, case.key))
    assert 2 <= len(grade.deciding) <= 3
    assert set(grade.deciding) <= set(case.findings)
    assert [verdict.finding for verdict in grade.findings] == list(case.findings)


def test_the_same_answer_always_earns_the_same(model: neuraxis.Model, case: Case) -> None:
    answer = answer_at(model, case, place_keys()[0])
    assert neuraxis.grade(model, case, answer) == neuraxis.grade(model, case, answer)


def test_a_case_and_answer_in_the_mirror_earn_the_same(model: neuraxis.Model) -> None:
    findings = {"str.edc.{}": "1", "str.ecr.{}": "1", "str.brachiorad.{}": "2", "str.triceps.{}": "5"}
    totals = []
    for side, other in (("R", "L"), ("L", "R")):
        parsed = neuraxis.parse_findings(model, {item.format(side): value for item, value in findings.items()})
        case = Case(Stage.CHRONIC, parsed, f"radsg:{side}")
        answers = [answer_at(model, case, key) for key in (f"pin:{side}", f"radsg:{other}", f"root.C7:{side}", "als:M")]
        totals.append([neuraxis.grade(model, case, answer).total for answer in answers])
    assert totals[0] == pytest.approx(totals[1], abs=1e-3)


def outward(levels: list[Level], start: float) -> Iterator[list[Level]]:
    """The levels from a position toward the cortex, and toward the muscle."""
    yield sorted((one for one in levels if POSITION[one] < start), key=lambda one: -POSITION[one])
    yield sorted((one for one in levels if POSITION[one] > start), key=lambda one: POSITION[one])


@pytest.mark.parametrize("level", POSITION)
def test_moving_the_answer_further_along_the_neuraxis_never_raises_the_level(
    model: neuraxis.Model, level: Level
) -> None:
    for place in (place for place in model.places.values() if place.level is level and not is_segmental(place)):
        for way in outward(list(POSITION), POSITION[level]):
            falls(model, place, [level, *way])


def is_segmental(place: neuraxis.Place) -> bool:
    """Anterior horns and roots of a segment stand at their own part of the cord."""
    return place.level in (Level.ANTERIOR_HORN, Level.ROOT) and place.segment is not None


def falls(model: neuraxis.Model, place: neuraxis.Place, levels: list[Level]) -> None:
    scores = [judge_level(one, None, place).score for one in levels]
    assert all(near >= far for near, far in itertools.pairwise(scores)), (place.key, levels, scores)


def test_a_horn_and_a_root_have_their_part_of_the_cord_on_one_side_and_the_periphery_on_the_other(
    model: neuraxis.Model,
) -> None:
    center = [one for one in POSITION if POSITION[one] < POSITION[Level.ANTERIOR_HORN]]
    for place in filter(is_segmental, model.places.values()):
        periphery = [one for one in POSITION if POSITION[one] > POSITION[place.level]]
        falls(model, place, [place.level, *sorted(periphery, key=lambda one: POSITION[one])])
        part = cord_level(place.segment or "")
        for way in outward(center, POSITION[part]):
            falls(model, place, [place.level, part, *way])


def test_the_cervical_cord_is_nearer_to_a_cervical_root_than_the_lumbosacral_cord(model: neuraxis.Model) -> None:
    root = model.places["root.C7:R"]
    assert judge_level(Level.CERVICAL, None, root).score > judge_level(Level.LUMBOSACRAL, None, root).score


@pytest.mark.parametrize("key", ["transect.C6:M", "transect.T1:M", "transect.T12:M", "hemi.C8:R", "root.C7:R"])
def test_moving_the_answer_along_the_segments_never_raises_the_level(model: neuraxis.Model, key: str) -> None:
    place = model.places[key]
    template = place.site.partition(".")[0]
    same_kind = [one for one in model.places.values() if one.site.startswith(f"{template}.") and one.side is place.side]
    at = same_kind.index(place)
    for way in (same_kind[at::-1], same_kind[at:]):
        scores = [judge_level(one.level, one, place).score for one in way]
        assert scores[0] == 1
        assert all(near >= far for near, far in itertools.pairwise(scores)), scores


def test_the_right_part_of_the_cord_is_worth_more_than_the_medulla(model: neuraxis.Model) -> None:
    place, wrong = model.places["transect.C6:M"], model.places["transect.C2:M"]
    assert judge_level(Level.CERVICAL, wrong, place).score >= judge_level(Level.MEDULLA, None, place).score


def test_an_anterior_horn_may_be_called_by_its_part_of_the_cord(model: neuraxis.Model) -> None:
    horn = model.places["segah.C6:R"]
    assert judge_level(Level.CERVICAL, None, horn).score == 1
    assert judge_level(Level.THORACIC, None, horn).score > judge_level(Level.LUMBOSACRAL, None, horn).score
    assert judge_level(Level.ROOT, None, horn).reason is Reason.NEAR


@pytest.mark.parametrize(
    ("given", "expected", "score", "reason"),
    [
        (MotorClass.UPPER, {MotorClass.UPPER: 1.0}, 1.0, Reason.RIGHT),
        (MotorClass.UPPER, {MotorClass.BOTH: 0.6, MotorClass.UPPER: 0.4}, 1.0, Reason.RIGHT),
        (MotorClass.UPPER, {MotorClass.BOTH: 1.0}, 0.5, Reason.PARTLY),
        (MotorClass.BOTH, {MotorClass.LOWER: 1.0}, 0.5, Reason.PARTLY),
        (MotorClass.LOWER, {MotorClass.JUNCTION: 1.0}, 0.4, Reason.PARTLY),
        (MotorClass.MUSCLE, {MotorClass.LOWER: 1.0}, 0.4, Reason.PARTLY),
        (MotorClass.UPPER, {MotorClass.LOWER: 1.0}, 0.0, Reason.WRONG),
        (MotorClass.BOTH, {MotorClass.MUSCLE: 1.0}, 0.0, Reason.WRONG),
        (MotorClass.NEITHER, {MotorClass.UPPER: 1.0}, 0.0, Reason.WRONG),
        (None, {MotorClass.UPPER: 1.0}, 0.0, Reason.MISSING),
    ],
)
def test_credit_for_the_class(
    given: MotorClass | None, expected: dict[MotorClass, float], score: float, reason: Reason
) -> None:
    verdict = judge_class(given, expected)
    assert (verdict.score, verdict.reason) == (score, reason)


@pytest.mark.parametrize(
    ("given", "key", "score", "reason"),
    [
        (Side.RIGHT, "wallen:R", 1.0, Reason.RIGHT),
        (Side.LEFT, "wallen:R", 0.0, Reason.OPPOSITE),
        (Side.MIDLINE, "wallen:R", 0.4, Reason.PARTLY),
        (Side.NONE, "wallen:R", 0.0, Reason.WRONG),
        (Side.RIGHT, "conus:M", 0.4, Reason.PARTLY),
        (Side.NONE, "als:M", 1.0, Reason.RIGHT),
        (Side.MIDLINE, "als:M", 1.0, Reason.RIGHT),
        (None, "wallen:R", 0.0, Reason.MISSING),
    ],
)
def test_credit_for_the_side(model: neuraxis.Model, given: Side | None, key: str, score: float, reason: Reason) -> None:
    verdict = judge_side(given, model.places[key])
    assert (verdict.score, verdict.reason) == (score, reason)


def test_a_process_without_a_place_is_near_no_place(model: neuraxis.Model) -> None:
    verdict = judge_level(Level.NERVE, None, model.places["als:M"])
    assert verdict == Verdict(Level.NERVE, Level.MULTIPLE, 0.0, Reason.WRONG)


def test_no_structure_costs_nothing_where_none_was_asked(model: neuraxis.Model) -> None:
    case = all_cases()["the-park-bench"]
    answer = Answer(MotorClass.LOWER, Level.NERVE, Side.RIGHT)
    assert neuraxis.grade(model, case, answer, structure_asked=False).total == pytest.approx(1)
    assert neuraxis.grade(model, case, answer).total < 1


def test_an_empty_axis_is_missing_not_wrong(model: neuraxis.Model) -> None:
    grade = neuraxis.grade(model, all_cases()["the-park-bench"], Answer(side=Side.RIGHT))
    assert {name for name, verdict in grade.axes.items() if verdict.reason is Reason.MISSING} == {
        "motor_class", "level", "structure",
    }  # fmt: skip


def test_a_likely_rival_earns_more_than_an_absurd_place(model: neuraxis.Model) -> None:
    case = all_cases()["the-slapping-foot"]
    rival, absurd = (neuraxis.grade(model, case, answer_at(model, case, key)) for key in ("cpn:R", "broca:L"))
    assert absurd.total < rival.total < 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Nothing was answered yet"),
        ({"motor_class": " ", "level": ""}, "Nothing was answered yet"),
        ({"motor_class": "upper"}, "motor class 'upper' is not one of the choices: UMN, LMN, MIXED"),
        ({"level": "brain"}, "level 'brain' is not one of the choices: cortex"),
        ({"side": "right"}, "side 'right' is not one of the choices: R, L, M, N"),
        ({"site": "median nerve palsy"}, "structure 'median nerve palsy' is not in the list"),
        ({"site": "walen"}, "structure 'walen' is not in the list"),
    ],
)
def test_an_unreadable_answer_is_refused_with_a_reason(model: neuraxis.Model, data: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        neuraxis.parse_answer(model, data)


def test_all_unreadable_fields_are_named_at_once(model: neuraxis.Model) -> None:
    with pytest.raises(InputError) as error:
        neuraxis.parse_answer(model, {"motor_class": "x", "level": "y", "side": "z", "site": "w"})
    assert len(error.value.faults) == 4


def test_a_structure_may_be_named_by_id_or_in_words(model: neuraxis.Model) -> None:
    by_id = neuraxis.parse_answer(model, {"site": "radsg", "side": "R"})
    in_words = neuraxis.parse_answer(model, {"site": f" {model.sites['radsg'].name.upper()} ", "side": "R"})
    assert by_id == in_words == Answer(side=Side.RIGHT, site="radsg")


def test_no_two_structures_of_the_list_have_the_same_name(model: neuraxis.Model) -> None:
    names = [site.name.casefold() for site in model.sites.values()]
    assert sorted(names) == sorted(set(names))


def test_a_case_with_an_unknown_key_is_refused(model: neuraxis.Model) -> None:
    case = all_cases()["the-park-bench"]
    with pytest.raises(InputError, match="unknown place 'radsg:X'"):
        neuraxis.grade(model, Case(case.stage, case.findings, "radsg:X"), Answer(side=Side.RIGHT))
