"""Leaving and coming back, with and without an account."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from quizzes.models import Quiz
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_the_home_page_offers_to_go_on(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    visitor.answer(question)
    page = visitor.client.get("/").content.decode()
    assert "Go on: question 2 of 10" in page
    assert url(question.quiz, 2) in page


def test_a_new_visitor_is_offered_nothing_to_go_on_with(visitor: Any, stranger: Any) -> None:
    visitor.started()
    assert "Go on" not in stranger.client.get("/").content.decode()


def test_the_address_of_the_quiz_leads_to_the_first_open_question(visitor: Any, url: Callable[..., str]) -> None:
    first = visitor.started()
    second = visitor.open(first.quiz, 2)
    visitor.answer(second)
    assert visitor.client.get(f"/quiz/{first.quiz.public_id}/")["Location"] == url(first.quiz, 1)
    visitor.answer(first)
    assert visitor.client.get(f"/quiz/{first.quiz.public_id}/")["Location"] == url(first.quiz, 3)


def test_what_was_practiced_before_signing_in_belongs_to_the_account(
    visitor: Any, learner: Any, visitor_of: Callable[..., Any]
) -> None:
    question = visitor.started()
    visitor.answer(question)
    visitor.client.post("/account/sign-in/", {"username": learner.email, "password": PASSWORD})
    quiz = Quiz.objects.get()
    assert (quiz.owner, quiz.learner_token) == (learner, "")
    assert "Go on: question 2 of 10" in visitor.client.get("/").content.decode()
    elsewhere = Client()
    elsewhere.force_login(learner)
    assert elsewhere.get(f"/quiz/{quiz.public_id}/1/").status_code == 200


def test_what_was_practiced_before_signing_up_belongs_to_the_new_account(visitor: Any) -> None:
    quiz = visitor.started().quiz
    visitor.client.post(
        "/account/sign-up/",
        {"email": "new@example.org", "name": "", "password1": PASSWORD, "password2": PASSWORD},
    )
    quiz.refresh_from_db()
    assert quiz.owner is not None
    assert quiz.owner.email == "new@example.org"


def test_signing_in_twice_keeps_everything(visitor: Any, learner: Any) -> None:
    visitor.started()
    for _ in range(2):
        visitor.client.post("/account/sign-in/", {"username": learner.email, "password": PASSWORD})
    assert Quiz.objects.get().owner == learner


def test_after_signing_out_the_browser_owns_nothing(visitor: Any, learner: Any) -> None:
    quiz = visitor.started().quiz
    visitor.client.force_login(learner)
    visitor.client.post("/account/sign-out/")
    assert visitor.client.get(f"/quiz/{quiz.public_id}/1/").status_code == 404


def test_an_erased_account_leaves_answers_that_are_nobodys(visitor: Any, learner: Any) -> None:
    visitor.client.force_login(learner)
    question = visitor.started()
    visitor.answer(question)
    learner.delete()
    quiz = Quiz.objects.get()
    assert (quiz.owner, quiz.learner_token) == (None, "")
    assert quiz.questions.get().answer.score == 1
