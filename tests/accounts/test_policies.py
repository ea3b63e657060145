import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import policies
from accounts.models import Role, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "authors", "reviews"),
    [
        (Role.LEARNER, False, False),
        (Role.INSTRUCTOR, True, False),
        (Role.REVIEWER, True, True),
        (Role.ADMIN, True, True),
    ],
)
def test_the_role_decides_who_writes_and_who_reviews(role: Role, authors: bool, reviews: bool) -> None:
    user = User(email="ann@example.org", role=role)
    assert (policies.can_author(user), policies.can_review(user)) == (authors, reviews)


def test_a_superuser_may_do_both() -> None:
    user = User(email="ann@example.org", is_superuser=True)
    assert policies.can_author(user)
    assert policies.can_review(user)


def test_a_visitor_is_told_to_sign_in() -> None:
    with pytest.raises(policies.NotAllowed, match="Sign in to write cases"):
        policies.check_can_author(AnonymousUser())
    with pytest.raises(policies.NotAllowed, match="Sign in to review cases"):
        policies.check_can_review(AnonymousUser())


def test_an_account_is_deleted_by_its_owner_only(learner: User, superuser: User) -> None:
    assert policies.can_delete_account(learner, learner)
    assert not policies.can_delete_account(superuser, learner)
    assert not policies.can_delete_account(AnonymousUser(), learner)


def test_an_administrator_may_leave_once_there_is_another(superuser: User) -> None:
    assert not policies.can_delete_account(superuser, superuser)
    User.objects.create_superuser("second@example.org", PASSWORD)
    assert policies.can_delete_account(superuser, superuser)
