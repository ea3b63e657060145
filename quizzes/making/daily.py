"""The case of the day: chosen once and frozen, the same for everyone, answered once by each learner."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

import neuraxis
from quizzes.learners.sessions import Learner, questions_of
from quizzes.making.questions import freeze_generated, freeze_version
from quizzes.making.selection import Draw, Wish, draw, library, site_of
from quizzes.models import Answer, Daily, Question, Quiz
from quizzes.stored.verdicts import NEARLY

# From Monday to Sunday: the week begins gently. On the days of the library a case is written by a person.
DIFFICULTY_BY_WEEKDAY = (1, 2, 2, 3, 2, 3, 2)
LIBRARY_WEEKDAYS = (1, 3, 5)
# A place comes again after so many days at the earliest, a library case after so many.
PLACE_RESTS = timedelta(days=60)
CASE_RESTS = timedelta(days=180)
# Each round draws several seeds; a repeated place is better than a visitor who waits for many rounds.
ROUNDS = 3
# Fewer answers than this would say more about persons than about the case.
TALLIED_FROM = 20


def day_of(now: datetime) -> date:
    """A day begins and ends in UTC, everywhere at once."""
    return now.astimezone(UTC).date()


def prepare(model: neuraxis.Model, day: date, seed: int, now: datetime) -> Daily:
    """The case of `day`, made if nobody has asked for it yet; of two that are made at once the first is kept."""
    found = Daily.objects.filter(date=day).first()
    if found is not None:
        return found
    made = library_case(model, day, seed) or generated_case(model, day, seed)
    daily, _ = Daily.objects.get_or_create(date=day, defaults={**made, "created_at": now})
    return daily


def wish_of(day: date) -> Wish:
    return Wish(difficulty=DIFFICULTY_BY_WEEKDAY[day.weekday()])


def library_case(model: neuraxis.Model, day: date, seed: int) -> dict[str, Any] | None:
    """A case of the library that was not asked lately; None on other weekdays, or if there is none."""
    if day.weekday() not in LIBRARY_WEEKDAYS:
        return None
    resting = around(day, CASE_RESTS).filter(case_version__isnull=False).values("case_version__case")
    versions = list(library(wish_of(day)).exclude(case__in=resting).order_by("pk"))
    used = used_sites(day)
    for version in random.Random(seed).sample(versions, len(versions)):
        made = freeze_version(model, version) if site_of(version.key) not in used else None
        if made is not None:
            return made
    return None


def generated_case(model: neuraxis.Model, day: date, seed: int) -> dict[str, Any]:
    used = used_sites(day)
    drawn = draw_fresh(model, seed, wish_of(day), used)
    return {
        "seed": drawn.generated.seed,
        "payload": freeze_generated(model, drawn),
        "model_version": model.version,
    }


def draw_fresh(model: neuraxis.Model, seed: int, wish: Wish, used: frozenset[str]) -> Draw:
    """A case of another place than the `used` ones, if a few rounds find one."""
    for position in range(1, ROUNDS):
        drawn = draw(model, seed, position, wish, used)
        if site_of(drawn.generated.key) not in used:
            return drawn
    return draw(model, seed, ROUNDS, wish, used)


def used_sites(day: date) -> frozenset[str]:
    return frozenset(map(site_of, around(day, PLACE_RESTS).values_list("payload__key", flat=True)))


def around(day: date, span: timedelta) -> Any:
    """The cases of the days before and, where they are prepared, after."""
    return Daily.objects.filter(date__gt=day - span, date__lt=day + span)


def taken(learner: Learner, daily: Daily) -> Question | None:
    """The learner's own copy of the case, with its answer."""
    questions = questions_of(learner).filter(quiz__daily=daily)
    return questions.select_related("quiz", "answer", "case_version__case").first()


def take(learner: Learner, daily: Daily, now: datetime) -> Question:
    """The learner's own copy of the case, made if there is none: a quiz of one question."""
    with transaction.atomic():
        quiz, _ = Quiz.objects.get_or_create(
            daily=daily,
            owner=learner.user,
            learner_token=learner.token,
            defaults={"settings": settings_of(daily), "length": 1, "seed": daily.seed or 0, "created_at": now},
        )
        question, _ = Question.objects.get_or_create(
            quiz=quiz, position=1, defaults=copy_of(daily) | {"opened_at": now}
        )
    return question


def settings_of(daily: Daily) -> dict[str, Any]:
    """As any other quiz keeps its plan."""
    if daily.case_version_id is not None:
        slots = [{"version": daily.case_version_id, "key": daily.payload["key"]}]
        return {**Wish().as_settings(), "slots": slots}
    return {**daily.payload["generator"], "slots": [None], "fixed": True}


def copy_of(daily: Daily) -> dict[str, Any]:
    return {
        "case_version_id": daily.case_version_id,
        "seed": daily.seed,
        "payload": daily.payload,
        "model_version": daily.model_version,
    }


def preview(daily: Daily) -> Question:
    """The question as it would be taken, unsaved: to print it, and to read an answer to it."""
    return Question(position=1, **copy_of(daily))


@dataclass(frozen=True)
class Tally:
    """How everybody did."""

    right: int
    answered: int


def tally(daily: Daily) -> Tally | None:
    """None while few have answered."""
    graded = Answer.objects.filter(question__quiz__daily=daily, score__isnull=False)
    counts = graded.aggregate(answered=Count("pk"), right=Count("pk", filter=Q(score__gte=NEARLY)))
    return Tally(counts["right"], counts["answered"]) if counts["answered"] >= TALLIED_FROM else None


def neighbors(day: date, today: date) -> tuple[date | None, date | None]:
    """The day before and the day after, as far as they have a case that may be opened."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    found = set(Daily.objects.filter(date__in=[before, after], date__lte=today).values_list("date", flat=True))
    return before if before in found else None, after if after in found or after == today else None
