"""How well a learner knows each fact and each level of the nervous system, from cortex to muscle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import neuraxis
from quizzes.learning.exam_date import due_for_exam
from quizzes.learning.scheduling import retrievability
from quizzes.models import ReviewCard

STRONG, GROWING = 0.75, 0.5
NOWHERE = (neuraxis.Level.MULTIPLE, neuraxis.Level.NONE)
SIGNS = "signs"
SIGNS_NAME = "What the signs mean"


class Mastery(StrEnum):
    """How well something is known, told apart by word and shape."""

    STRONG = "strong"
    GROWING = "growing"
    WEAK = "weak"
    UNMET = "unmet"


@dataclass(frozen=True)
class Fact:
    """One edge that the learner has met."""

    edge: str
    name: str
    share: float
    seen: int
    right: int
    due: datetime
    is_due: bool
    level: str

    @property
    def mastery(self) -> Mastery:
        return grade_share(self.share)


@dataclass(frozen=True)
class Rung:
    """One level, with the facts met there (the weakest first) and how many the model has."""

    id: str
    name: str
    facts: tuple[Fact, ...]
    total: int

    @property
    def unmet(self) -> int:
        return self.total - len(self.facts)

    @property
    def due(self) -> int:
        return sum(fact.is_due for fact in self.facts)

    @property
    def share(self) -> float:
        return sum(fact.share for fact in self.facts) / len(self.facts) if self.facts else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def mastery(self) -> Mastery:
        return grade_share(self.share) if self.facts else Mastery.UNMET


def grade_share(share: float) -> Mastery:
    if share >= STRONG:
        return Mastery.STRONG
    return Mastery.GROWING if share >= GROWING else Mastery.WEAK


def share_known(card: ReviewCard, now: datetime) -> float:
    """The chance that it is still remembered, times the share of answers that knew it (one right, one not assumed)."""
    return retrievability(card.state, now) * (card.right + 1) / (card.seen + 2)


def facts(model: neuraxis.Model, cards: Iterable[ReviewCard], exam: date | None, now: datetime) -> list[Fact]:
    """What the learner has met, as far as today's model still has it, the weakest first."""
    catalog = neuraxis.edge_catalog(model)
    found = []
    for card in cards:
        edge = catalog.get(card.edge)
        if edge is None:
            continue
        due = due_for_exam(card.edge, card.due, card.reviewed_at, exam, now)
        found.append(
            Fact(
                card.edge, neuraxis.word_edge(model, edge), share_known(card, now), card.seen, card.right, due,
                due <= now, level_id(edge),
            )
        )  # fmt: skip
    return sorted(found, key=lambda fact: (round(fact.share, 6), fact.edge))


def level_id(edge: neuraxis.Edge) -> str:
    return str(edge.level) if edge.level else SIGNS


def ladder(model: neuraxis.Model, known: Iterable[Fact]) -> list[Rung]:
    """Every level that has facts, from cortex to muscle; the meaning of the signs comes first."""
    met: dict[str, list[Fact]] = {}
    for fact in known:
        met.setdefault(fact.level, []).append(fact)
    totals = facts_by_level(model)
    names = {SIGNS: SIGNS_NAME} | {
        str(level): name for level, name in neuraxis.LEVEL_NAMES.items() if level not in NOWHERE
    }
    return [Rung(id_, name, tuple(met.get(id_, ())), totals[id_]) for id_, name in names.items() if id_ in totals]


def facts_by_level(model: neuraxis.Model) -> Mapping[str, int]:
    totals: dict[str, int] = {}
    for edge in neuraxis.edge_catalog(model).values():
        totals[level_id(edge)] = totals.get(level_id(edge), 0) + 1
    return totals
