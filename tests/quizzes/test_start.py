"""Start: a visitor gets ten questions, mixed, and none twice."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from quizzes.models import Question, Quiz

pytestmark = pytest.mark.django_db


def test_a_visitor_without_an_account_starts_with_one_press(visitor: Any) -> None:
    quiz = visitor.start()
    assert (quiz.length, quiz.owner, quiz.finished_at) == (10, None, None)
    assert quiz.learner_token
    assert visitor.client.get(f"/quiz/{quiz.public_id}/1/").status_code == 200


def test_a_mere_visit_sets_no_session(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/practice/").status_code == 200
    assert "sessionid" not in client.cookies


def test_starting_generates_nothing_yet(visitor: Any) -> None:
    quiz = visitor.start()
    assert not Question.objects.filter(quiz=quiz).exists()


def test_the_topic_and_the_difficulty_are_kept(visitor: Any) -> None:
    question = visitor.started(topic="nerves", difficulty="1")
    assert question.payload["topic"] == "nerves"
    assert question.payload["difficulty"] == 1


@pytest.mark.parametrize("wish", [{"topic": "phrenology"}, {"difficulty": "99"}, {"difficulty": "one"}])
def test_an_unknown_wish_is_explained_and_starts_nothing(client: Client, wish: dict[str, str]) -> None:
    response = client.post("/practice/", wish)
    assert response.status_code == 200
    assert "There is no such" in response.content.decode()
    assert not Quiz.objects.exists()


def test_no_site_comes_twice_in_a_quiz(visitor: Any) -> None:
    quiz = visitor.start()
    questions = [visitor.open(quiz, position) for position in range(1, 11)]
    sites = [question.payload["key"].partition(":")[0] for question in questions]
    assert len(set(sites)) == 10


def test_library_cases_and_generated_ones_are_mixed(visitor: Any, library_case: Callable[..., Case]) -> None:
    for number, key in enumerate(["cpn:R", "root.C7:L", "wallen:R", "ulnelb:L", "hemi.T10:R", "als:M"]):
        library_case(slug=f"case-{number}", key=key)
    quiz = visitor.start()
    sources = [visitor.open(quiz, position).case_version_id is not None for position in range(1, 11)]
    assert sources.count(True) == 4


def test_a_case_that_was_answered_is_not_planned_again(visitor: Any, library_case: Callable[..., Case]) -> None:
    case = library_case()
    visitor.client.post(f"/cases/{case.slug}/solve/")
    question = visitor.open(Quiz.objects.latest("pk"))
    visitor.answer(question)
    assert visitor.start().settings["slots"] == [None] * 10


def test_a_case_that_is_not_shown_is_not_asked(visitor: Any, library_case: Callable[..., Case]) -> None:
    library_case(slug="unsound", sound=False)
    case = library_case(slug="draft")
    Case.objects.filter(pk=case.pk).update(status="draft")
    assert visitor.start().settings["slots"] == [None] * 10
    assert visitor.client.post("/cases/draft/solve/").status_code == 404


def test_a_library_case_is_solved_on_its_own(visitor: Any, library_case: Callable[..., Case]) -> None:
    case = library_case()
    response = visitor.client.post(f"/cases/{case.slug}/solve/")
    quiz = Quiz.objects.get()
    assert response["Location"] == f"/quiz/{quiz.public_id}/1/"
    assert quiz.length == 1
    assert visitor.open(quiz).case_version == case.current


def test_solving_is_a_press_not_a_link(client: Client, library_case: Callable[..., Case]) -> None:
    assert client.get(f"/cases/{library_case().slug}/solve/").status_code == 405


def test_a_case_that_this_model_cannot_read_gives_way_to_a_generated_one(
    visitor: Any, library_case: Callable[..., Case], caplog: pytest.LogCaptureFixture
) -> None:
    case = library_case(key="phlogiston:R")
    visitor.client.post(f"/cases/{case.slug}/solve/")
    caplog.clear()
    assert visitor.open(Quiz.objects.get()).seed is not None
    assert "cannot be asked" in caplog.text


def patient_on(page: Any) -> str:
    """The story and the chart, without what every form makes anew."""
    found = re.search(r'<article class="patient".*?</article>', page.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def test_two_tabs_that_open_a_question_get_the_same_one(visitor: Any) -> None:
    quiz = visitor.start()
    shown = [patient_on(visitor.client.get(f"/quiz/{quiz.public_id}/1/")) for _ in range(2)]
    assert shown[0] == shown[1]
    assert Question.objects.count() == 1


def test_a_question_is_the_same_whichever_tab_makes_it(visitor: Any) -> None:
    quiz = visitor.start()
    first = visitor.open(quiz).payload
    Question.objects.all().delete()
    assert visitor.open(quiz).payload == first


def test_a_question_far_ahead_leads_to_the_next_one(visitor: Any) -> None:
    quiz = visitor.start()
    response = visitor.client.get(f"/quiz/{quiz.public_id}/7/", follow=True)
    assert response.redirect_chain[-1][0] == f"/quiz/{quiz.public_id}/1/"
    assert "comes later" in response.content.decode()


@pytest.mark.parametrize("position", [0, 11, 10**30])
def test_a_number_outside_the_quiz_is_not_found(visitor: Any, position: int) -> None:
    quiz = visitor.start()
    assert visitor.client.get(f"/quiz/{quiz.public_id}/{position}/").status_code == 404


@pytest.mark.parametrize("address", ["/quiz/1/1/", "/quiz/not-a-uuid/1/", f"/quiz/{'0' * 36}/1/", "/quiz//1/"])
def test_an_address_that_names_no_quiz_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", [7, None, ["x"], {"a": 1}, "short", "x" * 5000, "\x00" * 30])
def test_a_tampered_session_owns_nothing_and_breaks_nothing(client: Client, token: object) -> None:
    session = client.session
    session["learner"] = token
    session.save()
    assert client.get("/").status_code == 200
    assert client.post("/practice/").status_code == 302
