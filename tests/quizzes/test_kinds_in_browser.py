"""The puzzles as a person answers them: by keyboard, by single keys, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.kinds import every_kind
from quizzes.kinds.puzzle import Puzzle
from quizzes.models import LOCALIZE, Answer
from tests.quizzes.browsing import begin, choose, see_the_feedback, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KINDS = [asking.kind for asking in every_kind() if isinstance(asking, Puzzle)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_refused_answered_and_told_without_javascript(
    live_server: LiveServer, open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page(360, java_script_enabled=False)
    begin(page, live_server, kind)
    submit(page)
    expect(page.locator("#errors")).to_contain_text("What you chose is kept")
    page.locator("input[name='choice']").last.check()
    submit(page)
    page.wait_for_url(re.compile("/1/#feedback$"))
    expect(page.locator(".picked")).to_contain_text("your choice")
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_answered_by_keyboard_alone(
    live_server: LiveServer, open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page()
    begin(page, live_server, kind)
    page.keyboard.press("Tab")
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == "choice":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    see_the_feedback(page)
    assert Answer.objects.count() == 1


def test_one_key_chooses_the_motor_neuron(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page, live_server, "umn-or-lmn")
    for key, value in (("u", "UMN"), ("l", "LMN"), ("b", "MIXED"), ("n", "NONE")):
        page.keyboard.press(key)
        expect(page.locator("input[name='choice']:checked")).to_have_value(value)


def test_single_keys_rest_when_they_are_switched_off(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page, live_server, "umn-or-lmn")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("u")
    expect(page.locator("input[name='choice']:checked")).to_have_count(0)


def test_the_twin_is_one_button_away(live_server: LiveServer, open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    twin = page.get_by_role("heading", name="Question 1 of 1", exact=True)
    none = page.get_by_text("This patient has no twin")
    for _ in range(8):
        begin(page, live_server, LOCALIZE, number=2)
        choose(page, site)
        submit(page)
        see_the_feedback(page)
        page.get_by_role("button", name="Its twin").click()
        expect(twin.or_(none)).to_be_visible()
        if twin.is_visible():
            break
    expect(twin).to_be_visible()
    expect(page.get_by_text("Beside the first patient")).to_have_count(0)
