"""Every page, in every state that a learner meets: no violation that axe finds, in light and dark, narrow and wide.

A page whose address is new has to be listed here, or to be named as none.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

import neuraxis
from cases.models import Case, Concept
from quizzes.kinds import kind_names
from quizzes.models import LOCALIZE, Daily, Question, Quiz, ReviewCard
from tests.conftest import client_of
from tests.quizzes.conftest import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
VIOLATIONS = """async () => (await axe.run({resultTypes: ['violations']})).violations
  .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 5).join(' | '))"""
UNFOLD = "() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }"
# Text is lost where a box cuts off what does not fit; what only a screen reader is meant to find is cut on purpose.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
    const style = getComputedStyle(e);
    return e.textContent.trim() && !e.closest('.visually-hidden, .skip-link, svg') && e.checkVisibility()
      && [style.overflowX, style.overflowY].some(o => o === 'hidden' || o === 'clip')
      && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  }).map(e => e.outerHTML.slice(0, 120))"""
TWICE_AS_LARGE = {"width": 640, "height": 400}  # a browser of 1280 x 800 at 200 %
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
APPS = ("accounts", "cases", "drawings", "quizzes")


@dataclass
class World:
    """A visitor, an account, and the library."""

    visitor: Visitor
    account: Client


@dataclass(frozen=True)
class State:
    """A page in one state: the name of its address, and how a browser gets there."""

    name: str
    reach: Callable[[World], tuple[Client, str]]


STATES: list[State] = []
NO_PAGES = {
    "accounts:sign-out": "takes a POST",
    "quizzes:solve_case": "takes a POST",
    "quizzes:resume": "leads to another page",
    "quizzes:flag": "takes a POST",
    "quizzes:report": "takes a POST; its refusal is the question page",
    "quizzes:another": "takes a POST",
    "quizzes:twin": "takes a POST; its question is a question page",
    "quizzes:today": "leads to another page",
    "quizzes:start_review": "takes a POST; its questions are question pages",
    "quizzes:exam_date": "takes a POST; its refusal is the progress page",
    "quizzes:finish": "takes a POST; what it asks once more stands on the review page",
    "quizzes:again": "takes a POST",
    "quizzes:pack": "takes a POST, for a script",
    "quizzes:manifest": "a file",
    "quizzes:worker": "a file",
    "quizzes:strike": "takes a POST, for a script",
    "drawings:map": "a part of a page; the pages of questions have it",
    "drawings:sites": "a file",
    "drawings:picture": "a file",
    "quizzes:export_csv": "a file",
    "quizzes:export_json": "a file",
}


def state(name: str) -> Callable[[Callable[[World], tuple[Client, str]]], None]:
    return lambda reach: STATES.append(State(name, reach))


def plain(name: str, path: str, *, signed_in: bool = False) -> None:
    STATES.append(State(name, lambda world: (world.account if signed_in else world.visitor.client, path)))


plain("accounts:sign-in", "/account/sign-in/")
plain("accounts:sign-up", "/account/sign-up/")
plain("accounts:account", "/account/", signed_in=True)
plain("accounts:change-password", "/account/password/", signed_in=True)
plain("accounts:delete", "/account/delete/", signed_in=True)
plain("cases:concepts", "/concepts/")
plain("cases:library", "/cases/")
plain("quizzes:practice", "/practice/")
plain("quizzes:offline", "/offline/")
plain("quizzes:home", "/")
plain("quizzes:anki", "/anki/")
plain("quizzes:progress", "/progress/")
plain("", "/no/such/page/")


@state("quizzes:home")
def the_home_page_with_todays_case_answered(world: World) -> tuple[Client, str]:
    answer_today(world)
    return world.visitor.client, "/"


@state("quizzes:daily")
def todays_case(world: World) -> tuple[Client, str]:
    return world.visitor.client, world.visitor.client.get("/today/")["Location"]


@state("quizzes:daily")
def todays_case_answered(world: World) -> tuple[Client, str]:
    return world.visitor.client, answer_today(world)


