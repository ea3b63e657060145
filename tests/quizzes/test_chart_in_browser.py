"""The figures as a person meets them: without JavaScript, by keyboard, on a telephone, on paper."""

import re
from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from tests.quizzes.browsing import see_the_feedback, see_the_map

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
FINDINGS = [
    ["str.deltoid.R", "5"],
    ["str.deltoid.L", "3"],
    ["str.fdi.L", "2"],
    ["str.glutmax.L", "4"],
    ["waste.thenar.L", "abnormal"],
    ["dtr.biceps.R", "2"],
    ["dtr.biceps.L", "0"],
    ["plantar.R", "flexor"],
    ["plantar.L", "extensor"],
    ["tone.leg.L", "spastic"],
    ["sens.pin.l4.R", "absent"],
    ["sens.pin.s3.R", "reduced"],
    ["sens.touch.l4.L", "reduced"],
    ["sens.vib.foot.L", "abnormal"],
    ["senslevel.R", "T10"],
    ["ptosis.R", "partial"],
    ["pupil.R", "miotic"],
    ["weak.facelow.L", "mild"],
    ["weak.palate.R", "severe"],
    ["eye.abd.L", "abnormal"],
    ["vf.uq.R", "abnormal"],
    ["hoarse", "abnormal"],
]
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
VIOLATIONS = """async () => (await axe.run()).violations.map(v => [v.id, ...v.nodes.map(n => n.target.join(' '))])"""


@pytest.fixture
def at_the_chart(live_server: LiveServer, library_case: Callable[..., Case]) -> Callable[[Page], Page]:
    """Brings a page to a question that has every figure in its chart."""
    case = library_case(findings=FINDINGS)

    def bring(page: Page) -> Page:
        page.goto(f"{live_server.url}/cases/{case.slug}/")
        page.locator(f"form[action$='/cases/{case.slug}/solve/'] button").click()
        page.wait_for_url(re.compile("/1/$"))
        return page

    return bring


@pytest.mark.parametrize("javascript", [True, False])
def test_one_switch_between_figures_and_tables(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], javascript: bool
) -> None:
    page = at_the_chart(open_page(360, java_script_enabled=javascript))
    table = page.get_by_role("table", name="Strength")
    figure = page.get_by_role("img", name="Strength: front")
    expect(figure).to_be_visible()
    expect(table).to_be_hidden()
    page.get_by_label("Tables").check()
    expect(figure).to_be_hidden()
    expect(table).to_be_visible()


def test_the_choice_is_kept_in_this_browser(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page]
) -> None:
    page = at_the_chart(open_page())
    page.get_by_label("Tables").check()
    page.reload()
    expect(page.get_by_label("Tables")).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False])
def test_one_modality_at_a_time(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], javascript: bool
) -> None:
    page = at_the_chart(open_page(java_script_enabled=javascript))
    pin, touch = (page.get_by_role("img", name=f"Sensation, {name}: front") for name in ("pinprick", "light touch"))
    expect(pin).to_be_visible()
    expect(touch).to_be_hidden()
    page.get_by_role("radio", name="Light touch").check()
    expect(pin).to_be_hidden()
    expect(touch).to_be_visible()


def test_a_sentence_in_focus_lights_up_its_place(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page]
) -> None:
    page = at_the_chart(open_page())
    place = page.locator("#place-dtr-biceps-l")
    page.get_by_role("link", name="Left biceps reflex absent").focus()
    expect(place).to_have_class(re.compile("is-pointed"))
    page.keyboard.press("Tab")
    expect(place).not_to_have_class(re.compile("is-pointed"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sentence_leads_to_its_place_on_whatever_layer(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], javascript: bool
) -> None:
    page = at_the_chart(open_page(java_script_enabled=javascript))
    page.get_by_role("link", name="Light touch reduced at the left medial shin").click()
    expect(page.locator("#place-sens-touch-l4-l")).to_be_visible()


def test_what_is_touched_is_named(open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page]) -> None:
    page = at_the_chart(open_page(360, has_touch=True))
    page.locator(".label[data-place='place-dtr-biceps-l']").tap()
    expect(page.locator(".picture--reflexes figcaption")).to_have_text("Left biceps reflex absent")


