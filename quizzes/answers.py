"""Takes answers: stored first, in one transaction, and once per question."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from quizzes.models import Answer, Question, Quiz


class FormUsed(ValueError):
    """The form's id already stands for an answer to another question."""


@dataclass(frozen=True)
class Receipt:
    """The answer that the question has now, and whether it is the one that was just given."""

    answer: Answer
    is_same: bool


def store(question: Question, client_id: uuid.UUID, response: Mapping[str, str], now: datetime) -> Receipt:
    """Keep `response` as the answer to `question`, unless it has one already.

    A form that is sent twice, a second tab and a retry after a lost connection meet the first answer: the same
    response is the same answer, any other is refused by whoever reads the receipt.
    """
    try:
        with transaction.atomic():
            quiz = Quiz.objects.select_for_update().get(pk=question.quiz_id)
            answer = Answer.objects.create(
                question=question, client_id=client_id, response=dict(response), answered_at=now
            )
            finish_if_complete(quiz, now)
    except IntegrityError:
        return receipt_of_first(question, response)
    return Receipt(answer, is_same=True)


def receipt_of_first(question: Question, response: Mapping[str, str]) -> Receipt:
    first = Answer.objects.filter(question=question).first()
    if first is None:
        raise FormUsed
    first.question = question
    return Receipt(first, is_same=first.response == dict(response))


def finish_if_complete(quiz: Quiz, now: datetime) -> None:
    """The quiz is finished with the answer to its last open question, in whatever order they were answered."""
    if Answer.objects.filter(question__quiz=quiz).count() >= quiz.length and quiz.finished_at is None:
        quiz.finished_at = now
        quiz.save(update_fields=["finished_at"])
