"""What a page may cost the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


def test_a_question_page(visitor: Any, url: Callable[..., str], django_assert_num_queries: Any) -> None:
    question = visitor.started()
    with django_assert_num_queries(4):  # session, quiz, question with answer, positions
        visitor.client.get(url(question.quiz, 1))


def test_a_question_page_of_a_signed_in_learner(
    learner_client: Any, visitor_of: Callable[..., Any], url: Callable[..., str], django_assert_num_queries: Any
) -> None:
    question = visitor_of(learner_client).started()
    with django_assert_num_queries(5):
        learner_client.get(url(question.quiz, 1))


def test_an_answered_page(visitor: Any, url: Callable[..., str], django_assert_num_queries: Any) -> None:
    question = visitor.started()
    visitor.answer(question)
    with django_assert_num_queries(5):  # and the articles
        visitor.client.get(url(question.quiz, 1))


def test_an_answer_is_written_once_and_graded_once(visitor: Any) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question)
    with CaptureQueriesContext(connection) as seen:
        visitor.send(question, data)
    writes = [query["sql"].split()[0:3] for query in seen if query["sql"].startswith(WRITES)]
    assert [words[0] for words in writes] == ["INSERT", "UPDATE"]
    assert all("quizzes_answer" in " ".join(words) for words in writes)
    assert len(seen) <= 9


def test_the_results_cost_the_same_however_long_the_quiz(
    visitor: Any, url: Callable[..., str], django_assert_num_queries: Any
) -> None:
    quiz = visitor.start()
    for position in (1, 2, 3):
        visitor.answer(visitor.open(quiz, position))
    with django_assert_num_queries(4):  # session, quiz, answers with questions, positions
        visitor.client.get(f"/quiz/{quiz.public_id}/results/")


def test_the_home_page_of_a_new_visitor_asks_nothing(client: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get("/")
