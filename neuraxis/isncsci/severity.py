"""Completeness and the ASIA Impairment Scale: what is left at the bottom of the cord, and how much in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from neuraxis.isncsci.levels import neurological_level
from neuraxis.isncsci.outcomes import Outcome, Outcomes, Reason, Sides
from neuraxis.isncsci.scores import (
    INTACT,
    KEY_SEGMENTS,
    POSITION,
    SEGMENTS,
    Examination,
    Mark,
    Observation,
    SideExamination,
    Strength,
)

COMPLETE, INCOMPLETE = "C", "I"
# A segment without a key muscle shows no movement of its own; only a muscle that is not a key muscle can move there.
UNMOVED = Strength(0)


def completeness(examination: Examination) -> Outcomes:
    """Complete when no sensation, no deep pressure and no contraction is left at S4-5."""
    scores = examination.sacral_sensation
    anal = (examination.anal_contraction, examination.anal_pressure)
    if Observation.YES in anal or not all(score.grade in (None, 0) for score in scores):
        return (Outcome(INCOMPLETE, Reason.SACRUM_SPARED),)
    if set(anal) == {Observation.NO} and all(score.grade == 0 for score in scores):
        marks = {score.mark for score in scores} - {Mark.NONE}
        if not marks:
            return (Outcome(COMPLETE, Reason.SACRUM_EMPTY),)
        if marks == {Mark.NORMAL}:
            return (Outcome(INCOMPLETE, Reason.SACRUM_MARKED, starred=True),)
        if marks == {Mark.IMPAIRED}:
            return (
                Outcome(COMPLETE, Reason.SACRUM_MARKED, starred=True),
                Outcome(INCOMPLETE, Reason.SACRUM_MARKED, starred=True),
            )
    if all(score.may_be_absent for score in scores):
        return (Outcome(COMPLETE, Reason.SACRUM_UNTESTED), Outcome(INCOMPLETE, Reason.SACRUM_UNTESTED))
    return (Outcome(INCOMPLETE, Reason.SACRUM_SPARED),)


@dataclass(frozen=True)
class Possibility:
    """Whether something can be so, and whether that rests on a marked score."""

    possible: bool
    starred: bool = False


IMPOSSIBLE = Possibility(possible=False)


def impairment(examination: Examination, complete: Outcomes, motor: Sides, level: Outcomes) -> Outcomes:
    """The possible grades of the ASIA Impairment Scale, A to E."""
    normal = _grade_e(examination, level)
    if normal and len(level) == 1 and examination.anal_contraction is Observation.YES:
        return (normal,)
    grades = (
        _grade_a(complete),
        _grade_b(examination, motor),
        *_grades_c_and_d(examination, motor, level),
        normal,
    )
    return tuple(grade for grade in grades if grade is not None)


def _grade_a(complete: Outcomes) -> Outcome | None:
    if all(outcome.value != COMPLETE for outcome in complete):
        return None
    return Outcome("A", complete[0].reason, any(outcome.starred for outcome in complete))


def _grade_b(examination: Examination, motor: Sides) -> Outcome | None:
    sensation = _sacral_sensation(examination)
    pairs = zip(examination.sides, (motor.right, motor.left), strict=True)
    lost = [_motor_function_may_be_lost(side, levels) for side, levels in pairs]
    contraction = examination.anal_contraction
    if contraction is Observation.YES or not sensation.possible or not all(one.possible for one in lost):
        return None
    rests_on_marks = contraction is Observation.NO and any(one.starred for one in lost)
    return Outcome("B", Reason.SENSATION_ONLY, sensation.starred or rests_on_marks)


def _grades_c_and_d(examination: Examination, motor: Sides, level: Outcomes) -> Iterator[Outcome]:
    incomplete = _motor_function_may_be_kept(examination, motor)
    if not incomplete.possible:
        return
    weak = _most_may_be_weak(examination, level)
    if weak.possible:
        unmarked = examination.unmarked()
        by_grades_alone = _most_may_be_weak(unmarked, neurological_level(unmarked))
        starred = weak.starred or incomplete.starred or not by_grades_alone.possible
        yield Outcome("C", Reason.MOST_MUSCLES_WEAK, starred)
    strong = _half_may_be_strong(examination, level)
    if strong.possible:
        yield Outcome("D", Reason.HALF_OF_MUSCLES_STRONG, strong.starred or incomplete.starred)


def _grade_e(examination: Examination, level: Outcomes) -> Outcome | None:
    intact = next((outcome for outcome in level if outcome.value == INTACT), None)
    if intact is None or examination.anal_contraction is Observation.NO:
        return None
    return Outcome("E", Reason.ALL_NORMAL, intact.starred)


def _sacral_sensation(examination: Examination) -> Possibility:
    scores = examination.sacral_sensation
    if examination.anal_pressure is not Observation.NO:
        return Possibility(possible=True)
    if all(score.absent for score in scores):
        return IMPOSSIBLE
    return Possibility(possible=True, starred=all(score.grade == 0 for score in scores))


def _motor_function_may_be_lost(side: SideExamination, levels: Outcomes) -> Possibility:
    """Whether nothing may move more than three segments below the motor level."""
    starred = False
    for level in levels:
        for segment in SEGMENTS[POSITION[level.value] + 4 :]:
            muscle = side.strength.get(segment, UNMOVED)
            starred = starred or (muscle.marked_grade and muscle.grade == 0)
            if not muscle.may_be_absent or segment == side.non_key:
                break
        else:
            return Possibility(possible=True, starred=starred)
    return IMPOSSIBLE


def _motor_function_may_be_kept(examination: Examination, motor: Sides) -> Possibility:
    """By contraction of the anus, or by sacral sensation with movement more than three segments below the level."""
    if examination.anal_contraction is not Observation.NO:
        return Possibility(possible=True)
    if not _sacral_sensation(examination).possible:
        return IMPOSSIBLE
    pairs = zip(examination.sides, (motor.right, motor.left), strict=True)
    kept = [_movement_far_below(side, levels) for side, levels in pairs]
    return Possibility(any(one.possible for one in kept), any(one.starred for one in kept))


def _movement_far_below(side: SideExamination, levels: Outcomes) -> Possibility:
    for level in levels:
        for segment in SEGMENTS[POSITION[level.value] + 4 :]:
            muscle = side.strength.get(segment, UNMOVED)
            if not muscle.absent or segment == side.non_key:
                return Possibility(possible=True, starred=muscle.assumed and muscle.grade == 0)
    return IMPOSSIBLE


def _most_may_be_weak(examination: Examination, levels: Outcomes) -> Possibility:
    """Whether more than half of the key muscles below the neurological level may be graded below 3."""
    for level in levels:
        muscles = list(_muscles_of_both_sides(examination, level))
        half = len(muscles) // 2
        marked = sum(muscle.low and muscle.mark is Mark.IMPAIRED for muscle in muscles)
        weak = sum(muscle.may_be_weak for muscle in muscles)
        if weak > half:
            return Possibility(possible=True, starred=weak - marked <= half)
    return IMPOSSIBLE


def _half_may_be_strong(examination: Examination, levels: Outcomes) -> Possibility:
    """Whether at least half of the key muscles below the neurological level may be graded 3 or more."""
    found = IMPOSSIBLE
    for level in levels:
        if level.value == INTACT:
            break
        muscles = list(_muscles_of_both_sides(examination, level))
        half = len(muscles) // 2
        marked = sum(muscle.low and muscle.mark is not Mark.NONE for muscle in muscles)
        strong = sum(not muscle.weak for muscle in muscles)
        if strong - marked >= half:
            return Possibility(possible=True)
        if strong >= half:
            found = Possibility(possible=True, starred=True)
    return found


def _muscles_of_both_sides(examination: Examination, level: Outcome) -> Iterator[Strength]:
    for segment in _key_segments(level, below=1):
        yield from (side.strength[segment] for side in examination.sides)


def _key_segments(level: Outcome, *, below: int) -> Iterable[str]:
    """Segments with a key muscle that lie `below` or more segments under the level."""
    return [segment for segment in KEY_SEGMENTS if POSITION[segment] >= POSITION[level.value] + below]
