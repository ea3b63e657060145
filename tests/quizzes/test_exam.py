"""Exam: any order, answers that may be changed, one clock, feedback at the end."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from cases.models import Case
from quizzes.models import Answer, Mode, Question, Quiz

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LIMIT = timedelta(minutes=10)
WRONG = {"motor_class": "NMJ", "level": "junction", "side": "N", "site": "Lambert-Eaton myasthenic syndrome"}
HIDDEN = re.compile(r'name="(client_id|replaces)"(?: value="([^"]*)")?')


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(BEGIN, tick=False) as frozen:
        yield frozen


class Candidate:
    """A visitor in an exam."""

    def __init__(self, visitor: Any, **wish: Any) -> None:
        self.visitor, self.client = visitor, visitor.client
        self.quiz = visitor.start(
            mode="exam", **{"number": "4", "minutes": "10", "difficulty": "1", "kind": "localize"} | wish
        )
        self.base = f"/quiz/{self.quiz.public_id}/"

    def sheet(self, position: int) -> dict[str, str]:
        """The hidden fields of the form as the page brings it."""
        return dict(HIDDEN.findall(self.page(f"{position}/")))

    def page(self, tail: str) -> str:
        return str(self.client.get(self.base + tail).content.decode())

    def send(self, position: int, sheet: dict[str, str], response: dict[str, str], **kwargs: Any) -> Any:
        return self.client.post(f"{self.base}{position}/", sheet | response, **kwargs)

    def answer(self, position: int, response: dict[str, str] | None = None) -> Any:
        sheet = self.sheet(position)
        return self.send(position, sheet, response or self.key(position))

    def key(self, position: int) -> dict[str, str]:
        key: dict[str, str] = self.visitor.key(self.quiz.questions.get(position=position))
        return key

    def stored(self, position: int) -> Answer:
        return Answer.objects.get(question__quiz=self.quiz, question__position=position)

    def finish(self, **data: str) -> Any:
        return self.client.post(self.base + "finish/", data)

    def fresh(self) -> Quiz:
        return Quiz.objects.get(pk=self.quiz.pk)


@pytest.fixture
def candidate(clock: Any, visitor: Any) -> Candidate:
    return Candidate(visitor)


def test_the_time_runs_from_the_start_by_the_clock_of_the_server(candidate: Candidate) -> None:
    assert candidate.quiz.mode == Mode.EXAM
    assert candidate.quiz.deadline == BEGIN + LIMIT


def test_without_minutes_there_is_no_limit(clock: Any, visitor: Any) -> None:
    candidate = Candidate(visitor, minutes="")
    clock.shift(timedelta(days=30))
    assert candidate.answer(1).status_code == 302
    assert "No time limit" in candidate.page("2/")


def test_minutes_mean_nothing_in_practice(visitor: Any) -> None:
    assert visitor.start(mode="tutor", minutes="5").deadline is None


@pytest.mark.parametrize(
    "fault", [{"number": "0"}, {"number": "51"}, {"minutes": "0"}, {"minutes": "x"}, {"mode": "y"}]
)
def test_what_cannot_be_had_is_said(visitor: Any, fault: dict[str, str]) -> None:
    response = visitor.client.post("/practice/", {"mode": "exam"} | fault)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(fault)
    assert not Quiz.objects.exists()


def test_an_answer_is_kept_ungraded_and_the_next_empty_question_comes(candidate: Candidate) -> None:
    response = candidate.answer(1)
    assert response["Location"] == candidate.base + "2/"
    assert not candidate.stored(1).is_graded
    assert "Saved" in candidate.page("1/")


def test_the_last_answer_leads_to_the_review(candidate: Candidate) -> None:
    for position in (1, 2, 4):
        candidate.answer(position)
    assert candidate.answer(3)["Location"] == candidate.base + "review/"
    assert candidate.fresh().finished_at is None


def test_any_question_can_be_opened_at_once_and_none_repeats_a_place(candidate: Candidate) -> None:
    assert candidate.client.get(candidate.base + "4/").status_code == 200
    keys = [question.payload["key"].partition(":")[0] for question in candidate.quiz.questions.all()]
    assert len(keys) == len(set(keys)) == 4


def test_htmx_is_told_to_open_the_next_page(candidate: Candidate) -> None:
    sheet = candidate.sheet(1)
    response = candidate.send(1, sheet, candidate.key(1), headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == candidate.base + "2/"


def test_the_page_shows_what_was_answered_and_not_how_right_it_is(candidate: Candidate) -> None:
    candidate.sheet(1)
    candidate.answer(1, WRONG)
    context = candidate.client.get(candidate.base + "1/").context
    assert {name: context["form"][name].value() for name in WRONG} == WRONG


def test_what_is_missing_is_said_and_nothing_is_stored(candidate: Candidate) -> None:
    response = candidate.send(1, candidate.sheet(1), {})
    assert response.status_code == 200
    assert "What you chose is kept" in response.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_may_be_changed_until_the_end(candidate: Candidate) -> None:
    candidate.answer(1)
    assert candidate.answer(1, WRONG).status_code == 302
    assert candidate.stored(1).response["motor_class"] == "NMJ"
    assert Answer.objects.count() == 1


def test_a_retry_is_the_same_answer(candidate: Candidate) -> None:
    sheet = candidate.sheet(1)
    key = candidate.key(1)
    assert [candidate.send(1, sheet, key).status_code for _ in range(3)] == [302, 302, 302]
    assert Answer.objects.count() == 1


def test_a_retry_of_what_was_changed_since_changes_nothing_back(candidate: Candidate) -> None:
    sheet = candidate.sheet(1)
    key = candidate.key(1)
    candidate.send(1, sheet, key)
    candidate.answer(1, WRONG)
    assert candidate.send(1, sheet, key).status_code == 302
    assert candidate.stored(1).response["motor_class"] == "NMJ"


def test_another_tab_is_told_that_the_answer_was_changed_meanwhile(candidate: Candidate) -> None:
    first, second = candidate.sheet(1), candidate.sheet(1)
    key = candidate.key(1)
    candidate.send(1, first, key)
    response = candidate.send(1, second, WRONG)
    page = response.content.decode()
    assert response.status_code == 409
    assert "answered in another tab, and that answer stands" in page
    assert "Class: Neuromuscular junction" in page
    assert {name: response.context["form"][name].value() for name in key} == key
    assert candidate.stored(1).response["side"] == key["side"]
    # The form that came with it replaces what it showed.
    assert candidate.send(1, dict(HIDDEN.findall(page)), WRONG).status_code == 302
    assert candidate.stored(1).response["motor_class"] == "NMJ"


def test_a_form_of_another_question_is_renewed(candidate: Candidate) -> None:
    sheet = candidate.sheet(1)
    candidate.send(1, sheet, candidate.key(1))
    candidate.sheet(2)
    response = candidate.send(2, sheet, candidate.key(2))
    assert response.status_code == 200
    assert "your choices are kept" in response.content.decode()
    assert Answer.objects.count() == 1


def test_a_flag_set_inside_the_form_keeps_the_choices(candidate: Candidate) -> None:
    response = candidate.send(1, candidate.sheet(1), WRONG | {"flagged": "on"})
    assert response.context["form"]["motor_class"].value() == "NMJ"
    assert candidate.quiz.questions.get(position=1).flagged
    assert "1 flagged" in candidate.page("review/")


@pytest.mark.parametrize(
    ("seconds", "status", "kept"),
    [(-1, 302, True), (0, 302, True), (1, 302, True), (5, 302, True), (5.001, 409, False), (3600, 409, False)],
)
def test_answers_count_until_the_end_and_a_grace_of_five_seconds(
    candidate: Candidate, clock: Any, seconds: float, status: int, kept: bool
) -> None:
    sheet = candidate.sheet(1)
    clock.move_to(BEGIN + LIMIT + timedelta(seconds=seconds))
    assert candidate.send(1, sheet, WRONG).status_code == status
    assert Answer.objects.exists() == kept


def test_a_late_answer_stays_readable(candidate: Candidate, clock: Any) -> None:
    sheet = candidate.sheet(1)
    clock.move_to(BEGIN + LIMIT + timedelta(seconds=42))
    page = candidate.send(1, sheet, WRONG).content.decode()
    assert "came 42 seconds after the end and is not counted" in page
    assert "Class: Neuromuscular junction" in page


def test_a_late_change_leaves_what_stood(candidate: Candidate, clock: Any) -> None:
    candidate.answer(1)
    sheet = candidate.sheet(1)
    clock.move_to(BEGIN + LIMIT + timedelta(seconds=6))
    assert candidate.send(1, sheet, WRONG).status_code == 409
    assert candidate.stored(1).response["side"] == candidate.key(1)["side"]


def test_a_retry_after_the_end_of_what_came_in_time_is_no_late_answer(candidate: Candidate, clock: Any) -> None:
    sheet = candidate.sheet(1)
    key = candidate.key(1)
    candidate.send(1, sheet, key)
    clock.move_to(BEGIN + LIMIT + timedelta(minutes=1))
    assert candidate.send(1, sheet, key).status_code == 302


def test_a_late_unreadable_answer_is_late(candidate: Candidate, clock: Any) -> None:
    sheet = candidate.sheet(1)
    clock.move_to(BEGIN + LIMIT + timedelta(minutes=1))
    assert candidate.send(1, sheet, {"motor_class": "NMJ"}).status_code == 409


@pytest.mark.parametrize("tail", ["", "1/", "2/", "review/", "results/"])
def test_whoever_looks_after_the_end_finds_it_closed_at_the_end(candidate: Candidate, clock: Any, tail: str) -> None:
    candidate.answer(1)
    clock.move_to(BEGIN + LIMIT + timedelta(days=3))
    candidate.client.get(candidate.base + tail, follow=True)
    assert candidate.fresh().finished_at == BEGIN + LIMIT


def test_a_command_closes_what_nobody_looks_at(candidate: Candidate, clock: Any) -> None:
    clock.move_to(BEGIN + LIMIT + timedelta(seconds=5))
    call_command("close_exams", stdout=StringIO())
    assert candidate.fresh().finished_at is None
    clock.shift(timedelta(seconds=1))
    call_command("close_exams", stdout=StringIO())
    assert candidate.fresh().finished_at == BEGIN + LIMIT


def test_the_results_wait_for_answers_that_are_on_their_way(candidate: Candidate, clock: Any) -> None:
    candidate.answer(1)
    clock.move_to(BEGIN + LIMIT + timedelta(seconds=2))
    response = candidate.client.get(candidate.base + "results/", follow=True)
    assert response.request["PATH_INFO"] == candidate.base + "review/"
    assert "Time is up" in response.content.decode()
    assert 'http-equiv="refresh"' in response.content.decode()


def test_submitting_with_empty_questions_is_asked_once_more(candidate: Candidate) -> None:
    candidate.answer(1)
    page = candidate.finish().content.decode()
    assert "3 questions are empty" in page
    assert candidate.fresh().finished_at is None
    assert candidate.finish(sure="yes")["Location"] == candidate.base + "results/"
    assert candidate.fresh().finished_at == BEGIN


def test_submitting_all_grades_all_and_shows_the_feedback(candidate: Candidate) -> None:
    for position in range(1, 5):
        candidate.answer(position)
    assert candidate.finish()["Location"] == candidate.base + "results/"
    page = candidate.page("results/")
    assert "100 % of the marks" in page
    assert all(answer.is_graded for answer in Answer.objects.all())
    assert "What decides" in candidate.page("3/")


def test_empty_questions_earn_nothing(candidate: Candidate) -> None:
    for position in (1, 2):
        candidate.answer(position)
    candidate.client.get(candidate.base + "3/")
    candidate.finish(sure="yes")
    assert "50 % of the marks" in candidate.page("results/")
    assert "Left empty" in candidate.page("3/")


def test_an_exam_without_an_answer_has_results(candidate: Candidate) -> None:
    candidate.finish(sure="yes")
    assert "No question was answered" in candidate.page("results/")


def test_nothing_is_taken_after_submitting(candidate: Candidate, clock: Any) -> None:
    sheet = candidate.sheet(1)
    candidate.finish(sure="yes")
    clock.shift(timedelta(seconds=1))
    response = candidate.send(1, sheet, WRONG)
    assert response.status_code == 409
    assert "1 second after the exam was submitted" in response.content.decode()
    assert not Answer.objects.exists()


def test_submitting_twice_changes_nothing(candidate: Candidate, clock: Any) -> None:
    candidate.finish(sure="yes")
    clock.shift(timedelta(minutes=1))
    assert candidate.finish(sure="yes").status_code == 302
    assert candidate.fresh().finished_at == BEGIN


def test_submitting_in_the_grace_ends_at_the_limit(candidate: Candidate, clock: Any) -> None:
    clock.move_to(BEGIN + LIMIT + timedelta(seconds=3))
    candidate.finish(sure="yes")
    assert candidate.fresh().finished_at == BEGIN + LIMIT


def test_the_same_questions_are_practiced_again_without_changing_the_result(candidate: Candidate) -> None:
    candidate.answer(1, WRONG)
    candidate.finish(sure="yes")
    before = candidate.page("results/")
    response = candidate.client.post(candidate.base + "again/")
    repeat = Quiz.objects.latest("pk")
    assert response["Location"] == f"/quiz/{repeat.public_id}/1/"
    assert (repeat.mode, repeat.origin, repeat.deadline) == (Mode.TUTOR, candidate.quiz, None)
    copy, original = repeat.questions.get(position=1), candidate.quiz.questions.get(position=1)
    assert copy.payload == original.payload
    candidate.visitor.answer(copy)
    assert Answer.objects.get(question=copy).score == 1
    assert re.sub("csrf[^>]*", "", candidate.page("results/")) == re.sub("csrf[^>]*", "", before)


def test_questions_that_were_never_opened_come_out_the_same_in_the_repeat(candidate: Candidate, clock: Any) -> None:
    candidate.finish(sure="yes")
    payloads = []
    for _ in range(2):
        candidate.client.post(candidate.base + "again/")
        repeat = Quiz.objects.latest("pk")
        payloads.append(candidate.visitor.open(repeat, 1).payload)
    assert payloads[0] == payloads[1]


@pytest.mark.parametrize("tail", ["review/", "finish/", "again/"])
def test_practice_has_no_review(visitor: Any, tail: str) -> None:
    quiz = visitor.start()
    method = visitor.client.get if tail == "review/" else visitor.client.post
    assert method(f"/quiz/{quiz.public_id}/{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["finish/", "again/"])
def test_the_end_wants_a_post(candidate: Candidate, tail: str) -> None:
    assert candidate.client.get(candidate.base + tail).status_code == 405


@pytest.mark.parametrize("tail", ["1/", "review/", "finish/", "again/", "results/"])
def test_nobody_else_sits_in_an_exam(candidate: Candidate, stranger: Any, tail: str) -> None:
    stranger.start()
    assert stranger.client.get(candidate.base + tail).status_code in (404, 405)
    assert stranger.client.post(candidate.base + tail).status_code in (404, 405)


def test_going_on_finds_the_first_empty_question_or_the_review(candidate: Candidate) -> None:
    candidate.answer(1)
    assert candidate.client.get(candidate.base)["Location"] == candidate.base + "2/"
    for position in (2, 3, 4):
        candidate.answer(position)
    assert candidate.client.get(candidate.base)["Location"] == candidate.base + "review/"


def test_a_position_outside_the_exam_does_not_exist(candidate: Candidate) -> None:
    assert candidate.client.get(candidate.base + "5/").status_code == 404
    assert candidate.client.get(candidate.base + "0/").status_code == 404


def test_an_answer_id_that_is_none_is_renewed(candidate: Candidate) -> None:
    candidate.sheet(1)
    response = candidate.send(1, {"client_id": "x", "replaces": "y"}, candidate.key(1))
    assert response.status_code == 200
    renewed = dict(HIDDEN.findall(response.content.decode()))
    assert uuid.UUID(renewed["client_id"])
    assert candidate.send(1, renewed, candidate.key(1)).status_code == 302


def test_a_page_of_an_exam_costs_few_queries(
    candidate: Candidate, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    for position in range(1, 5):
        candidate.answer(position)
    with django_assert_num_queries(4):  # session, quiz, question with its answer, places
        candidate.page("2/")
    with django_assert_num_queries(3):
        candidate.page("review/")
    sheet = candidate.sheet(1)
    with django_assert_max_num_queries(12):
        candidate.send(1, sheet, WRONG)


def test_library_cases_are_asked_too(clock: Any, visitor: Any, library_case: Callable[..., Case]) -> None:
    case = library_case()
    candidate = Candidate(visitor, number="2", difficulty="")
    candidate.sheet(2)
    asked = Question.objects.get(case_version__case=case)
    assert candidate.answer(asked.position).status_code == 302
    page = candidate.page(f"{asked.position}/")
    assert case.title not in page
    assert "The root would have" not in page


def test_the_queue_is_told_of_another_tab_and_of_lateness(candidate: Candidate, clock: Any) -> None:
    queued = {"Accept": "application/json"}
    one, two = candidate.sheet(1), candidate.sheet(1)
    assert candidate.send(1, one, candidate.key(1), headers=queued).json()["state"] == "stored"
    assert "another tab" in candidate.send(1, two, WRONG, headers=queued).json()["reason"]
    candidate.client.get(candidate.base + "2/")
    clock.shift(LIMIT + timedelta(seconds=6))
    assert "after the end" in candidate.send(2, two, WRONG, headers=queued).json()["reason"]


def test_a_question_that_was_never_opened_takes_no_late_answer(candidate: Candidate, clock: Any) -> None:
    clock.shift(LIMIT + timedelta(seconds=6))
    sheet = {"client_id": str(uuid.uuid4())}
    assert candidate.send(3, sheet, WRONG, headers={"Accept": "application/json"}).status_code == 404


def test_an_exam_that_is_answered_and_not_submitted_is_offered_again(candidate: Candidate) -> None:
    for position in range(1, 5):
        candidate.answer(position)
    assert f'href="{candidate.base}4/"' in candidate.client.get("/").content.decode()


def test_an_exam_that_ran_out_meanwhile_leads_to_its_results(candidate: Candidate, clock: Any) -> None:
    candidate.answer(1)
    clock.shift(LIMIT + timedelta(days=1))
    assert candidate.client.get(candidate.base + "2/")["Location"] == candidate.base + "results/"
    assert "when time was up" in candidate.page("results/")


def test_every_kind_of_question_can_be_examined(clock: Any, visitor: Any) -> None:
    candidate = Candidate(visitor, number="12", kind="", difficulty="")
    candidate.client.get(candidate.base + "12/")
    kinds = set(candidate.quiz.questions.values_list("kind", flat=True))
    assert len(kinds) > 3
    for position in range(1, 13):
        page = candidate.page(f"{position}/")
        assert "Save and go on" in page
        assert 'name="replaces"' in page
