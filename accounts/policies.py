"""Who may do what to accounts, and who may teach. `check_can_x` raises with the reason; `can_x` wraps it for a page."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.models import Role, User

TEACHERS = frozenset({Role.INSTRUCTOR, Role.REVIEWER, Role.ADMIN})
REVIEWERS = frozenset({Role.REVIEWER, Role.ADMIN})


class NotAllowed(PermissionDenied):
    """Carries the sentence that the 403 page shows."""


def allowed(check: Callable[..., None], *args: object) -> bool:
    """Ask a `check_can_x` for yes or no."""
    try:
        check(*args)
    except NotAllowed:
        return False
    return True


def check_can_author(user: User | AnonymousUser) -> None:
    if not user.is_authenticated:
        raise NotAllowed("Sign in to write cases.")
    if not user.is_superuser and user.role not in TEACHERS:
        raise NotAllowed("Cases are written by instructors and reviewers. Ask an administrator for that role.")


def can_author(user: User | AnonymousUser) -> bool:
    return allowed(check_can_author, user)


def check_can_review(user: User | AnonymousUser) -> None:
    if not user.is_authenticated:
        raise NotAllowed("Sign in to review cases.")
    if not user.is_superuser and user.role not in REVIEWERS:
        raise NotAllowed("Cases are reviewed by reviewers. Ask an administrator for that role.")


def can_review(user: User | AnonymousUser) -> bool:
    return allowed(check_can_review, user)


def check_can_delete_account(actor: User | AnonymousUser, account: User) -> None:
    if actor != account:
        raise NotAllowed("An account is deleted by its owner only.")
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=account.pk)
    if account.is_superuser and not others.exists():
        raise NotAllowed("This is the last administrator. Make another one first, then delete this account.")


def can_delete_account(actor: User | AnonymousUser, account: User) -> bool:
    return allowed(check_can_delete_account, actor, account)
