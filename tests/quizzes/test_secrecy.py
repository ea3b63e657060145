"""Before the answer, nothing on the page gives it away; and a quiz is nobody else's business."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Case
from quizzes.models import Quiz
from quizzes.pages.question import kept_print

pytestmark = pytest.mark.django_db

CHANGING = re.compile(r'(csrfmiddlewaretoken" value="[^"]*|name="client_id" value="[^"]*)')


def page_of(visitor: Any, address: str) -> str:
    return CHANGING.sub("", visitor.client.get(address).content.decode())


def test_the_unanswered_page_is_the_same_whatever_the_key(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started(difficulty="2")
    before = page_of(visitor, url(question.quiz, 1))
    question.payload |= {"key": "als:M", "topic": "diffuse", "stage": "acute", "generator": {"topic": "diffuse"}}
    question.seed += 1
    question.model_version = "0" * 12
    question.save()
    kept_print.cache_clear()
    assert page_of(visitor, url(question.quiz, 1)) == before


def test_neither_seed_nor_case_nor_key_leaves_the_server_before_the_answer(
    visitor: Any, url: Callable[..., str], library_case: Callable[..., Case]
) -> None:
    generated = visitor.started()
    case = library_case(vignette="A man stumbles.")
    visitor.client.post(f"/cases/{case.slug}/solve/")
    curated = visitor.open(Quiz.objects.latest("pk"))
    for question, secrets in (
        (generated, [str(generated.seed)]),
        (curated, [case.slug, case.title, "The root would have"]),
    ):
        response = visitor.client.get(url(question.quiz, 1))
        sent = response.content.decode() + str(response.headers) + str(response.cookies)
        for secret in [*secrets, f'"{question.payload["key"]}"', str(question.quiz.seed), "permanent", "/question/"]:
            assert secret not in sent


def test_the_results_show_nothing_of_what_is_not_answered(visitor: Any, url: Callable[..., str]) -> None:
    first = visitor.started()
    visitor.answer(first)
    second = visitor.open(first.quiz, 2)
    page = visitor.client.get(f"/quiz/{first.quiz.public_id}/results/").content.decode()
    assert str(first.seed) in page
    assert str(second.seed) not in page


@pytest.mark.parametrize("tail", ["", "1/", "results/"])
def test_somebody_elses_quiz_does_not_exist(visitor: Any, stranger: Any, learner_client: Any, tail: str) -> None:
    quiz = visitor.started().quiz
    for client in (stranger.client, learner_client):
        assert client.get(f"/quiz/{quiz.public_id}/{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["1/", "1/flag/", "1/report/", "1/another/"])
def test_nobody_else_acts_on_a_quiz(visitor: Any, stranger: Any, tail: str) -> None:
    quiz = visitor.started().quiz
    stranger.start()
    assert stranger.client.post(f"/quiz/{quiz.public_id}/{tail}", {"text": "x"}).status_code == 404


def test_a_question_page_is_kept_by_no_cache(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    assert "no-store" in visitor.client.get(url(question.quiz, 1))["Cache-Control"]
