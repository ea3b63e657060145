"""What a screen reader has to say: names, descriptions, and each announcement once, neither twice nor never."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.quizzes.browsing import begin, choose, see_the_feedback, see_the_map, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# Each text that appears in a live region after the page was there; what was there before is not announced.
LISTEN = """() => {
  const last = new WeakMap();
  const look = keep => {
    for (const place of document.querySelectorAll('[role=status], [role=alert], [aria-live=polite]')) {
      const words = place.checkVisibility() ? place.innerText.trim() : '';
      if (keep && words && last.get(place) !== words) window.said.push(words);
      last.set(place, words);
    }
  };
  window.said = [];
  look(false);
  new MutationObserver(() => look(true)).observe(document.body,
    {subtree: true, childList: true, characterData: true, attributes: true});
}"""
IS_LIVE = "document.activeElement.closest('[role=status], [role=alert], [aria-live=polite]') !== null"


def said(page: Page) -> list[str]:
    """What was announced; that the connection is slow is true on a slow machine, and not asked here."""
    words: list[str] = page.evaluate("said")
    return [one for one in words if "the connection is slow" not in one]


def test_the_verdict_is_said_once(live_server: LiveServer, open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    begin(page, live_server, number=2)
    choose(page, site)
    page.evaluate(LISTEN)
    submit(page)
    see_the_feedback(page)
    expect(page.locator("#feedback")).to_have_accessible_description(re.compile("Class"))
    assert not page.evaluate(IS_LIVE)
    assert said(page) == []
    table = page.get_by_role("table", name="Verdict on each part of the answer")
    for part in ("Class", "Side", "Level"):
        expect(table.get_by_role("rowheader", name=part)).to_be_visible()
    current = page.get_by_role("navigation", name="Questions of this quiz").locator("[aria-current='page']")
    expect(current).to_have_accessible_name(re.compile(r"Question 1\s?, (right|near|not right)"))


@pytest.mark.parametrize("kind", ["localize", "next"])
def test_what_is_missing_is_said_once_and_tied_to_its_field(
    live_server: LiveServer, open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page()
    begin(page, live_server, kind)
    page.evaluate(LISTEN)
    submit(page)
    errors = page.get_by_role("group", name="Not sent yet.")
    expect(errors).to_be_focused()
    expect(errors).to_have_accessible_description(re.compile("Choose"))
    assert not page.evaluate(IS_LIVE)
    assert said(page) == []
    for link in errors.get_by_role("link").all():
        link.press("Enter")
        field = page.locator(":focus")
        group = field.locator("xpath=ancestor-or-self::*[@aria-describedby][1]")
        expect(group).to_have_accessible_description(re.compile(re.escape(link.inner_text())))


def test_an_option_that_is_struck_out_says_so(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page, live_server)
    see_the_map(page)
    page.evaluate(LISTEN)
    option = page.get_by_role("radio", name="Muscle", exact=True)
    option.press("x")
    expect(option).to_have_accessible_description("struck out")
    option.press("x")
    expect(option).to_have_accessible_description("")
    assert said(page) == ["Muscle: struck out", "Muscle: taken back"]


def test_an_answer_that_cannot_be_sent_is_said_once(
    live_server: LiveServer, context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    begin(page, live_server)
    choose(page, site)
    page.evaluate(LISTEN)
    page.route(page.url, lambda route: route.abort())
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("Not saved: no connection")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    assert sum(one.startswith("Not saved") for one in said(page)) == 1


def test_the_last_minutes_of_an_exam_are_said_once_each(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    page.clock.install()
    begin(page, live_server, number=2, minutes=10)
    page.evaluate(LISTEN)
    page.clock.fast_forward("05:01")
    page.clock.run_for(5000)
    page.clock.fast_forward("03:56")
    page.clock.run_for(5000)
    assert said(page) == ["Five minutes left.", "One minute left."]


def test_an_exam_tells_what_is_saved_as_the_next_question_opens(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    begin(page, live_server, number=2, minutes=10)
    choose(page, site)
    page.get_by_role("button", name=re.compile("^Save")).press("Enter")
    page.wait_for_url(re.compile("/2/$"))
    expect(page).to_have_title(re.compile("^Question 2 of 2, 1 answered"))


def test_pictures_speak_in_sentences_and_their_keys_are_silent(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    begin(page, live_server)
    pictures = page.locator(".patient").get_by_role("img").all()  # the layer that is shown, not those behind it
    assert pictures
    for picture in pictures:
        expect(picture).to_have_accessible_name(re.compile(": "))
        expect(picture).to_have_accessible_description(re.compile(r"^[A-Z][^_{}]{3,400}\.$"))
    tree = page.locator(".patient").aria_snapshot()
    assert "not examined" not in "".join(line for line in tree.splitlines() if "paragraph" in line)
