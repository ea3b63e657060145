"""Sums of the scores: motor scores of the arms and of the legs, light touch, pin prick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neuraxis.isncsci.scores import KEY_SEGMENTS, Examination, Score, SideExamination

ARM_SEGMENTS, LEG_SEGMENTS = KEY_SEGMENTS[:5], KEY_SEGMENTS[5:]


@dataclass(frozen=True)
class Totals:
    """Sums of one side, or of both: at most 25, 25, 56, 56 on a side and twice as much on both.

    None where a score of the sum could not be tested. A mark does not change what was seen, and so not the sum.
    """

    upper_motor: int | None
    lower_motor: int | None
    light_touch: int | None
    pin_prick: int | None


def side_totals(side: SideExamination) -> Totals:
    """The four sums of one side."""
    return Totals(
        _sum(side.strength, ARM_SEGMENTS),
        _sum(side.strength, LEG_SEGMENTS),
        _sum(side.light_touch, side.light_touch),
        _sum(side.pin_prick, side.pin_prick),
    )


def both_totals(examination: Examination) -> Totals:
    """The sums over both sides: UEMS, LEMS, light touch and pin prick."""
    right, left = (side_totals(side) for side in examination.sides)
    return Totals(
        _add(right.upper_motor, left.upper_motor),
        _add(right.lower_motor, left.lower_motor),
        _add(right.light_touch, left.light_touch),
        _add(right.pin_prick, left.pin_prick),
    )


def _sum(scores: Mapping[str, Score], segments: Iterable[str]) -> int | None:
    return _add(*(scores[segment].grade for segment in segments))


def _add(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
