"""When a fact should come back: the only module that knows the scheduler (FSRS) and the shape of its state.

Intervals are whole days, for a review is a case and not a flashcard; nothing is shuffled, so that the same answers
give the same dates. The exam date stands apart: see `due_dates`.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any, cast

from fsrs import Card, Rating, Scheduler

RETENTION = 0.9
LONGEST = timedelta(days=365)


class Recall(IntEnum):
    """How well an answer knew a fact, in the scheduler's steps. No single answer proves that one was easy."""

    AGAIN = 1
    HARD = 2
    GOOD = 3


@lru_cache(maxsize=1)
def scheduler() -> Scheduler:
    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST.days,
        enable_fuzzing=False,
    )


def review(state: dict[str, Any] | None, recall: Recall, now: datetime) -> tuple[dict[str, Any], datetime]:
    """The memory after a review, as it is stored, and when it should be tried again; `state` is None at first."""
    card, _ = scheduler().review_card(remembered(state, now), Rating(recall), review_datetime=now)
    return cast("dict[str, Any]", card.to_dict()), card.due


def retrievability(state: dict[str, Any], now: datetime) -> float:
    """The chance that the fact is still known, 0..1."""
    return float(scheduler().get_card_retrievability(remembered(state, now), current_datetime=now))


def remembered(state: dict[str, Any] | None, now: datetime) -> Card:
    # Without an id of its own the library waits a millisecond for one.
    return Card(card_id=0, due=now) if state is None else Card.from_dict(cast("Any", state))
