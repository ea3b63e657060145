"""What every page carries: the frame, the headers, the error pages."""

import logging
import re
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path

from accounts.policies import NotAllowed
from neuroquiz.logs import RedactingFormatter
from neuroquiz.urls import handler400, handler403, handler500  # noqa: F401 (looked up by name)

ROOT = Path(__file__).parents[2]
NOTICE = "For education only. Not medical advice, and not for the care of a patient."


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the fault")


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404("There is no such case in the library.")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Only its author may change this case.")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("a tampered seed")


def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html", {"section": "practice"})


urlpatterns = [
    path("", include("neuroquiz.urls")),
    path("test/500", breaks),
    path("test/404", missing),
    path("test/403", forbidden),
    path("test/400", suspicious),
    path("test/200", plain),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def forgiving(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("url", "status", "sentence"),
    [
        ("/test/400", 400, "Nothing was changed."),
        ("/test/403", 403, "Only its author may change this case."),
        ("/test/404", 404, "There is no such case in the library."),
        ("/no/such/page", 404, "No page has this address."),
        ("/test/500", 500, "What was saved before is kept."),
    ],
)
def test_an_error_page_says_what_happened_and_where_to_go(
    forgiving: Client, url: str, status: int, sentence: str
) -> None:
    response = forgiving.get(url)
    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert NOTICE in page
    assert '<a href="/">' in page
    assert "RuntimeError" not in page


def test_an_unknown_host_gets_the_page_for_unreadable_requests(client: Client) -> None:
    response = client.get("/account/sign-in/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_kindly() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"username": "a@example.org"})
    assert response.status_code == 403
    assert "This form has run out" in response.content.decode()
    assert "nothing was saved" in response.content.decode()


def test_every_page_has_the_frame(client: Client) -> None:
    page = client.get("/test/200").content.decode()
    assert NOTICE in page
    assert '<a class="skip-link" href="#main">' in page
    assert page.count("<main ") == 1
    assert 'role="status"' in page
    assert '"allowEval":false' in page
    assert '"includeIndicatorStyles":false' in page
    assert "htmx" in page
    for name, url in (("Practice", "/practice/"), ("Cases", "/cases/"), ("Learn", "/concepts/")):
        assert re.search(rf'<a href="{url}"[^>]*>{name}</a>', page)
    assert page.count("aria-current") == 1


@pytest.mark.parametrize("url", ["/test/200", "/no/such/page", "/account/sign-in/"])
def test_the_browser_is_told_to_run_nothing_but_our_own_files(client: Client, url: str) -> None:
    headers = client.get(url).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("template", sorted((ROOT / "templates").rglob("*.html")), ids=lambda template: template.name)
def test_no_template_has_inline_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|hx-on|<style|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@override_settings(LOCAL=False, SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=[r"^healthz$"])
def test_a_server_sends_browsers_to_https_but_answers_probes(client: Client) -> None:
    assert client.get("/account/sign-in/").headers["Location"] == "https://testserver/account/sign-in/"
    assert client.get("/healthz").status_code == 200


def test_the_log_names_nobody() -> None:
    try:
        raise ValueError("Key (email)=(lea.learner+x@mail.example.org) already exists")
    except ValueError as fault:
        record = logging.LogRecord(
            "test", logging.ERROR, __file__, 1, "no such user %s", ("o'neil@example.org",), (type(fault), fault, None)
        )
    text = RedactingFormatter("%(message)s").format(record)
    assert "example.org" not in text
    assert text.count("[e-mail address]") == 2
