"""Practice as a person does it: by keyboard, without JavaScript, in two tabs, with the network gone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer
from tests.quizzes.browsing import begin, choose, see_the_feedback, see_the_map, skip_to_the_content, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WIDE = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? [...document.querySelectorAll('main *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.table-scroll'))
    .map(e => e.outerHTML.slice(0, 200))
  : []"""
FOCUSED = "document.activeElement.id"


def test_a_question_is_answered_by_keyboard_alone(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    page.goto(live_server.url)
    page.get_by_role("button", name="Start practice").press("Enter")
    page.wait_for_url(re.compile("/1/$"))
    see_the_map(page)
    skip_to_the_content(page)
    while page.evaluate(FOCUSED) != "answer-motor_class_0":
        page.keyboard.press("Tab")
    for keys in ("Space", "ArrowDown", "Tab", "p", "Tab", "Tab", "Space", "Tab"):
        page.keyboard.press(keys)
    page.keyboard.type(site)
    page.keyboard.press("Enter")
    see_the_feedback(page)
    assert Answer.objects.get().response["motor_class"] == "LMN"
    page.get_by_role("link", name="Next question").press("Enter")
    page.wait_for_url(re.compile("/2/$"))


def test_a_question_is_answered_without_javascript(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(360, java_script_enabled=False)
    begin(page, live_server)
    submit(page)
    expect(page.locator("#errors")).to_contain_text("What you chose is kept")
    choose(page, site)
    submit(page)
    page.wait_for_url(re.compile("/1/#feedback$"))
    assert Answer.objects.count() == 1
    page.reload()
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert Answer.objects.count() == 1


def test_what_is_missing_takes_the_focus_and_keeps_the_choices(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    begin(page, live_server)
    page.get_by_label("At which level?").select_option("pons")
    submit(page)
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("At which level?")).to_have_value("pons")


def test_a_second_tab_learns_of_the_first_answer(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    first = open_page()
    begin(first, live_server)
    second = first.context.new_page()
    second.goto(first.url)
    choose(first, site)
    submit(first)
    see_the_feedback(first)
    choose(second, site, "Muscle")
    submit(second)
    conflict = second.get_by_role("group", name="This question already has an answer")
    expect(conflict).to_contain_text("Class: Muscle")
    expect(conflict).to_be_focused()
    assert Answer.objects.get().response["motor_class"] == "UMN"


def test_an_answer_outlives_a_lost_connection(live_server: LiveServer, context: BrowserContext, site: str) -> None:
    page = context.new_page()
    begin(page, live_server)
    choose(page, site)
    address = page.url
    page.route(address, lambda route: route.abort())
    submit(page)
    expect(page.locator("#not-saved")).to_contain_text("Not saved: no connection")
    page.route(address, let_through_what_is_pressed)
    submit(page)
    see_the_feedback(page)
    assert Answer.objects.count() == 1


def let_through_what_is_pressed(route: Route) -> None:
    """What the page sends again by itself would come before the press, or not, as the time falls."""
    if "hx-request" in route.request.headers:
        route.continue_()
    else:
        route.abort()


def test_the_flag_is_set_without_losing_a_choice(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(360)
    begin(page, live_server)
    choose(page, site)
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flagged")).to_be_focused()
    expect(page.get_by_label("Which structure?")).to_have_value(site)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_overflows(live_server: LiveServer, open_page: Callable[..., Page], site: str, width: int) -> None:
    page = open_page(width)
    begin(page, live_server, number=10)
    see_the_map(page)
    assert page.evaluate(WIDE) == []
    choose(page, site)
    submit(page)
    see_the_feedback(page)
    page.get_by_text("Every finding, for and against").click()
    assert page.evaluate(WIDE) == []
    page.goto(page.url.replace("/1/", "/results/"))
    assert page.evaluate(WIDE) == []
