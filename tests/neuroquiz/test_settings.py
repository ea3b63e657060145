"""The start of the site in other environments, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-more-than-fifty-characters-0123456789-abcdefgh"
SHOW = """
import django, json
from django.conf import settings
django.setup()
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    fixed = {"ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "neuroquiz.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], env=fixed | environment, capture_output=True, text=True, check=False
    )


def settings(**environment: str) -> dict[str, object]:
    shown: dict[str, object] = json.loads(start("-c", SHOW, **environment).stdout)
    return shown


def test_without_a_secret_nothing_starts_and_the_reason_is_said() -> None:
    result = start("manage.py", "check")
    assert result.returncode != 0
    assert "SECRET_KEY is not set. Give 50 or more random characters" in result.stderr


def test_a_server_passes_every_deployment_check() -> None:
    result = start(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SECRET_KEY=SECRET,
        ALLOWED_HOSTS="neuroquiz.example",
    )
    assert result.returncode == 0, result.stderr


def test_a_server_is_closed_until_it_is_told_its_name_and_sets_cookies_over_https_only() -> None:
    shown = settings(SECRET_KEY=SECRET)
    assert shown["DEBUG"] is False
    assert shown["ALLOWED_HOSTS"] == []
    assert (shown["SESSION_COOKIE_NAME"], shown["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)
    assert (shown["CSRF_COOKIE_NAME"], shown["CSRF_COOKIE_SECURE"]) == ("__Host-csrf", True)
    assert shown["SECURE_SSL_REDIRECT"] is True


def test_a_local_run_works_over_http_on_this_machine_only() -> None:
    shown = settings(SECRET_KEY=SECRET, LOCAL="on")
    assert shown["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert (shown["SESSION_COOKIE_SECURE"], shown["CSRF_COOKIE_SECURE"]) == (False, False)
    assert shown["SECURE_SSL_REDIRECT"] is False
    assert shown["SECURE_HSTS_SECONDS"] == 0


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET)
    assert settings(SECRET_KEY_FILE=str(file))["SECRET_KEY"] == SECRET


def test_an_environment_file_fills_in_what_the_environment_leaves_open(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text(f"SECRET_KEY={SECRET}\nLOCAL=on\nALLOWED_HOSTS=one.example,two.example\n")
    shown = settings(ENV_FILE=str(file), LOCAL="off")
    assert (shown["SECRET_KEY"], shown["LOCAL"]) == (SECRET, False)
    assert shown["ALLOWED_HOSTS"] == ["one.example", "two.example"]


def database(**environment: str) -> dict[str, object]:
    databases = settings(SECRET_KEY=SECRET, **environment)["DATABASES"]
    assert isinstance(databases, dict)
    default: dict[str, object] = databases["default"]
    return default


def test_sqlite_is_the_default_and_never_acknowledges_what_it_may_lose() -> None:
    default = database()
    assert default["NAME"] == str(ROOT / "var" / "neuroquiz.sqlite3")
    assert default["OPTIONS"] == {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


def test_postgresql_comes_by_its_url_with_a_pool() -> None:
    default = database(DATABASE_URL="postgres://quiz:pass@db.example:5433/quiz?sslmode=require", DATABASE_POOL="5")
    assert (default["HOST"], default["PORT"], default["CONN_MAX_AGE"]) == ("db.example", 5433, 0)
    assert default["OPTIONS"] == {"pool": {"min_size": 1, "max_size": 5}, "sslmode": "require"}


def test_another_kind_of_database_is_refused() -> None:
    result = start("-c", SHOW, SECRET_KEY=SECRET, DATABASE_URL="mysql://root@localhost/quiz")
    assert "use sqlite:///path or postgres://..." in result.stderr


@pytest.mark.django_db
def test_the_database_that_runs_has_these_settings() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
