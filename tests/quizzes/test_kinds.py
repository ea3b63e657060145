"""The kinds beside localization, as a visitor meets them: asked, refused, answered, graded, kept, asked again."""

import re
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command

import neuraxis
from quizzes.kinds import asking_of, every_kind
from quizzes.kinds.puzzle import Puzzle
from quizzes.models import LOCALIZE, Answer, Question, Quiz
from quizzes.pages.question import kept_print

pytestmark = pytest.mark.django_db

PUZZLES = [asking for asking in every_kind() if isinstance(asking, Puzzle)]
KINDS = [asking.kind for asking in PUZZLES]
TICKED = [asking.kind for asking in PUZZLES if asking.many]
CHANGING = re.compile(r'(csrfmiddlewaretoken" value="[^"]*|name="client_id" value="[^"]*)')

each_kind = pytest.mark.parametrize("kind", KINDS)


def page_of(visitor: Any, question: Question) -> str:
    return str(visitor.client.get(f"/quiz/{question.quiz.public_id}/{question.position}/").content.decode())


def right_answer(visitor: Any, question: Question) -> list[str]:
    """What is to be chosen or ticked."""
    choice = asking_of(question.kind).example_answers(visitor.model, question).right["choice"]
    return choice if isinstance(choice, list) else [choice]


def send(visitor: Any, question: Question, choice: list[str], **kwargs: Any) -> Any:
    return visitor.send(question, visitor.form(question) | {"choice": choice}, **kwargs)


def answered(visitor: Any, question: Question, choice: list[str]) -> Answer:
    """Sends an answer and looks at the feedback, where it is graded."""
    sent = send(visitor, question, choice)
    assert sent.status_code == 302, sent.content
    assert visitor.client.get(sent["Location"]).status_code == 200
    return Answer.objects.get(question=question)


