"""Answer: stored once, before it is graded, whatever the browser does."""

import re
import uuid
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

import neuraxis
from quizzes.answering.answers import FormUsed, store
from quizzes.models import Answer, Review
from tests.quizzes.conftest import NOW, verdict

pytestmark = pytest.mark.django_db

WRONG = {"motor_class": "NMJ", "level": "junction", "side": "N", "site": ""}


def other_than(response: dict[str, str]) -> dict[str, str]:
    """A readable answer that differs."""
    return response | {"motor_class": "UMN" if response["motor_class"] != "UMN" else "LMN"}


def test_an_answer_is_stored_graded_and_shown(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    response = visitor.send(question, visitor.form(question) | visitor.key(question))
    assert response.status_code == 302
    assert response["Location"] == url(question.quiz, 1) + "#feedback"
    assert Answer.objects.get().response["side"] == visitor.key(question)["side"]
    page = visitor.client.get(url(question.quiz, 1)).content.decode()
    answer = Answer.objects.get()
    assert answer.score == 1
    assert answer.model_version == visitor.model.version
    assert verdict()["feedback"]["headline"] in page


def test_an_answer_is_graded_once_for_all_that_is_shown_and_remembered_of_it(
    visitor: Any, monkeypatch: pytest.MonkeyPatch, url: Callable[..., str]
) -> None:
    question = visitor.started(topic="nerves")
    visitor.send(question, visitor.form(question) | visitor.mirror(question))
    graded = []

    def localized(*args: Any, **kwargs: Any) -> Any:
        graded.append(args)
        return neuraxis.localize(*args, **kwargs)

    monkeypatch.setattr(import_module("neuraxis.grading.grade"), "localize", localized)
    for _ in range(2):
        page = visitor.client.get(url(question.quiz, 1))
        assert page.context["path"].tracks
    assert Review.objects.exists()
    assert len(graded) == 1


def test_htmx_gets_the_feedback_in_place(visitor: Any) -> None:
    question = visitor.started()
    response = visitor.answer(question, htmx=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.lstrip().startswith('<section id="panel"')
    assert "<html" not in page
    assert 'tabindex="-1" autofocus' in page
    assert 'aria-describedby="feedback-words"' in page
    assert 'hx-swap-oob="true"' in page


def test_a_double_click_gives_one_answer(visitor: Any) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question)
    statuses = [visitor.send(question, data).status_code for _ in range(3)]
    assert statuses == [302, 302, 302]
    assert Answer.objects.count() == 1


def test_the_same_answer_from_a_second_tab_is_the_same_answer(visitor: Any) -> None:
    question = visitor.started()
    one, two = visitor.form(question), visitor.form(question)
    assert one["client_id"] != two["client_id"]
    key = visitor.key(question)
    visitor.send(question, one | key)
    assert visitor.send(question, two | key).status_code == 302
    assert str(Answer.objects.get().client_id) == one["client_id"]


@pytest.mark.parametrize("htmx", [False, True])
def test_another_answer_from_a_second_tab_is_refused_and_both_stay_visible(visitor: Any, htmx: bool) -> None:
    question = visitor.started()
    one, two = visitor.form(question), visitor.form(question)
    visitor.send(question, one | visitor.key(question))
    response = visitor.send(question, two | WRONG, htmx=htmx)
    page = response.content.decode()
    assert response.status_code == 409
    assert "already has an answer" in page
    assert "Class: Neuromuscular junction" in page
    assert verdict()["feedback"]["headline"] in page


def test_a_changed_answer_in_the_same_form_is_refused(visitor: Any) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question)
    visitor.send(question, data)
    assert visitor.send(question, other_than(data)).status_code == 409
    assert Answer.objects.get().score == 1


def test_an_unreadable_answer_to_an_answered_question_shows_the_first(visitor: Any) -> None:
    question = visitor.started()
    visitor.answer(question)
    response = visitor.send(question, {"client_id": "x", "level": "<script>alert(1)</script>"})
    assert response.status_code == 409
    assert "<script>alert" not in response.content.decode()


def test_the_race_of_two_requests_ends_with_one_answer(visitor: Any) -> None:
    question = visitor.started()
    key = visitor.key(question)
    assert store(question.pk, uuid.uuid4(), key, None, NOW).is_same
    assert store(question.pk, uuid.uuid4(), key, None, NOW).is_same
    assert not store(question.pk, uuid.uuid4(), other_than(key), None, NOW).is_same
    assert Answer.objects.get().response == key


