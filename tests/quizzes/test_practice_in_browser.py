"""Practice as a person does it: by keyboard, without JavaScript, in two tabs, with the network gone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WIDE = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? [...document.querySelectorAll('main *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.table-scroll'))
    .map(e => e.outerHTML.slice(0, 200))
  : []"""
FOCUSED = "document.activeElement.id"


@pytest.fixture
def site(model: Any) -> str:
    """Some structure on the list."""
    return str(next(iter(model.sites.values())).name)


def begin(page: Page, server: LiveServer) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Start practice").click()
    page.wait_for_url(re.compile(r"/quiz/[0-9a-f-]{36}/1/$"))


def choose(page: Page, site: str, motor_class: str = "Upper motor neuron") -> None:
    page.get_by_label(motor_class, exact=True).check()
    page.get_by_label("At which level?").select_option("pons")
    page.get_by_label("Left", exact=True).check()
    page.get_by_label("Which structure?").fill(site)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def test_a_question_is_answered_by_keyboard_alone(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    page.goto(live_server.url)
    page.get_by_role("button", name="Start practice").press("Enter")
    page.wait_for_url(re.compile("/1/$"))
    page.get_by_role("link", name="Skip to the content").press("Enter")
    while page.evaluate(FOCUSED) != "answer-motor_class_0":
        page.keyboard.press("Tab")
    for keys in ("Space", "ArrowDown", "Tab", "p", "Tab", "Tab", "Space", "Tab"):
        page.keyboard.press(keys)
    page.keyboard.type(site)
    page.keyboard.press("Enter")
    expect(page.locator("#feedback")).to_be_focused()
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
    assert page.get_by_label("At which level?").input_value() == "pons"


def test_a_second_tab_learns_of_the_first_answer(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    first = open_page()
    begin(first, live_server)
    context: BrowserContext = first.context
    second = context.new_page()
    second.goto(first.url)
    for page, motor_class in ((first, "Upper motor neuron"), (second, "Muscle")):
        choose(page, site, motor_class)
        submit(page)
        page.locator("#feedback").wait_for()
    expect(second.get_by_role("group", name="This question already has an answer")).to_contain_text("Class: Muscle")
    expect(second.get_by_role("group", name="This question already has an answer")).to_be_focused()
    assert Answer.objects.get().response["motor_class"] == "UMN"


def test_an_answer_outlives_a_lost_connection(live_server: LiveServer, browser: Browser, site: str) -> None:
    page = browser.new_context().new_page()  # a console that may complain
    begin(page, live_server)
    choose(page, site)
    address = page.url
    page.route(address, lambda route: route.abort())
    submit(page)
    expect(page.locator("#not-saved")).to_contain_text("Not saved: no connection")
    page.unroute(address)
    submit(page)
    page.locator("#feedback").wait_for()
    page.context.close()
    assert Answer.objects.count() == 1


def test_the_flag_is_set_without_losing_a_choice(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(360)
    begin(page, live_server)
    choose(page, site)
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flagged")).to_be_focused()
    assert page.get_by_label("Which structure?").input_value() == site


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_overflows(live_server: LiveServer, open_page: Callable[..., Page], site: str, width: int) -> None:
    page = open_page(width)
    begin(page, live_server)
    assert page.evaluate(WIDE) == []
    choose(page, site)
    submit(page)
    page.locator("#feedback").wait_for()
    page.get_by_text("Every finding, for and against").click()
    assert page.evaluate(WIDE) == []
    page.goto(page.url.replace("/1/", "/results/"))
    assert page.evaluate(WIDE) == []
