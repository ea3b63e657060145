"""Which questions a quiz asks: library cases that the learner has not met, and generated ones, mixed."""

import hashlib
import random
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import cycle, islice
from typing import Any, Self

from django.db.models import QuerySet

import neuraxis
from cases.models import CaseVersion
from quizzes.learners.sessions import Learner
from quizzes.learning.aims import (
    DRAWS,
    Aim,
    Standing,
    cards_of,
    choose_aims,
    fitting_difficulty,
    missed,
    order,
    standings,
)
from quizzes.models import Mode, Question, Quiz

LIBRARY_SHARE = 0.4
SEED_BITS = 48
# A fresh draw costs a fraction of a second, so a narrow topic may repeat a place rather than let the learner wait.
ATTEMPTS = 6
# Seeds that are tried, without making their cases, until one tells of a wanted site.
SERIES = 600
# Draws are remembered over so many questions.
RECENT = 60


@dataclass(frozen=True)
class Wish:
    """What the learner asks to practice; None or nothing means mixed."""

    topic: neuraxis.Topic | None = None
    difficulty: int | None = None
    kind: str = ""

    def as_settings(self) -> dict[str, Any]:
        kind = {"kind": self.kind} if self.kind else {}
        return {"topic": self.topic and str(self.topic), "difficulty": self.difficulty, **kind}

    @classmethod
    def from_settings(cls, settings: dict[str, Any]) -> Self:
        topic = settings.get("topic")
        return cls(
            topic=neuraxis.Topic(topic) if topic else None,
            difficulty=settings.get("difficulty"),
            kind=settings.get("kind", ""),
        )


def library(wish: Wish) -> QuerySet[CaseVersion]:
    """The case versions that may be asked now."""
    versions: QuerySet[CaseVersion] = CaseVersion.objects.current()
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
    """A generated case, and the wish it was made with: what a link needs to make it again.

    `aim` says which facts it was drawn for and why; it is empty when the learner's cards asked for nothing.
    """

    generated: neuraxis.GeneratedCase
    wish: Wish
    aim: dict[str, Any] = field(default_factory=dict)


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


def draw_next(
    model: neuraxis.Model, quiz: Quiz, position: int, wish: Wish, used: frozenset[str], now: datetime
) -> Draw:
    """The case for a position of a practice, by what the learner's cards ask for; without cards, as it comes.

    What is due comes first; then every other question is about a weak fact, and the others break new ground. Exams are
    drawn as they come, so that they measure and do not teach.
    """
    cards = cards_of(quiz) if quiz.mode == Mode.TUTOR else []
    if not cards:
        return draw(model, quiz.seed, position, wish, used)
    standing = standings(cards, cards[0].profile.exam_date, now)
    ranked, last = ranked_facts(quiz, position, standing, now)
    aims = choose_aims(model, ranked, wish.topic, last, used)
    found = draw_for(model, quiz.seed, position, wish, used, aims, {card.edge for card, why in ranked if why == "due"})
    if found is not None:
        return found
    fitting = replace(wish, difficulty=wish.difficulty or fitting_difficulty(standing))
    plain = draw(model, quiz.seed, position, fitting, used)
    return replace(plain, aim={"tried": [aim.edge for aim in aims], "reason": aims[0].reason}) if aims else plain


def ranked_facts(
    quiz: Quiz, position: int, standing: list[Standing], now: datetime
) -> tuple[list[tuple[Standing, str]], neuraxis.Topic | None]:
    """What to ask about, without what the quiz covered or tried already; and the topic of the question before."""
    earlier = list(
        quiz.questions.filter(position__lt=position)
        .order_by("position")
        .values_list("payload__edges", "payload__aim", "payload__topic")
    )
    done = {edge for edges, aim, _ in earlier for edge in (*(edges or ()), *(aim["tried"] if aim else ()))}
    wants_weak = position % 2 == 1 or quiz.settings.get("review", False)
    open_ones = [card for card in standing if card.edge not in done]
    ranked = order(open_ones, now, missed(recent_aims(quiz)))
    last = neuraxis.Topic(earlier[-1][2]) if earlier and earlier[-1][2] else None
    return [one for one in ranked if wants_weak or one[1] == "due"], last


def recent_aims(quiz: Quiz) -> list[tuple[dict[str, Any] | None, list[str] | None]]:
    """What the learner's last questions were drawn for, and what they turned on."""
    owner = {"quiz__owner": quiz.owner_id} if quiz.owner_id else {"quiz__learner_token": quiz.learner_token}
    asked = Question.objects.filter(**owner, payload__aim__isnull=False).order_by("-pk")
    return list(asked.values_list("payload__aim", "payload__edges")[:RECENT])


def draw_for(
    model: neuraxis.Model,
    quiz_seed: int,
    position: int,
    wish: Wish,
    used: frozenset[str],
    aims: list[Aim],
    due: Collection[str],
) -> Draw | None:
    """A fresh case that turns on one of the facts aimed at, or on another that is due; None if no draw does.

    The difficulty is free unless the learner chose one: asked for, it would lead away from the site.
    """
    tried: dict[str, None] = {}
    for attempt, aim in enumerate(islice(cycle(aims), DRAWS)):
        tried[aim.edge] = None
        drawn = draw_of(model, quiz_seed, position, attempt, wish, aim.sites)
        if drawn is None or site_of(drawn.key) in used:
            continue
        edges = neuraxis.turning_edges(model, drawn.case)
        met = [edge for edge in edges if edge == aim.edge or edge in due]
        if met:
            return Draw(drawn, wish, {"edges": met, "reason": aim.reason, "tried": list(tried)})
    return None


def draw_of(
    model: neuraxis.Model, quiz_seed: int, position: int, attempt: int, wish: Wish, sites: tuple[str, ...]
) -> neuraxis.GeneratedCase | None:
    """The case of the first seed that tells of one of the sites, as the same seed and wish tell everybody."""
    first = (attempt + 1) * SERIES
    seeds = (derived_seed(quiz_seed, position, number) for number in range(first, first + SERIES))
    seed = neuraxis.find_seed(model, seeds, sites, wish.topic)
    try:
        return None if seed is None else generate(model, seed, wish)
    except neuraxis.GenerationError:
        return None


def generate(model: neuraxis.Model, seed: int, wish: Wish) -> neuraxis.GeneratedCase:
    return neuraxis.generate(model, seed, difficulty=wish.difficulty, topic=wish.topic)


def derived_seed(quiz_seed: int, position: int, attempt: int) -> int:
    """A seed that two tabs find alike, and from which the quiz's own seed cannot be told."""
    digest = hashlib.sha256(f"{quiz_seed}:{position}:{attempt}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)


def site_of(key: str) -> str:
    """The place without its side: a mirror image is a repeat."""
    return key.partition(":")[0]
