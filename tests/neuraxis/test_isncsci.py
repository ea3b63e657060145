"""The levels that the Standards define, on examinations that show one rule each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

import neuraxis
from neuraxis.examination import Kind
from neuraxis.isncsci import (
    Outcomes,
    Reason,
    Sides,
    Totals,
    examination_from_findings,
    isncsci_levels,
    parse_examination,
)
from neuraxis.isncsci.findings import KEY_MUSCLES, KEY_POINTS
from neuraxis.isncsci.scores import DERMATOMES, KEY_SEGMENTS, POSITION, SENSATIONS, STRENGTHS
from neuraxis.isncsci.sentences import SENTENCES
from neuraxis.vocabulary import InputError


class Form(NamedTuple):
    """The lower half of the standard's form, right before left."""

    sensory: str
    motor: str
    level: str
    completeness: str
    grade: str
    sensory_zone: str
    motor_zone: str


def side(
    normal_to: str,
    *,
    motor_to: str | None = None,
    below: str = "0",
    muscle_below: str = "0",
    non_key: str | None = None,
    touch: Mapping[str, str] | None = None,
    pin: Mapping[str, str] | None = None,
    strength: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Normal down to a segment and one grade below it; then whatever is named."""
    skin = {segment: "2" if POSITION[segment] <= POSITION[normal_to] else below for segment in DERMATOMES}
    muscles = {
        segment: "5" if POSITION[segment] <= POSITION[motor_to or normal_to] else muscle_below
        for segment in KEY_SEGMENTS
    }
    return {
        "light_touch": skin | dict(touch or {}),
        "pin_prick": skin | dict(pin or {}),
        "strength": muscles | dict(strength or {}),
        "non_key": non_key,
    }


def classify(
    right: dict[str, object], left: dict[str, object] | None = None, contraction: str = "no", pressure: str = "no"
) -> Form:
    data = {
        "right": right,
        "left": right if left is None else left,
        "anal_contraction": contraction,
        "anal_pressure": pressure,
    }
    result = isncsci_levels(parse_examination(data))
    return Form(
        both(result.sensory),
        both(result.motor),
        joined(result.neurological_level),
        joined(result.completeness),
        joined(result.impairment),
        both(result.sensory_zone),
        both(result.motor_zone),
    )


def both(sides: Sides) -> str:
    return f"{joined(sides.right)} | {joined(sides.left)}"


def joined(outcomes: Outcomes) -> str:
    return ",".join(map(str, outcomes))


# Every examination below was made for one definition of the International Standards (revised 2019; Rupp R and others,
# Top Spinal Cord Inj Rehabil 2021;27(2):1-22). What is expected was worked out by hand from the definition, and the
# Praxis Spinal Cord Institute's implementation, version 2.0.6, gives the same.


def test_complete_lesion_below_t4_has_the_level_t4_and_no_zone_below() -> None:
    """Where no muscle is tested, the motor level is the sensory level."""
    assert classify(side("T4")) == Form("T4 | T4", "T4 | T4", "T4", "C", "A", "T4 | T4", "T4 | T4")


def test_complete_lesion_with_sensation_three_segments_lower_has_a_zone() -> None:
    exam = side("T4", touch={"T5": "1", "T7": "1"})
    assert classify(exam) == Form("T4 | T4", "T4 | T4", "T4", "C", "A", "T7 | T7", "T4 | T4")


def test_a_grade_of_3_makes_the_motor_level_when_all_above_is_full() -> None:
    exam = side("C6", motor_to="C5", strength={"C6": "3", "C7": "1"})
    assert classify(exam) == Form("C6 | C6", "C6 | C6", "C6", "C", "A", "C6 | C6", "C7 | C7")


def test_a_grade_of_2_leaves_the_motor_level_one_segment_higher() -> None:
    exam = side("C6", motor_to="C5", strength={"C6": "2"})
    assert classify(exam) == Form("C6 | C6", "C5 | C5", "C5", "C", "A", "C6 | C6", "C6 | C6")


def test_central_cord_syndrome_with_weak_hands_and_strong_legs_is_grade_d() -> None:
    exam = side("C5", below="1", motor_to="C5", muscle_below="4", strength={"C6": "3", "C7": "2", "C8": "1", "T1": "1"})
    assert classify(exam, contraction="yes", pressure="yes") == Form(
        "C5 | C5", "C6 | C6", "C5", "I", "D", "NA | NA", "NA | NA"
    )


def test_brown_sequard_syndrome_has_levels_of_its_own_on_each_side() -> None:
    """Right half of the cord, from T10 on: weak and numb to touch on the right, no pin on the left two lower."""
    pin_lost = {name: "0" for name in DERMATOMES if POSITION[name] >= POSITION["T12"]}
    touch_lost = {name: "1" for name in DERMATOMES if POSITION[name] >= POSITION["T10"]}
    right = side("S4-5", motor_to="T1", muscle_below="1", touch=touch_lost)
    left = side("S4-5", pin=pin_lost)
    assert classify(right, left, contraction="yes", pressure="yes") == Form(
        "T9 | T11", "T9 | T11", "T9", "I", "D", "NA | NA", "NA | NA"
    )


def test_an_untested_biceps_leaves_the_motor_level_open() -> None:
    """C4 if the biceps is below 3, C5 if it is 3 or 4 or the next is weak."""
    exam = side("C5", strength={"C5": "NT"})
    assert classify(exam) == Form("C5 | C5", "C4,C5 | C4,C5", "C4,C5", "C", "A", "C5 | C5", "C4,C5 | C4,C5")


def test_an_untested_dermatome_leaves_the_sensory_level_open() -> None:
    exam = side("T8", pin={"T7": "NT"})
    assert classify(exam) == Form("T6,T8 | T6,T8", "T6,T8 | T6,T8", "T6,T8", "C", "A", "T8 | T8", "T6,T8 | T6,T8")


def test_sacral_sensation_alone_makes_grade_b_and_takes_the_sensory_zone_away() -> None:
    exam = side("T4", touch={"S4-5": "1"})
    assert classify(exam) == Form("T4 | T4", "T4 | T4", "T4", "I", "B", "NA | NA", "T4 | T4")


def test_deep_anal_pressure_alone_makes_grade_b() -> None:
    assert classify(side("C7"), pressure="yes") == Form("C7 | C7", "C7 | C7", "C7", "I", "B", "NA | NA", "C7 | C7")


def test_sensory_sparing_on_one_side_keeps_the_zone_of_the_other() -> None:
    """Revised 2019: a zone applies to each side by itself, in incomplete lesions too."""
    right = side("T4", touch={"S4-5": "1"})
    left = side("T4", touch={"T6": "1"})
    assert classify(right, left) == Form("T4 | T4", "T4 | T4", "T4", "I", "B", "NA | T6", "T4 | T4")


def test_anal_contraction_alone_makes_grade_c() -> None:
    assert classify(side("T4"), contraction="yes") == Form("T4 | T4", "T4 | T4", "T4", "I", "C", "T4 | T4", "NA | NA")


def test_sacral_sensation_with_movement_far_below_the_motor_level_makes_grade_c() -> None:
    exam = side("C5", touch={"S4-5": "1"}, strength={"L2": "1"})
    assert classify(exam) == Form("C5 | C5", "C5 | C5", "C5", "I", "C", "NA | NA", "L2 | L2")


def test_movement_within_three_segments_of_the_motor_level_is_still_grade_b() -> None:
    exam = side("C5", touch={"S4-5": "1"}, strength={"C6": "2", "C7": "1", "C8": "1"})
    assert classify(exam) == Form("C5 | C5", "C5 | C5", "C5", "I", "B", "NA | NA", "C8 | C8")


def test_a_moving_muscle_that_is_not_a_key_muscle_turns_b_into_c_and_makes_the_zone() -> None:
    moving = side("C5", touch={"S4-5": "1"}, non_key="L3")
    assert classify(moving, side("C5", touch={"S4-5": "1"})) == Form(
        "C5 | C5", "C5 | C5", "C5", "I", "C", "NA | NA", "L3 | C5"
    )


@pytest.mark.parametrize(("segment", "grade", "zone"), [("T2", "C", "T2"), ("S2", "C", "S2"), ("C8", "B", "C5")])
def test_a_muscle_that_is_not_a_key_muscle_is_taken_in_any_segment(segment: str, grade: str, zone: str) -> None:
    """C8 lies three segments below the motor level C5, and that is not more than three; T1 and all below do."""
    moving = side("C5", touch={"S4-5": "1"}, non_key=segment)
    form = classify(moving, side("C5", touch={"S4-5": "1"}))
    assert (form.grade, form.motor_zone) == (grade, f"{zone} | C5")


def test_a_non_key_muscle_near_or_above_the_level_changes_nothing() -> None:
    for segment in ("C1", "C4", "C5"):
        assert classify(side("C5", non_key=segment)) == classify(side("C5"))


def test_totals_are_the_sums_of_the_scores() -> None:
    """Right: C5 to C7 full (15), C8 at 3, so 18; legs none. Touch C2 to C7 at 2 (12) and 22 segments at 1: 34."""
    right = side("C7", below="1", strength={"C8": "3"}, pin=dict.fromkeys(DERMATOMES, "0"))
    left = side("S4-5", strength={"L2": "4*"})
    data = {"right": right, "left": left, "anal_contraction": "yes", "anal_pressure": "yes"}
    result = isncsci_levels(parse_examination(data))
    assert result.right_totals == Totals(upper_motor=18, lower_motor=0, light_touch=34, pin_prick=0)
    assert result.left_totals == Totals(upper_motor=25, lower_motor=24, light_touch=56, pin_prick=56)
    assert result.totals == Totals(upper_motor=43, lower_motor=24, light_touch=90, pin_prick=56)


def test_a_total_with_an_untested_score_cannot_be_determined() -> None:
    right = side("S4-5", strength={"T1": "NT"}, pin={"T5": "NT**"})
    data = {"right": right, "left": side("S4-5"), "anal_contraction": "yes", "anal_pressure": "yes"}
    result = isncsci_levels(parse_examination(data))
    assert result.right_totals == Totals(upper_motor=None, lower_motor=25, light_touch=56, pin_prick=None)
    assert result.totals == Totals(upper_motor=None, lower_motor=50, light_touch=112, pin_prick=None)


def test_exactly_half_of_the_key_muscles_at_3_is_grade_d() -> None:
    """Ten key muscles lie below T4: five of them at 3."""
    right = side("T4", muscle_below="3")
    left = side("T4", muscle_below="2")
    assert classify(right, left, "yes", "yes").grade == "D"


def test_one_muscle_fewer_than_half_at_3_is_grade_c() -> None:
    right = side("T4", muscle_below="3", strength={"S1": "2"})
    left = side("T4", muscle_below="2")
    assert classify(right, left, "yes", "yes").grade == "C"


def test_strong_legs_without_sacral_sparing_are_grade_a() -> None:
    """Completeness is decided at S4-5 alone, whatever moves above."""
    exam = side("T10", muscle_below="4")
    assert classify(exam) == Form("T10 | T10", "T10 | T10", "T10", "C", "A", "T10 | T10", "S1 | S1")


def test_an_examination_without_deficit_is_intact_and_grade_e() -> None:
    assert classify(side("S4-5"), contraction="yes", pressure="yes") == Form(
        "INT | INT", "INT | INT", "INT", "I", "E", "NA | NA", "NA | NA"
    )


def test_an_untested_anus_leaves_a_b_and_c_open() -> None:
    exam = side("T4", touch={"S4-5": "NT"}, pin={"S4-5": "NT"})
    assert classify(exam, contraction="NT", pressure="NT") == Form(
        "T4 | T4", "T4 | T4", "T4", "C,I", "A,B,C", "NA,T4 | NA,T4", "NA,T4 | NA,T4"
    )


def test_a_weakness_taken_for_normal_lets_the_level_pass_and_stars_it() -> None:
    """A nerve injury at the elbow: the little finger is weak, the cord is not to blame."""
    exam = side("T4", strength={"T1": "2**"})
    assert classify(exam) == Form("T4 | T4", "T4* | T4*", "T4*", "C", "A", "T4 | T4", "T4* | T4*")


def test_a_weakness_taken_for_impaired_leaves_the_segment_above_open() -> None:
    exam = side("T4", strength={"C8": "2*"})
    form = classify(exam)
    assert (form.motor, form.level) == ("C7,C8* | C7,C8*", "C7,C8*")


def test_nothing_tested_leaves_every_level_open() -> None:
    form = classify(side("C2", below="NT", muscle_below="NT", touch={"C2": "NT"}), contraction="NT", pressure="NT")
    assert form.sensory.startswith("C1,C2,C3")
    assert form.sensory.endswith("S3,INT")
    assert form.grade == "A,B,C,D,E"


def test_every_outcome_names_its_rule() -> None:
    result = isncsci_levels(
        parse_examination({"right": side("C6"), "left": side("T4"), "anal_contraction": "no", "anal_pressure": "no"})
    )
    assert [outcome.reason for outcome in result.sensory.left] == [Reason.SENSATION_IMPAIRED_BELOW]
    assert [outcome.reason for outcome in result.motor.right] == [Reason.MUSCLE_WEAK_BELOW]
    assert [outcome.reason for outcome in result.impairment] == [Reason.SACRUM_EMPTY]


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


def test_scores_are_those_of_the_standard() -> None:
    assert set(SENSATIONS) == {"0", "0*", "0**", "1", "1*", "1**", "2", "NT", "NT*", "NT**"}
    assert len(STRENGTHS) == 19
    assert "5*" not in STRENGTHS


def test_a_non_key_muscle_of_no_segment_is_refused() -> None:
    data = {"right": side("C5", non_key="S6"), "left": side("C5"), "anal_contraction": "no", "anal_pressure": "no"}
    with pytest.raises(InputError, match="right non_key cannot be 'S6'; it is one of C1, C2"):
        parse_examination(data)


def test_unreadable_examinations_name_every_fault() -> None:
    right = side("T4", touch={"T5": "3"}, strength={"T4": "5"})
    with pytest.raises(InputError) as refused:
        parse_examination({"right": right, "anal_contraction": "No", "anal_pressure": "no"})
    faults = "\n".join(refused.value.faults)
    assert "right light_touch T5 cannot be '3'; it is one of" in faults
    assert "right strength has no 'T4'; did you mean" in faults
    assert "left should be an object" in faults
    assert "anal_contraction cannot be 'No'; it is one of yes, no, NT" in faults


# From findings


def test_findings_are_scored_at_their_segment_and_the_rest_is_not_tested(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(
        model, {"str.triceps.R": "2", "sens.pin.t4.L": "reduced", "sens.touch.s45.L": "absent", "plantar.R": "extensor"}
    )
    exam = examination_from_findings(model.items, findings)
    assert str(exam.right.strength["C7"]) == "2"
    assert str(exam.left.pin_prick["T4"]) == "1"
    assert str(exam.left.light_touch["S4-5"]) == "0"
    assert str(exam.left.strength["C7"]) == str(exam.right.pin_prick["T4"]) == "NT"
    assert exam.anal_contraction == exam.anal_pressure == "NT"


def test_the_level_is_the_last_normal_segment_where_a_site_names_the_first_damaged(model: neuraxis.Model) -> None:
    """A cord cut through at C7 has the motor level C6."""
    values = {muscle: "5" if POSITION[segment] < POSITION["C7"] else "0" for muscle, segment in KEY_MUSCLES.items()}
    findings = neuraxis.parse_findings(
        model, {f"str.{muscle}.{letter}": value for muscle, value in values.items() for letter in "RL"}
    )
    result = isncsci_levels(examination_from_findings(model.items, findings))
    assert [outcome.value for outcome in result.motor.right if outcome.reason is Reason.MUSCLE_WEAK_BELOW] == ["C6"]
    assert result.motor.right[-1].value == "C6"


def test_unknown_findings_are_refused(model: neuraxis.Model) -> None:
    with pytest.raises(InputError, match="unknown item"):
        examination_from_findings(model.items, [neuraxis.Finding("str.tricep.R", "5")])


def test_every_key_muscle_and_key_point_is_in_the_atlas(model: neuraxis.Model) -> None:
    kinds = {item.base: item.kind for item in model.items.values()}
    assert {kinds[f"str.{muscle}"] for muscle in KEY_MUSCLES} == {Kind.STRENGTH}
    assert {kinds[f"sens.{way}.{spot}"] for spot in KEY_POINTS for way in ("pin", "touch")} == {Kind.SKIN}
    assert tuple(KEY_MUSCLES.values()) == KEY_SEGMENTS
    assert set(DERMATOMES) - set(KEY_POINTS.values()) == {"T3", "T5", "T7", "T9", "T11"}
