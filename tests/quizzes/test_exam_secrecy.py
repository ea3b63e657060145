"""While an exam runs, no address of the site says how an answer was or what the key is."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.urls import URLPattern, reverse

import drawings.urls
import neuraxis
from cases.models import Case
from quizzes import urls
from quizzes.answering.exams import submit
from quizzes.models import LOCALIZE, Question, Quiz
from quizzes.pages.question import kept_print
from quizzes.stored.payloads import stored_case
from quizzes.takeaway import packs
from quizzes.views.results import share_token
from tests.quizzes.conftest import NOW

pytestmark = pytest.mark.django_db

CHANGING = re.compile(r'(csrfmiddlewaretoken" value="[^"]*|name="client_id" value="[^"]*|data-(?:left|closes)="\d+")')
HIDDEN = re.compile(r'name="(client_id|replaces)"(?: value="([^"]*)")?')


def routes(module: ModuleType) -> Iterator[tuple[str, URLPattern]]:
    """The addresses of an app, each with the name that it is found by."""
    for entry in module.urlpatterns:
        assert isinstance(entry, URLPattern), "an app's addresses stand in one list"
        yield f"{module.app_name}:{entry.name}", entry


def words_of(model: neuraxis.Model, question: Question) -> list[str]:
    """Sentences that only the feedback has, for the key and for another answer."""
    case = stored_case(model, question.payload)
    said = []
    for given in (neuraxis.Answer(None, None, None, None), neuraxis.parse_answer(model, RESPONSE)):
        feedback = neuraxis.word_feedback(model, case, given, neuraxis.grade(model, case, given))
        said += [*feedback.deciding, *feedback.yours, *feedback.key, *feedback.path]
    return [sentence for sentence in said if len(sentence) > 40]


RESPONSE = {"motor_class": "UMN", "level": "pons", "side": "L", "site": ""}


class Exam:
    """A running exam with a library case among its questions; the first is answered."""

    def __init__(self, visitor: Any, case: Case) -> None:
        self.visitor, self.case = visitor, case
        self.quiz: Quiz = visitor.start(mode="exam", number="3", minutes="60", kind="localize")
        self.base = f"/quiz/{self.quiz.public_id}/"
        visitor.client.get(self.base + "3/")
        first = self.quiz.questions.get(position=1)
        page = visitor.client.get(self.base + "1/").content.decode()
        sent = dict(HIDDEN.findall(page)) | visitor.key(first)
        assert visitor.client.post(self.base + "1/", sent).status_code == 302

    def secrets(self) -> list[str]:
        questions = list(self.quiz.questions.all())
        seeds = [str(question.seed) for question in questions if question.seed is not None]
        words = [word for question in questions for word in words_of(self.visitor.model, question)]
        return [*seeds, *words, str(self.quiz.seed), self.case.title, "The root would have"]

    def arguments(self, route: URLPattern, position: int) -> dict[str, Any]:
        known = {
            "quiz_id": self.quiz.public_id,
            "position": position,
            "slug": self.case.slug,
            "seed": 1,
            "version": self.visitor.model.version,
            "token": share_token(self.quiz),
            "day": NOW.date(),
            "kind": LOCALIZE,
            "who": "key",
        }
        missing = set(route.pattern.converters) - set(known)
        assert not missing, f"say in this test what {missing} of {route.name} may be"
        return {name: known[name] for name in route.pattern.converters}


@pytest.fixture
def exam(visitor: Any, library_case: Callable[..., Case]) -> Exam:
    return Exam(visitor, library_case(vignette="A man stumbles."))


def answers_of(client: Any, address: str) -> Iterator[str]:
    """All that an address sends: asked and posted to, whole, for htmx and for a script, followed one step."""
    for send in (client.get, client.post):
        for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
            response = send(address, headers=headers)
            seen = [response]
            if response.status_code in (301, 302):
                seen.append(client.get(response["Location"], headers=headers))
            for one in seen:
                body = b"".join(one) if one.streaming else one.content
                yield body.decode(errors="replace") + str(one.headers) + str(client.cookies)


def test_no_address_of_a_quiz_gives_anything_away(exam: Exam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "SIZE", 2)
    secrets = exam.secrets()
    assert len(secrets) > 10
    told = []
    for name, route in (*routes(urls), *routes(drawings.urls)):
        for position in (1, 2) if "position" in route.pattern.converters else (1,):
            address = reverse(name, kwargs=exam.arguments(route, position))
            if route.name == "solve_case":  # the case by its name: asked for, not given away
                continue
            sent = "".join(answers_of(exam.visitor.client, address))
            told += [(address, secret) for secret in secrets if secret in sent]
    assert told == []
    exam.quiz.refresh_from_db()
    assert exam.quiz.finished_at is None


def test_the_page_of_an_answer_is_the_same_whatever_the_key(exam: Exam) -> None:
    def page() -> str:
        return CHANGING.sub("", exam.visitor.client.get(exam.base + "1/").content.decode())

    before = page()
    question = exam.quiz.questions.get(position=1)
    question.payload |= {"key": "als:M", "topic": "diffuse", "stage": "acute", "generator": {"topic": "diffuse"}}
    question.seed = (question.seed or 0) + 1
    question.case_version = None
    question.model_version = "0" * 12
    question.save()
    kept_print.cache_clear()
    assert page() == before


@pytest.mark.parametrize(
    ("method", "tail"), [("post", "1/another/"), ("post", "1/report/"), ("get", "1/predicted/key/")]
)
def test_what_needs_the_feedback_says_that_the_exam_runs(exam: Exam, method: str, tail: str) -> None:
    response = getattr(exam.visitor.client, method)(exam.base + tail, {"text": "x"})
    assert response.status_code == 403
    assert "Feedback comes with the results" in response.content.decode()


def test_the_shared_link_of_a_running_exam_shows_nothing(exam: Exam) -> None:
    assert exam.visitor.client.get(f"/shared/{share_token(exam.quiz)}/").status_code == 404


def test_when_the_exam_has_ended_everything_is_said(exam: Exam) -> None:
    submit(exam.quiz, exam.quiz.created_at + timedelta(minutes=1))
    exam.visitor.client.get(exam.base + "results/")
    page = exam.visitor.client.get(exam.base + "1/").content.decode()
    assert "What decides" in page
