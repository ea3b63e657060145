"""The twin of a patient: the nearest examination whose answer is another one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

import neuraxis
from quizzes.learners import Learner
from quizzes.models import Question, Quiz
from quizzes.payloads import freeze, stored_case
from quizzes.questions import begin
from quizzes.selection import Wish


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
    vignette = neuraxis.word_vignette(twin.case)
    frozen = freeze(model, twin.case.case, vignette, twin.case.difficulty, twin.case.topic)
    return frozen | {"twin": {"key": case.key, "changed": changed}}


def tell_twins_apart(model: neuraxis.Model, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the first patient, side by side, and why the answer moves, in words."""
    case, told = stored_case(model, dict(payload)), payload["twin"]
    after = [neuraxis.Finding(item, new) for item, _, new in told["changed"]]
    before = [neuraxis.Finding(item, old) for item, old, _ in told["changed"]]
    pairs = [
        [neuraxis.word_finding(model, one), neuraxis.word_finding(model, other)]
        for one, other in zip(before, after, strict=True)
    ]
    return {"changed": pairs, "why": list(neuraxis.word_twin(model, told["key"], case, after))}
