"""Exams: the server's clock alone counts, an answer may be changed until the end, and then nothing may.

Whoever looks at an exam after its end closes it, at its deadline; no timer needs to run for that.
"""

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from quizzes.answering.answers import FormUsed
from quizzes.learners.sessions import Learner
from quizzes.models import Answer, Mode, Question, Quiz

# For answers that were on their way when time ran out.
GRACE = timedelta(seconds=5)


class Outcome(StrEnum):
    KEPT = "kept"
    SAME = "same"
    OTHER_TAB = "other-tab"
    LATE = "late"


@dataclass(frozen=True)
class Given:
    """An answer as its form brought it; `replaces` is the form of the answer that was shown in it."""

    client_id: uuid.UUID
    response: Mapping[str, Any]
    confidence: int | None = None
    replaces: uuid.UUID | None = None


@dataclass(frozen=True)
class Receipt:
    """What became of a given answer, and the answer that stands now."""

    outcome: Outcome
    standing: Answer | None

    @property
    def is_kept(self) -> bool:
        return self.outcome in (Outcome.KEPT, Outcome.SAME)


def is_exam(public_id: uuid.UUID) -> bool:
    """Whether a quiz is an exam; False of one that does not exist."""
    try:
        return mode_of(public_id) == Mode.EXAM
    except Quiz.DoesNotExist:
        return False


@lru_cache(maxsize=1024)
def mode_of(public_id: uuid.UUID) -> str:
    """A quiz never changes its mode, so that it is asked for once."""
    return Quiz.objects.values_list("mode", flat=True).get(public_id=public_id)


def has_run_out(deadline: datetime | None, now: datetime) -> bool:
    return deadline is not None and now > deadline + GRACE


def is_running(quiz: Quiz, now: datetime) -> bool:
    """Whether answers are taken, and so whether feedback has to wait."""
    return quiz.mode == Mode.EXAM and quiz.finished_at is None and not has_run_out(quiz.deadline, now)


def seconds_left(deadline: datetime, now: datetime) -> int:
    return max(0, math.ceil((deadline - now).total_seconds()))


def seconds_after_end(quiz: Quiz, now: datetime) -> int:
    """How late it is: after the deadline, or after the exam was submitted."""
    end = quiz.finished_at or quiz.deadline or now
    return max(0, math.ceil((now - end).total_seconds()))


def close_overdue(quizzes: QuerySet[Quiz], now: datetime) -> int:
    """End every exam whose time has run out, at its deadline; returns how many."""
    overdue = quizzes.filter(mode=Mode.EXAM, finished_at__isnull=True, deadline__lt=now - GRACE)
    return overdue.update(finished_at=F("deadline"))


def looked_at(quiz: Quiz, now: datetime) -> Quiz:
    """The quiz as it is now: closed, if its time has run out meanwhile."""
    if quiz.mode == Mode.EXAM and quiz.finished_at is None and has_run_out(quiz.deadline, now):
        close_overdue(Quiz.objects.filter(pk=quiz.pk), now)
        quiz.refresh_from_db(fields=["finished_at"])
    return quiz


def submit(quiz: Quiz, now: datetime) -> None:
    """End an exam by its learner's wish. Ended already, it stays as it ended."""
    with transaction.atomic():
        held = Quiz.objects.select_for_update().get(pk=quiz.pk)
        if held.mode == Mode.EXAM and held.finished_at is None:
            held.finished_at = min(now, held.deadline or now)
            held.save(update_fields=["finished_at"])
    quiz.finished_at = held.finished_at


def keep(question: Question, given: Given, now: datetime) -> Receipt:
    """Keep an answer while the exam runs: the first to its question, or one for the answer that its form showed.

    The exam is held meanwhile, so that it cannot be closed between the look at the clock and the write.
    """
    with transaction.atomic():
        quiz = Quiz.objects.select_for_update().get(pk=question.quiz_id)
        standing = Answer.objects.filter(question_id=question.pk).first()
        if standing is not None and was_received(standing, given):
            return Receipt(Outcome.SAME, standing)
        if not is_running(quiz, now):
            return Receipt(Outcome.LATE, standing)
        if standing is None:
            return Receipt(Outcome.KEPT, write(Answer(question_id=question.pk), given, now))
        if standing.client_id == given.replaces:
            standing.superseded = [*standing.superseded, str(standing.client_id)]
            return Receipt(Outcome.KEPT, write(standing, given, now))
        same = standing.response == dict(given.response)
        return Receipt(Outcome.SAME if same else Outcome.OTHER_TAB, standing)


def was_received(standing: Answer, given: Given) -> bool:
    """Whether this very answer came before: it stands, or it stood until another took its place."""
    if standing.client_id == given.client_id:
        return bool(standing.response == dict(given.response))
    return str(given.client_id) in standing.superseded


def write(answer: Answer, given: Given, now: datetime) -> Answer:
    answer.client_id, answer.response, answer.confidence = given.client_id, dict(given.response), given.confidence
    answer.answered_at = now
    # A grade of what stood here before would be a grade of something else.
    answer.verdict = answer.score = answer.graded_at = None
    answer.model_version = ""
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise FormUsed from error
    return answer


def start_repeat(learner: Learner, exam: Quiz, now: datetime) -> Quiz:
    """The questions of an exam as a practice of its own: the same frozen ones, answered anew.

    Those that were never opened are made when they are, of the same plan and seed.
    """
    with transaction.atomic():
        repeat = Quiz.objects.create(
            owner=learner.user,
            learner_token=learner.token,
            settings=exam.settings,
            length=exam.length,
            seed=exam.seed,
            created_at=now,
            origin=exam,
        )
        copies = [copy_of(question, repeat, now) for question in exam.questions.order_by("position")]
        Question.objects.bulk_create(copies)
    return repeat


def copy_of(question: Question, repeat: Quiz, now: datetime) -> Question:
    return Question(
        quiz=repeat,
        position=question.position,
        kind=question.kind,
        case_version_id=question.case_version_id,
        seed=question.seed,
        payload=question.payload,
        model_version=question.model_version,
        opened_at=now,
    )
