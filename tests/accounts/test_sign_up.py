import pytest
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from accounts.signals import signed_up
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/account/sign-up/"


def filled(**changes: str) -> dict[str, str]:
    return {"email": "New@Example.org", "name": "Nora New", "password1": PASSWORD, "password2": PASSWORD} | changes


def test_the_account_is_made_and_signed_in(client: Client) -> None:
    response = client.post(URL, filled())
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.email, user.name, user.role, user.is_staff) == ("new@example.org", "Nora New", Role.LEARNER, False)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["Your account is ready, and you are signed in."]


def test_who_listens_gets_the_user_and_the_anonymous_session(client: Client) -> None:
    seen: list[tuple[User, str, bool]] = []

    def listener(user: User, request: HttpRequest, **_: object) -> None:
        seen.append((user, request.session["work"], request.user.is_authenticated))

    session = client.session
    session["work"] = "three answers"
    session.save()
    signed_up.connect(listener)
    try:
        client.post(URL, filled())
    finally:
        signed_up.disconnect(listener)
    assert seen == [(User.objects.get(), "three answers", False)]
    assert client.session["work"] == "three answers"


def test_a_listener_that_fails_leaves_no_account(client: Client) -> None:
    def listener(**_: object) -> None:
        raise RuntimeError("the merge failed")

    signed_up.connect(listener)
    try:
        with pytest.raises(RuntimeError):
            client.post(URL, filled())
    finally:
        signed_up.disconnect(listener)
    assert not User.objects.exists()


def test_an_address_has_one_account_however_it_is_written(client: Client, learner: User) -> None:
    response = client.post(URL, filled(email="LEARNER@example.org"))
    assert response.status_code == 200
    assert "This address has an account." in response.content.decode()
    assert User.objects.count() == 1


def test_the_second_of_two_simultaneous_sign_ups_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("new@example.org", PASSWORD)
    # The other one came in between the question and the writing.
    monkeypatch.setattr("accounts.forms.SignUpForm._post_clean", lambda form: form_fills_its_instance(form))
    response = client.post(URL, filled())
    assert response.status_code == 200
    assert "This address has an account." in response.content.decode()


def form_fills_its_instance(form: object) -> None:
    form.instance.email = "new@example.org"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": ""}, "This field is required."),
        ({"password2": "another one entirely"}, "The two password fields didn’t match."),
        ({"password1": "short", "password2": "short"}, "This password is too short."),
        ({"password1": "password123", "password2": "password123"}, "This password is too common."),
        ({"name": "n" * 81}, "at most 80 characters"),
        ({"email": "a\x00b@example.org"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_made(client: Client, changes: dict[str, str], reason: str) -> None:
    response = client.post(URL, filled(**changes))
    assert response.status_code == 200
    assert reason in response.content.decode()
    assert not User.objects.exists()


def test_the_role_cannot_be_asked_for(client: Client) -> None:
    client.post(URL, filled(role="admin", is_staff="on", is_superuser="on"))
    user = User.objects.get()
    assert (user.role, user.is_staff, user.is_superuser) == (Role.LEARNER, False, False)


def test_afterwards_the_page_that_was_asked_for_comes_but_never_another_site(client: Client) -> None:
    assert client.post(f"{URL}?next=/account/", filled()).headers["Location"] == "/account/"
    assert Client().post(f"{URL}?next=https://evil.example/", filled(email="b@example.org")).headers["Location"] == "/"


def test_the_page_links_to_sign_in(client: Client) -> None:
    assert reverse("accounts:sign-in") in client.get(URL).content.decode()
