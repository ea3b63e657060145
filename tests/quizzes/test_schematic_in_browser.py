"""The map as a person uses it: by keyboard, by pointer, by touch, with options struck out and keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Answer
from tests.quizzes.browsing import begin, see_the_feedback, see_the_map, skip_to_the_content, submit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"
IN_FOCUS = "document.activeElement.closest('.schematic__map') !== null"


def begin_at_the_map(page: Page, server: LiveServer) -> None:
    begin(page, server)
    see_the_map(page)


def option(page: Page, name: str) -> Locator:
    return page.locator(".schematic").get_by_role("option", name=name, exact=True)


def test_a_structure_is_chosen_on_the_map_by_keyboard_alone(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    skip_to_the_content(page)
    while not page.evaluate(IN_FOCUS):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Right hemisphere from the side"
    page.keyboard.press("ArrowRight")
    for _ in range(8):
        if page.evaluate(FOCUSED) != "Medulla":
            page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "Medulla"
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox", name="Medulla: places")).to_be_visible()
    option(page, "Right lateral medulla").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) != "Right lateral medulla"
    option(page, "Right lateral medulla").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED).startswith("lateral medulla")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Which structure?")).to_have_value("lateral medulla")
    expect(page.get_by_label("At which level?")).to_have_value("medulla")
    expect(page.get_by_label("Right", exact=True)).to_be_checked()
    expect(page.locator(".schematic__filled")).to_contain_text("Filled in: lateral medulla; right")
    expect(option(page, "Right lateral medulla")).to_be_focused()
    expect(option(page, "Right lateral medulla")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(option(page, "Medulla")).to_be_focused()


def test_the_map_is_one_stop_of_the_tab_key(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    page.locator(".schematic__map [tabindex='0']").focus()
    page.keyboard.press("Tab")
    assert not page.evaluate(IN_FOCUS)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(IN_FOCUS)


def test_every_place_of_the_map_can_be_reached_with_the_arrows(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    names = page.evaluate("[...document.querySelectorAll('.schematic .view')].map(e => e.dataset.view)")
    for name in names:
        page.evaluate(
            "name => document.querySelector(`.view[data-view='${name}']`)"
            ".dispatchEvent(new MouseEvent('click', {bubbles: true}))",
            name,
        )
        options = page.locator(".schematic__map [role='option']")
        reached, waiting = set(), [options.first.get_attribute("data-region")]
        while waiting:
            region = waiting.pop()
            if region in reached:
                continue
            reached.add(region)
            for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
                page.locator(f".region[data-region='{region}']").focus()
                page.keyboard.press(key)
                waiting.append(page.evaluate("document.activeElement.dataset.region"))
        assert len(reached) == options.count(), name
        page.get_by_role("button", name="Whole map").click()


def test_a_place_with_one_structure_fills_in_at_one_click(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page(360)
    begin_at_the_map(page, live_server)
    option(page, "Left arm").click(position={"x": 10, "y": 40})
    option(page, "Left ulnar nerve at the elbow").dispatch_event("click")
    expect(page.get_by_label("Which structure?")).to_have_value("ulnar nerve at the elbow")
    expect(page.get_by_label("Left", exact=True)).to_be_checked()
    expect(page.get_by_label("Lower motor neuron", exact=True)).to_be_checked()
    page.get_by_label("Right", exact=True).check()
    expect(page.get_by_label("Which structure?")).to_have_value("ulnar nerve at the elbow")
    submit(page)
    see_the_feedback(page)
    assert Answer.objects.get().response["side"] == "R"


def test_the_list_fills_in_only_what_is_empty(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    page.get_by_label("At which level?").select_option("pons")
    page.get_by_label("Which structure?").fill("cerebral peduncle")
    page.keyboard.press("Tab")
    expect(page.get_by_label("At which level?")).to_have_value("pons")
    expect(page.locator("input[name='side']:checked")).to_have_count(0)
    page.get_by_label("At which level?").select_option("")
    page.get_by_label("Which structure?").fill("medullary pyramid")
    page.keyboard.press("Tab")
    expect(page.get_by_label("At which level?")).to_have_value("medulla")


def test_struck_options_stay_struck_after_a_reload(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    page.get_by_role("button", name="Strike out Muscle", exact=True).click()
    page.get_by_label("Neither", exact=True).focus()
    page.keyboard.press("x")
    page.get_by_text("Strike out levels").click()
    page.get_by_role("button", name="Strike out Pons", exact=True).click()
    page.reload()
    see_the_map(page)
    for name in ("Muscle", "Neither"):
        expect(page.get_by_role("button", name=f"Strike out {name}", exact=True).first).to_have_attribute(
            "aria-pressed", "true"
        )
    expect(page.locator("select[name='level'] option[value='pons']")).to_have_text("Pons (struck out)")
    page.get_by_label("Neither", exact=True).focus()
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Strike out Neither", exact=True)).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Muscle", exact=True).check()
    expect(page.get_by_label("Muscle", exact=True)).to_be_checked()


def test_keys_choose_flag_and_can_be_switched_off(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    page.get_by_label("Upper motor neuron", exact=True).focus()
    page.keyboard.press("3")
    expect(page.get_by_label("Both upper and lower", exact=True)).to_be_checked()
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    page.get_by_label("Which structure?").fill("")
    page.get_by_label("Which structure?").press_sequentially("f1?")
    expect(page.get_by_label("Which structure?")).to_have_value("f1?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label("Upper motor neuron", exact=True).focus()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    see_the_map(page)
    page.get_by_label("Upper motor neuron", exact=True).focus()
    page.keyboard.press("2")
    page.keyboard.press("f")
    expect(page.get_by_label("Lower motor neuron", exact=True)).not_to_be_checked()
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    page.get_by_role("button", name="Keys", exact=True).click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_how_sure_one_is_goes_with_the_answer(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin_at_the_map(page, live_server)
    option(page, "Medulla").click()
    option(page, "Left pyramid").dispatch_event("click")
    page.locator(".schematic__site").first.click()
    page.get_by_label("Upper motor neuron", exact=True).check()
    page.get_by_label("Fairly sure").check()
    submit(page)
    see_the_feedback(page)
    assert Answer.objects.get().confidence == 2


def test_the_feedback_shows_the_map_with_key_and_answer(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page(360)
    begin_at_the_map(page, live_server)
    option(page, "Medulla").click()
    option(page, "Left pyramid").dispatch_event("click")
    page.locator(".schematic__site").first.click()
    page.get_by_label("Upper motor neuron", exact=True).check()
    with page.expect_response(re.compile(r"/schematic/.*/map\.svg$")) as drawn:
        submit(page)
    assert drawn.value.ok
    figure = page.get_by_role("figure", name="On the map")
    expect(figure.get_by_role("img")).to_be_visible()
    expect(figure).to_contain_text(re.compile("Key"))
    expect(figure).to_contain_text(re.compile("[Yy]ours"))


def test_without_javascript_the_map_is_a_picture(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page(360, java_script_enabled=False)
    begin(page, live_server)
    expect(page.get_by_role("img", name=re.compile("Map of the nervous system"))).to_be_visible()
