"""What a page may cost the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.models import Answer, Quiz

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


def test_a_question_page(visitor: Any, url: Callable[..., str], django_assert_num_queries: Any) -> None:
    question = visitor.started()
    with django_assert_num_queries(2):  # session, the quiz as it stands
        visitor.client.get(url(question.quiz, 1))


def test_a_question_page_of_a_signed_in_learner(
    learner_client: Any, visitor_of: Callable[..., Any], url: Callable[..., str], django_assert_num_queries: Any
) -> None:
    question = visitor_of(learner_client).started()
    with django_assert_num_queries(3):
        learner_client.get(url(question.quiz, 1))


def test_an_answered_page(visitor: Any, url: Callable[..., str], django_assert_num_queries: Any) -> None:
    question = visitor.started()
    visitor.answer(question)
    with django_assert_num_queries(5):  # and the articles
        visitor.client.get(url(question.quiz, 1))


def test_an_answer_is_written_once_and_graded_where_it_is_shown(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question)
    with CaptureQueriesContext(connection) as seen:
        visitor.send(question, data)
    writes = [query["sql"].split()[0:3] for query in seen if query["sql"].startswith(WRITES)]
    assert [words[0] for words in writes] == ["INSERT"]
    assert "quizzes_answer" in writes[0][2]
    assert len(seen) <= 5  # and session, the quiz as it stands, begin, commit
    with CaptureQueriesContext(connection) as seen:
        visitor.client.get(url(question.quiz, 1))
    writes = [query["sql"].split()[0:3] for query in seen if query["sql"].startswith(WRITES)]
    assert (writes[0][0], writes[0][1]) == ("UPDATE", '"quizzes_answer"')
    counted = {'"quizzes_profile"', '"quizzes_reviewcard"', '"quizzes_taskrating"', '"quizzes_review"'}
    assert {words[2] for words in writes[1:]} == counted  # the first review makes a profile and its cards


def test_a_later_answer_is_graded_and_counted_within_a_dozen_queries(visitor: Any, url: Callable[..., str]) -> None:
    quiz = visitor.start()
    visitor.answer(visitor.open(quiz, 1))
    visitor.client.get(url(quiz, 1))
    second = visitor.open(quiz, 2)
    visitor.answer(second)
    with CaptureQueriesContext(connection) as seen:
        visitor.client.get(url(quiz, 2))
    asked = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 12, asked


def test_the_results_cost_the_same_however_long_the_quiz(
    visitor: Any, url: Callable[..., str], django_assert_num_queries: Any
) -> None:
    quiz = visitor.start()
    for position in (1, 2, 3):
        visitor.answer(visitor.open(quiz, position))
    with django_assert_num_queries(5):  # session, quiz, finished?, grades that wait, answers
        visitor.client.get(f"/quiz/{quiz.public_id}/results/")


def test_the_home_page_of_a_new_visitor_asks_for_todays_case_alone(client: Any, django_assert_num_queries: Any) -> None:
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


def test_the_case_of_a_day(client: Any, django_assert_num_queries: Any) -> None:
    address = client.get("/today/")["Location"]
    client.get(address)
    with django_assert_num_queries(2):  # the case, the days beside it
        client.get(address)


def test_grading_a_whole_exam_costs_the_same_however_long_it_is(visitor: Any) -> None:
    """An exam whose time ran out is graded by whoever looks first."""
    quiz = visitor.start(mode="exam", number="8", minutes="10")
    for position in range(1, 9):
        question = visitor.open(quiz, position)
        visitor.send(question, visitor.form(question) | visitor.key(question))
    Quiz.objects.update(finished_at=timezone.now())
    with CaptureQueriesContext(connection) as seen:
        assert visitor.client.get(f"/quiz/{quiz.public_id}/results/").status_code == 200
    assert Answer.objects.filter(graded_at__isnull=False).count() == 8
    assert len([query for query in seen if query["sql"].startswith((*WRITES, "SELECT"))]) <= 12
