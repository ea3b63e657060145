"""What a page weighs on the way to a phone, compressed."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db

FIRST_VIEW, NEXT_QUESTION = 150_000, 30_000
LINKED = re.compile(r'(?:href|src)="/static/([^"?]+)"')
COMPRESSED = {"Accept-Encoding": "gzip"}


def packed(client: Any, address: str) -> bytes:
    """The page as it is sent."""
    response = client.get(address, headers=COMPRESSED)
    assert response["Content-Encoding"] == "gzip"
    return bytes(response.content)


def with_files(page: bytes) -> int:
    """The bytes of the page and of every file that it links."""
    linked = sorted(set(LINKED.findall(gzip.decompress(page).decode())))
    assert linked
    return len(page) + sum(len(gzip.compress(content_of(name))) for name in linked)


def content_of(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()


@pytest.mark.parametrize("path", ["/", "/practice/", "/concepts/", "/cases/", "/account/sign-in/"])
def test_a_first_view_is_light(client: Any, path: str) -> None:
    assert with_files(packed(client, path)) <= FIRST_VIEW


def test_a_question_is_light_and_the_next_one_lighter(visitor: Any, url: Callable[..., str]) -> None:
    quiz = visitor.start()
    assert with_files(packed(visitor.client, url(quiz, 1))) <= FIRST_VIEW
    sizes = {position: len(packed(visitor.client, url(quiz, position))) for position in range(2, 11)}
    assert {position: size for position, size in sizes.items() if size > NEXT_QUESTION} == {}


def test_the_feedback_is_light(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started(topic="nerves")
    visitor.answer(question, visitor.mirror(question))
    assert len(packed(visitor.client, url(question.quiz, 1))) <= NEXT_QUESTION
