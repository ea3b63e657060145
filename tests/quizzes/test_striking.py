"""Options that a learner struck out are kept with the question, and are nobody else's business."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from quizzes.models import Question

pytestmark = pytest.mark.django_db

STRUCK = ["level:pons", "motor_class:MUSCLE"]


def strike(client: Client, question: Question, struck: list[str]) -> int:
    response = client.post(f"/quiz/{question.quiz.public_id}/{question.position}/strike/", {"struck": struck})
    return response.status_code


def test_struck_options_come_back_with_the_page(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    assert strike(visitor.client, question, STRUCK) == 204
    question.refresh_from_db()
    assert question.struck == STRUCK
    page = visitor.client.get(url(question.quiz, 1)).content.decode()
    assert 'data-struck="[&quot;level:pons&quot;, &quot;motor_class:MUSCLE&quot;]"' in page


def test_all_of_them_can_be_taken_back(visitor: Any) -> None:
    question = visitor.started()
    strike(visitor.client, question, STRUCK)
    assert strike(visitor.client, question, []) == 204
    question.refresh_from_db()
    assert question.struck == []


def test_nobody_strikes_out_for_another(visitor: Any) -> None:
    question = visitor.started()
    assert strike(Client(), question, STRUCK) == 404
    question.refresh_from_db()
    assert question.struck == []


@pytest.mark.parametrize("struck", [["no option"], ["level:<b>"], [f"level:{n}" for n in range(100)]])
def test_what_is_no_option_is_refused(visitor: Any, struck: list[str]) -> None:
    assert strike(visitor.client, visitor.started(), struck) == 400


def test_striking_is_no_answer(visitor: Any) -> None:
    question = visitor.started()
    strike(visitor.client, question, STRUCK)
    assert not hasattr(Question.objects.get(pk=question.pk), "answer")


def test_it_is_only_posted(visitor: Any) -> None:
    question = visitor.started()
    assert visitor.client.get(f"/quiz/{question.quiz.public_id}/1/strike/").status_code == 405
