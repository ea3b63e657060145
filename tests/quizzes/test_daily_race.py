"""The case of the day when many come at once: one case, and of each learner one answer."""

import uuid
from datetime import UTC, datetime
from functools import partial

import pytest

import neuraxis
from quizzes.answering.answers import store
from quizzes.learners.sessions import Learner
from quizzes.making.daily import prepare, take
from quizzes.models import Answer, Daily, Quiz
from tests.quizzes.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
MANY = 6


@pytest.mark.usefixtures("database")
def test_of_those_who_come_first_all_get_the_same_case(model: neuraxis.Model) -> None:
    found = at_once([partial(prepare, model, NOW.date(), seed, NOW) for seed in range(MANY)])
    assert len({daily.pk for daily in found}) == 1
    assert all(daily.payload == found[0].payload for daily in found)
    assert Daily.objects.count() == 1


@pytest.mark.usefixtures("database")
def test_a_learner_who_submits_many_times_at_once_has_one_answer(model: neuraxis.Model) -> None:
    daily = prepare(model, NOW.date(), 1, NOW)
    learner = Learner(token="t" * 30)

    def submit(level: str) -> bool:
        return store(take(learner, daily, NOW).pk, uuid.uuid4(), {"level": level}, None, NOW).is_same

    kept = at_once([partial(submit, f"level {number}") for number in range(MANY)])
    assert (Quiz.objects.count(), Answer.objects.count()) == (1, 1)
    assert sum(kept) == 1
