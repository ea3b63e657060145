"""An exam as a person sits it: the clock, the places, the end, with and without JavaScript, online and not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer, Quiz
from tests.quizzes.browsing import begin, choose, see_the_map
from tests.quizzes.test_practice_in_browser import WIDE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def begin_exam(page: Page, server: LiveServer, number: int = 3, minutes: int = 10) -> None:
    begin(page, server, number=number, minutes=minutes)


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Save")).click()


def leave(seconds: float) -> None:
    """Let the exam, begun an hour ago, end so many seconds from now."""
    now = timezone.now()
    Quiz.objects.update(created_at=now - timedelta(hours=1), deadline=now + timedelta(seconds=seconds))


@pytest.mark.parametrize("scripts", [True, False])
def test_an_exam_from_start_to_results(
    live_server: LiveServer, open_page: Callable[..., Page], site: str, scripts: bool
) -> None:
    page = open_page(360, java_script_enabled=scripts)
    begin_exam(page, live_server, number=2)
    choose(page, site)
    save(page)
    page.wait_for_url(re.compile("/2/$"))
    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("button", name="Submit all").click()
    expect(page.get_by_role("group", name="1 question is empty")).to_be_focused()
    page.get_by_role("link", name="Answer them first").click()
    page.wait_for_url(re.compile("/2/$"))
    choose(page, site, "Muscle")
    save(page)
    page.wait_for_url(re.compile("/review/$"))
    assert not Answer.objects.filter(graded_at__isnull=False).exists()
    page.get_by_role("link", name="Question 2").click()
    expect(page.get_by_label("Muscle", exact=True)).to_be_checked()
    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("button", name="Submit all").click()
    page.wait_for_url(re.compile("/results/$"))
    expect(page.get_by_text("2 of 2 questions were answered")).to_be_visible()
    page.get_by_role("button", name="Practice the same questions again").click()
    page.wait_for_url(re.compile("/1/$"))
    expect(page.get_by_role("button", name="Submit")).to_be_visible()


def test_when_time_runs_out_what_is_chosen_is_sent_and_the_results_come(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    begin_exam(page, live_server)
    choose(page, site)
    leave(10)
    page.reload()  # what was chosen outlives it
    expect(page.locator("#timer-said")).to_have_text("Time is up.", timeout=20_000)
    page.wait_for_url(re.compile("/results/$"), timeout=20_000)
    expect(page.get_by_text("1 of 3 questions were answered")).to_be_visible()
    assert Quiz.objects.get().finished_at == Quiz.objects.get().deadline


def test_the_clock_is_said_aloud_at_five_minutes_and_at_one(live_server: LiveServer, context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    begin_exam(page, live_server)
    expect(page.get_by_role("timer")).to_have_text(re.compile("^(10:00|9:5.)$"))
    page.clock.fast_forward("04:58")
    page.clock.run_for(3000)
    expect(page.locator("#timer-said")).to_have_text("Five minutes left.")
    page.clock.fast_forward("03:57")
    page.clock.run_for(3000)
    expect(page.locator("#timer-said")).to_have_text("One minute left.")


def test_the_clock_moves_nothing(live_server: LiveServer, context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    begin_exam(page, live_server, minutes=100)
    see_the_map(page)
    places = [page.locator(place) for place in (".timer__words", "#saved", "#panel")]
    before = [place.bounding_box() for place in places]
    for pause in ("00:59", "54:30", "40:00", "04:00"):
        page.clock.fast_forward(pause)
        page.clock.run_for(600)
        assert [place.bounding_box() for place in places] == before


def test_without_a_network_an_answer_and_its_change_are_kept_and_sent(
    live_server: LiveServer, context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    begin_exam(page, live_server)
    choose(page, site)
    context.set_offline(True)
    save(page)
    expect(page.locator("#not-saved")).to_contain_text("kept here and will be sent")
    page.get_by_label("Muscle", exact=True).check()
    save(page)
    expect(page.locator("#queue")).to_have_text("2 answers are kept here and will be sent.")
    context.set_offline(False)
    expect(page.locator("#queue")).to_have_text("All answers are sent.")
    expect(page.locator("#saved")).to_have_text(re.compile("Saved"))
    assert Answer.objects.get().response["motor_class"] == "MUSCLE"
    page.get_by_label("Neither", exact=False).first.check()
    save(page)
    page.wait_for_url(re.compile("/2/$"))
    assert Answer.objects.get().response["motor_class"] == "NONE"


def test_what_was_sent_after_the_end_is_said_and_stays_readable(
    live_server: LiveServer, context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    begin_exam(page, live_server)
    choose(page, site, "Muscle")
    context.set_offline(True)
    save(page)
    page.locator("#not-saved").wait_for()
    leave(-60)
    context.set_offline(False)
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("after the end of the exam and is not counted")
    expect(notice).to_contain_text("Muscle, ")
    assert not Answer.objects.exists()


def test_two_tabs_change_an_answer_and_the_later_one_is_told(
    live_server: LiveServer, context: BrowserContext, site: str
) -> None:
    first = context.new_page()
    begin_exam(first, live_server)
    second = context.new_page()
    second.goto(first.url)
    address = first.url
    choose(first, site)
    save(first)
    first.wait_for_url(re.compile("/2/$"))
    choose(second, site, "Muscle")
    save(second)
    notice = second.get_by_role("group", name="This question was answered in another tab")
    expect(notice).to_contain_text("answered in another tab")
    expect(notice).to_contain_text("Class: Muscle")
    expect(notice).to_be_focused()
    expect(second.get_by_label("Upper motor neuron", exact=True)).to_be_checked()
    assert second.url == address
    second.get_by_label("Muscle", exact=True).check()
    save(second)
    second.wait_for_url(re.compile("/2/$"))
    assert Answer.objects.get().response["motor_class"] == "MUSCLE"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_overflows(live_server: LiveServer, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    begin_exam(page, live_server, number=12)
    see_the_map(page)
    assert page.evaluate(WIDE) == []
    page.get_by_text("0 of 12 answered").click()
    assert page.evaluate(WIDE) == []
    page.get_by_role("link", name="Review and submit").click()
    page.wait_for_url(re.compile("/review/$"))
    assert page.evaluate(WIDE) == []
