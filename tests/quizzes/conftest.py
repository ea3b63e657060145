"""A visitor who practices, through the real doors."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

import neuraxis
from cases.models import Case, CaseVersion, Status
from quizzes.models import Answer, Question, Quiz
from quizzes.questions import stored_case

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def model() -> neuraxis.Model:
    return neuraxis.load_model()


class Visitor:
    """A browser with one quiz in hand."""

    def __init__(self, model: neuraxis.Model, client: Client) -> None:
        self.model = model
        self.client = client

    def start(self, **wish: Any) -> Quiz:
        response = self.client.post("/practice/", wish)
        assert response.status_code == 302, response.content
        quiz = Quiz.objects.latest("pk")
        assert response["Location"] == f"/quiz/{quiz.public_id}/1/"
        return quiz

    def open(self, quiz: Quiz, position: int = 1) -> Question:
        response = self.client.get(url_of(quiz, position))
        assert response.status_code == 200, response
        return quiz.questions.get(position=position)

    def started(self, **wish: Any) -> Question:
        """The first question of a fresh quiz, opened."""
        return self.open(self.start(**wish))

    def form(self, question: Question) -> dict[str, str]:
        """The fields that the page brings, empty as yet."""
        page = self.client.get(url_of(question.quiz, question.position))
        return {"client_id": str(page.context["form"]["client_id"].value()), "site": ""}

    def send(self, question: Question, data: dict[str, str], *, htmx: bool = False) -> Any:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(url_of(question.quiz, question.position), data, headers=headers)

    def answer(self, question: Question, response: dict[str, str] | None = None, **kwargs: Any) -> Any:
        return self.send(question, self.form(question) | (response or self.key(question)), **kwargs)

    def mirror(self, question: Question) -> dict[str, str]:
        """The key's mirror image; ask it of a topic whose places have a side."""
        key = self.key(question)
        return key | {"side": {"R": "L", "L": "R"}[key["side"]]}

    def key(self, question: Question) -> dict[str, str]:
        """The answer that the key stands for."""
        case = stored_case(self.model, question.payload)
        expected = neuraxis.grade(self.model, case, neuraxis.Answer(None, None, None, None)).axes
        return {
            "motor_class": str(expected["motor_class"].expected),
            "level": str(expected["level"].expected),
            "side": str(expected["side"].expected),
            "site": self.model.places[question.payload["key"]].site_name,
        }


def url_of(quiz: Quiz, position: int) -> str:
    return f"/quiz/{quiz.public_id}/{position}/"


@pytest.fixture
def url() -> Callable[[Quiz, int], str]:
    return url_of


@pytest.fixture
def visitor(db: None, model: neuraxis.Model, client: Client) -> Visitor:
    return Visitor(model, client)


@pytest.fixture
def stranger(db: None, model: neuraxis.Model) -> Visitor:
    return Visitor(model, Client())


@pytest.fixture
def visitor_of(model: neuraxis.Model) -> Callable[[Client], Visitor]:
    """A visitor in a given browser."""
    return lambda client: Visitor(model, client)


def verdict() -> dict[str, Any]:
    """The verdict on the only answer."""
    stored: dict[str, Any] | None = Answer.objects.get().verdict
    assert stored is not None
    return stored


@pytest.fixture
def library_case(db: None, model: neuraxis.Model) -> Callable[..., Case]:
    """Puts a case into the library."""

    def make(slug: str = "the-slapping-foot", key: str = "cpn:R", **fields: Any) -> Case:
        case = Case.objects.create(slug=slug, title=f"Title of {slug}", status=Status.SUBMITTED)
        case.current = CaseVersion.objects.create(
            **{
                "case": case,
                "number": 1,
                "title": case.title,
                "vignette": f"A patient known as {slug}.",
                "teaching": "The root would have weakened **inversion** too.",
                "stage": "chronic",
                "reading": "vignette",
                "findings": [
                    ["str.tibant.R", "1"],
                    ["str.peronei.R", "1"],
                    ["str.tibpost.R", "5"],
                ],
                "key": key,
                "topic": "nerves",
                "difficulty": 2,
                "model_version": model.version,
                "lint": {},
                "sound": True,
                "digest": slug,
                "source": "file",
                "created_at": NOW,
            }
            | fields
        )
        case.save()
        return case

    return make
