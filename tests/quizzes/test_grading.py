"""A grade can be missing for a while, and can be worked out again; an answer is never lost."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from quizzes.models import Answer, GradeRevision, Question
from tests.quizzes.conftest import OTHER_SIDE

pytestmark = pytest.mark.django_db


@pytest.fixture
def ungraded(visitor: Any) -> Answer:
    """An answer to a question whose key the model does not know."""
    question = visitor.started()
    key, response = question.payload["key"], visitor.key(question)
    set_key(question, "phlogiston:R")
    assert visitor.answer(question, response).status_code == 200
    set_key(question, key)
    return Answer.objects.get()


def set_key(question: Question, key: str) -> None:
    question.payload["key"] = key
    question.save(update_fields=["payload"])


def turn_key(question: Question) -> None:
    place, _, side = question.payload["key"].partition(":")
    set_key(question, f"{place}:{OTHER_SIDE[side]}" if side in OTHER_SIDE else "cpn:R")


def run(**options: Any) -> str:
    out = StringIO()
    call_command("regrade", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_when_grading_fails_the_answer_stays_stored(visitor: Any) -> None:
    question = visitor.started()
    response = visitor.key(question)
    set_key(question, "phlogiston:R")
    page = visitor.answer(question, response, htmx=True)
    assert page.status_code == 200
    assert "Your answer is saved" in page.content.decode()
    answer = Answer.objects.get()
    assert (answer.verdict, answer.score, answer.graded_at, answer.model_version) == (None, None, None, "")
    results = visitor.client.get(f"/quiz/{question.quiz.public_id}/results/")
    assert "not graded yet" in results.content.decode()


def test_the_failure_is_logged_without_personal_data(visitor: Any, caplog: pytest.LogCaptureFixture) -> None:
    question = visitor.started()
    response = visitor.key(question)
    set_key(question, "phlogiston:R")
    visitor.answer(question, response)
    assert "is stored and could not be graded" in caplog.text


def test_an_answer_without_a_grade_is_graded_when_it_is_looked_at(
    visitor: Any, ungraded: Answer, url: Callable[..., str]
) -> None:
    visitor.client.get(url(ungraded.question.quiz, 1))
    ungraded.refresh_from_db()
    assert ungraded.score == 1


def test_the_command_grades_what_is_waiting(ungraded: Answer) -> None:
    assert "1 graded, 0 still waiting" in run()
    ungraded.refresh_from_db()
    assert ungraded.score == 1
    assert not GradeRevision.objects.exists()


def test_a_changed_key_changes_the_grade_and_leaves_a_trace(visitor: Any) -> None:
    question = visitor.started(topic="nerves")
    visitor.answer(question, visitor.mirror(question))
    before = Answer.objects.get().score
    assert before is not None
    assert before <= 0.5
    turn_key(question)
    assert "1 changed" in run(all=True, reason="the key was corrected")
    revision = GradeRevision.objects.get()
    answer = Answer.objects.get()
    assert (revision.old_score, revision.new_score, answer.score) == (before, 1, 1)
    assert revision.old_verdict != answer.verdict


def test_grading_again_without_a_change_leaves_no_trace(visitor: Any) -> None:
    visitor.answer(visitor.started())
    assert "0 changed, 1 unchanged" in run(all=True, reason="to be sure")
    assert not GradeRevision.objects.exists()


def test_an_answer_that_this_model_cannot_read_keeps_its_grade(visitor: Any) -> None:
    question = visitor.started()
    visitor.answer(question)
    set_key(question, "phlogiston:R")
    assert "1 could not be graded again" in run(all=True, reason="new model")
    assert Answer.objects.get().score == 1


def test_grading_everything_again_needs_a_reason() -> None:
    with pytest.raises(SystemExit):
        run(all=True)


def test_a_revision_is_never_changed_or_deleted(visitor: Any) -> None:
    question = visitor.started(topic="nerves")
    visitor.answer(question, visitor.mirror(question))
    turn_key(question)
    run(all=True, reason="the key was corrected")
    revision = GradeRevision.objects.get()
    with pytest.raises(TypeError, match="never changed"):
        revision.save()
    with pytest.raises(TypeError, match="never deleted"):
        revision.delete()
