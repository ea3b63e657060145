"""Every kind of question that is registered, from its making to its grade, by the answers that its file gives."""

import re
from typing import Any

import pytest

from quizzes.kinds import Asking, asking_of, every_kind, kind_names
from quizzes.kinds.asking import Examples
from quizzes.models import LOCALIZE, Answer, Question

pytestmark = pytest.mark.django_db

# A question may have no answer halfway; of so many one has, unless its kind knows none.
TRIES = 8

each_kind = pytest.mark.parametrize("asking", every_kind(), ids=lambda asking: asking.kind)


def examples_of(visitor: Any, question: Question) -> Examples:
    return asking_of(question.kind).example_answers(visitor.model, question)


def send(visitor: Any, question: Question, fields: Any) -> Any:
    return visitor.send(question, visitor.form(question) | dict(fields))


def told(visitor: Any, question: Question, fields: Any) -> tuple[str, Answer]:
    """Sends an answer, reads the feedback page, and finds the answer graded."""
    sent = send(visitor, question, fields)
    assert sent.status_code == 302, sent.content.decode()
    page = visitor.client.get(sent["Location"]).content.decode()
    answer = Answer.objects.get(question=question)
    assert answer.is_graded
    return page, answer


def headline(page: str) -> str:
    """The verdict in words, as it is read."""
    found = re.search(r'<h2 id="feedback"[^>]*>(.*?)</h2>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


@each_kind
def test_a_right_answer_earns_all(visitor: Any, asking: Asking) -> None:
    question = visitor.started(kind=asking.kind)
    assert question.kind == asking.kind
    assert asking.title in visitor.client.get(f"/quiz/{question.quiz.public_id}/1/").content.decode()
    page, answer = told(visitor, question, examples_of(visitor, question).right)
    assert answer.score == 1.0
    assert "100 %" in headline(page)
    assert 'verdict--right"' in page


@each_kind
def test_a_near_answer_earns_a_part(visitor: Any, asking: Asking) -> None:
    asked = (visitor.started(kind=asking.kind) for _ in range(TRIES))
    question = next((one for one in asked if examples_of(visitor, one).near), None)
    if asking.all_or_nothing:
        assert question is None, f"{asking.kind} says all_or_nothing, and has an answer halfway"
        return
    assert question is not None, f"{asking.kind} has no answer halfway: say all_or_nothing, or offer a candidate"
    page, answer = told(visitor, question, examples_of(visitor, question).near)
    assert answer.score is not None
    assert 0.3 <= answer.score < 1
    assert f"{round(100 * answer.score)} %" in headline(page)
    assert 'verdict--near"' in page


@each_kind
def test_a_wrong_answer_earns_little(visitor: Any, asking: Asking) -> None:
    question = visitor.started(kind=asking.kind)
    page, answer = told(visitor, question, examples_of(visitor, question).wrong)
    assert answer.score is not None
    assert answer.score < 0.3
    assert f"{round(100 * answer.score)} %" in headline(page)


@each_kind
def test_an_unreadable_answer_is_asked_again_and_not_kept(visitor: Any, asking: Asking) -> None:
    question = visitor.started(kind=asking.kind)
    sent = send(visitor, question, examples_of(visitor, question).unreadable)
    assert sent.status_code == 200
    assert "What you chose is kept" in sent.content.decode()
    assert not Answer.objects.exists()


@each_kind
def test_it_is_printed_on_paper_with_room_for_the_answer(visitor: Any, asking: Asking) -> None:
    question = visitor.started(kind=asking.kind)
    html = visitor.client.get(f"/quiz/{question.quiz.public_id}/print/").content.decode()
    paper = asking.print(question)
    assert paper.options or paper.blanks
    assert html.count("<dt>") == (0 if paper.options else len(paper.blanks))
    assert (asking.name in html) == (asking.kind != LOCALIZE)


@each_kind
def test_it_can_be_wished_for(visitor: Any, asking: Asking) -> None:
    page = visitor.client.get("/practice/").content.decode()
    assert f'<option value="{asking.kind}">{asking.name}</option>' in page


@each_kind
def test_the_same_seed_makes_the_same_question(visitor: Any, asking: Asking) -> None:
    made = [asking.make(visitor.model, 7, None, None) for _ in range(2)]
    assert made[0] == made[1]


def test_the_table_takes_every_kind(visitor: Any) -> None:
    question = visitor.started(kind=LOCALIZE)
    for kind in kind_names():
        Question.objects.filter(pk=question.pk).update(kind=kind)
