"""What a person does in a browser, in the words of the tests, each waiting until it is done."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer


def begin(page: Page, server: LiveServer, kind: str = "localize", number: int = 1, minutes: int = 0) -> None:
    """Start a practice, or with minutes an exam."""
    page.goto(f"{server.url}/practice/")
    page.get_by_label("Kind of question").select_option(kind)
    page.get_by_label("How many questions?").fill(str(number))
    if minutes:
        page.get_by_label("Exam: feedback at the end").check()
        page.get_by_label("Minutes for the exam").fill(str(minutes))
    page.get_by_role("button", name="Start with these").click()
    page.wait_for_url(re.compile(r"/quiz/[0-9a-f-]{36}/1/$"))


def see_the_map(page: Page) -> None:
    """Wait for the map, which comes after the page and adds stops of the Tab key."""
    page.locator(".schematic[data-state='ready']").wait_for()


def choose(page: Page, site: str, motor_class: str = "Upper motor neuron") -> None:
    page.get_by_label(motor_class, exact=True).check()
    page.get_by_label("At which level?").select_option("pons")
    page.get_by_label("Left", exact=True).check()
    page.get_by_label("Which structure?").fill(site)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def see_the_feedback(page: Page) -> None:
    """Wait for the verdict; when it has the focus, what came with it answers to clicks and keys."""
    expect(page.locator("#feedback")).to_be_focused()


def skip_to_the_content(page: Page) -> None:
    """By keyboard; the browser moves the focus a moment after the key."""
    page.get_by_role("link", name="Skip to the content").press("Enter")
    expect(page.locator("#main")).to_be_focused()
