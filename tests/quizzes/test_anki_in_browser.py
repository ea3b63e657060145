"""Decks as a browser meets them: the download, and the pictures as the web view of a card shows them."""

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

import neuraxis
from drawings import Media, media_of
from quizzes.printing.briefs import brief_of

pytestmark = pytest.mark.e2e

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FINDINGS = [
    ["str.deltoid.R", "5"],
    ["str.deltoid.L", "0"],
    ["str.fdi.L", "3"],
    ["dtr.biceps.L", "0"],
    ["plantar.L", "extensor"],
    ["sens.pin.l4.R", "absent"],
    ["sens.vib.foot.L", "abnormal"],
    ["ptosis.R", "partial"],
    ["weak.facelow.L", "mild"],
    ["eye.abd.L", "abnormal"],
    ["vf.uq.R", "abnormal"],
]
# How many pixels have each color.
COLORS = """async (image) => {
  await image.decode();
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const {data} = context.getImageData(0, 0, width, height);
  const counts = {};
  for (let at = 0; at < data.length; at += 4) {
    const color = [...data.slice(at, at + 4)].join();
    counts[color] = (counts[color] ?? 0) + 1;
  }
  return counts;
}"""
WHITE, INK, ABSENT = "255,255,255,255", "0,0,0,255", "10,92,94,255"


@pytest.fixture(scope="module")
def pictures() -> dict[str, Media]:
    figures = brief_of(neuraxis.load_model(), FINDINGS).figures
    return {media.title: media for media in media_of(figures)}


def colors_of(page: Page, media: Media) -> dict[str, int]:
    encoded = base64.b64encode(media.svg.encode()).decode()
    page.set_content(f"<img src='data:image/svg+xml;base64,{encoded}'>")
    counts: dict[str, int] = page.locator("img").evaluate(COLORS)
    return counts


def test_a_picture_is_the_same_on_a_light_and_on_a_dark_card(
    pictures: dict[str, Media], open_page: Callable[..., Page]
) -> None:
    light, dark = (open_page(color_scheme=scheme) for scheme in ("light", "dark"))
    for media in pictures.values():
        assert colors_of(light, media) == colors_of(dark, media)


def test_a_picture_is_drawn_in_the_colors_of_the_site(
    pictures: dict[str, Media], open_page: Callable[..., Page]
) -> None:
    page = open_page()
    assert len(pictures) >= 5
    for media in pictures.values():
        counts = colors_of(page, media)
        assert max(counts, key=lambda color: counts[color]) == WHITE
        # What no rule reaches would be black.
        assert counts.get(INK, 0) < 0.001 * sum(counts.values())
        assert len(counts) > 20
    # The muscle without any power, as the accent color of the light palette.
    assert colors_of(page, pictures["Strength"])[ABSENT] > 20


@pytest.mark.django_db(transaction=True)
def test_a_deck_is_downloaded(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    page.goto(f"{live_server.url}/anki/?deck=nerves")
    page.get_by_label("How many cards").select_option("10")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the deck").click()
    assert download.value.suggested_filename == "neuroquiz-peripheral-nerves.apkg"
    assert page.evaluate(OVERFLOW) == 0
