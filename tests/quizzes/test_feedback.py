"""The feedback teaches, flags and takes reports; the links to a question and to results hold."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Concept, Report, Status
from quizzes.models import Answer, Quiz
from tests.quizzes.conftest import verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(db: None) -> None:
    for slug in ("upper-motor-neuron", "lower-motor-neuron", "where-they-meet", "mixed-pictures", "how-to-localize"):
        Concept.objects.create(
            slug=slug,
            title=f"Article {slug}",
            summary="Short.",
            body="Text.",
            topic="",
            status=Status.SUBMITTED,
            updated=date(2026, 11, 22),
            digest=slug,
        )


def answered(visitor: Any, **wish: Any) -> Any:
    question = visitor.started(**wish)
    visitor.answer(question)
    return question


def finished(visitor: Any) -> Quiz:
    quiz: Quiz = visitor.start()
    for position in range(1, quiz.length + 1):
        visitor.answer(visitor.open(quiz, position))
    quiz.refresh_from_db()
    return quiz


def test_every_part_of_the_answer_has_a_verdict_in_a_word(visitor: Any, url: Callable[..., str]) -> None:
    question = answered(visitor)
    page = visitor.client.get(url(question.quiz, 1)).content.decode()
    for name in ("Class", "Level", "Side", "Structure"):
        assert f'<th scope="row">{name}</th>' in page
    assert "What decides" in page
    assert "The path" in page
    assert len(re.findall(r"</svg>\s+Right</span>", page)) == 4


def test_every_finding_is_weighed_for_the_answer_and_for_the_key(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started(topic="nerves")
    visitor.answer(question, visitor.mirror(question))
    page = visitor.client.get(url(question.quiz, 1)).content.decode()
    assert '<th scope="col">Your answer</th><th scope="col">The key</th>' in page
    assert len(verdict()["findings"]) == len(question.payload["findings"])


def test_the_feedback_leads_to_the_articles(visitor: Any, url: Callable[..., str], articles: None) -> None:
    question = answered(visitor, topic="nerves")
    page = visitor.client.get(url(question.quiz, 1)).content.decode()
    assert 'href="/concepts/lower-motor-neuron/"' in page


def test_a_library_case_says_what_it_teaches(
    visitor: Any, url: Callable[..., str], library_case: Callable[..., Case]
) -> None:
    case = library_case()
    visitor.client.post(f"/cases/{case.slug}/solve/")
    question = visitor.open(Quiz.objects.get())
    visitor.answer(question)
    page = visitor.client.get(url(question.quiz, 1)).content.decode()
    assert "<strong>inversion</strong>" in page
    assert case.get_absolute_url() in page


def test_a_question_is_flagged_and_unflagged(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    address = url(question.quiz, 1) + "flag/"
    response = visitor.client.post(address, {"flagged": "on"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in response.content.decode()
    question.refresh_from_db()
    assert question.flagged
    assert visitor.client.post(address, {"flagged": "off"}).status_code == 302
    question.refresh_from_db()
    assert not question.flagged


def test_flagging_without_javascript_keeps_what_was_chosen(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question) | {"flagged": "on"}
    form = visitor.client.post(url(question.quiz, 1), data).context["form"]
    assert form["level"].value() == data["level"]
    assert form["site"].value() == data["site"]


def test_a_report_carries_the_exact_question(visitor: Any, url: Callable[..., str]) -> None:
    question = answered(visitor)
    address = url(question.quiz, 1) + "report/"
    assert "Say in a few words" in visitor.client.post(address, {"text": " "}).content.decode()
    assert visitor.client.post(address, {"text": "The plantar is wrong."}).status_code == 302
    report = Report.objects.get()
    assert report.question["findings"] == question.payload["findings"]
    assert report.question["seed"] == question.seed
    assert report.question["response"] == Answer.objects.get().response


def test_an_unanswered_question_takes_no_report(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    assert visitor.client.post(url(question.quiz, 1) + "report/", {"text": "x"}).status_code == 404


def test_another_like_this_is_fresh_and_of_the_same_topic(visitor: Any, url: Callable[..., str]) -> None:
    question = answered(visitor)
    visitor.client.post(url(question.quiz, 1) + "another/")
    fresh = visitor.open(Quiz.objects.latest("pk"))
    assert fresh.payload["topic"] == question.payload["topic"]
    assert fresh.payload != question.payload


def test_there_is_no_other_like_an_unanswered_question(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    assert visitor.client.post(url(question.quiz, 1) + "another/").status_code == 404


def test_the_link_of_a_generated_question_makes_it_again_identically(
    visitor: Any, url: Callable[..., str], client: Client
) -> None:
    question = answered(visitor, topic="cord", difficulty="2")
    assert question.permanent_url in visitor.client.get(url(question.quiz, 1)).content.decode().replace("&amp;", "&")
    page = Client().get(question.permanent_url)
    assert page.status_code == 200
    other = Client()
    other.post(question.permanent_url)
    again = Quiz.objects.latest("pk")
    other.get(url(again, 1))
    assert again.questions.get().payload == question.payload


def test_the_link_says_so_when_the_model_has_changed(client: Client) -> None:
    response = client.get("/question/7-000000000000/?topic=cord")
    page = response.content.decode()
    assert response.status_code == 410
    assert "The model has changed" in page
    assert 'name="topic" value="cord"' in page


@pytest.mark.parametrize("tail", ["?topic=phrenology", "?difficulty=9", "?difficulty=x"])
def test_a_damaged_link_is_not_found(client: Client, model: Any, tail: str) -> None:
    assert client.get(f"/question/7-{model.version}/{tail}").status_code == 404


@pytest.mark.parametrize("seed", [1 << 48, 1 << 70, "x", "-1"])
def test_an_impossible_seed_is_not_found(client: Client, model: Any, seed: object) -> None:
    assert client.get(f"/question/{seed}-{model.version}/").status_code == 404


def test_the_results_stand_by_part_and_by_question(visitor: Any) -> None:
    quiz = finished(visitor)
    response = visitor.client.get(f"/quiz/{quiz.public_id}/results/")
    assert [line["percent"] for line in response.context["summary"]] == [100, 100, 100, 100]
    assert "100 % of the marks" in response.content.decode()
    assert len(response.context["lines"]) == 10


def test_results_before_any_answer_point_to_the_first_question(visitor: Any) -> None:
    quiz = visitor.start()
    assert "Nothing is answered yet" in visitor.client.get(f"/quiz/{quiz.public_id}/results/").content.decode()


def test_a_share_link_shows_the_results_and_nobody(visitor: Any, learner: Any) -> None:
    visitor.client.force_login(learner)
    quiz = finished(visitor)
    address = visitor.client.get(f"/quiz/{quiz.public_id}/results/").context["share_url"]
    response = Client().get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert "100 % of the marks" in page
    assert learner.email not in page
    assert learner.name not in page
    assert str(quiz.public_id) not in page


def test_the_results_of_an_open_quiz_or_an_erased_account_are_not_shared(visitor: Any, learner: Any) -> None:
    from quizzes.views.results import share_token

    visitor.client.force_login(learner)
    quiz = visitor.start()
    assert Client().get(f"/shared/{share_token(quiz)}/").status_code == 404
    quiz = finished(visitor)
    learner.delete()
    assert Client().get(f"/shared/{share_token(quiz)}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b", "0" * 32, "%00", "é"])
def test_a_damaged_share_link_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/shared/{token}/").status_code == 404