@pytest.mark.parametrize("missing", ["motor_class", "level", "side"])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_missing_is_said_kindly_and_the_rest_is_kept(visitor: Any, missing: str, htmx: bool) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question) | {missing: ""}
    response = visitor.send(question, data, htmx=htmx)
    form = response.context["form"]
    assert response.status_code == 200
    assert "What you chose is kept" in response.content.decode()
    assert list(form.errors) == [missing]
    assert {name: form[name].value() for name in data if name != "client_id"} == {
        name: value for name, value in data.items() if name != "client_id"
    }
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("motor_class", "upper-ish"),
        ("level", "hypophysis"),
        ("side", "X"),
        ("site", "zzz"),
        ("site", "\x00"),
        ("site", "a" * 5000),
        ("site", "<b>x</b>"),
    ],
)
def test_a_tampered_answer_is_stored_nowhere(visitor: Any, field: str, value: str) -> None:
    question = visitor.started()
    response = visitor.send(question, visitor.form(question) | visitor.key(question) | {field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "<b>x</b>" not in response.content.decode()
    assert not Answer.objects.exists()


def test_a_site_is_read_by_name_whatever_the_case_and_the_blanks(visitor: Any) -> None:
    question = visitor.started()
    key = visitor.key(question)
    visitor.answer(question, key | {"site": f"  {key['site'].upper()} "})
    assert Answer.objects.get().response["site"] == question.payload["key"].partition(":")[0]


def test_a_site_may_be_written_with_its_side(visitor: Any) -> None:
    question = visitor.started()
    visitor.answer(question, visitor.key(question) | {"side": "L", "site": "Left corona radiata"})
    assert Answer.objects.get().response["site"] == "corona"


def test_a_site_on_another_side_than_the_chosen_one_is_asked_back(visitor: Any) -> None:
    question = visitor.started()
    page = visitor.answer(question, visitor.key(question) | {"side": "R", "site": "left corona radiata"})
    assert "You wrote “left corona radiata” and chose another side." in page.content.decode()
    assert not Answer.objects.exists()


def test_a_misspelled_site_is_met_with_the_nearest_names(visitor: Any) -> None:
    question = visitor.started()
    key = visitor.key(question)
    longest = max(key["site"].split(), key=len)
    response = visitor.answer(question, key | {"site": key["site"].replace(longest, longest[:-1], 1)})
    assert f"Did you mean {key['site']}" in response.content.decode()


def test_the_beginning_of_a_site_is_met_with_the_whole_name_first(visitor: Any) -> None:
    question = visitor.started()
    response = visitor.answer(question, visitor.key(question) | {"site": "common peroneal nerve"})
    assert "Did you mean common peroneal nerve at the fibular head or " in response.content.decode()


def test_the_structure_may_be_left_out_of_an_easy_question_only(visitor: Any) -> None:
    easy = visitor.started(difficulty="1")
    visitor.answer(easy, visitor.key(easy) | {"site": ""})
    assert easy.answer.response["site"] == ""
    harder = visitor.started(difficulty="2")
    response = visitor.answer(harder, visitor.key(harder) | {"site": ""})
    assert "site" in response.context["form"].errors


@pytest.mark.parametrize("client_id", ["", "not-a-uuid", "\x00", "0" * 500])
def test_a_damaged_form_is_renewed_with_the_choices_kept(visitor: Any, client_id: str) -> None:
    question = visitor.started()
    key = visitor.key(question)
    response = visitor.send(question, key | {"client_id": client_id})
    renewed = response.context["form"]["client_id"].value()
    assert response.status_code == 200
    assert "damaged" in response.content.decode()
    assert visitor.send(question, key | {"client_id": renewed}).status_code == 302


def test_a_form_of_another_question_is_renewed(visitor: Any) -> None:
    first = visitor.started()
    data = visitor.form(first)
    visitor.send(first, data | visitor.key(first))
    second = visitor.open(first.quiz, 2)
    response = visitor.send(second, data | visitor.key(second))
    assert response.status_code == 200
    assert "already sent for another question" in response.content.decode()
    assert Answer.objects.count() == 1
    with pytest.raises(FormUsed):
        store(second.pk, uuid.UUID(data["client_id"]), visitor.key(second), None, NOW)


def test_a_question_that_was_never_opened_takes_no_answer(visitor: Any, url: Callable[..., str]) -> None:
    quiz = visitor.start()
    assert visitor.client.post(url(quiz, 3), WRONG | {"client_id": str(uuid.uuid4())}).status_code == 404


def test_a_form_without_its_token_is_refused(visitor: Any, url: Callable[..., str]) -> None:
    from django.test import Client

    question = visitor.started()
    careless = Client(enforce_csrf_checks=True)
    careless.cookies = visitor.client.cookies
    assert careless.post(url(question.quiz, 1), WRONG).status_code == 403
    assert not Answer.objects.exists()


def test_the_quiz_is_finished_by_its_last_answer_in_any_order(visitor: Any) -> None:
    quiz = visitor.start()
    questions = [visitor.open(quiz, position) for position in range(1, 11)]
    for question in reversed(questions):
        quiz.refresh_from_db()
        assert quiz.finished_at is None
        visitor.answer(question, WRONG | {"site": visitor.key(question)["site"]})
    quiz.refresh_from_db()
    assert quiz.finished_at is not None


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(visitor: Any, url: Callable[..., str], method: str) -> None:
    question = visitor.started()
    assert getattr(visitor.client, method)(url(question.quiz, 1)).status_code == 405


@pytest.mark.parametrize("field", ["motor_class", "level", "side", "site", "confidence"])
def test_every_error_leads_to_its_field(visitor: Any, field: str) -> None:
    question = visitor.started(difficulty="2")
    page = visitor.answer(question, visitor.key(question) | {field: "nothing of ours"}).content.decode()
    target = re.search(rf'<a href="#(answer-{field}[^"]*)">', page)
    assert target is not None
    assert f'id="{target[1]}"' in page
