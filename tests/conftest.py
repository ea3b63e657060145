"""What every test may ask for."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from accounts.models import Role, User

PASSWORD = "corticospinal tract"
CHROMIUM = Path("/usr/bin/chromium")
# Milliseconds for what a page is expected to show: enough for a slow machine, and none is waited that is not needed.
PATIENCE = 20_000


@pytest.fixture(autouse=True)
def same_draws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test draws the same questions in every run; the deep tests are for all the others."""
    monkeypatch.setattr("secrets.randbits", random.Random(request.node.nodeid).getrandbits)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """A table that is not what the code takes it for fails many tests, each in words of its own; this says why."""
    wanting = without_migration()
    if wanting:
        pytest.fail(f"Write the migration (manage.py makemigrations): {'; '.join(wanting)}.", pytrace=False)


def without_migration() -> list[str]:
    """What the models, and the kinds of question among them, have that no migration brings."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    return [
        f"{app}: {operation.describe()}"
        for app, made in detector.changes(graph=loader.graph).items()
        for migration in made
        for operation in migration.operations
    ]


@pytest.fixture
def learner(db: None) -> User:
    return User.objects.create_user("learner@example.org", PASSWORD, name="Lea Learner")


@pytest.fixture
def instructor(db: None) -> User:
    return User.objects.create_user(
        "instructor@example.org", PASSWORD, name="Ina Instructor", role=Role.INSTRUCTOR, is_staff=True
    )


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user(
        "reviewer@example.org", PASSWORD, name="Rae Reviewer", role=Role.REVIEWER, is_staff=True
    )


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("superuser@example.org", PASSWORD, name="Sam Superuser")


@pytest.fixture
def learner_client(learner: User) -> Client:
    return client_of(learner)


@pytest.fixture
def instructor_client(instructor: User) -> Client:
    return client_of(instructor)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Absent, the test is skipped at home and fails where CI=true."""
    if not CHROMIUM.exists():
        absent = f"no {CHROMIUM}: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(absent)
        pytest.skip(absent)
    # The browser's event loop lives in this thread; Django takes it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own (width, height and whatever Playwright's new_context takes).

    What the browser complains of in its console, a breach of the content policy above all, fails the test.
    """
    complaints: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        # The status of the page itself is the test's own business.
        of_the_page = message.page is not None and message.location["url"] == message.page.url
        if message.type == "error" and not of_the_page:
            complaints.append(message.text)

    def opened(width: int = 1280, height: int = 800, **settings: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, whose console may complain of the network."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()
