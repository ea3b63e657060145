"""A visitor who practices, through the real doors."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

import neuraxis
from cases.models import Case, CaseVersion, Status
from neuroquiz.settings import SQLITE_OPTIONS
from quizzes.models import Answer, Question, Quiz
from quizzes.stored.payloads import stored_case

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def model() -> neuraxis.Model:
    return neuraxis.load_model()


@pytest.fixture
def site(model: neuraxis.Model) -> str:
    """Some structure on the list."""
    return next(iter(model.sites.values())).name


@pytest.fixture
def database(tmp_path: Path) -> Iterator[None]:
    """A database that many connections share, with the options of a server."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    settings, in_memory = connections.settings["default"], connection.connection
    name, options = settings["NAME"], settings["OPTIONS"]
    file = tmp_path / "race.sqlite3"
    with sqlite3.connect(file) as copy:
        in_memory.backup(copy)
    copy.close()
    settings |= {"NAME": str(file), "OPTIONS": SQLITE_OPTIONS}
    connection.connection = None
    try:
        yield
    finally:
        connection.close()
        settings |= {"NAME": name, "OPTIONS": options}
        connection.connection = in_memory


OTHER_SIDE = {"R": "L", "L": "R"}


class Visitor:
    """A browser with one quiz in hand."""

    def __init__(self, model: neuraxis.Model, client: Client) -> None:
        self.model = model
        self.client = client

    def start(self, **wish: Any) -> Quiz:
        """A quiz as wished; of localizations, unless a kind is named."""
        response = self.client.post("/practice/", {"kind": "localize"} | wish)
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
        page = self.client.get(url_of(question.quiz, question.position)).content.decode()
        client_id = re.search(r'name="client_id" value="([^"]+)"', page)
        assert client_id is not None
        return {"client_id": client_id[1], "site": ""}

    def send(self, question: Question, data: dict[str, str], *, htmx: bool = False) -> Any:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(url_of(question.quiz, question.position), data, headers=headers)

    def answer(self, question: Question, response: dict[str, str] | None = None, **kwargs: Any) -> Any:
        """Sends an answer and, as every browser does, follows to the feedback."""
        sent = self.send(question, self.form(question) | (response or self.key(question)), **kwargs)
        if sent.status_code == 302:
            headers = {"HX-Request": "true"} if kwargs.get("htmx") else {}
            return self.client.get(sent["Location"], headers=headers)
        return sent

    def options(self, question: Question) -> list[str]:
        """What can be chosen, of a kind that has options."""
        page = self.client.get(url_of(question.quiz, question.position)).content.decode()
        return re.findall(r'name="choice" value="([^"]+)"', page)

    def pick(self, question: Question) -> None:
        """Chooses the first option, and looks at the feedback."""
        sent = self.send(question, self.form(question) | {"choice": self.options(question)[0]})
        self.client.get(sent["Location"])

    def mirror(self, question: Question) -> dict[str, str]:
        """The key's mirror image; where the key has no side, the key with another class: partly right as well."""
        key = self.key(question)
        if key["side"] in OTHER_SIDE:
            return key | {"side": OTHER_SIDE[key["side"]]}
        return key | {"motor_class": "UMN" if key["motor_class"] != "UMN" else "LMN"}

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
