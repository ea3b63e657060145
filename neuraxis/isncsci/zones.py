"""Zones of partial preservation (2019): the lowest segment with any function, where S4-5 has none of that kind."""

from __future__ import annotations

from neuraxis.isncsci.outcomes import Outcome, Outcomes, Reason
from neuraxis.isncsci.scores import POSITION, SEGMENTS, Mark, Observation, SideExamination

NOT_APPLICABLE = "NA"


def sensory_zone(side: SideExamination, anal_pressure: Observation) -> Outcomes:
    """From S3 up to the first segment with sensation; it applies when S4-5 and deep anal pressure are lost."""
    sacral = side.sensation("S4-5")
    if anal_pressure is Observation.YES or not all(score.may_be_absent for score in sacral):
        return (Outcome(NOT_APPLICABLE, Reason.ZONE_NOT_APPLICABLE),)
    surely = anal_pressure is Observation.NO and all(score.absent for score in sacral)
    applies = () if surely else (Outcome(NOT_APPLICABLE, Reason.ZONE_MAY_NOT_APPLY),)
    return (*applies, *reversed(_sensory_function(side)))


def _sensory_function(side: SideExamination) -> list[Outcome]:
    """Where sensation ends, the lowest place first."""
    found: list[Outcome] = []
    tainted = False
    for segment in reversed(SEGMENTS[1:-1]):
        scores = side.sensation(segment)
        if not all(score.may_be_absent for score in scores):
            return [*found, Outcome(segment, Reason.FUNCTION_FOUND, tainted)]
        if all(score.absent for score in scores):
            continue
        tainted = tainted or all(score.grade == 0 for score in scores)
        found.append(Outcome(segment, Reason.FUNCTION_POSSIBLE, tainted))
    return [*found, Outcome(SEGMENTS[0], Reason.NO_FUNCTION_FOUND)]


def motor_zone(
    side: SideExamination, anal_contraction: Observation, grades: Outcomes, motor_level: Outcomes
) -> Outcomes:
    """From the bottom up to the first muscle that moves; it applies when the anus does not contract.

    A muscle that is not a key muscle counts where grade C is possible and it lies more than three segments lower.
    """
    if anal_contraction is Observation.YES:
        return (Outcome(NOT_APPLICABLE, Reason.ZONE_NOT_APPLICABLE),)
    non_key = side.non_key if any(grade.value == "C" for grade in grades) else None
    found: list[Outcome] = []
    for outcome in _motor_function(side, motor_level):
        if non_key is not None and POSITION[non_key] - POSITION[outcome.value] > 3:
            found.append(Outcome(non_key, Reason.NON_KEY_MUSCLE_FOUND))
        else:
            found.append(outcome)
    kept = {outcome.value: outcome for outcome in reversed(found)}
    zone = sorted(kept.values(), key=lambda outcome: POSITION[outcome.value])
    applies = () if anal_contraction is Observation.NO else (Outcome(NOT_APPLICABLE, Reason.ZONE_MAY_NOT_APPLY),)
    return (*applies, *zone)


def _motor_function(side: SideExamination, motor_level: Outcomes) -> list[Outcome]:
    """Where movement ends, the lowest place first; where no muscle is tested, the motor levels stand for it."""
    presumed = {outcome.value for outcome in motor_level}
    top = POSITION[motor_level[0].value]
    found: list[Outcome] = []
    for segment in reversed(SEGMENTS[top:-1]):
        muscle = side.strength.get(segment)
        if muscle is None:
            if segment in presumed:
                found.append(Outcome(segment, Reason.FUNCTION_PRESUMED, _presumption_is_marked(side, segment, top)))
        elif not muscle.may_be_absent:
            starred = muscle.assumed and muscle.grade == 0
            return [*found, Outcome(segment, Reason.FUNCTION_FOUND, starred)]
        elif not muscle.absent:
            found.append(Outcome(segment, Reason.FUNCTION_POSSIBLE, muscle.marked_grade))
    return found


def _presumption_is_marked(side: SideExamination, segment: str, top: int) -> bool:
    """By a mark on the segment's own grades or, for the highest motor level, on any score down to it."""
    if any(score.marked_grade for score in side.scores(segment)):
        return True
    upper = SEGMENTS[: top + 1] if POSITION[segment] == top else ()
    return any(score.mark is not Mark.NONE for name in upper for score in side.scores(name))
