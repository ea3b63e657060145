"""The examination that the Standards ask for: 28 dermatomes, 10 key muscles a side, and the anus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Self, TypeVar

from neuraxis.vocabulary import InputError, segment_range, suggest

# S4 and S5 are one dermatome; C1 has none, but a level can lie there.
DERMATOMES = (*segment_range("C2", "S3"), "S4-5")
SEGMENTS = ("C1", *DERMATOMES)
KEY_SEGMENTS = (*segment_range("C5", "T1"), *segment_range("L2", "S1"))
INTACT = "INT"
POSITION: dict[str, int] = {segment: place for place, segment in enumerate(SEGMENTS)} | {INTACT: len(SEGMENTS) - 1}


class Mark(StrEnum):
    """What is said of a score that something other than the cord injury lowers or prevents.

    The examiner writes whether the levels take it for impaired (`*`) or for normal (`**`).
    """

    NONE = ""
    IMPAIRED = "*"
    NORMAL = "**"


@dataclass(frozen=True)
class Score:
    """A grade with its mark. `grade` is None where it could not be tested (NT)."""

    grade: int | None
    mark: Mark = Mark.NONE
    full: ClassVar[int]

    def __str__(self) -> str:
        return f"{'NT' if self.grade is None else self.grade}{self.mark}"

    @property
    def assumed(self) -> bool:
        """Taken for normal, whatever was seen."""
        return self.mark is Mark.NORMAL

    @property
    def intact(self) -> bool:
        return self.assumed or self.grade == self.full

    @property
    def untested(self) -> bool:
        """NT, and nothing said of what to make of it."""
        return self.grade is None and self.mark is Mark.NONE

    @property
    def absent(self) -> bool:
        return self.grade == 0 and self.mark is Mark.NONE

    @property
    def may_be_absent(self) -> bool:
        return self.grade in (None, 0) and not self.assumed

    @property
    def marked_grade(self) -> bool:
        return self.grade is not None and self.mark is not Mark.NONE

    def unmarked(self) -> Self:
        return replace(self, mark=Mark.NONE)

    @classmethod
    def table(cls) -> dict[str, Self]:
        """Every score there is, by how it is written."""
        lowered: list[int | None] = [*range(cls.full), None]
        scores = [cls(grade, mark) for grade in lowered for mark in Mark]
        return {str(score): score for score in (*scores, cls(cls.full))}


class Sensation(Score):
    """Light touch or pin prick at a key point: 0 absent, 1 altered, 2 normal."""

    full = 2


class Strength(Score):
    """A key muscle, graded 0 to 5."""

    full = 5

    @property
    def low(self) -> bool:
        """Graded below 3, the least that makes a motor level."""
        return self.grade is not None and self.grade < 3

    @property
    def weak(self) -> bool:
        return self.low and self.mark is Mark.NONE

    @property
    def doubtful(self) -> bool:
        """Low or not tested for another reason, yet taken for impaired."""
        return self.mark is Mark.IMPAIRED and (self.low or self.grade is None)

    @property
    def may_be_weak(self) -> bool:
        return self.weak or self.doubtful or self.untested


AnyScore = TypeVar("AnyScore", bound=Score)

SENSATIONS: Mapping[str, Sensation] = Sensation.table()
STRENGTHS: Mapping[str, Strength] = Strength.table()


class Observation(StrEnum):
    """Whether something was there; NT: not tested."""

    YES = "yes"
    NO = "no"
    UNTESTED = "NT"


@dataclass(frozen=True)
class SideExamination:
    """One side of the body. `non_key` is the lowest segment with a moving muscle that is not a key muscle."""

    light_touch: Mapping[str, Sensation]
    pin_prick: Mapping[str, Sensation]
    strength: Mapping[str, Strength]
    non_key: str | None = None

    def sensation(self, segment: str) -> tuple[Sensation, Sensation]:
        return self.light_touch[segment], self.pin_prick[segment]

    def scores(self, segment: str) -> tuple[Score, ...]:
        """All that was scored in a segment; nothing in C1."""
        if segment not in self.light_touch:
            return ()
        motor = (self.strength[segment],) if segment in self.strength else ()
        return (*self.sensation(segment), *motor)

    def unmarked(self) -> SideExamination:
        return SideExamination(
            {segment: score.unmarked() for segment, score in self.light_touch.items()},
            {segment: score.unmarked() for segment, score in self.pin_prick.items()},
            {segment: score.unmarked() for segment, score in self.strength.items()},
            self.non_key,
        )


@dataclass(frozen=True)
class Examination:
    """Both sides, voluntary anal contraction and deep anal pressure."""

    right: SideExamination
    left: SideExamination
    anal_contraction: Observation
    anal_pressure: Observation

    @property
    def sides(self) -> tuple[SideExamination, SideExamination]:
        return self.right, self.left

    @property
    def sacral_sensation(self) -> tuple[Sensation, ...]:
        return (*self.right.sensation("S4-5"), *self.left.sensation("S4-5"))

    def unmarked(self) -> Examination:
        return replace(self, right=self.right.unmarked(), left=self.left.unmarked())


def parse_examination(data: object) -> Examination:
    """An examination from `{"right": side, "left": side, "anal_contraction": "no", "anal_pressure": "NT"}`.

    A side is `{"light_touch": {"C2": "2", ...}, "pin_prick": {...}, "strength": {"C5": "5", ...}, "non_key": "L3"}`;
    `non_key`, any segment, may be left out. Raises InputError that names every fault.
    """
    whole = data if isinstance(data, Mapping) else {}
    faults: list[str] = []
    right, left = (_parse_side(name, whole.get(name), faults) for name in ("right", "left"))
    contraction, pressure = (_parse_observation(whole, name, faults) for name in ("anal_contraction", "anal_pressure"))
    if faults:
        raise InputError(faults)
    return Examination(right, left, contraction, pressure)


def _parse_side(name: str, data: object, faults: list[str]) -> SideExamination:
    if not isinstance(data, Mapping):
        faults.append(f'{name} should be an object with "light_touch", "pin_prick" and "strength"')
        return SideExamination({}, {}, {})
    non_key = data.get("non_key")
    if non_key is not None and non_key not in SEGMENTS:
        faults.append(f"{name} non_key cannot be {non_key!r}; it is one of {', '.join(SEGMENTS)}")
    return SideExamination(
        _parse_scores(f"{name} light_touch", data.get("light_touch"), DERMATOMES, SENSATIONS, faults),
        _parse_scores(f"{name} pin_prick", data.get("pin_prick"), DERMATOMES, SENSATIONS, faults),
        _parse_scores(f"{name} strength", data.get("strength"), KEY_SEGMENTS, STRENGTHS, faults),
        non_key,
    )


def _parse_scores(
    name: str, data: object, segments: Iterable[str], table: Mapping[str, AnyScore], faults: list[str]
) -> dict[str, AnyScore]:
    given = {str(segment): str(text) for segment, text in data.items()} if isinstance(data, Mapping) else {}
    expected = tuple(segments)
    scores = {}
    for segment in expected:
        if segment not in given:
            faults.append(f"{name} {segment} is missing; write NT where it was not tested")
        elif given[segment] not in table:
            faults.append(f"{name} {segment} cannot be {given[segment]!r}; it is one of {', '.join(table)}")
        else:
            scores[segment] = table[given[segment]]
    faults += [f"{name} has no {other!r}{suggest(other, expected)}" for other in given if other not in expected]
    return scores


def _parse_observation(data: Mapping[object, object], name: str, faults: list[str]) -> Observation:
    value = data.get(name)
    if value not in tuple(Observation):
        faults.append(f"{name} cannot be {value!r}; it is one of {', '.join(Observation)}")
        return Observation.UNTESTED
    return Observation(str(value))
