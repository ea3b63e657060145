"""The other place that is named beside the key is one that a student would think of."""

import pytest

import neuraxis
from neuraxis import Answer, Case, Stage
from neuraxis.localization import best_rival, confusion, localize

FOOT_DROP = {
    "str.tibant.L": "1", "str.ehl.L": "1", "str.peronei.L": "2", "str.tibpost.L": "5", "str.glutmed.L": "5",
    "sens.pin.web1f.L": "absent", "dtr.ankle.L": "2", "dtr.knee.L": "2",
}  # fmt: skip


# Regions 10, tempo 5 and ages 2 times as ready; a known pair 1000 times.
@pytest.mark.parametrize(
    ("key", "other", "factor"),
    [
        ("cpn:L", "root.L5:L", 1000 * 5 * 2),  # nerve and root, both within days or weeks
        ("cpn:L", "root.L5:R", 5 * 2),
        ("cpn:L", "dpn:L", 10 * 5 * 2),
        ("mggen:M", "transect.C7:M", 2),  # weeks and months against an accident
        ("mggen:M", "lems:M", 1000 * 10 * 5 * 2),
        ("dmd:M", "ibm:M", 10 * 5),  # a boy and an old patient
    ],
)
def test_how_readily_places_are_confused(model: neuraxis.Model, key: str, other: str, factor: float) -> None:
    assert confusion(model, model.places[key], model.places[other]) == factor


def test_the_rival_of_a_foot_drop_is_one_of_its_known_pairs(model: neuraxis.Model) -> None:
    """Root and whole sciatic nerve stand in the table; power of the inversion leaves the nerve the likelier of them."""
    findings = neuraxis.parse_findings(model, FOOT_DROP)
    case = Case(Stage.CHRONIC, findings, "cpn:L")
    answer = neuraxis.parse_answer(model, {"site": "cpn", "side": "L", "level": "nerve", "motor_class": "LMN"})
    assert isinstance(answer, Answer)
    grade = neuraxis.grade(model, case, answer)
    assert grade.rival is not None
    assert grade.rival.key == "sci:L"


def test_no_accepted_place_is_a_rival(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, FOOT_DROP)
    ranked = localize(model, findings, Stage.CHRONIC, top=10).ranked
    accepted = {place.key for one in ranked for place in one.members}
    assert best_rival(model, model.places["cpn:L"], ranked, accepted) is None


def test_the_places_left_to_choose_between_are_kin(model: neuraxis.Model) -> None:
    for seed in range(4):
        question = neuraxis.make_next_question(model, seed)
        case = question.case
        grade = neuraxis.judge_next(model, case.case, question.options, question.options[0])
        key = model.places[case.key]
        assert all(confusion(model, key, one) >= 2 for one in grade.candidates), (seed, case.key)
