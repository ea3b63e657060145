"""The whole table of status and action, small enough to be written out."""

from itertools import product

import pytest

from cases.models import Status
from cases.review import NEXT, Action, Refused, next_status, reasons_against

ALLOWED = {
    ("draft", "submit"): "submitted",
    ("changes_requested", "submit"): "submitted",
    ("submitted", "take_up"): "under_review",
    ("under_review", "approve"): "approved",
    ("under_review", "request_changes"): "changes_requested",
    ("approved", "fall_back"): "under_review",
}


def test_six_of_twenty_five_steps_exist_and_each_leads_where_it_should() -> None:
    outcomes = {}
    for status, action in product(Status, Action):
        try:
            outcomes[str(status), str(action)] = str(next_status(status, action, reason="why"))
        except Refused:
            continue
    assert outcomes == ALLOWED
    assert len(list(product(Status, Action))) == 25
    assert len(NEXT) == 6


def test_nothing_is_approved_without_review() -> None:
    assert {before for (before, action) in NEXT if NEXT[before, action] == Status.APPROVED} == {Status.UNDER_REVIEW}


@pytest.mark.parametrize(("status", "action"), [("draft", "submit"), ("under_review", "approve")])
def test_a_case_does_not_go_on_while_the_model_disagrees(status: str, action: str) -> None:
    faults = ("The key comes out third.", "A finding contradicts the stage.")
    with pytest.raises(Refused) as refusal:
        next_status(Status(status), Action(action), faults=faults)
    assert refusal.value.reasons == faults


def test_a_model_that_disagrees_does_not_keep_a_reviewer_from_asking_for_changes() -> None:
    after = next_status(Status.UNDER_REVIEW, Action.REQUEST_CHANGES, faults=("x",), reason="Correct the key.")
    assert after is Status.CHANGES_REQUESTED


def test_changes_are_requested_in_words() -> None:
    assert reasons_against(Status.UNDER_REVIEW, Action.REQUEST_CHANGES, reason="  ") == (
        "“Request changes” needs a reason in words.",
    )


def test_a_refusal_says_where_the_step_starts_and_where_the_case_is() -> None:
    (reason,) = reasons_against(Status.SUBMITTED, Action.SUBMIT)
    assert reason == "“Submit” is a step from “Draft” or “Changes requested”; this is “Submitted”."


def test_all_reasons_come_at_once() -> None:
    assert len(reasons_against(Status.APPROVED, Action.SUBMIT, faults=("One.", "Two."))) == 3
