"""A quiz on paper: its questions with their charts, its answers apart, and nothing that is not yet earned."""

import re
from typing import Any

import pytest
from django.utils.html import escape

from quizzes.kinds import kind_names
from quizzes.models import LOCALIZE, Mode, Question, Quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(visitor: Any) -> Quiz:
    """Three questions opened, the first two answered."""
    quiz: Quiz = visitor.start()
    for position in (1, 2):
        visitor.answer(visitor.open(quiz, position))
    visitor.open(quiz, 3)
    return quiz


def printed(visitor: Any, quiz: Quiz, query: str = "") -> str:
    response = visitor.client.get(f"/quiz/{quiz.public_id}/print/{query}")
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def headline_of(question: Question) -> str:
    verdict = question.answer.verdict
    assert verdict is not None
    headline: str = verdict["feedback"]["headline"]
    return headline


def test_every_opened_question_is_there_with_its_chart(visitor: Any, quiz: Quiz) -> None:
    html = printed(visitor, quiz)
    assert re.findall(r'<h2 id="question-(\d+)"', html) == ["1", "2", "3"]
    assert [html.count(f'id="q{position}-examination"') for position in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert f"{quiz.length - 3} more were not opened yet" in html


def test_nothing_stands_twice_under_one_id(visitor: Any, quiz: Quiz) -> None:
    html = printed(visitor, quiz)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'(?:href="|url\()#([a-z][\w-]+)', html)) - {"main"}
    assert used <= set(ids)


def test_the_answers_come_after_all_questions(visitor: Any, quiz: Quiz) -> None:
    html = printed(visitor, quiz)
    assert html.index('id="question-3"') < html.index('id="answers"')
    questions = html[: html.index('id="answers"')]
    for question in quiz.questions.filter(answer__isnull=False).select_related("answer"):
        headline = headline_of(question)
        assert headline in html
        assert headline not in questions


def test_a_question_without_an_answer_shows_no_key(visitor: Any, quiz: Quiz) -> None:
    question = quiz.questions.get(position=3)
    html = printed(visitor, quiz)
    answers = html[html.index('id="answers"') :]
    own = answers[answers.index('id="answer-3"') :]
    assert "Not answered yet, so no answer is printed" in own
    assert visitor.key(question)["site"] not in own
    assert question.permanent_url.replace("&", "&amp;") not in html or not question.permanent_url


def test_the_answers_can_be_left_out(visitor: Any, quiz: Quiz) -> None:
    html = printed(visitor, quiz, "?answers=no")
    assert 'id="answers"' not in html
    for question in quiz.questions.filter(answer__isnull=False).select_related("answer"):
        assert headline_of(question) not in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", "figures"), ("?as=tables", "tables"), ("?as=both", "both"), ("?as=music", "figures")],
)
def test_figures_tables_or_both(visitor: Any, quiz: Quiz, query: str, shown: str) -> None:
    assert f'class="sheaf sheaf--{shown}"' in printed(visitor, quiz, query)


def test_a_quiz_that_was_not_begun_prints_the_way_to_it(visitor: Any) -> None:
    quiz = visitor.start()
    assert f'href="/quiz/{quiz.public_id}/"' in printed(visitor, quiz)


def test_somebody_elses_quiz_is_not_printed(stranger: Any, quiz: Quiz) -> None:
    assert stranger.client.get(f"/quiz/{quiz.public_id}/print/").status_code == 404


def test_an_exam_that_runs_is_not_printed(visitor: Any, quiz: Quiz) -> None:
    Quiz.objects.filter(pk=quiz.pk).update(mode=Mode.EXAM)
    response = visitor.client.get(f"/quiz/{quiz.public_id}/print/")
    assert response.status_code == 403
    assert "examination" not in response.content.decode()


def test_the_results_lead_to_it(visitor: Any, quiz: Quiz) -> None:
    html = visitor.client.get(f"/quiz/{quiz.public_id}/results/").content.decode()
    assert f'href="/quiz/{quiz.public_id}/print/"' in html


def test_it_costs_the_same_however_long_the_quiz(visitor: Any, quiz: Quiz, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):  # session, quiz, answers to grade, questions with answers
        printed(visitor, quiz)


@pytest.mark.parametrize("kind", [kind for kind in kind_names() if kind != LOCALIZE])
def test_the_other_kinds_are_printed_with_what_they_offer(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    html = printed(visitor, question.quiz)
    assert question.get_kind_display() in html
    for _, words in question.payload["options"]:
        assert escape(words) in html
    assert "Not answered yet, so no answer is printed" in html
