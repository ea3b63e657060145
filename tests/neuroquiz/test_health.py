import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


def test_healthz_answers_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_ready_when_all_migrations_are_applied(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_counts_the_migrations_that_wait(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("accounts", "0002_sign_in_count")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations: 1 not applied\n")


def test_readyz_is_not_ready_when_the_database_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_answer() -> list[str]:
        raise OperationalError("could not connect")

    monkeypatch.setattr("neuroquiz.health.unapplied_migrations", no_answer)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database: no answer\n")


@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
def test_a_probe_only_reads(client: Client, url: str) -> None:
    assert client.post(url).status_code == 405
