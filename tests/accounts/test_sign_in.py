from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts import throttle
from accounts.models import SignInCount, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/account/sign-in/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sign_in(
    client: Client, password: str = PASSWORD, email: str = "learner@example.org", address: str = "192.0.2.1"
) -> int:
    return client.post(URL, {"username": email, "password": password}, REMOTE_ADDR=address).status_code


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client: Client, learner: User) -> None:
    assert sign_in(client, email="Learner@EXAMPLE.org") == 302
    assert client.session["_auth_user_id"] == str(learner.pk)


def test_a_wrong_password_is_told_kindly_and_does_not_say_which_part_is_wrong(client: Client, learner: User) -> None:
    known = client.post(URL, {"username": "learner@example.org", "password": "no"}).content.decode()
    unknown = client.post(URL, {"username": "nobody@example.org", "password": "no"}).content.decode()
    sentence = "This e-mail address and password do not belong together."
    assert sentence in known
    assert sentence in unknown
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_sign_in(client: Client, learner: User) -> None:
    User.objects.update(is_active=False)
    assert sign_in(client) == 200


def test_sign_in_never_leads_to_another_site(client: Client, learner: User) -> None:
    response = client.post(
        URL, {"username": "learner@example.org", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert response.headers["Location"] == "/"


def test_the_ninth_try_is_refused_even_with_the_right_password(client: Client, learner: User) -> None:
    assert [sign_in(client, "no") for _ in range(8)] == [200] * 8
    response = client.post(URL, {"username": "learner@example.org", "password": PASSWORD}, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert "Too many tries. The next one is possible in 15 minutes." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_another_place_and_another_person_are_not_slowed_down(client: Client, learner: User, reviewer: User) -> None:
    for _ in range(9):
        sign_in(client, "no")
    assert sign_in(client, address="192.0.2.2") == 302
    assert sign_in(client, email="reviewer@example.org") == 302


def test_after_the_window_tries_are_possible_again(client: Client, learner: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(9):
            sign_in(client, "no")
        clock.move_to(NOON + throttle.WINDOW - timedelta(seconds=1))
        assert sign_in(client) == 429
        clock.move_to(NOON + throttle.WINDOW)
        assert sign_in(client) == 302


def test_the_right_password_forgives_what_came_before(client: Client, learner: User) -> None:
    for _ in range(7):
        sign_in(client, "no")
    assert sign_in(client) == 302
    assert [sign_in(Client(), "no") for _ in range(8)] == [200] * 8


def test_many_places_guessing_at_one_account_are_stopped(client: Client, learner: User) -> None:
    statuses = [sign_in(client, "no", address=f"192.0.2.{number}") for number in range(51)]
    assert statuses == [200] * 50 + [429]


def test_one_place_guessing_at_many_accounts_is_stopped(client: Client) -> None:
    statuses = [sign_in(client, "no", email=f"someone{number}@example.org") for number in range(101)]
    assert statuses == [200] * 100 + [429]


def test_counts_name_nobody_and_are_removed_when_they_have_run_out(client: Client, learner: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, "no", email="someone@example.org")
        assert "someone" not in "".join(SignInCount.objects.values_list("key", flat=True))
        clock.move_to(NOON + throttle.WINDOW)
        sign_in(client, address="192.0.2.9")
    assert SignInCount.objects.filter(window_ends__lte=NOON + throttle.WINDOW).count() == 0


def test_an_empty_form_counts_as_no_try(client: Client) -> None:
    assert sign_in(client, password="") == 200
    assert not SignInCount.objects.exists()


def test_signing_out_takes_a_post(learner_client: Client) -> None:
    assert learner_client.get("/account/sign-out/").status_code == 405
    assert learner_client.post("/account/sign-out/").status_code == 302
    assert "_auth_user_id" not in learner_client.session


@pytest.mark.parametrize("who", ["client", "instructor_client"])
def test_the_editors_pages_have_no_sign_in_of_their_own(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    response = client.get("/admin/login/?next=/admin/cases/")
    assert response.headers["Location"] == "/account/sign-in/?next=/admin/cases/"


def test_the_editors_pages_tell_a_learner_why_not(learner_client: Client) -> None:
    response = learner_client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "These pages are for instructors, reviewers and administrators." in response.content.decode()


def test_an_instructor_enters_the_editors_pages_but_sees_no_accounts(instructor_client: Client) -> None:
    page = instructor_client.get("/admin/")
    assert page.status_code == 200
    assert "/admin/accounts/" not in page.content.decode()
    assert instructor_client.get("/admin/accounts/user/").status_code == 403


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection; its file has one writer"
)
@pytest.mark.django_db(transaction=True)
def test_parallel_tries_do_not_slip_past_the_count() -> None:
    def attempt(_: int) -> bool:
        try:
            throttle.count_try("learner@example.org", "192.0.2.1", NOON)
        except throttle.TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(attempt, range(40))) == 8
