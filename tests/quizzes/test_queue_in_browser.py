"""No answer is lost: the network goes and comes back, the tab is closed, two tabs are open."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer
from tests.quizzes.browsing import begin, choose, see_the_feedback, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('answer:')).length"
SUBMIT_AT = "at => setTimeout(() => document.getElementById('submit-answer').click(), at - Date.now())"


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer) -> Page:
    page = context.new_page()
    begin(page, live_server, number=3)
    return page


def waiting(page: Page) -> int:
    count: int = page.evaluate(KEPT)
    return count


def test_an_answer_without_a_network_is_kept_said_and_sent(page: Page, context: BrowserContext, site: str) -> None:
    choose(page, site)
    context.set_offline(True)
    submit(page)
    expect(page.locator("#not-saved")).to_have_text(
        "Not saved: no connection. Your answer is kept here and will be sent."
    )
    expect(page.locator("#saved")).to_have_text("Not saved")
    assert Answer.objects.count() == 0
    context.set_offline(False)
    page.locator("#feedback").wait_for()
    assert waiting(page) == 0
    assert Answer.objects.get().response["motor_class"] == "UMN"


def test_an_answer_is_sent_when_the_tab_was_closed_meanwhile(
    page: Page, context: BrowserContext, site: str, live_server: LiveServer
) -> None:
    choose(page, site)
    context.set_offline(True)
    submit(page)
    page.locator("#not-saved").wait_for()
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto(f"{live_server.url}/cases/")
    expect(other.locator("#queue")).to_have_text("All answers are sent.")
    assert Answer.objects.count() == 1


def test_a_server_that_fails_is_asked_again(page: Page, context: BrowserContext, site: str) -> None:
    choose(page, site)
    address = page.url
    page.route(address, lambda route: route.fulfill(status=502, body="bad gateway"))
    submit(page)
    expect(page.locator("#not-saved")).to_contain_text("the server could not take it")
    page.unroute(address)
    page.locator("#feedback").wait_for()
    assert Answer.objects.count() == 1


def test_a_network_that_answers_everything_with_a_page_of_its_own_keeps_the_answer(page: Page, site: str) -> None:
    choose(page, site)
    address = page.url
    tries = []

    def welcome(route: Route) -> None:
        tries.append(route.request)
        route.fulfill(status=200, body="<html>Welcome to the inn</html>")

    page.route(address, welcome)
    with page.expect_response(lambda _: len(tries) == 2):
        submit(page)
    assert waiting(page) == 1
    page.unroute(address)
    page.goto(address)
    page.locator("#feedback").wait_for()
    assert Answer.objects.count() == 1


def test_an_outdated_token_is_renewed(page: Page, context: BrowserContext, site: str) -> None:
    choose(page, site)
    page.locator("#answer [name=csrfmiddlewaretoken]").evaluate("input => input.value = 'x'.repeat(64)")
    submit(page)
    page.locator("#feedback").wait_for()
    assert Answer.objects.count() == 1


def test_several_answers_wait_and_all_are_sent(page: Page, context: BrowserContext, site: str) -> None:
    tabs = [page]
    for position in (2, 3):
        tabs.append(context.new_page())
        tabs[-1].goto(page.url.replace("/1/", f"/{position}/"))
    for tab in tabs:
        choose(tab, site)
    context.set_offline(True)
    for tab in tabs:
        submit(tab)
        tab.locator("#not-saved").wait_for()
    expect(page.locator("#queue")).to_have_text("3 answers are kept here and will be sent.")
    context.set_offline(False)
    for tab in tabs:
        tab.locator("#feedback").wait_for()
    assert Answer.objects.count() == 3


def test_two_tabs_that_queue_at_the_same_moment_lose_nothing(page: Page, context: BrowserContext, site: str) -> None:
    other = context.new_page()
    other.goto(page.url.replace("/1/", "/2/"))
    for tab in (page, other):
        choose(tab, site)
    context.set_offline(True)
    moment = page.evaluate("Date.now() + 1000")
    for tab in (page, other):
        tab.evaluate(SUBMIT_AT, moment)
    for tab in (page, other):
        expect(tab.locator("#queue")).to_have_text("2 answers are kept here and will be sent.")
    other.close()
    context.set_offline(False)
    page.locator("#feedback").wait_for()
    page.wait_for_function(f"{KEPT} === 0")
    assert sorted(Answer.objects.values_list("question__position", flat=True)) == [1, 2]


def test_answers_that_an_earlier_version_kept_are_sent(page: Page, context: BrowserContext, site: str) -> None:
    choose(page, site, "Muscle")
    context.set_offline(True)
    submit(page)
    page.locator("#not-saved").wait_for()
    page.evaluate(
        """() => {
          const [name] = Object.keys(localStorage).filter((name) => name.startsWith("answer:"));
          const { order, ...entry } = JSON.parse(localStorage.getItem(name));
          localStorage.removeItem(name);
          localStorage.setItem("answers-to-send", JSON.stringify([entry]));
        }"""
    )
    context.set_offline(False)
    page.reload()
    page.locator("#feedback").wait_for()
    assert Answer.objects.get().response["motor_class"] == "MUSCLE"
    assert page.evaluate("localStorage.getItem('answers-to-send')") is None


def test_a_second_tab_sends_what_the_first_could_not(page: Page, context: BrowserContext, site: str) -> None:
    second = context.new_page()
    second.goto(page.url)
    choose(page, site, "Muscle")
    context.set_offline(True)
    submit(page)
    page.locator("#not-saved").wait_for()
    page.close()
    context.set_offline(False)
    second.locator("#feedback").wait_for()
    assert Answer.objects.get().response["motor_class"] == "MUSCLE"


def test_an_answer_that_comes_second_stays_readable_until_it_is_dismissed(
    page: Page, context: BrowserContext, browser: Browser, site: str
) -> None:
    choose(page, site, "Muscle")
    context.set_offline(True)
    submit(page)
    page.locator("#not-saved").wait_for()
    elsewhere = browser.new_context()
    elsewhere.add_cookies([{"name": one["name"], "value": one["value"], "url": page.url} for one in context.cookies()])
    device = elsewhere.new_page()
    device.goto(page.url)
    choose(device, site)
    submit(device)
    device.locator("#feedback").wait_for()
    elsewhere.close()
    context.set_offline(False)
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("the first one counts")
    expect(notice).to_contain_text("Muscle, ")
    page.reload()
    expect(notice).to_have_count(1)
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)
    page.reload()
    expect(notice).to_have_count(0)
    assert Answer.objects.get().response["motor_class"] == "UMN"


def test_choices_that_were_not_sent_outlive_a_reload(page: Page, site: str) -> None:
    choose(page, site)
    page.reload()
    expect(page.get_by_label("Which structure?")).to_have_value(site)
    expect(page.get_by_label("Upper motor neuron", exact=True)).to_be_checked()
    submit(page)
    see_the_feedback(page)


def test_the_time_of_saving_is_the_learners_own(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(timezone_id="Asia/Kolkata")
    begin(page, live_server)
    choose(page, site)
    submit(page)
    see_the_feedback(page)
    expect(page.locator("#saved time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    saved = Answer.objects.get().answered_at
    minutes = (saved.hour * 60 + saved.minute + 330) % (24 * 60)
    expect(page.locator("#saved time")).to_have_text(f"{minutes // 60:02}:{minutes % 60:02}")


def test_an_answer_of_a_session_that_ended_is_held_until_it_is_discarded(
    page: Page, context: BrowserContext, site: str
) -> None:
    choose(page, site, "Muscle")
    context.clear_cookies()
    submit(page)
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("not open in this browser any more")
    expect(notice).to_contain_text("Muscle, ")
    assert waiting(page) == 1
    notice.get_by_role("button", name="Discard this answer").click()
    expect(notice).to_have_count(0)
    assert waiting(page) == 0
    assert not Answer.objects.exists()
