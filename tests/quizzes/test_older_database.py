"""A database from before today's schema, with data in it, migrates without loss, and its pages open.

`database_of_2026_11.json` holds its rows as they lay in the tables, and the migrations that had been applied: every
kind of question, answered; a library case; an exam with a changed answer, another that runs, its repeat; the case of a
day; reviews, ratings, evidence; an account and a visitor. Taken once, by the doors of the site. It is not renewed: a
newer schema wants a second file beside it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from neuroquiz.settings import SQLITE_OPTIONS
from quizzes.learners.sessions import SESSION_KEY
from quizzes.models import Answer, Daily, Mode, Question, Quiz

pytestmark = pytest.mark.django_db(transaction=True)

OLDER = json.loads(Path(__file__).with_name("database_of_2026_11.json").read_text(encoding="utf-8"))
# What a table is called since, by what it was called then.
RENAMED = {"quizzes.Difficulty": "quizzes.TaskRating"}
SCHEMA = "older"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[None]:
    """A database without a table: a file of its own, or a schema of its own."""
    inside = in_file(tmp_path) if connection.vendor == "sqlite" else in_schema()
    next(inside)
    yield
    next(inside, None)


def in_file(folder: Path) -> Iterator[None]:
    connection.ensure_connection()
    settings, in_memory = connections.settings["default"], connection.connection
    name, options = settings["NAME"], settings["OPTIONS"]
    settings |= {"NAME": str(folder / "older.sqlite3"), "OPTIONS": SQLITE_OPTIONS}
    connection.connection = None
    try:
        yield
    finally:
        connection.close()
        settings |= {"NAME": name, "OPTIONS": options}
        connection.connection = in_memory


def in_schema() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        cursor.execute(f"SET search_path TO {SCHEMA}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET search_path")
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def migrated(empty: None) -> None:
    """The rows of then in the schema of then, and both brought to today's."""
    executor = MigrationExecutor(connection)
    then = list(OLDER["migrations"].items())
    executor.migrate(then)
    fill(executor.loader.project_state(then).apps)
    newest = MigrationExecutor(connection)
    newest.migrate(newest.loader.graph.leaf_nodes())


def fill(older: Any) -> None:
    tables = [(older.get_model(label), rows) for label, rows in OLDER["rows"].items()]
    with transaction.atomic():
        for table, rows in tables:
            fields = {field.attname: field for field in table._meta.concrete_fields}
            table._base_manager.bulk_create(
                table(**{name: value_of(fields[name], value) for name, value in row.items()}) for row in rows
            )
    with connection.cursor() as cursor:
        for reset in connection.ops.sequence_reset_sql(no_style(), [table for table, _ in tables]):
            cursor.execute(reset)


def value_of(field: Any, value: Any) -> Any:
    return value if field.get_internal_type() == "JSONField" else field.to_python(value)


def test_no_row_is_lost_and_no_value_changed(migrated: None) -> None:
    for label, rows in OLDER["rows"].items():
        table = apps.get_model(RENAMED.get(label, label))
        kept = {row["id"]: row for row in table._base_manager.values()}
        assert sorted(kept) == sorted(row["id"] for row in rows), label
        for row in rows:
            fields = {field.attname: field for field in table._meta.concrete_fields}
            assert set(row) <= set(fields), f"{label}: say here what became of the columns that are gone"
            read = {name: value_of(fields[name], value) for name, value in row.items()}
            assert {name: kept[row["id"]][name] for name in row} == read, label


def test_what_the_account_practiced_opens(migrated: None) -> None:
    client = Client()
    client.force_login(User.objects.get())
    quizzes = list(Quiz.objects.filter(owner__isnull=False))
    assert len(quizzes) == 13
    for quiz in quizzes:
        for question in quiz.questions.all():
            page = body(client, f"/quiz/{quiz.public_id}/{question.position}/")
            answer = Answer.objects.filter(question=question).first()
            assert ('id="feedback"' in page) == (answer is not None), question
            if answer is not None:
                assert answer.verdict is not None, "an answer that was not graded yet is graded where it is shown"
                assert escape(answer.verdict["feedback"]["headline"]) in page
    assert {question.kind for question in Question.objects.filter(answer__isnull=False)} == {
        "localize", "umn-or-lmn", "predict", "next", "decisive", "odd-one-out",
    }  # fmt: skip


def test_results_progress_and_what_is_taken_away_open(migrated: None) -> None:
    client = Client()
    client.force_login(User.objects.get())
    exam = Quiz.objects.get(mode=Mode.EXAM, finished_at__isnull=False)
    base = f"/quiz/{exam.public_id}/"
    # One of three is right, one got a half and the third was left empty.
    assert "50 %" in body(client, base + "results/")
    assert "Question 2" in body(client, base + "print/")
    assert "Your exam is in 120 days" in body(client, "/progress/")
    assert len(json.loads(body(client, "/progress/export.json"))["answers"]) == 12
    assert body(client, "/progress/export.csv").count("\n") == 13
    daily = Daily.objects.get()
    assert "tabindex" in body(client, f"/today/{daily.date}/")
    assert client.post("/anki/", {"deck": "misses", "number": "10"}).content.startswith(b"PK")
    running = Quiz.objects.get(mode=Mode.EXAM, finished_at__isnull=True)
    assert "What decides" not in body(client, f"/quiz/{running.public_id}/1/")


def test_what_the_visitor_practiced_opens_in_the_same_browser(migrated: None) -> None:
    quiz = Quiz.objects.get(owner__isnull=True)
    client = Client()
    session = client.session
    session[SESSION_KEY] = quiz.learner_token
    session.save()
    assert "What decides" in body(client, f"/quiz/{quiz.public_id}/1/")


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return (b"".join(response) if response.streaming else response.content).decode()
