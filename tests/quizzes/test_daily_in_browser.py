"""A first visit from end to end: today's case on the home page, ten patients to the results, and a result to share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer, Daily, Question, Quiz
from tests.quizzes.browsing import see_the_feedback, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def answer(page: Page, key: dict[str, str]) -> None:
    form = page.locator("#answer")
    form.locator(f"[name=motor_class][value='{key['motor_class']}']").check()
    form.locator("[name=level]").select_option(key["level"])
    form.locator(f"[name=side][value='{key['side']}']").check()
    form.locator("[name=site]").fill(key["site"])
    submit(page)


def answer_anyhow(page: Page, site: str) -> None:
    """Whatever kind of question it is: the first option of every group."""
    form = page.locator("#answer")
    for group in form.get_by_role("group").filter(has=page.locator("input[required], input[type=checkbox]")).all():
        group.locator("input").first.check()
    for field in form.locator("select").all():
        field.select_option(index=1)
    for field in form.locator("[name=site]").all():
        field.fill(site)
    submit(page)


def key_of_today(visitor: Any) -> dict[str, str]:
    key: dict[str, str] = visitor.key(Question(payload=Daily.objects.get().payload))
    return key


@pytest.mark.parametrize("width", [360, 1280])
def test_todays_case_is_answered_on_the_home_page(
    live_server: LiveServer, open_page: Callable[..., Page], visitor: Any, width: int
) -> None:
    page = open_page(width)
    page.goto(live_server.url)
    assert page.evaluate(OVERFLOW) == 0
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
    page.get_by_text("The whole examination, as figures or as tables").click()
    expect(page.get_by_role("heading", name="Examination")).to_be_visible()
    assert page.evaluate(OVERFLOW) == 0
    submit(page)
    expect(page.locator("#errors")).to_be_focused()
    answer(page, key_of_today(visitor))
    page.wait_for_url(re.compile(r"/today/\d{4}-\d{2}-\d{2}/#feedback$"))
    expect(page.get_by_role("heading", name=re.compile("^Right"))).to_be_in_viewport()
    assert Answer.objects.get().score == 1
    page.get_by_role("link", name="Neuroquiz").click()
    expect(page.get_by_role("heading", name="Today's case: answered")).to_be_visible()
    page.get_by_role("link", name="See the reasons").click()
    expect(page.get_by_role("heading", name="What decides")).to_be_visible()
    assert page.evaluate(OVERFLOW) == 0


def test_todays_case_is_answered_in_place_on_its_own_page(
    live_server: LiveServer, open_page: Callable[..., Page], visitor: Any
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/today/")
    answer(page, key_of_today(visitor))
    see_the_feedback(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today's case")
    expect(page.get_by_role("button", name="Copy")).to_be_visible()


def test_todays_case_without_javascript(live_server: LiveServer, open_page: Callable[..., Page], visitor: Any) -> None:
    page = open_page(360, java_script_enabled=False)
    page.goto(live_server.url)
    answer(page, key_of_today(visitor))
    page.wait_for_url(re.compile("#feedback$"))
    text = page.get_by_label("Your result as text")
    expect(text).to_have_value(re.compile(r"^Neuroquiz \d{4}-\d{2}-\d{2}\n"))
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_the_result_is_copied_by_one_press(
    live_server: LiveServer, open_page: Callable[..., Page], visitor: Any
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url)
    answer(page, key_of_today(visitor))
    page.wait_for_url(re.compile("#feedback$"))
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#share-said")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    day = Daily.objects.get().date
    assert copied.startswith(f"Neuroquiz {day}\n")
    assert copied.endswith(f"/today/{day}/")
    assert "● class right" in copied.replace("\u00a0", " ")


def test_a_browser_that_refuses_to_copy_selects_the_text(
    live_server: LiveServer, open_page: Callable[..., Page], visitor: Any
) -> None:
    page = open_page()
    page.goto(live_server.url)
    answer(page, key_of_today(visitor))
    page.wait_for_url(re.compile("#feedback$"))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#share-said")).to_contain_text("Selected")
    expect(page.get_by_label("Your result as text")).to_be_focused()
    assert "Neuroquiz" in page.evaluate("getSelection().toString() || document.activeElement.value")


def test_from_the_first_visit_over_ten_answers_to_results_that_a_stranger_may_see(
    live_server: LiveServer, open_page: Callable[..., Page], model: Any
) -> None:
    site = next(iter(model.sites.values())).name
    page = open_page()
    page.goto(live_server.url)
    page.get_by_role("button", name="Start practice").click()
    for position in range(1, 11):
        page.wait_for_url(re.compile(f"/{position}/$"))
        answer_anyhow(page, site)
        see_the_feedback(page)
        page.get_by_role("link", name="Next question" if position < 10 else "See the results").click()
    expect(page.get_by_role("heading", name="Results", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("of the marks"))).to_be_visible()
    text = page.get_by_label("Your result as text")
    expect(text).to_have_value(re.compile("^Neuroquiz · 10 questions · \\d+ %\n(?:[●▲■] ?){10}\n"))
    assert Quiz.objects.get().finished_at is not None
    stranger = open_page()
    stranger.goto(page.locator(".share-link").inner_text())
    expect(stranger.get_by_role("heading", name="Shared results")).to_be_visible()
    expect(stranger.get_by_role("heading", name="Question 10")).to_be_visible()
