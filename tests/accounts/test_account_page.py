import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from tests.conftest import PASSWORD, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/account/", "/account/password/", "/account/delete/"])
def test_a_visitor_is_sent_to_sign_in(client: Client, url: str) -> None:
    assert client.get(url).headers["Location"] == f"/account/sign-in/?next={url}"


def test_the_page_shows_who_one_is(learner_client: Client) -> None:
    page = learner_client.get("/account/").content.decode()
    assert "learner@example.org" in page
    assert "Lea Learner" in page


def test_the_name_can_be_changed_and_nothing_else(learner_client: Client, learner: User) -> None:
    response = learner_client.post("/account/", {"name": "Lou", "role": "admin", "email": "x@example.org"})
    assert response.headers["Location"] == "/account/"
    learner.refresh_from_db()
    assert (learner.name, learner.role, learner.email) == ("Lou", "learner", "learner@example.org")


def test_a_name_that_is_too_long_is_told_so(learner_client: Client) -> None:
    response = learner_client.post("/account/", {"name": "n" * 81})
    assert response.status_code == 200
    assert "at most 80 characters" in response.content.decode()


def test_a_changed_password_keeps_this_browser_and_signs_out_the_others(learner: User) -> None:
    here, elsewhere = client_of(learner), client_of(learner)
    new = "spinothalamic tract"
    response = here.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True
    )
    assert response.status_code == 200
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_deletion_removes_the_person_and_signs_out(learner_client: Client) -> None:
    response = learner_client.post("/account/delete/", {"password": PASSWORD})
    assert response.headers["Location"] == "/"
    assert not User.objects.exists()
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["Your account is deleted."]
    assert learner_client.get("/account/").status_code == 302


def test_deletion_asks_for_the_password(learner_client: Client) -> None:
    assert "cannot be undone" in learner_client.get("/account/delete/").content.decode()
    response = learner_client.post("/account/delete/", {"password": "no"})
    assert "This is not your password. Nothing was deleted." in response.content.decode()
    assert User.objects.exists()


def test_another_browser_of_a_deleted_account_is_simply_signed_out(learner: User) -> None:
    here, elsewhere = client_of(learner), client_of(learner)
    here.post("/account/delete/", {"password": PASSWORD})
    assert elsewhere.get("/account/").status_code == 302


def test_the_last_administrator_stays(superuser: User) -> None:
    client = client_of(superuser)
    assert "/account/delete/" not in client.get("/account/").content.decode()
    response = client.post("/account/delete/", {"password": PASSWORD})
    assert response.status_code == 403
    assert "This is the last administrator." in response.content.decode()
    assert User.objects.exists()
