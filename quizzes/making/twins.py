"""The twin of a patient: the nearest examination whose answer is another one."""

from datetime import datetime
from typing import Any

from django.db import transaction

import neuraxis
from quizzes.kinds.localize import freeze_patient
from quizzes.learners.sessions import Learner
from quizzes.making.questions import begin
from quizzes.making.selection import Wish
from quizzes.models import Question, Quiz
from quizzes.stored.payloads import stored_case


def start_twin(model: neuraxis.Model, learner: Learner, first: Question, seed: int, now: datetime) -> Quiz:
    """One question: the twin of an answered one. Raises GenerationError where no place comes near enough."""
    made = freeze_twin(model, first.payload, seed)
    with transaction.atomic():
        quiz = begin(learner, {**Wish().as_settings(), "slots": [None]}, seed, now)
        Question.objects.create(
            quiz=quiz, position=1, seed=seed, payload=made, model_version=model.version, opened_at=now
        )
    return quiz


def freeze_twin(model: neuraxis.Model, payload: dict[str, Any], seed: int) -> dict[str, Any]:
    """The twin's question, with the first patient's key and what differs from it."""
    case = stored_case(model, payload)
    twin = neuraxis.find_twin(model, case.findings, case.stage, case.key, seed)
    changed = [[before.item, before.value, after.value] for before, after in twin.changed]
    return freeze_patient(model, twin.case) | {"twin": {"key": case.key, "changed": changed}}
