"""What the database itself refuses."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from quizzes.models import Answer, Question, Quiz

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def make_quiz(**fields: Any) -> Quiz:
    return Quiz.objects.create(**{"learner_token": "x" * 43, "length": 10, "seed": 1, "created_at": NOW} | fields)


def make_question(quiz: Quiz, **fields: Any) -> Question:
    return Question.objects.create(
        **{"quiz": quiz, "position": 1, "seed": 1, "payload": {}, "model_version": "a" * 12} | fields
    )


def make_answer(question: Question, **fields: Any) -> Answer:
    made = {"question": question, "client_id": uuid.uuid4(), "response": {}, "answered_at": NOW}
    return Answer.objects.create(**made | fields)


def refused(act: Any) -> bool:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    return True


@pytest.mark.parametrize(
    "fields",
    [{"length": 0}, {"length": 51}, {"mode": "duel"}, {"finished_at": NOW - timedelta(seconds=1)}],
)
def test_an_impossible_quiz_is_refused(fields: dict[str, Any]) -> None:
    assert refused(lambda: make_quiz(**fields))
    assert not Quiz.objects.exists()


def test_a_quiz_belongs_to_an_account_or_to_a_token_never_to_both(learner: User) -> None:
    assert refused(lambda: make_quiz(owner=learner, learner_token="x" * 43))
    make_quiz(owner=learner, learner_token="")
    make_quiz(owner=None, learner_token="")


@pytest.mark.parametrize("fields", [{"position": 0}, {"kind": "riddle"}, {"seed": None}])
def test_an_impossible_question_is_refused(fields: dict[str, Any]) -> None:
    quiz = make_quiz()
    assert refused(lambda: make_question(quiz, **fields))


def test_a_position_has_one_question() -> None:
    quiz = make_quiz()
    make_question(quiz)
    assert refused(lambda: make_question(quiz, seed=2))


def test_a_question_has_one_answer() -> None:
    question = make_question(make_quiz())
    make_answer(question)
    assert refused(lambda: make_answer(question))


def test_a_form_stands_for_one_answer() -> None:
    quiz, client_id = make_quiz(), uuid.uuid4()
    make_answer(make_question(quiz), client_id=client_id)
    second = make_question(quiz, position=2)
    assert refused(lambda: make_answer(second, client_id=client_id))


@pytest.mark.parametrize(
    "fields",
    [
        {"score": 0.5},
        {"verdict": {}, "score": 0.5, "graded_at": NOW},
        {"verdict": {}, "score": 1.5, "graded_at": NOW, "model_version": "a"},
        {"verdict": {}, "score": -0.1, "graded_at": NOW, "model_version": "a"},
        {"model_version": "a"},
    ],
)
def test_a_grade_is_stored_whole_or_not_at_all(fields: dict[str, Any]) -> None:
    question = make_question(make_quiz())
    assert refused(lambda: make_answer(question, **fields))


def test_an_erased_account_leaves_its_quiz_to_nobody(learner: User) -> None:
    quiz = make_quiz(owner=learner, learner_token="")
    learner.delete()
    quiz.refresh_from_db()
    assert quiz.owner is None
