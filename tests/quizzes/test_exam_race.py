"""Many answers at once, as tabs, retries and a closing clock make them: one row, nothing lost, nothing after the end.

On PostgreSQL as configured; on SQLite on a file, because a database in memory has no second connection.
"""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from quizzes.answering.answers import store
from quizzes.answering.exams import GRACE, Given, Outcome, close_overdue, keep, submit
from quizzes.models import Answer, Mode, Question, Quiz
from tests.quizzes.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

BEGIN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
END = BEGIN + timedelta(minutes=10)
MANY = 24


@pytest.fixture
def question(database: None) -> Question:
    quiz = Quiz.objects.create(
        mode=Mode.EXAM,
        length=1,
        seed=1,
        created_at=BEGIN,
        deadline=END,
        learner_token="t" * 30,
        settings={"slots": [None]},
    )
    return Question.objects.create(quiz=quiz, position=1, seed=1, payload={}, model_version="0")


def given(number: int = 0, replaces: uuid.UUID | None = None) -> Given:
    return Given(uuid.uuid4(), {"answer": number}, replaces=replaces)


def test_the_same_answer_many_times_is_one_answer(question: Question) -> None:
    one = given()
    receipts = at_once([lambda: keep(question, one, BEGIN)] * MANY)
    assert Counter(receipt.outcome for receipt in receipts) == {Outcome.KEPT: 1, Outcome.SAME: MANY - 1}
    assert Answer.objects.get().client_id == one.client_id


def test_of_many_different_answers_the_first_stands_and_every_other_is_told(question: Question) -> None:
    answers = [given(number) for number in range(MANY)]
    receipts = at_once([partial(keep, question, one, BEGIN) for one in answers])
    assert Counter(receipt.outcome for receipt in receipts) == {Outcome.KEPT: 1, Outcome.OTHER_TAB: MANY - 1}
    kept = next(one for one, receipt in zip(answers, receipts, strict=True) if receipt.is_kept)
    assert Answer.objects.get().response == kept.response


def test_of_many_changes_of_one_answer_one_counts(question: Question) -> None:
    first = given()
    keep(question, first, BEGIN)
    changes = [given(number, replaces=first.client_id) for number in range(1, MANY + 1)]
    receipts = at_once([partial(keep, question, one, BEGIN) for one in changes])
    assert Counter(receipt.outcome for receipt in receipts) == {Outcome.KEPT: 1, Outcome.OTHER_TAB: MANY - 1}
    assert Answer.objects.get().superseded == [str(first.client_id)]


def test_answers_and_the_end_at_once_leave_nothing_between(question: Question) -> None:
    """Whoever is told that the answer is kept finds it; whoever is told that it is late does not."""
    quiz = question.quiz
    answers = [given(number) for number in range(MANY - 1)]
    deeds = [partial(keep, question, one, BEGIN) for one in answers]
    receipts = at_once([*deeds, partial(submit, quiz, BEGIN + timedelta(seconds=1))])[:-1]
    kept = [one for one, receipt in zip(answers, receipts, strict=True) if receipt.is_kept]
    assert [answer.client_id for answer in Answer.objects.all()] == [one.client_id for one in kept]
    quiz.refresh_from_db()
    assert quiz.finished_at == BEGIN + timedelta(seconds=1)
    assert keep(question, given(99), BEGIN).outcome == Outcome.LATE


def test_many_who_look_after_the_end_close_it_once_at_its_end(question: Question) -> None:
    looks = [END + GRACE + timedelta(seconds=number) for number in range(1, MANY + 1)]
    closed = at_once([partial(close_overdue, Quiz.objects.all(), now) for now in looks])
    assert sum(closed) == 1
    assert Quiz.objects.get().finished_at == END


def test_in_practice_the_same_answer_many_times_is_one_answer(question: Question) -> None:
    one = uuid.uuid4()
    receipts = at_once([lambda: store(question.pk, one, {"answer": 1}, None, BEGIN)] * MANY)
    assert all(receipt.is_same for receipt in receipts)
    assert Answer.objects.count() == 1


def test_in_practice_the_first_of_many_different_answers_counts(question: Question) -> None:
    deeds = [partial(store, question.pk, uuid.uuid4(), {"answer": n}, None, BEGIN) for n in range(MANY)]
    assert sum(receipt.is_same for receipt in at_once(deeds)) == 1
    assert Answer.objects.count() == 1