@each_kind
def test_the_right_answer_earns_all_and_says_so(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    assert question.kind == kind
    answer = answered(visitor, question, right_answer(visitor, question))
    assert answer.score == 1.0
    page = page_of(visitor, question)
    assert "Right: 100 %." in page
    assert "Another like this" in page


@each_kind
def test_every_option_is_told_whether_it_was_right(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    values = visitor.options(question)
    wrong = [value for value in values if value not in right_answer(visitor, question)]
    answer = answered(visitor, question, wrong if kind in TICKED else wrong[:1])
    assert answer.score is not None
    assert answer.score < 1
    assert answer.verdict is not None
    assert {option["value"] for option in answer.verdict["options"]} == set(values)
    assert "your choice" in page_of(visitor, question)


@each_kind
@pytest.mark.parametrize("htmx", [True, False])
def test_an_empty_answer_is_kindly_refused(visitor: Any, kind: str, htmx: bool) -> None:
    question = visitor.started(kind=kind)
    data = {name: value for name, value in visitor.form(question).items() if name != "choice"}
    page = visitor.send(question, data | {"confidence": "2"}, htmx=htmx).content.decode()
    assert "What you chose is kept" in page
    assert 'href="#answer-choice_0"' in page
    assert re.search(r'name="confidence" value="2"[^>]* checked', page)
    assert ("<!doctype" in page.lower()) is not htmx
    assert not Answer.objects.exists()


@each_kind
def test_an_option_that_is_not_there_is_refused_and_the_others_are_kept(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    first = visitor.options(question)[0]
    page = send(visitor, question, [first, "no.such.option"]).content.decode()
    assert "Choose from the list" in page
    if kind in TICKED:
        assert re.search(rf'value="{re.escape(first)}"[^>]* checked', page)
    assert not Answer.objects.exists()


@each_kind
def test_the_mark_pressed_in_the_form_keeps_what_was_chosen(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    chosen = visitor.options(question)[:2] if kind in TICKED else visitor.options(question)[1:2]
    page = visitor.send(question, visitor.form(question) | {"choice": chosen, "flagged": "on"}).content.decode()
    for value in chosen:
        assert re.search(rf'value="{re.escape(value)}"[^>]* checked', page)


@each_kind
def test_a_second_answer_is_told_in_words_and_not_kept(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    values = visitor.options(question)
    forms = [visitor.form(question) for _ in range(2)]
    visitor.send(question, forms[0] | {"choice": values[:1]})
    page = visitor.send(question, forms[1] | {"choice": values[1:2]})
    assert page.status_code == 409
    assert "the first one counts" in page.content.decode()
    assert "nothing readable" not in page.content.decode()
    assert Answer.objects.get().response["choice"] in (values[0], values[:1])


@each_kind
def test_the_unanswered_page_is_the_same_whatever_the_key(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    before = CHANGING.sub("", page_of(visitor, question))
    question.payload |= {"key": "als:M", "topic": "diffuse", "stage": "acute", "edges": [], "difficulty": 4}
    question.payload["generator"] = {"topic": "diffuse", "difficulty": None, "kind": kind}
    question.seed += 1
    question.save()
    kept_print.cache_clear()
    assert CHANGING.sub("", page_of(visitor, question)) == before


@each_kind
def test_neither_key_nor_seed_nor_permanent_link_is_on_the_unanswered_page(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    response = visitor.client.get(f"/quiz/{question.quiz.public_id}/1/")
    sent = response.content.decode() + str(response.headers)
    key = question.payload["key"]
    for secret in (f'"{key}"', str(question.seed), str(question.quiz.seed), "/question/", "permanent"):
        assert secret not in sent
    if kind not in TICKED:
        name = neuraxis.word_place(visitor.model.places[key])
        assert name.casefold() not in sent.casefold()


@each_kind
def test_a_waiting_page_costs_two_queries(visitor: Any, kind: str, django_assert_num_queries: Any) -> None:
    question = visitor.started(kind=kind)
    with django_assert_num_queries(2):  # session, the quiz as it stands
        page_of(visitor, question)


@each_kind
def test_an_answered_page_costs_five_queries_at_most(
    visitor: Any, kind: str, django_assert_max_num_queries: Any
) -> None:
    question = visitor.started(kind=kind)
    answered(visitor, question, right_answer(visitor, question))
    with django_assert_max_num_queries(5):
        page_of(visitor, question)


@each_kind
def test_another_like_this_is_of_the_same_kind_and_topic(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    answered(visitor, question, right_answer(visitor, question))
    visitor.client.post(f"/quiz/{question.quiz.public_id}/1/another/")
    other = visitor.open(Quiz.objects.latest("pk"))
    assert other.kind == kind
    assert other.payload["topic"] == question.payload["topic"]


@each_kind
def test_the_permanent_link_makes_the_same_question(visitor: Any, stranger: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    answered(visitor, question, right_answer(visitor, question))
    assert stranger.client.get(question.permanent_url).status_code == 200
    stranger.client.post(question.permanent_url)
    same = stranger.open(Quiz.objects.latest("pk"))
    assert (same.kind, same.payload) == (question.kind, question.payload)


@each_kind
def test_a_problem_is_reported_with_the_question(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    answered(visitor, question, right_answer(visitor, question))
    sent = visitor.client.post(f"/quiz/{question.quiz.public_id}/1/report/", {"text": "Is this so?"})
    assert sent.status_code == 302


@each_kind
def test_grading_again_finds_the_same(visitor: Any, kind: str) -> None:
    question = visitor.started(kind=kind)
    before = answered(visitor, question, right_answer(visitor, question))
    call_command("regrade", "--all", "--reason", "a test")
    after = Answer.objects.get(pk=before.pk)
    assert (after.verdict, after.score) == (before.verdict, before.score)
    assert not after.revisions.exists()


def test_results_of_mixed_kinds_are_counted_by_kind(visitor: Any) -> None:
    quiz = visitor.start(kind="", number=6)
    for position in range(1, 7):
        question = visitor.open(quiz, position)
        if question.kind == LOCALIZE:
            visitor.answer(question)
        else:
            answered(visitor, question, right_answer(visitor, question))
    page = visitor.client.get(f"/quiz/{quiz.public_id}/results/").content.decode()
    assert "By kind of question" in page
    assert "100 % of the marks" in page
    quiz.refresh_from_db()
    shared = re.search(r'href="(?:http://testserver)?(/shared/[^"]+)"', page)
    assert shared is not None
    assert visitor.client.get(shared[1]).status_code == 200


def test_a_mixed_quiz_begins_with_a_localization_and_has_half_of_others(visitor: Any) -> None:
    slots = visitor.start(kind="").settings["slots"]
    others = [slot["kind"] for slot in slots if slot and "kind" in slot]
    assert (len(slots), len(others), slots[0]) == (10, 5, None)
    assert len(set(others)) == 5


def test_each_puzzle_comes_as_often_as_its_share_says(visitor: Any) -> None:
    shares = {asking.kind: asking.share for asking in PUZZLES}
    slots = visitor.start(kind="", number=2 * sum(shares.values())).settings["slots"]
    assert Counter(slot["kind"] for slot in slots if slot and "kind" in slot) == shares


def test_one_kind_alone_can_be_practiced(visitor: Any) -> None:
    slots = visitor.start(kind="next", number=5).settings["slots"]
    assert slots == [{"kind": "next"}] * 5


def test_a_kind_that_does_not_exist_is_refused(visitor: Any) -> None:
    response = visitor.client.post("/practice/", {"kind": "riddle"})
    assert response.status_code == 200
    assert "There is no such kind of question" in response.content.decode()


def test_an_exam_shows_what_was_chosen_and_lets_it_be_changed(visitor: Any) -> None:
    question = visitor.started(kind="predict", mode="exam", number=2)
    values = visitor.options(question)
    assert send(visitor, question, values[:2]).status_code == 302
    page = page_of(visitor, question)
    for value in values[:2]:
        assert re.search(rf'value="{re.escape(value)}"[^>]* checked', page)
