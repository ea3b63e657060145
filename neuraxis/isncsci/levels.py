"""Sensory level, motor level, neurological level of injury: the last normal segment, not the first damaged one.

Where a score is missing a level has several possible values; all are returned, the highest first.
"""

from __future__ import annotations

from dataclasses import replace

from neuraxis.isncsci.outcomes import Outcome, Outcomes, Reason, Step, descend, merge
from neuraxis.isncsci.scores import (
    INTACT,
    KEY_SEGMENTS,
    POSITION,
    SEGMENTS,
    Examination,
    Observation,
    SideExamination,
    Strength,
)

ABOVE_BLOCK = ("C4", "L1")
# The last segment of a block of key muscles, with the segment above the block's first
LAST_OF_BLOCK = {"T1": "C4", "S1": "L1"}


def sensory_level(side: SideExamination) -> Outcomes:
    """The last segment, going down, with normal light touch and pin prick."""
    descent = descend((segment, _sensory_step(side, segment)) for segment in SEGMENTS[:-1])
    if descent.ended:
        return descent.outcomes
    return (*descent.outcomes, Outcome(INTACT, Reason.NOTHING_IMPAIRED, descent.tainted))


def motor_level(side: SideExamination, anal_contraction: Observation) -> Outcomes:
    """The lowest key muscle of grade 3 or more with all above it full; where no key muscle is, the sensory level."""
    descent = descend((segment, _motor_step(side, segment)) for segment in SEGMENTS[:-1])
    if descent.ended:
        return descent.outcomes
    outcomes = list(descent.outcomes)
    if anal_contraction is not Observation.YES and all(outcome.value != "S3" for outcome in outcomes):
        absent = anal_contraction is Observation.NO
        reason = Reason.NO_ANAL_CONTRACTION if absent else Reason.ANAL_CONTRACTION_UNTESTED
        outcomes.append(Outcome("S3", reason, descent.tainted))
    if anal_contraction is not Observation.NO:
        outcomes.append(Outcome(INTACT, Reason.NOTHING_IMPAIRED, descent.tainted))
    return tuple(outcomes)


def neurological_level(examination: Examination) -> Outcomes:
    """The last segment that is normal on both sides, in sensation and strength alike. The anus does not count."""
    descent = descend((segment, _common_step(examination, segment)) for segment in SEGMENTS[:-1])
    if descent.ended:
        return descent.outcomes
    return (*descent.outcomes, Outcome(INTACT, Reason.NOTHING_IMPAIRED, descent.tainted))


def _sensory_step(side: SideExamination, segment: str) -> Step:
    scores = side.sensation(_next(segment))
    if any(score.grade is not None and not score.intact for score in scores):
        return Step(Reason.SENSATION_IMPAIRED_BELOW, ends=True)
    if any(score.grade is None and not score.intact and not score.untested for score in scores):
        return Step(Reason.SENSATION_MARKED_BELOW, ends=True, starred=True)
    if any(score.untested for score in scores):
        taints = any(score.assumed and score.grade is not None for score in scores)
        return Step(Reason.SENSATION_UNTESTED_BELOW, taints=taints)
    return Step(taints=any(score.assumed for score in scores))


def _motor_step(side: SideExamination, segment: str) -> Step:
    if segment in LAST_OF_BLOCK:
        return _step_at_last_muscle(side, segment)
    return _muscle_step(side, segment) if _has_muscles(segment) else _sensory_step(side, segment)


def _common_step(examination: Examination, segment: str) -> Step:
    sensory = [_sensory_step(side, segment) for side in examination.sides]
    if not _has_muscles(segment):
        return merge(sensory, starred=all(step.starred for step in sensory))
    motor = [_muscle_step(side, segment) for side in examination.sides]
    starred = all(step.reason for step in motor) and any(step.starred for step in motor)
    return merge((*sensory, *motor), starred=starred)


def _muscle_step(side: SideExamination, segment: str) -> Step:
    """By the key muscles of this segment and the next, sensation left aside."""
    if segment in LAST_OF_BLOCK:
        return _step_at_muscle(side.strength[segment], Step(), doubt_below=False)
    below = _step_above_muscle(side.strength[_next(segment)])
    if segment in ABOVE_BLOCK:
        return below
    muscle = side.strength[segment]
    # A muscle taken for normal puts what lies below in doubt only when the one above it is known to be full.
    below = replace(below, taints=below.taints and muscle.grade == Strength.full)
    return _step_at_muscle(muscle, below, doubt_below=below.reason is not None and not below.ends)


def _step_at_last_muscle(side: SideExamination, segment: str) -> Step:
    """Below the block no muscle is tested: motor function there is presumed, and only if sensation is normal so far."""
    above = LAST_OF_BLOCK[segment]
    below = merge(_sensory_step(side, name) for name in SEGMENTS[POSITION[above] : POSITION[segment] + 1])
    below = replace(below, taints=below.taints and below.reason is None)
    return _step_at_muscle(side.strength[segment], below, doubt_below=below.reason is not None)


def _step_above_muscle(muscle: Strength) -> Step:
    if muscle.weak:
        return Step(Reason.MUSCLE_WEAK_BELOW, ends=True)
    if muscle.may_be_weak:
        return Step(Reason.MUSCLE_DOUBTFUL_BELOW)
    return Step(taints=muscle.assumed and muscle.low)


def _step_at_muscle(muscle: Strength, below: Step, *, doubt_below: bool) -> Step:
    partial = muscle.grade is not None and not muscle.intact
    return Step(
        reason=_own_reason(muscle) or below.reason,
        ends=muscle.doubtful or partial or below.ends,
        starred=muscle.doubtful or (muscle.assumed and muscle.low and doubt_below),
        taints=muscle.assumed or below.taints,
    )


def _own_reason(muscle: Strength) -> Reason | None:
    if muscle.intact:
        return None
    if muscle.doubtful:
        return Reason.MUSCLE_MARKED
    return Reason.MUSCLE_UNTESTED if muscle.untested else Reason.MUSCLE_NOT_FULL


def _has_muscles(segment: str) -> bool:
    return segment in ABOVE_BLOCK or segment in KEY_SEGMENTS


def _next(segment: str) -> str:
    return SEGMENTS[POSITION[segment] + 1]
