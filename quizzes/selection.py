"""Which questions a quiz asks: library cases that the learner has not met, and generated ones, mixed."""

import hashlib
import random
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet

import neuraxis
from cases.models import Case, CaseVersion
from quizzes.learners import Learner
from quizzes.models import Question

LIBRARY_SHARE = 0.4
SEED_BITS = 48
# A fresh draw costs a fraction of a second, so a narrow topic may repeat a place rather than let the learner wait.
ATTEMPTS = 6


@dataclass(frozen=True)
class Wish:
    """What the learner asks to practice; None means mixed."""

    topic: neuraxis.Topic | None = None
    difficulty: int | None = None

    def as_settings(self) -> dict[str, Any]:
        return {"topic": self.topic and str(self.topic), "difficulty": self.difficulty}

    @classmethod
    def from_settings(cls, settings: dict[str, Any]) -> Self:
        topic = settings.get("topic")
        return cls(topic=neuraxis.Topic(topic) if topic else None, difficulty=settings.get("difficulty"))


def library(wish: Wish) -> QuerySet[CaseVersion]:
    """The case versions that may be asked now."""
    versions = CaseVersion.objects.filter(pk__in=Case.objects.shown().values("current"))
    if wish.topic is not None:
        versions = versions.filter(topic=wish.topic)
    if wish.difficulty is not None:
        versions = versions.filter(difficulty=wish.difficulty)
    return versions


def plan(learner: Learner, wish: Wish, length: int, seed: int) -> list[dict[str, Any] | None]:
    """Per position a library case to ask, or None for a generated one. No case met before, no place twice."""
    chance = random.Random(seed)
    met = Question.objects.filter(quiz__in=learner.quizzes, answer__isnull=False, case_version__isnull=False)
    unmet = library(wish).exclude(case__in=met.values("case_version__case")).order_by("pk").values_list("pk", "key")
    by_site: dict[str, dict[str, Any]] = {}
    for pk, key in chance.sample(list(unmet), len(unmet)):
        by_site.setdefault(site_of(key), {"version": pk, "key": key})
    chosen = [*by_site.values()][: round(length * LIBRARY_SHARE)]
    slots = [*chosen, *[None] * (length - len(chosen))]
    chance.shuffle(slots)
    return slots


@dataclass(frozen=True)
class Draw:
    """A generated case, and the wish it was made with: what a link needs to make it again."""

    generated: neuraxis.GeneratedCase
    wish: Wish


def draw(model: neuraxis.Model, quiz_seed: int, position: int, wish: Wish, used: frozenset[str]) -> Draw:
    """The case for a position: of a fixed series of seeds the first whose site is not `used` yet.

    Where the wish leaves no provable case, something else is better than nothing.
    """
    found: Draw | None = None
    for attempt in range(ATTEMPTS):
        try:
            found = Draw(generate(model, derived_seed(quiz_seed, position, attempt), wish), wish)
        except neuraxis.GenerationError:
            continue
        if site_of(found.generated.key) not in used:
            return found
    return found or Draw(generate(model, derived_seed(quiz_seed, position, ATTEMPTS), Wish()), Wish())


def generate(model: neuraxis.Model, seed: int, wish: Wish) -> neuraxis.GeneratedCase:
    return neuraxis.generate(model, seed, difficulty=wish.difficulty, topic=wish.topic)


def derived_seed(quiz_seed: int, position: int, attempt: int) -> int:
    """A seed that two tabs find alike, and from which the quiz's own seed cannot be told."""
    digest = hashlib.sha256(f"{quiz_seed}:{position}:{attempt}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)


def site_of(key: str) -> str:
    """The place without its side: a mirror image is a repeat."""
    return key.partition(":")[0]
