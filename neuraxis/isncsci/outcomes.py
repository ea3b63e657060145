"""What a rule returns: the values that are possible, each with the reason; and the way down the segments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Reason(StrEnum):
    """Which rule decided. `sentences` has the words."""

    SENSATION_IMPAIRED_BELOW = "sensation_impaired_below"
    SENSATION_MARKED_BELOW = "sensation_marked_below"
    SENSATION_UNTESTED_BELOW = "sensation_untested_below"
    MUSCLE_WEAK_BELOW = "muscle_weak_below"
    MUSCLE_DOUBTFUL_BELOW = "muscle_doubtful_below"
    MUSCLE_NOT_FULL = "muscle_not_full"
    MUSCLE_MARKED = "muscle_marked"
    MUSCLE_UNTESTED = "muscle_untested"
    NO_ANAL_CONTRACTION = "no_anal_contraction"
    ANAL_CONTRACTION_UNTESTED = "anal_contraction_untested"
    NOTHING_IMPAIRED = "nothing_impaired"
    SACRUM_EMPTY = "sacrum_empty"
    SACRUM_MARKED = "sacrum_marked"
    SACRUM_UNTESTED = "sacrum_untested"
    SACRUM_SPARED = "sacrum_spared"
    SENSATION_ONLY = "sensation_only"
    MOST_MUSCLES_WEAK = "most_muscles_weak"
    HALF_OF_MUSCLES_STRONG = "half_of_muscles_strong"
    ALL_NORMAL = "all_normal"
    ZONE_NOT_APPLICABLE = "zone_not_applicable"
    ZONE_MAY_NOT_APPLY = "zone_may_not_apply"
    FUNCTION_FOUND = "function_found"
    FUNCTION_POSSIBLE = "function_possible"
    FUNCTION_PRESUMED = "function_presumed"
    NON_KEY_MUSCLE_FOUND = "non_key_muscle_found"
    NO_FUNCTION_FOUND = "no_function_found"


@dataclass(frozen=True)
class Outcome:
    """One possible value. `starred`: it rests on a score that something other than the cord injury explains."""

    value: str
    reason: Reason
    starred: bool = False

    def __str__(self) -> str:
        return f"{self.value}{'*' if self.starred else ''}"


Outcomes: TypeAlias = tuple[Outcome, ...]


@dataclass(frozen=True)
class Sides:
    """The same for both sides of the body."""

    right: Outcomes
    left: Outcomes


@dataclass(frozen=True)
class Step:
    """What one segment says on the way down.

    `reason`: why the level may lie here, None if it does not. `ends`: it cannot lie lower. `taints`: whatever lies
    lower rests on a score that was taken for normal.
    """

    reason: Reason | None = None
    ends: bool = False
    starred: bool = False
    taints: bool = False


@dataclass(frozen=True)
class Descent:
    """Where the level may lie, and whether the way down `ended` there."""

    outcomes: Outcomes
    ended: bool
    tainted: bool


def descend(steps: Iterable[tuple[str, Step]]) -> Descent:
    """Go down the segments until one ends the way."""
    outcomes: list[Outcome] = []
    tainted = False
    for segment, step in steps:
        if step.reason is not None:
            outcomes.append(Outcome(segment, step.reason, step.starred or tainted))
        if step.ends:
            return Descent(tuple(outcomes), ended=True, tainted=tainted)
        tainted = tainted or step.taints
    return Descent(tuple(outcomes), ended=False, tainted=tainted)


def merge(steps: Iterable[Step], *, starred: bool = False) -> Step:
    """Several steps as one. Its reason is that of the first that ends the way, or else of the first that has one."""
    all_steps = tuple(steps)
    reasons = [step.reason for step in sorted(all_steps, key=lambda step: not step.ends) if step.reason is not None]
    return Step(
        reason=reasons[0] if reasons else None,
        ends=any(step.ends for step in all_steps),
        starred=starred,
        taints=any(step.taints for step in all_steps),
    )
