"""A learner who has only a keyboard: flows from start to end, the focus never lost or hidden, nothing that jumps."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer, Quiz
from tests.quizzes.browsing import begin, choose, see_the_feedback, see_the_map, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_STOPS = 100
NAME = """() => { const e = document.activeElement;
  return (e.getAttribute('aria-label') ?? e.labels?.[0]?.innerText ?? e.innerText).trim().split('\\n')[0]; }"""
# Where the focus is in sight: some point of what is focused, or of the label around it, lies on top.
IN_SIGHT = """() => { const e = document.activeElement;
  const box = e.closest('label') ?? e;
  const points = [...box.getClientRects()].flatMap(r => [.1, .5, .9].flatMap(x => [.25, .5, .75].map(y =>
    document.elementFromPoint(r.x + r.width * x, r.y + r.height * y))));
  return points.some(on => on && box.contains(on)); }"""
SHIFTED = """() => { window.shifted = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value; }).observe({type: 'layout-shift'}); }"""
PLACES = """() => ['.quiz-bar h1', '.patient', '.patient .sheet', '#panel'].map(place =>
  { const box = document.querySelector(place).getBoundingClientRect();
    return [place, Math.round(box.left), Math.round(box.top + scrollY), Math.round(box.width)]; })"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is so named has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if re.match(name, page.evaluate(NAME)):
            return
    raise AssertionError(f"Tab never comes to {name}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_from_the_choice_of_a_practice_to_its_results(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    page.goto(f"{live_server.url}/practice/")
    tab_to(page, "Kind of question")
    page.keyboard.type("Predict")
    tab_to(page, "How many questions")
    press(page, "Control+a", "1", "Enter")
    page.wait_for_url(re.compile("/1/$"))
    page.locator("#answer input[name='choice']").first.wait_for()
    while page.evaluate("document.activeElement.name") != "choice":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "Submit")
    page.keyboard.press("Enter")
    see_the_feedback(page)
    tab_to(page, "Report a problem")
    page.keyboard.press("Enter")
    tab_to(page, "What is wrong")
    page.keyboard.type("The reflexes contradict each other.")
    tab_to(page, "Send the report")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your report is stored")).to_be_focused()
    tab_to(page, "Practice more")
    page.goto(page.url.replace("/1/", "/results/"))
    tab_to(page, "Copy")
    page.keyboard.press("Enter")
    expect(page.locator("#share-said")).not_to_be_empty()  # a refusal moves the focus
    tab_to(page, "Print the questions and answers")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/print/$"))
    tab_to(page, "Tables")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Tables")).to_have_attribute("aria-current", "true")


def test_an_exam_from_start_to_submission(live_server: LiveServer, open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    begin(page, live_server, number=2, minutes=10)
    choose(page, site)
    page.get_by_label("Which structure?").press("Enter")
    page.wait_for_url(re.compile("/2/$"))
    tab_to(page, "Review and submit")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/review/$"))
    tab_to(page, "Submit all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="1 question is empty")).to_be_focused()
    page.keyboard.press("Enter")  # twice pressed is not sent twice
    assert Quiz.objects.get().finished_at is None
    tab_to(page, "Submit anyway")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/results/$"))


def test_the_prediction_is_called_up_and_the_focus_goes_to_it(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    begin(page, live_server)
    choose(page, site)
    page.get_by_label("Which structure?").press("Enter")
    see_the_feedback(page)
    tab_to(page, "As the key predicts it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Predicted by the key"))).to_be_focused()
    tab_to(page, "As seen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Examination")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_focus_is_never_hidden_behind_a_bar(
    live_server: LiveServer, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width, 740)
    begin(page, live_server)
    see_the_map(page)
    hidden = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not page.evaluate(IN_SIGHT):
            hidden.append(page.evaluate(NAME))
    assert hidden == []


def test_single_letters_can_be_switched_off_and_stay_off(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    begin(page, live_server)
    see_the_map(page)
    tab_to(page, "Upper motor neuron")
    tab_to(page, "Keys")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Keys")
    dialog.get_by_role("checkbox").press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keys", exact=True)).to_be_focused()
    for _ in range(2):
        first = page.get_by_label("Upper motor neuron", exact=True)
        first.focus()
        for key in "abcdefghijklmnopqrstuvwxyz23456789?":
            page.keyboard.press(key)
        expect(first).to_be_focused()
        expect(page.locator("#answer input:checked")).to_have_count(0)
        expect(page.get_by_role("button", name="Flag", exact=True)).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#answer .strike[aria-pressed='true']")).to_have_count(0)
        expect(dialog).to_be_hidden()
        page.reload()
        see_the_map(page)
    tab_to(page, "Strike out Upper motor neuron")  # without X each has a stop of its own
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Strike out Upper motor neuron")).to_have_attribute("aria-pressed", "true")


def test_the_focus_finds_the_verdict_after_the_network_came_back(
    live_server: LiveServer, context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    begin(page, live_server)
    choose(page, site)
    context.set_offline(True)
    page.get_by_label("Which structure?").press("Enter")
    expect(page.locator("#not-saved")).to_contain_text("Not saved: no connection")
    context.set_offline(False)
    see_the_feedback(page)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps_when_the_feedback_comes(
    live_server: LiveServer, open_page: Callable[..., Page], site: str, width: int
) -> None:
    page = open_page(width)
    begin(page, live_server)
    see_the_map(page)
    choose(page, site)
    page.evaluate("scrollTo(0, 0)")
    before = page.evaluate(PLACES)
    page.evaluate(SHIFTED)
    submit(page)
    see_the_feedback(page)
    page.wait_for_function(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
    )
    assert page.evaluate(PLACES)[:3] == before[:3]
    assert page.evaluate("shifted") < 0.1


def test_the_headings_of_the_answered_page_form_an_outline(
    live_server: LiveServer, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page()
    begin(page, live_server)
    choose(page, site)
    submit(page)
    see_the_feedback(page)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.checkVisibility())"
        ".map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
