"""What the queue in the browser is told of an answer: by its id, and in no way that a strange network could imitate."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from quizzes.models import Answer

pytestmark = pytest.mark.django_db

QUEUED = {"Accept": "application/json"}


def send(visitor: Any, address: str, data: dict[str, str]) -> tuple[int, dict[str, str]]:
    response = visitor.client.post(address, data, headers=QUEUED)
    said: dict[str, str] = response.json()
    return response.status_code, said


@pytest.fixture
def asked(visitor: Any) -> Any:
    return visitor.started()


def test_a_stored_answer_is_named(visitor: Any, asked: Any, url: Callable[..., str]) -> None:
    data = visitor.form(asked) | visitor.key(asked)
    for _ in range(2):  # and a retry is the same
        status, said = send(visitor, url(asked.quiz, 1), data)
        assert (status, said) == (200, {"client_id": data["client_id"], "state": "stored"})
    assert Answer.objects.count() == 1


def test_another_answer_is_refused_with_the_reason(visitor: Any, asked: Any, url: Callable[..., str]) -> None:
    key = visitor.key(asked)
    visitor.send(asked, visitor.form(asked) | key)
    wrong = "UMN" if key["motor_class"] == "NMJ" else "NMJ"
    other = key | {"motor_class": wrong, "client_id": str(uuid.uuid4())}
    status, said = send(visitor, url(asked.quiz, 1), other)
    assert (status, said["state"]) == (409, "refused")
    assert "the first one counts" in said["reason"]


def test_an_unreadable_answer_is_said_to_be_that(visitor: Any, asked: Any, url: Callable[..., str]) -> None:
    status, said = send(visitor, url(asked.quiz, 1), visitor.form(asked))
    assert (status, said["state"]) == (422, "unreadable")
    assert not Answer.objects.exists()


def test_nothing_is_acknowledged_of_somebody_elses_quiz(
    visitor: Any, stranger: Any, asked: Any, url: Callable[..., str]
) -> None:
    data = visitor.form(asked) | visitor.key(asked)
    response = stranger.client.post(url(asked.quiz, 1), data, headers=QUEUED)
    assert response.status_code == 404
    assert "json" not in response["Content-Type"]


def test_a_question_that_is_looked_at_is_a_page(visitor: Any, asked: Any, url: Callable[..., str]) -> None:
    assert "html" in visitor.client.get(url(asked.quiz, 1), headers=QUEUED)["Content-Type"]


def test_the_case_of_the_day_is_acknowledged_too(visitor: Any) -> None:
    page = visitor.client.get("/today/", follow=True)
    address = page.request["PATH_INFO"]
    status, said = send(visitor, address, {"client_id": str(uuid.uuid4())})
    assert (status, said["state"]) == (422, "unreadable")
