"""The pages of a question carry the chart and the map, and weigh little."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db

FIRST_VIEW = 150_000
FOLLOWING = 30_000
LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')


def test_the_question_page_has_figures_and_their_tables(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    html = visitor.client.get(url(question.quiz, 1)).content.decode()
    assert 'id="chart-as-figures" checked' in html
    assert 'class="figure"' in html
    for section in question.payload["chart"]:
        assert f"<caption>{section['title']}</caption>" in html


def test_the_permanent_page_has_them_too(visitor: Any) -> None:
    question = visitor.started()
    visitor.answer(question)
    assert 'class="figure"' in visitor.client.get(question.permanent_url).content.decode()


def test_an_old_question_whose_words_the_model_lost_still_opens(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    visitor.answer(question)
    question.payload["findings"].append(["str.unheard.R", "3"])
    question.save()
    assert "in the tables only" in visitor.client.get(url(question.quiz, 1)).content.decode()


def test_the_page_weighs_little(visitor: Any, url: Callable[..., str]) -> None:
    """What travels first, and what each following question adds (the rest is in the browser's cache)."""
    question = visitor.started()
    html = visitor.client.get(url(question.quiz, 1)).content
    linked = LINKED.findall(html.decode())
    assert {"drawings/chart.css", "drawings/chart.js"} <= set(linked)
    weight = len(gzip.compress(html))
    assert weight <= FOLLOWING
    assert weight + sum(len(gzip.compress(static_file(name))) for name in linked) <= FIRST_VIEW


def test_the_first_view_weighs_little_with_the_map(visitor: Any, url: Callable[..., str]) -> None:
    question = visitor.started()
    html = visitor.client.get(url(question.quiz, 1)).content
    text = html.decode()
    files = [static_file(name) for name in LINKED.findall(text)]
    fetched = re.findall(r'data-(?:map|sites)="([^"]+)"', text)
    assert len(fetched) == 2
    parts = [html, *files]
    parts += [visitor.client.get(address).content for address in fetched]
    assert sum(len(gzip.compress(part)) for part in parts) <= FIRST_VIEW


def static_file(name: str) -> bytes:
    path = finders.find(name)
    assert path is not None
    return Path(path).read_bytes()
