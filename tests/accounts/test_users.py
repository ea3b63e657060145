import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Role, User
from tests.conftest import PASSWORD, client_of

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case() -> None:
    assert User.objects.create_user(" Ann@Example.ORG ", PASSWORD).email == "ann@example.org"


def test_the_database_refuses_a_second_spelling() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Ann@example.org")


def test_the_database_refuses_an_unknown_role() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ann@example.org", role="king")


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValidationError, match="email"):
        User.objects.create_user("", PASSWORD)


def test_a_user_is_called_by_name_or_else_by_address() -> None:
    assert str(User(email="ann@example.org", name="Ann")) == "Ann"
    assert User(email="ann@example.org").get_short_name() == "ann@example.org"


def test_createsuperuser_makes_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="root@example.org", interactive=False, verbosity=0)
    user = User.objects.get()
    assert (user.role, user.is_staff, user.is_superuser) == (Role.ADMIN, True, True)
    assert user.check_password(PASSWORD)


def test_an_administrator_makes_and_corrects_accounts(superuser: User) -> None:
    client = client_of(superuser)
    assert client.get("/admin/accounts/user/?q=super").status_code == 200
    new = {
        "email": "Ann@example.org",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/admin/accounts/user/add/", new).status_code == 302
    ann = User.objects.get(email="ann@example.org")
    change = {"email": "ann@example.org", "name": "Ann", "role": "reviewer", "is_staff": "on", "is_active": "on"}
    assert client.post(f"/admin/accounts/user/{ann.pk}/change/", change).status_code == 302
    ann.refresh_from_db()
    assert (ann.role, ann.is_staff, ann.is_superuser) == (Role.REVIEWER, True, False)


def test_nobody_else_manages_accounts(client: Client, instructor_client: Client) -> None:
    assert client.get("/admin/accounts/user/").status_code == 302
    assert instructor_client.get("/admin/accounts/user/").status_code == 403
