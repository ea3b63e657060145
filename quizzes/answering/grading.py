"""Grades stored answers by the model. Reads only what is stored with the question and the answer."""

import logging
from datetime import datetime

from django.db import transaction

import neuraxis
from quizzes.kinds import asking_of
from quizzes.learning.counting import count
from quizzes.models import Answer, GradeRevision, Quiz
from quizzes.stored.verdicts import Graded

log = logging.getLogger(__name__)

GRADE = ("verdict", "score", "model_version", "graded_at")


def grade(model: neuraxis.Model, answer: Answer) -> Graded:
    return asking_of(answer.question.kind).grade(model, answer.question, answer.response)


def grade_stored(model: neuraxis.Model, answer: Answer, now: datetime) -> Answer:
    """Grade an answer that is stored and not graded yet, and let it count for review.

    Whatever goes wrong, the answer stays stored, and `regrade` finds it later.
    """
    if grade_first(model, answer, now):
        count(model, [answer], now)
    return answer


def grade_first(model: neuraxis.Model, answer: Answer, now: datetime) -> bool:
    """Grade an answer unless it is; whether this very call did it."""
    if answer.is_graded or not take_grade(model, answer, now):
        return False
    grades = {field: getattr(answer, field) for field in GRADE}
    return Answer.objects.filter(pk=answer.pk, graded_at__isnull=True).update(**grades) > 0


def take_grade(model: neuraxis.Model, answer: Answer, now: datetime) -> bool:
    """Give the answer its grade without storing it; False, and a line in the log, where it cannot be graded."""
    try:
        graded = grade(model, answer)
    except Exception:
        log.exception("answer %s is stored and could not be graded under model %s", answer.pk, model.version)
        return False
    answer.verdict, answer.score, answer.model_version = graded.verdict, graded.score, graded.model_version
    answer.graded_at = now
    return True


def regrade(model: neuraxis.Model, answer: Answer, reason: str, now: datetime) -> GradeRevision | None:
    """Grade a graded answer again. A changed grade replaces the old one, which is kept in a revision."""
    graded = grade(model, answer)
    if (graded.verdict, graded.score) == (answer.verdict, answer.score):
        return None
    with transaction.atomic():
        held = Answer.objects.select_for_update().get(pk=answer.pk)
        revision = GradeRevision.objects.create(
            answer=held,
            old_verdict=held.verdict,
            old_score=held.score or 0.0,
            old_model_version=held.model_version,
            new_verdict=graded.verdict,
            new_score=graded.score,
            new_model_version=graded.model_version,
            reason=reason,
            created_at=now,
        )
        held.verdict, held.score, held.model_version = graded.verdict, graded.score, graded.model_version
        held.graded_at = now
        held.save(update_fields=GRADE)
    return revision


def grade_pending(model: neuraxis.Model, quiz: Quiz, now: datetime) -> None:
    """Grade what was answered and not looked at since, all at once however many there are."""
    pending = Answer.objects.filter(question__quiz=quiz, graded_at__isnull=True).select_related("question__quiz")
    graded = [answer for answer in pending if take_grade(model, answer, now)]
    if graded:
        Answer.objects.bulk_update(graded, GRADE)
        count(model, graded, now)
