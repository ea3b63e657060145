"""A finished quiz as text: how it went, and nothing of what was asked."""

import html
import re
from typing import Any

import pytest

from quizzes.models import Answer, Quiz

pytestmark = pytest.mark.django_db


def text_on(client: Any, quiz: Quiz) -> list[str]:
    page = client.get(f"/quiz/{quiz.public_id}/results/").content.decode()
    found = re.search(r'<textarea id="share-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found[1]).replace("\u00a0", " ").split("\n") if found else []


def test_a_finished_quiz_is_shared_as_text(visitor: Any) -> None:
    quiz = visitor.start(topic="nerves", number="3")
    visitor.answer(visitor.open(quiz, 1))
    second = visitor.open(quiz, 2)
    visitor.answer(second, visitor.mirror(second))
    assert text_on(visitor.client, quiz) == []
    visitor.answer(visitor.open(quiz, 3))
    scores = [answer.score or 0 for answer in Answer.objects.order_by("question__position")]
    title, shapes, axes, address = text_on(visitor.client, quiz)
    assert title == f"Neuroquiz · 3 questions · {round(100 * sum(scores) / 3)} %"
    assert shapes == "● ▲ ●"
    assert axes.startswith("class 100 % · ")
    assert "side 67 %" in axes
    assert address == "http://testserver/"


def test_the_text_names_no_place_that_was_asked(visitor: Any, model: Any) -> None:
    quiz = visitor.start(number="2")
    questions = [visitor.open(quiz, position) for position in (1, 2)]
    for question in questions:
        visitor.answer(question)
    text = "\n".join(text_on(visitor.client, quiz))
    for question in questions:
        assert model.places[question.payload["key"]].site_name not in text
        assert str(question.seed) not in text
        assert str(quiz.public_id) not in text
        assert quiz.public_id.hex not in text


def test_what_an_exam_left_empty_shows_as_a_dash(visitor: Any) -> None:
    quiz = visitor.start(mode="exam", number="2", topic="nerves")
    visitor.answer(visitor.open(quiz, 1))
    visitor.client.post(f"/quiz/{quiz.public_id}/finish/", {"sure": "yes"})
    title, shapes, *_ = text_on(visitor.client, quiz)
    assert title == "Neuroquiz · 2 questions · 50 %"
    assert shapes == "● –"
