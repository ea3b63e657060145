"""The twin: the nearest patient with another answer, asked before anything of it is told."""

from typing import Any

import pytest

import neuraxis
from quizzes.models import Answer, Question, Quiz

pytestmark = pytest.mark.django_db


def twin_of(visitor: Any, question: Question) -> Any:
    return visitor.client.post(f"/quiz/{question.quiz.public_id}/{question.position}/twin/")


def with_twin(visitor: Any) -> tuple[Question, Question]:
    """An answered question and its twin, opened."""
    for _ in range(12):
        first = visitor.started()
        visitor.answer(first)
        twin_of(visitor, first)
        quiz = Quiz.objects.latest("pk")
        if quiz.pk != first.quiz_id:
            return first, visitor.open(quiz)
    raise AssertionError("twelve patients in a row had no twin")


def test_a_twin_is_a_question_of_its_own_that_gives_nothing_away(visitor: Any) -> None:
    first, twin = with_twin(visitor)
    assert twin.quiz.length == 1
    assert twin.payload["key"] not in visitor.model.class_of(
        first.payload["key"], neuraxis.Stage(first.payload["stage"])
    )
    page = visitor.client.get(f"/quiz/{twin.quiz.public_id}/1/").content.decode()
    assert "Beside the first patient" not in page
    assert first.payload["key"] not in page
    assert str(first.quiz.public_id) not in page


def test_its_feedback_says_what_differs_and_why_the_answer_moves(visitor: Any) -> None:
    first, twin = with_twin(visitor)
    page = visitor.answer(twin).content.decode()
    assert "Beside the first patient" in page
    answer = Answer.objects.get(question=twin)
    assert answer.score == 1.0
    assert answer.verdict is not None
    told = answer.verdict["twin"]
    assert 0 < len(told["changed"]) <= 8
    assert all(before != after for before, after in told["changed"])
    for key in (first.payload["key"], twin.payload["key"]):
        assert neuraxis.word_place(visitor.model.places[key]) in told["why"][0]


def test_only_the_changed_findings_differ(visitor: Any) -> None:
    first, twin = with_twin(visitor)
    before, after = dict(first.payload["findings"]), dict(twin.payload["findings"])
    changed = {item: [before[item], after[item]] for item in before if before[item] != after[item]}
    assert changed == {item: [old, new] for item, old, new in twin.payload["twin"]["changed"]}


def test_a_twin_has_no_twin_and_no_link_that_would_make_another_question(visitor: Any) -> None:
    _, twin = with_twin(visitor)
    page = visitor.answer(twin).content.decode()
    assert "/twin/" not in page
    assert "/question/" not in page
    assert twin_of(visitor, twin).status_code == 404


def test_a_twin_is_asked_for_after_the_answer_only_and_by_nobody_else(visitor: Any, stranger: Any) -> None:
    question = visitor.started()
    assert twin_of(visitor, question).status_code == 404
    visitor.answer(question)
    stranger.start()
    assert twin_of(stranger, question).status_code == 404
    assert visitor.client.get(f"/quiz/{question.quiz.public_id}/1/twin/").status_code == 405


def test_a_patient_without_a_twin_is_told_kindly(visitor: Any) -> None:
    question = visitor.started()
    visitor.answer(question)
    # One normal finding leads nowhere near another place that could be proven.
    Question.objects.filter(pk=question.pk).update(
        payload={**question.payload, "findings": question.payload["findings"][:1]}
    )
    response = visitor.client.post(f"/quiz/{question.quiz.public_id}/1/twin/", follow=True)
    assert response.status_code == 200
    assert "This patient has no twin" in response.content.decode()
    assert Quiz.objects.count() == 1
