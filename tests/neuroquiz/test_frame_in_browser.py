"""The frame of every page, seen by a browser."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.conftest import client_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('header a, header button, main button, main input:not([type=hidden])')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.height < 44 || r.width < 44 })
  .map(e => e.outerHTML)"""


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_overflows_and_every_target_is_large(
    live_server: LiveServer, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width)
    for url in ("/account/sign-in/", "/account/sign-up/"):
        page.goto(live_server.url + url)
        assert page.evaluate(OVERFLOW) == 0
        assert page.evaluate(SMALL) == []


def test_the_first_tab_skips_to_the_content(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(live_server.url + "/no/such/page")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_library_for_fragments_runs_under_the_content_policy(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(live_server.url + "/account/sign-in/")
    assert page.evaluate("[htmx.config.allowEval, htmx.config.selfRequestsOnly, htmx.config.historyCacheSize]") == [
        False,
        True,
        0,
    ]


def test_an_account_is_made_left_and_entered_by_keyboard_alone(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page(360)
    page.goto(live_server.url + "/account/sign-up/?next=/account/")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    for text in ("ann@example.org", "Ann", "corticospinal tract", "corticospinal tract"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/account/")
    expect(page.get_by_text("Your account is ready, and you are signed in.", exact=True)).to_be_focused()
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url(live_server.url + "/")
    page.goto(live_server.url + "/account/")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("Ann@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("corticospinal tract")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editors_pages_run_under_the_content_policy_too(
    live_server: LiveServer, open_page: Callable[..., Page], superuser: User, scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    session = client_of(superuser).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    for url in ("/admin/", "/admin/accounts/user/", f"/admin/accounts/user/{superuser.pk}/change/"):
        page.goto(live_server.url + url)
        expect(page.get_by_role("link", name="Neuroquiz").first).to_be_visible()
