"""The acceptance rows: findings and what they must be localized to."""

from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

import neuraxis
from neuraxis.acceptance import parse_row, parse_shorthand, run_catalogue
from neuraxis.knowledge import ATLAS_FOLDER
from neuraxis.vocabulary import InputError, MotorClass, Side, Stage

CATALOGUE: Path = ATLAS_FOLDER / "catalogue.psv"


def rows() -> list[ParameterSet]:
    """Line number and line of every row; its id says target, side and stage."""
    found = []
    for number, line in enumerate(CATALOGUE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            target, _, side, stage, *_ = (cell.strip() for cell in line.split("|"))
            found.append(pytest.param(number, line, id=f"{number}-{target}-{side}-{stage}"))
    return found


@pytest.mark.parametrize(("number", "line"), rows())
def test_the_target_ranks_first_and_its_class_agrees(model: neuraxis.Model, number: int, line: str) -> None:
    (outcome,) = run_catalogue(model, [line])
    top = [(one.place.key, round(one.probability, 2)) for one in outcome.top]
    assert not outcome.fault
    assert outcome.place_right, top
    assert outcome.class_right, outcome.motor_class


def test_every_topic_has_rows(model: neuraxis.Model) -> None:
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    reached = {
        model.places[parse_row(model, line, 1).places[0]].topic for line in lines if line.strip() and line[0] != "#"
    }
    assert reached == set(neuraxis.Topic)


def test_a_row_names_target_equivalents_side_stage_findings_and_class(model: neuraxis.Model) -> None:
    row = parse_row(model, "ic.motor | corona | L | chronic | FW(c) plantar(c) plantar(i)- | UMN/none", 7)
    assert row.places == ("ic.motor:L", "corona:L")
    assert (row.number, row.stage) == (7, Stage.CHRONIC)
    assert row.classes == (MotorClass.UPPER, MotorClass.NEITHER)
    assert {(one.item, one.value) for one in row.findings} == {
        ("weak.facelow.R", "mild"), ("weak.faceup.R", "normal"), ("plantar.R", "mute"), ("plantar.L", "flexor"),
    }  # fmt: skip


def test_a_later_token_overrides_a_macro(model: neuraxis.Model) -> None:
    found = parse_shorthand(model.items, "LEGW0(i) plantar(i)=0", Side.LEFT)
    assert {one.item: one.value for one in found}["plantar.L"] == "flexor"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("wallen | | R | chronic | ptosis(i)", "5 cells; target | accepted | side | stage | findings | class has 6"),
        ("walen | | R | chronic | ptosis(i) | none", "unknown site 'walen'; did you mean wallen"),
        ("wallen | | X | chronic | ptosis(i) | none", "side 'X' or stage 'chronic'; write R, L or M and acute"),
        ("wallen | | R | late | ptosis(i) | none", "side 'R' or stage 'late'"),
        ("wallen | | R | acute | ptosos(i) | none", "unknown item 'ptosos'; did you mean ptosis"),
        ("wallen | | R | acute | ptosis(q) | none", "side 'q' of 'ptosis'; write i, c, b, R or L"),
        ("wallen | | R | acute | ptosis(i)=9 | none", "ptosis.R cannot be '9'; it is one of normal, partial, complete"),
        ("wallen | | R | acute | str.apb(i) | none", "str.apb.R needs a value, one of 0, 1, 2, 3, 4, 5"),
        ("wallen | | R | acute | SL(C9) | none", "unknown segment 'C9'; write SL(C4)"),
        ("wallen | | R | acute | ptosis((i | none", "cannot read 'ptosis((i'"),
        ("wallen | | R | acute | ptosis(i) | upper", "class 'upper'; write UMN, LMN, mixed, NMJ, MUSCLE or none"),
    ],
)
def test_a_row_that_cannot_be_read_fails_with_its_line_and_what_would_be_right(
    model: neuraxis.Model, line: str, said: str
) -> None:
    (outcome,) = run_catalogue(model, ["# a comment", "", line])
    assert not outcome.passed
    assert outcome.fault.startswith("line 3: ")
    assert said in outcome.fault


def test_all_unreadable_tokens_of_a_row_are_named(model: neuraxis.Model) -> None:
    with pytest.raises(InputError) as error:
        parse_row(model, "wallen | | R | acute | nose(i) ear(i) | none", 1)
    assert len(error.value.faults) == 2


def test_places_that_the_findings_do_not_tell_apart_are_first_together(model: neuraxis.Model) -> None:
    """Which of equally likely segments is listed first is chance, not knowledge."""
    findings = "NM(b) sens.jps.foot(b) sens.vib.foot(b) sens.jps.hand(b)- PT0(b) romberg dtr.knee(b)=2 dtr.ankle(b)=2"
    rows = [f"posterior.{segment} | | M | chronic | {findings} | none" for segment in ("C2", "T2", "T4", "T6")]
    assert [outcome.passed for outcome in run_catalogue(model, rows)] == [False, True, True, True]