def test_paper_shows_every_layer_and_no_switch(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page]
) -> None:
    page = at_the_chart(open_page(794, 1123))
    page.emulate_media(media="print")
    for name in ("pinprick", "light touch", "position and vibration"):
        expect(page.get_by_role("img", name=f"Sensation, {name}: front")).to_be_visible()
    expect(page.locator(".chart__switch")).to_be_hidden()
    assert not page.evaluate(OVERFLOWING)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_chart_of_an_answer_shows_what_it_predicts(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], javascript: bool
) -> None:
    """The foot drops in the key; the answer says the femoral nerve. There, and back."""
    page = at_the_chart(open_page(360, java_script_enabled=javascript))
    answer(page)
    panel = page.get_by_role("navigation", name="What the chart may show")
    panel.get_by_role("link", name="As your answer predicts it").click()
    heading = page.get_by_role("heading", name="Predicted by your answer: right femoral nerve")
    expect(heading).to_be_visible()
    if javascript:
        expect(heading).to_be_focused()
    expect(page.get_by_role("heading", name="What was found and your answer does not predict")).to_be_visible()
    chart = page.get_by_role("navigation", name="What this chart shows")
    expect(chart.get_by_role("link", name="As your answer predicts it")).to_have_attribute("aria-current", "true")
    assert not page.evaluate(OVERFLOWING)
    chart.get_by_role("link", name="As seen").click()
    expect(page.get_by_role("heading", name="Examination", exact=True)).to_be_visible()
    expect(heading).to_be_hidden()


def test_the_tables_stay_chosen_when_the_chart_changes(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page]
) -> None:
    page = at_the_chart(open_page())
    answer(page)
    page.get_by_label("Tables").check()
    page.get_by_role("link", name="As the key predicts it").first.click()
    expect(page.get_by_role("heading", name="Predicted by the key")).to_be_visible()
    expect(page.get_by_role("table", name="Strength")).to_be_visible()


def answer(page: Page) -> None:
    page.locator("input[name=motor_class][value=LMN]").check(force=True)
    page.locator("select[name=level]").select_option("nerve", force=True)
    page.locator("input[name=side][value=R]").check(force=True)
    page.locator("input[name=site]").fill("femoral nerve at the inguinal ligament", force=True)
    page.locator("#submit-answer").click()
    see_the_feedback(page)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_quiz_on_paper(open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], paper: str) -> None:
    """Figures in full though the screen shows tables; controls stay off the paper; the file has its pages."""
    page = at_the_chart(open_page(794, 1123))
    page.get_by_label("Tables").check()
    page.goto(re.sub("/1/$", "/print/", page.url))
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    for name in ("Strength: front", "Sensation, light touch: front", "Head and eyes: nine positions of gaze"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    assert not page.evaluate(OVERFLOWING)
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))
    assert 2 <= pages <= 5  # a chart with everything in it, and the answers on a page of their own


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
def test_the_figures_fit(open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], width: int) -> None:
    page = at_the_chart(open_page(width))
    see_the_map(page)
    assert not page.evaluate(OVERFLOWING)
    for figure in page.locator(".figure:visible").all():
        box = figure.bounding_box()
        assert box is not None
        assert box["width"] >= 110
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    open_page: Callable[..., Page], at_the_chart: Callable[[Page], Page], width: int, scheme: str
) -> None:
    page = at_the_chart(open_page(width, color_scheme=scheme))
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
    page.get_by_label("Tables").check()
    assert page.evaluate(VIOLATIONS) == []
    answer(page)
    page.get_by_role("link", name="As your answer predicts it").first.click()
    expect(page.get_by_role("heading", name="Predicted by your answer")).to_be_visible()
    assert page.evaluate(VIOLATIONS) == []
    page.goto(re.sub("/1/.*$", "/print/", page.url))
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
