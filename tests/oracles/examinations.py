"""Random examinations that look like injuries: normal down to some segment, then not, with scores missing or marked."""

from __future__ import annotations

from random import Random
from typing import TypedDict

from neuraxis.isncsci.scores import DERMATOMES, KEY_SEGMENTS, POSITION, SENSATIONS, STRENGTHS


class SideData(TypedDict):
    light_touch: dict[str, str]
    pin_prick: dict[str, str]
    strength: dict[str, str]
    non_key: str | None


class ExaminationData(TypedDict):
    right: SideData
    left: SideData
    anal_contraction: str
    anal_pressure: str


OBSERVATIONS = ("yes", "no", "NT")


def random_examination(random: Random) -> ExaminationData:
    """Each draw has habits of its own: how often scores are missing, marked, or out of line."""
    level = random.choice((random.randrange(len(DERMATOMES) + 1), random.randrange(6), len(DERMATOMES)))
    habits = Habits(random)
    anus = random.choice((("no",), ("yes",), OBSERVATIONS))
    return {
        "right": habits.side(_near(random, level)),
        "left": habits.side(_near(random, level)),
        "anal_contraction": random.choice(anus),
        "anal_pressure": random.choice(anus),
    }


def _near(random: Random, level: int) -> int:
    return min(max(level + random.choice((-9, -2, -1, 0, 0, 0, 0, 1, 2, 9)), 0), len(DERMATOMES))


class Habits:
    """How one examination is scored."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.missing = random.choice((0, 0, 0.03, 0.15))
        self.marked = random.choice((0, 0, 0.03, 0.15))
        self.stray = random.choice((0, 0, 0.02, 0.2))
        self.emptiness = random.choice((0, 0.5, 0.9, 1, 1))

    def side(self, level: int) -> SideData:
        motor = _near(self.random, level)
        return {
            "light_touch": {name: self.sensation(POSITION[name] <= level) for name in DERMATOMES},
            "pin_prick": {name: self.sensation(POSITION[name] <= level) for name in DERMATOMES},
            "strength": {name: self.muscle(POSITION[name] <= motor) for name in KEY_SEGMENTS},
            "non_key": self.random.choice((None, None, *KEY_SEGMENTS)),
        }

    def sensation(self, normal: bool) -> str:
        return self.score(tuple(SENSATIONS), "2" if normal else self.below(("0", "1", "2")))

    def muscle(self, normal: bool) -> str:
        return self.score(tuple(STRENGTHS), "5" if normal else self.below(("0", "1", "2", "3", "4", "5")))

    def below(self, grades: tuple[str, ...]) -> str:
        return "0" if self.random.random() < self.emptiness else self.random.choice(grades)

    def score(self, table: tuple[str, ...], expected: str) -> str:
        luck = self.random.random()
        if luck < self.missing:
            return "NT"
        if luck < self.missing + self.marked:
            return self.random.choice([text for text in table if text.endswith("*")])
        if luck < self.missing + self.marked + self.stray:
            return self.random.choice(table)
        return expected
