"""Credit on each axis of an answer, 0..1, with the reason for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from neuraxis.grading.answers import same_place_side
from neuraxis.network import Place, lesion_at
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import SEGMENT_INDEX, Level, MotorClass, Side, cord_level

MIXED_CREDIT = 0.5
MOTOR_UNIT_CREDIT = 0.4
SIDE_CREDIT = 0.4
DISTANCE_CREDIT = (1.0, 0.6, 0.3)
SAME = 0.999

# Position along the neuraxis; levels beside the motor pathway stand with their neighbors.
POSITION: dict[Level, float] = {
    Level.CORTEX: 0,
    Level.SUBCORTICAL: 1,
    Level.BASAL_GANGLIA: 1,
    Level.THALAMUS: 1,
    Level.VISUAL: 1,
    Level.MIDBRAIN: 2,
    Level.PONS: 3,
    Level.CEREBELLUM: 3,
    Level.MEDULLA: 4,
    Level.CERVICAL: 5,
    Level.THORACIC: 6,
    Level.LUMBOSACRAL: 7,
    Level.ANTERIOR_HORN: 7.5,
    Level.ROOT: 8,
    Level.CAUDA: 8,
    Level.PLEXUS: 9,
    Level.NERVE: 10,
    Level.INNER_EAR: 10,
    Level.SYMPATHETIC: 10,
    Level.JUNCTION: 11,
    Level.MUSCLE: 12,
}


class Reason(StrEnum):
    """Why an axis earned what it earned."""

    RIGHT = "right"
    EQUIVALENT = "equivalent"
    NEAR = "near"
    PARTLY = "partly"
    OPPOSITE = "opposite"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True)
class Verdict:
    """One axis: what was given and expected (values of the vocabulary), the credit, and why."""

    given: str
    expected: str
    score: float
    reason: Reason


def judge_class(given: MotorClass | None, expected: Mapping[MotorClass, float]) -> Verdict:
    """`expected` weighs the classes that the lesion may show; any with a third of the weight is right."""
    main = max(expected, key=lambda one: expected[one])
    if given is None:
        return Verdict("", main, 0.0, Reason.MISSING)
    if expected.get(given, 0.0) >= 1 / 3:
        return Verdict(given, main, 1.0, Reason.RIGHT)
    credit = _class_credit(given, main)
    return Verdict(given, main, credit, Reason.PARTLY if credit else Reason.WRONG)


def _class_credit(given: MotorClass, expected: MotorClass) -> float:
    pair = {given, expected}
    if MotorClass.BOTH in pair and pair & {MotorClass.UPPER, MotorClass.LOWER}:
        return MIXED_CREDIT
    motor_unit = {MotorClass.LOWER, MotorClass.JUNCTION, MotorClass.MUSCLE}
    return MOTOR_UNIT_CREDIT if pair <= motor_unit else 0.0


def judge_side(given: Side | None, place: Place) -> Verdict:
    """The side of the lesion; one side of a bilateral lesion, or both for one side, earns a part."""
    if given is None:
        return Verdict("", place.side, 0.0, Reason.MISSING)
    if same_place_side(place, given):
        return Verdict(given, place.side, 1.0, Reason.RIGHT)
    if given is place.side.opposite:
        return Verdict(given, place.side, 0.0, Reason.OPPOSITE)
    if Side.NONE not in (given, place.side):
        return Verdict(given, place.side, SIDE_CREDIT, Reason.PARTLY)
    return Verdict(given, place.side, 0.0, Reason.WRONG)


def judge_level(given: Level | None, answered: Place | None, place: Place) -> Verdict:
    """The level: by segments where both places have one, else by distance along the neuraxis."""
    if given is None:
        return Verdict("", place.level, 0.0, Reason.MISSING)
    if given is place.level or _is_its_segment(given, place):
        return _judge_segment(given, answered, place)
    if {given, place.level} & {Level.MULTIPLE, Level.NONE}:
        horn = {given, place.level} == {Level.MULTIPLE, Level.ANTERIOR_HORN}
        return Verdict(given, place.level, 0.6 if horn else 0.0, Reason.NEAR if horn else Reason.WRONG)
    credit = _distance_credit(_distance(given, place))
    return Verdict(given, place.level, credit, Reason.NEAR if credit else Reason.WRONG)


def _distance(given: Level, place: Place) -> float:
    """Steps along the neuraxis. Seen from above, an anterior horn stands at its part of the cord, a root beside it."""
    own = POSITION[place.level]
    central = POSITION[given] < POSITION[Level.ANTERIOR_HORN]
    if central and place.segment is not None and place.level in (Level.ANTERIOR_HORN, Level.ROOT):
        beside = 1 if place.level is Level.ROOT else 0
        return beside + abs(POSITION[given] - POSITION[cord_level(place.segment)])
    return abs(POSITION[given] - own)


def _is_its_segment(given: Level, place: Place) -> bool:
    """An anterior horn lies in a part of the cord: naming that part is right."""
    return place.level is Level.ANTERIOR_HORN and place.segment is not None and given is cord_level(place.segment)


def _judge_segment(given: Level, answered: Place | None, place: Place) -> Verdict:
    if answered is None or answered.segment is None or place.segment is None or answered.level is not place.level:
        return Verdict(given, place.level, 1.0, Reason.RIGHT)
    # The right part of the cord is never worth less than the part beside it.
    credit = max(DISTANCE_CREDIT[1], _segment_credit(answered, place))
    return Verdict(given, place.level, credit, Reason.NEAR if credit < 1 else Reason.RIGHT)


def _distance_credit(distance: float) -> float:
    step = max(1, math.ceil(distance))
    return DISTANCE_CREDIT[step] if step < len(DISTANCE_CREDIT) else 0.0


def judge_structure(model: Model, answered: Place | None, place: Place, members: tuple[str, ...]) -> Verdict:
    """The share of damaged structures that both places have in common; a member of the answer class is right."""
    if answered is None:
        return Verdict("", place.site, 0.0, Reason.MISSING)
    if answered.key == place.key:
        return Verdict(answered.site, place.site, 1.0, Reason.RIGHT)
    if answered.key in members:
        return Verdict(answered.site, place.site, 1.0, Reason.EQUIVALENT)
    common = max(shared_structures(model, answered, place), _neighboring(answered, place))
    return Verdict(answered.site, place.site, common, Reason.NEAR if common >= 0.2 else Reason.WRONG)


def _neighboring(one: Place, other: Place) -> float:
    """Credit for the same kind of lesion some segments away, which may share no structure."""
    if one.segment is None or other.segment is None or one.side is not other.side:
        return 0.0
    if one.site.partition(".")[0] != other.site.partition(".")[0]:
        return 0.0
    return _segment_credit(one, other)


def _segment_credit(one: Place, other: Place) -> float:
    apart = abs(SEGMENT_INDEX[one.segment or ""] - SEGMENT_INDEX[other.segment or ""])
    return math.exp(-apart / 2)


def shared_structures(model: Model, one: Place, other: Place) -> float:
    """Weighted Jaccard index of the structures that two places damage."""
    ours, theirs = (lesion_at(model.atlas, place, severity=1.0).extent for place in (one, other))
    keys = sorted({*ours, *theirs})
    most = sum(max(ours.get(key, 0.0), theirs.get(key, 0.0)) for key in keys)
    least = sum(min(ours.get(key, 0.0), theirs.get(key, 0.0)) for key in keys)
    return least / most if most else 1.0
