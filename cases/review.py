"""How a text moves through review: values in, new values out, and every refusal with its reasons."""

from collections.abc import Iterable

from cases.models import Action, Status

__all__ = ["NEXT", "Action", "Refused", "next_status", "reasons_against"]


NEXT: dict[tuple[Status, Action], Status] = {
    (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Status.CHANGES_REQUESTED, Action.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Action.TAKE_UP): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Action.APPROVE): Status.APPROVED,
    (Status.UNDER_REVIEW, Action.REQUEST_CHANGES): Status.CHANGES_REQUESTED,
    (Status.APPROVED, Action.FALL_BACK): Status.UNDER_REVIEW,
}

# A case goes on only while the model agrees with its key.
NEEDS_AGREEMENT = frozenset({Action.SUBMIT, Action.APPROVE})
NEEDS_REASON = frozenset({Action.REQUEST_CHANGES, Action.FALL_BACK})


class Refused(ValueError):
    """A step that cannot be taken. `reasons` has one sentence each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


def next_status(status: Status, action: Action, *, faults: Iterable[str] = (), reason: str = "") -> Status:
    """Where `action` leads from `status`; raises Refused with all reasons against it.

    `faults` is what the model holds against the text.
    """
    reasons = reasons_against(status, action, faults=faults, reason=reason)
    if reasons:
        raise Refused(reasons)
    return NEXT[status, action]


def reasons_against(status: Status, action: Action, *, faults: Iterable[str] = (), reason: str = "") -> tuple[str, ...]:
    """All reasons why `action` is refused; none when it may go ahead."""
    reasons = []
    if (status, action) not in NEXT:
        starts = " or ".join(f"“{before.label}”" for before, taken in NEXT if taken is action)
        reasons.append(f"“{action.label}” is a step from {starts}; this is “{status.label}”.")
    if action in NEEDS_REASON and not reason.strip():
        reasons.append(f"“{action.label}” needs a reason in words.")
    if action in NEEDS_AGREEMENT:
        reasons.extend(faults)
    return tuple(reasons)
