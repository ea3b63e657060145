"""Thirty questions on a train: taken along, answered without a network, sent when there is one."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer, Quiz
from quizzes.takeaway import packs
from tests.quizzes.browsing import begin, choose, see_the_feedback, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The practice page, with three questions taken along."""
    monkeypatch.setattr(packs, "SIZE", 3)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/practice/")
    page.get_by_role("button", name="Take 30 questions along").click()
    expect(page.locator("#take-state")).to_contain_text("are kept in this browser")
    return page


def test_questions_are_answered_without_a_network_and_sent_later(
    page: Page, context: BrowserContext, live_server: LiveServer, site: str
) -> None:
    context.set_offline(True)
    page.goto(f"{live_server.url}/cases/")  # whatever is opened: the page for then
    expect(page.locator("#pack-state")).to_have_text("Question 1 of 3. 0 answered.")
    for number in (1, 2, 3):
        submit(page)
        expect(page.locator("#not-saved")).to_contain_text("Choose the motor neuron")
        choose(page, site)
        submit(page)
        see_the_feedback(page)
        expect(page.locator(".axes")).to_contain_text("Class")
        expect(page.get_by_role("heading", name="What decides")).to_be_visible()
        page.get_by_role("button", name="Next question").press("Enter")
        expect(page.locator(".patient" if number < 3 else "#pack-question a")).to_be_focused()
        if number == 2:  # the tab is closed and opened again
            page.reload()
            expect(page.locator("#pack-state")).to_have_text("Question 3 of 3. 2 answered.")
    expect(page.locator("#pack-state")).to_contain_text("All 3 questions are answered")
    expect(page.locator("#queue")).to_have_text("3 answers are kept here and will be sent.")
    assert not Answer.objects.exists()
    context.set_offline(False)
    expect(page.locator("#queue")).to_have_text("All answers are sent.")
    assert Answer.objects.count() == 3
    page.goto(f"{live_server.url}/quiz/{Quiz.objects.get().public_id}/results/")
    expect(page.get_by_role("heading", name="Results")).to_be_visible()


def test_the_browser_keeps_no_page_of_a_learner(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/quiz/{Quiz.objects.get().public_id}/1/")
    kept = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const caught = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return caught.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert "/offline/" in kept
    assert [address for address in kept if not address.startswith("/static/")] == ["/offline/"]


def test_a_question_that_cannot_be_fetched_comes_back_with_the_connection(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    begin(page, live_server)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(page.get_by_role("status").filter(has_text="What you answered is kept")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#answer")).to_be_visible()


def test_a_pack_that_breaks_off_is_not_kept(context: BrowserContext, live_server: LiveServer) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/practice/")
    page.route(
        "**/practice/pack/",
        lambda route: route.fulfill(status=200, body='{"size": 30, "panels": {}}\n{"position": 1}\n'),
    )
    page.get_by_role("button", name="Take 30 questions along").click()
    expect(page.locator("#take-state")).to_contain_text("nothing was kept")
    expect(page.get_by_role("link", name="Answer those taken along")).to_be_hidden()