def answer_today(world: World) -> str:
    client = world.visitor.client
    address: str = client.get("/today/")["Location"]
    client.get(address)
    daily = Daily.objects.get()
    key = world.visitor.key(Question(payload=daily.payload))
    client.post(address, {**key, "client_id": str(uuid.uuid4())})
    return address


@state("cases:concept")
def a_concept(world: World) -> tuple[Client, str]:
    return world.visitor.client, Concept.objects.shown()[0].get_absolute_url()


@state("cases:case")
def a_case(world: World) -> tuple[Client, str]:
    return world.visitor.client, Case.objects.shown()[0].get_absolute_url()


@state("quizzes:question")
def a_waiting_question(world: World) -> tuple[Client, str]:
    return world.visitor.client, address(world.visitor.started(difficulty="2"))


@state("quizzes:question")
def a_right_answer(world: World) -> tuple[Client, str]:
    question = world.visitor.started()
    world.visitor.answer(question)
    return world.visitor.client, address(question)


@state("quizzes:question")
def a_wrong_answer(world: World) -> tuple[Client, str]:
    question = world.visitor.started(topic="nerves")
    world.visitor.answer(question, world.visitor.mirror(question))
    return world.visitor.client, address(question)


def every_other_kind() -> None:
    """Each kind beside localization, as it is asked and as its answer is told."""
    for kind in (kind for kind in kind_names() if kind != LOCALIZE):

        def asked(world: World, kind: str = kind) -> tuple[Client, str]:
            return world.visitor.client, address(world.visitor.started(kind=kind))

        def answered(world: World, kind: str = kind) -> tuple[Client, str]:
            question = world.visitor.started(kind=kind)
            world.visitor.pick(question)
            return world.visitor.client, address(question)

        asked.__name__, answered.__name__ = f"{kind}_asked", f"{kind}_answered"
        state("quizzes:question")(asked)
        state("quizzes:question")(answered)


every_other_kind()


def two_kinds(world: World) -> str:
    """A practice of two questions of different kinds, both answered."""
    quiz = world.visitor.start(kind="", number=2)
    world.visitor.answer(world.visitor.open(quiz, 1))
    world.visitor.pick(world.visitor.open(quiz, 2))
    return f"/quiz/{quiz.public_id}/"


@state("quizzes:results")
def results_of_two_kinds(world: World) -> tuple[Client, str]:
    return world.visitor.client, two_kinds(world) + "results/"


@state("quizzes:print")
def two_kinds_on_paper_with_answers(world: World) -> tuple[Client, str]:
    return world.visitor.client, two_kinds(world) + "print/?as=both"


def exam_of(world: World) -> str:
    """A running exam of three, its first question answered and flagged."""
    quiz = world.visitor.start(kind="localize", mode="exam", number=3, minutes=30)
    first = world.visitor.open(quiz, 1)
    world.visitor.send(first, world.visitor.form(first) | world.visitor.key(first))
    world.visitor.client.post(f"/quiz/{quiz.public_id}/1/flag/", {"flagged": "on"})
    return f"/quiz/{quiz.public_id}/"


@state("quizzes:question")
def an_answered_question_of_a_running_exam(world: World) -> tuple[Client, str]:
    return world.visitor.client, exam_of(world) + "1/"


@state("quizzes:review")
def the_review_of_an_exam(world: World) -> tuple[Client, str]:
    return world.visitor.client, exam_of(world) + "review/"


@state("quizzes:question")
def a_question_left_empty_in_an_exam(world: World) -> tuple[Client, str]:
    base = exam_of(world)
    world.visitor.client.get(base + "2/")
    world.visitor.client.post(base + "finish/", {"sure": "yes"})
    return world.visitor.client, base + "2/"


@state("quizzes:results")
def results_of_an_exam(world: World) -> tuple[Client, str]:
    base = exam_of(world)
    world.visitor.client.post(base + "finish/", {"sure": "yes"})
    return world.visitor.client, base + "results/"


