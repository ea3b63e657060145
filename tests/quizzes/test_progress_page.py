"""The page that shows how far a learner has come."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import neuraxis
from quizzes.models import Answer, Evidence, Profile, Quiz, ReviewCard
from quizzes.takeaway.export import harmless

pytestmark = pytest.mark.django_db

PAGE = "/progress/"


def practice(visitor: Any, answers: int = 2, **more: str) -> Quiz:
    """A quiz with some right answers, each looked at."""
    quiz: Quiz = visitor.start(kind="localize")
    for position in range(1, answers + 1):
        question = visitor.open(quiz, position)
        visitor.answer(question, visitor.key(question) | more)
        visitor.client.get(f"/quiz/{quiz.public_id}/{position}/")
    return quiz


def text_of(response: Any) -> str:
    """What is streamed, whole."""
    return b"".join(response.streaming_content).decode()


def rows_of(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(response))))


def test_a_new_visitor_is_told_what_the_page_is_for_and_gets_no_cookie(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "sessionid" not in response.cookies
    assert "Nothing is answered yet" in response.content.decode()


def test_what_was_answered_stands_at_its_level(visitor: Any) -> None:
    practice(visitor)
    page = visitor.client.get(PAGE)
    met = [fact.edge for rung in page.context["rungs"] for fact in rung.facts]
    assert sorted(met) == sorted(ReviewCard.objects.values_list("edge", flat=True))
    assert all(
        fact.name in page.content.decode().replace("&#x27;", "'")
        for rung in page.context["rungs"]
        for fact in rung.facts
    )


def test_levels_run_from_cortex_to_muscle(visitor: Any) -> None:
    practice(visitor, 1)
    order = [rung.id for rung in visitor.client.get(PAGE).context["rungs"]]
    assert order[0] == "signs"
    assert order.index("cortex") < order.index("midbrain") < order.index("cervical") < order.index("root")
    assert order[-1] == "muscle"


def test_it_costs_a_dozen_queries_at_most_however_much_there_is(visitor: Any, learner_client: Client) -> None:
    practice(visitor, 3)
    with CaptureQueriesContext(connection) as seen:
        visitor.client.get(PAGE)
    assert len(seen) <= 12
    few = len(seen)
    practice(visitor, 3)
    with CaptureQueriesContext(connection) as seen:
        visitor.client.get(PAGE)
    assert len(seen) == few
    with CaptureQueriesContext(connection) as seen:
        learner_client.get(PAGE)
    assert len(seen) <= 12


def test_nothing_of_another_learner_shows(visitor: Any, stranger: Any) -> None:
    practice(visitor)
    for address in (PAGE, "/progress/export.json", "/progress/export.csv"):
        page = stranger.client.get(address)
        text = b"".join(page.streaming_content).decode() if page.streaming else page.content.decode()
        assert str(Quiz.objects.get().public_id) not in text


def test_review_now_starts_a_quiz_about_what_is_due(visitor: Any) -> None:
    practice(visitor)
    past = timezone.now() - timedelta(days=1)
    ReviewCard.objects.update(due=past)
    page = visitor.client.get(PAGE)
    assert page.context["due"] == ReviewCard.objects.count()
    response = visitor.client.post("/progress/review/")
    quiz = Quiz.objects.latest("pk")
    assert response["Location"] == f"/quiz/{quiz.public_id}/1/"
    assert quiz.settings["review"]
    visitor.client.get(response["Location"])
    assert "aim" in quiz.questions.get().payload


def test_a_review_of_nothing_leads_to_practice(client: Client) -> None:
    assert client.post("/progress/review/")["Location"] == "/practice/"


@pytest.mark.parametrize("path", ["review/", "exam/"])
def test_these_are_asked_for_by_a_button_only(client: Client, path: str) -> None:
    assert client.get(f"/progress/{path}").status_code == 405


def test_the_exam_date_is_kept_changed_and_taken_away(client: Client) -> None:
    day = timezone.now().date() + timedelta(days=20)
    for given, kept in ((day, day), (day + timedelta(days=5), day + timedelta(days=5)), ("", None)):
        assert client.post("/progress/exam/", {"exam_date": str(given)})["Location"] == PAGE
        assert Profile.objects.get().exam_date == kept


@pytest.mark.parametrize("given", ["yesterday", "2001-01-01", "9999-01-01", "2027-02-30", "0", "x" * 5000])
def test_a_day_that_cannot_be_is_refused_with_a_reason(client: Client, given: str) -> None:
    response = client.post("/progress/exam/", {"exam_date": given})
    assert response.status_code == 200
    assert response.context["form"].errors["exam_date"]
    assert not Profile.objects.exclude(exam_date=None).exists()


def test_an_exam_tomorrow_makes_everything_due(visitor: Any) -> None:
    practice(visitor)
    ReviewCard.objects.update(reviewed_at=timezone.now() - timedelta(days=30))
    assert visitor.client.get(PAGE).context["due"] == 0
    visitor.client.post("/progress/exam/", {"exam_date": str(timezone.now().date() + timedelta(days=1))})
    assert visitor.client.get(PAGE).context["due"] == ReviewCard.objects.count()


def test_certainty_is_set_against_what_was_right(visitor: Any) -> None:
    practice(visitor, 2, confidence="3")
    steps = visitor.client.get(PAGE).context["calibration"]
    assert [(step.answers, step.right) for step in steps] == [(0, 0), (0, 0), (2, 2)]
    assert "too few to say" in visitor.client.get(PAGE).content.decode()


def test_a_running_exam_shows_nothing_of_its_answers(visitor: Any, model: neuraxis.Model) -> None:
    quiz = Quiz.objects.get(pk=practice(visitor, 1).pk)
    Answer.objects.update(verdict=None, score=None, graded_at=None, model_version="")
    ReviewCard.objects.all().delete()
    page = visitor.client.get(PAGE)
    assert page.context["axes"] == []
    records = list(csv.DictReader(io.StringIO(text_of(visitor.client.get("/progress/export.csv")))))
    expected = {column: value for column, value in records[0].items() if column.startswith("expected_")}
    assert set(expected.values()) == {""}
    assert records[0]["facts"] == ""
    assert quiz.questions.get().payload["key"] not in json.dumps(records)


def test_the_answers_come_out_as_csv(visitor: Any) -> None:
    practice(visitor, 2)
    response = visitor.client.get("/progress/export.csv")
    assert response["Content-Disposition"] == 'attachment; filename="neuroquiz-progress.csv"'
    rows = rows_of(response)
    assert [row["position"] for row in rows] == ["1", "2"]
    assert {row["result"] for row in rows} == {"right"}
    assert all(row["given_level"] == row["expected_level"] != "" for row in rows)


def test_everything_comes_out_as_json(visitor: Any) -> None:
    practice(visitor, 2)
    data = json.loads(text_of(visitor.client.get("/progress/export.json")))
    assert len(data["answers"]) == 2
    assert {card["fact"] for card in data["cards"]} == set(ReviewCard.objects.values_list("edge", flat=True))


def test_a_visitor_without_anything_takes_valid_empty_files(client: Client) -> None:
    data = json.loads(text_of(client.get("/progress/export.json")))
    assert data == {"exam_date": None, "cards": [], "answers": []}
    lines = text_of(client.get("/progress/export.csv")).splitlines()
    assert len(lines) == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    assert str(harmless([text, "more"])).startswith("'")


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [harmless(value) for value in (0.5, 3, None, "cortex")] == [0.5, 3, "", "cortex"]


def test_what_is_answered_in_a_formula_comes_out_harmless(visitor: Any) -> None:
    practice(visitor, 1)
    answer = Answer.objects.get()
    verdict = answer.verdict or {}
    verdict["axes"][0]["given_name"] = "=HYPERLINK(1)"
    Answer.objects.update(verdict=verdict)
    text = text_of(visitor.client.get("/progress/export.csv"))
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_beliefs_need_a_few_answers_and_say_so(visitor: Any) -> None:
    practice(visitor, 1)
    page = visitor.client.get(PAGE)
    assert page.context["beliefs"].missing == 7
    assert "After 7 more localizations" in page.content.decode()


def test_a_belief_that_fits_is_named_with_its_lesson(learner_client: Client, visitor_of: Callable[..., Any]) -> None:
    """What is weighed is stored by answer; here as if one belief explained all of them."""
    practice(visitor_of(learner_client), 8)
    model = neuraxis.load_model()
    logs = {one.id: [-6.0, -6.0, -6.0] for one in neuraxis.misconceptions(model)}
    logs |= {"none": [-6.0, -6.0, -6.0], "babinski_lower": [-1.0, -1.0, -1.0]}
    for answer in Answer.objects.all():
        Evidence.objects.create(answer=answer, logs=logs, model_version=model.version)
    page = learner_client.get(PAGE)
    found = page.context["beliefs"].beliefs
    assert [belief.percent for belief in found] == [99]
    assert "needs a working nerve to the great toe" in page.content.decode()
    assert len(found[0].examples) == 2


def test_evidence_of_another_model_is_worked_out_again(visitor: Any) -> None:
    practice(visitor, 8)
    for answer in Answer.objects.all():
        Evidence.objects.create(answer=answer, logs={}, model_version="an older one")
    beliefs = visitor.client.get(PAGE).context["beliefs"]
    assert (beliefs.weighed, beliefs.waiting) == (0, 8)
    assert "being worked out" in visitor.client.get(PAGE).content.decode()


@pytest.mark.deep
def test_the_command_weighs_what_waits(visitor: Any) -> None:
    practice(visitor, 8)
    call_command("weigh_answers", str(Profile.objects.get().pk))
    beliefs = visitor.client.get(PAGE).context["beliefs"]
    assert (beliefs.weighed, beliefs.waiting, beliefs.beliefs) == (8, 0, ())


def test_answers_that_did_not_count_are_made_up_for(visitor: Any) -> None:
    practice(visitor, 2)
    before = {card.edge: card.seen for card in ReviewCard.objects.all()}
    ReviewCard.objects.all().delete()
    call_command("count_reviews")
    assert {card.edge: card.seen for card in ReviewCard.objects.all()} == before
