"""Who may do what to cases. `check_can_x` raises with the reason; `can_x` wraps it for a page."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.policies import NotAllowed, allowed, can_author, can_review, check_can_author
from cases.models import Case

__all__ = [
    "can_author",
    "can_edit_case",
    "can_review",
    "check_can_edit_case",
]


def check_can_edit_case(user: User | AnonymousUser, case: Case) -> None:
    """Authors correct their own cases and those that came with the library; reviewers correct all."""
    check_can_author(user)
    if case.author_id not in (None, user.pk) and not can_review(user):
        raise NotAllowed("This case belongs to another author. Only its author and reviewers change it.")


def can_edit_case(user: User | AnonymousUser, case: Case) -> bool:
    return allowed(check_can_edit_case, user, case)