@state("quizzes:results")
def unfinished_results(world: World) -> tuple[Client, str]:
    question = world.visitor.started()
    world.visitor.answer(question)
    return world.visitor.client, f"/quiz/{question.quiz.public_id}/results/"


def predicted_by(who: str) -> Callable[[World], tuple[Client, str]]:
    def reach(world: World) -> tuple[Client, str]:
        question = world.visitor.started(topic="nerves")
        world.visitor.answer(question, world.visitor.mirror(question))
        return world.visitor.client, f"{address(question)}predicted/{who}/"

    reach.__name__ = f"predicted_by_the_{who}"
    return reach


state("quizzes:predicted")(predicted_by("key"))
state("quizzes:predicted")(predicted_by("answer"))


@state("quizzes:progress")
def progress_with_something_due_and_an_exam(world: World) -> tuple[Client, str]:
    quiz = world.visitor.start(kind="localize")
    for position in (1, 2, 3):
        question = world.visitor.open(quiz, position)
        world.visitor.answer(question, world.visitor.key(question) | {"confidence": "2"})
        world.visitor.client.get(address(question))
    ReviewCard.objects.filter(pk=ReviewCard.objects.latest("pk").pk).update(due=timezone.now())
    world.visitor.client.post("/progress/exam/", {"exam_date": str(timezone.now().date() + timedelta(days=90))})
    return world.visitor.client, "/progress/"


@state("quizzes:permanent")
def a_permanent_question(world: World) -> tuple[Client, str]:
    question = world.visitor.started(kind="umn-or-lmn")
    world.visitor.pick(question)
    assert question.permanent_url  # one of the library has none
    return world.visitor.client, question.permanent_url


@state("quizzes:shared")
def shared_results(world: World) -> tuple[Client, str]:
    case = Case.objects.shown()[0]
    world.visitor.client.post(f"/cases/{case.slug}/solve/")
    question = world.visitor.open(Quiz.objects.latest("pk"))
    world.visitor.answer(question)
    page = world.visitor.client.get(f"/quiz/{question.quiz.public_id}/results/")
    return world.visitor.client, page.context["share_url"].removeprefix("http://testserver")


def address(question: Any) -> str:
    return f"/quiz/{question.quiz.public_id}/{question.position}/"


@pytest.fixture
def world(db: None, learner: Any) -> World:
    call_command("load_content", verbosity=0)
    return World(Visitor(neuraxis.load_model(), Client()), client_of(learner))


def enter(page: Page, server: LiveServer, client: Client) -> None:
    """Give the browser the session that `client` has."""
    if morsel := client.cookies.get(settings.SESSION_COOKIE_NAME):
        page.context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": server.url}])


@pytest.mark.parametrize("shown", STATES, ids=lambda shown: f"{shown.name}-{shown.reach.__name__}")
def test_axe_finds_nothing_and_large_text_is_all_there(
    shown: State, world: World, live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    client, path = shown.reach(world)
    page = open_page()
    enter(page, live_server, client)
    page.goto(live_server.url + path)
    expect(page.locator(".schematic:visible:not([data-state='ready'])")).to_have_count(0)
    page.evaluate(UNFOLD)
    page.evaluate(AXE)
    found = {}
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if violations := page.evaluate(VIOLATIONS):
                found[width, scheme] = violations
        if page.evaluate(OVERFLOW) > 0:
            found[width, "any"] = ["the page scrolls sideways"]
    page.set_viewport_size(TWICE_AS_LARGE)  # type: ignore[arg-type]
    if lost := page.evaluate(CLIPPED):
        found[1280, "200 %"] = lost
    if page.evaluate(OVERFLOW) > 0:
        found[1280, "200 % "] = ["the page scrolls sideways"]
    assert found == {}


def test_no_page_is_forgotten() -> None:
    resolver = get_resolver()
    named = {
        f"{app}:{pattern.name}"
        for app in APPS
        for pattern in resolver.namespace_dict[app][1].url_patterns
        if isinstance(pattern, URLPattern)
    }
    assert named == {shown.name for shown in STATES if shown.name} | set(NO_PAGES)
