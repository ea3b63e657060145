"""Takes answers: stored first, in one transaction, and once per question."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery

from quizzes.models import Answer, Mode, Quiz


class FormUsed(ValueError):
    """The form's id already stands for an answer to another question."""


@dataclass(frozen=True)
class Receipt:
    """The answer that the question has now, and whether it is the one that was just given."""

    answer: Answer
    is_same: bool


def store(
    question_id: int, client_id: uuid.UUID, response: Mapping[str, Any], confidence: int | None, now: datetime
) -> Receipt:
    """Keep `response` as the answer to a question, unless it has one already.

    A form that is sent twice, a second tab and a retry after a lost connection meet the first answer: the same
    response is the same answer, any other is refused by whoever reads the receipt.
    """
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                question_id=question_id,
                client_id=client_id,
                response=dict(response),
                confidence=confidence,
                answered_at=now,
            )
    except IntegrityError:
        return receipt_of_first(question_id, response)
    return Receipt(answer, is_same=True)


def receipt_of_first(question_id: int, response: Mapping[str, Any]) -> Receipt:
    first = Answer.objects.filter(question=question_id).first()
    if first is None:
        raise FormUsed
    return Receipt(first, is_same=first.response == dict(response))


def finish(quiz_id: int, now: datetime) -> None:
    """The quiz is finished with the answer to its last open question, in whatever order they were answered.

    Asked where the last answer is shown, and where a complete quiz is opened.
    """
    answers = Answer.objects.filter(question__quiz=OuterRef("pk")).order_by().values("question__quiz")
    unfinished = Quiz.objects.filter(pk=quiz_id, mode=Mode.TUTOR, finished_at__isnull=True)  # an exam is submitted
    unfinished.filter(length__lte=Subquery(answers.annotate(count=Count("pk")).values("count"))).update(finished_at=now)
