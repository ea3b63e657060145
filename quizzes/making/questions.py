"""Makes quizzes and their questions: a question is frozen once, when it is first asked for, and alike in every tab."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import neuraxis
from cases.checking import as_case
from cases.models import CaseVersion
from quizzes.kinds import asking_of
from quizzes.kinds.localize import freeze_patient
from quizzes.learners.sessions import Learner
from quizzes.making.mixing import mix, slot_of
from quizzes.making.selection import Draw, Wish, derived_seed, draw_next, generate, plan, site_of
from quizzes.models import Question, Quiz
from quizzes.stored.payloads import freeze

log = logging.getLogger(__name__)

LENGTH = 10
# A repeated place is better than a learner who waits.
PUZZLE_ATTEMPTS = 3


def start(learner: Learner, wish: Wish, seed: int, now: datetime, length: int = LENGTH, **fields: Any) -> Quiz:
    """A quiz of library cases and generated questions; `fields` are further ones of the quiz."""
    slots = mix(plan(learner, wish, length, seed), wish.kind, seed)
    return begin(learner, {**wish.as_settings(), "slots": slots}, seed, now, **fields)


def start_case(learner: Learner, version: CaseVersion, seed: int, now: datetime) -> Quiz:
    """One question: this library case."""
    slots = [{"version": version.pk, "key": version.key}]
    return begin(learner, {**Wish().as_settings(), "slots": slots}, seed, now)


def start_review(learner: Learner, length: int, seed: int, now: datetime) -> Quiz:
    """Generated questions about what is due and what is weak."""
    settings = {**Wish().as_settings(), "slots": [None] * length, "review": True}
    return begin(learner, settings, seed, now)


def start_like(learner: Learner, wish: Wish, seed: int, now: datetime) -> Quiz:
    """One question: generated, whatever the library has."""
    return begin(learner, {**wish.as_settings(), "slots": [slot_of(wish.kind)]}, seed, now)


def start_generated(learner: Learner, wish: Wish, seed: int, now: datetime) -> Quiz:
    """One question: what the generator makes of exactly this seed."""
    return begin(learner, {**wish.as_settings(), "slots": [slot_of(wish.kind)], "fixed": True}, seed, now)


def begin(learner: Learner, settings: dict[str, Any], seed: int, now: datetime, **fields: Any) -> Quiz:
    return Quiz.objects.create(
        **fields,
        owner=learner.user,
        learner_token=learner.token,
        settings=settings,
        length=len(settings["slots"]),
        seed=seed,
        created_at=now,
    )


def open_question(model: neuraxis.Model, quiz: Quiz, position: int, now: datetime) -> Question:
    """The question at `position`, made if nobody has opened it yet.

    Two tabs that open it at once work out the same draw; the database keeps the first.
    """
    made = (
        library_question(model, quiz, position)
        or puzzle_question(model, quiz, position)
        or generated_question(model, quiz, position, now)
    )
    made["opened_at"] = now
    question, _ = Question.objects.get_or_create(quiz=quiz, position=position, defaults=made)
    return question


def library_question(model: neuraxis.Model, quiz: Quiz, position: int) -> dict[str, Any] | None:
    """The planned library case; None if none is planned, or if this model can no longer read it."""
    slot = quiz.settings["slots"][position - 1]
    version = CaseVersion.objects.filter(pk=slot["version"]).first() if slot and "version" in slot else None
    return None if version is None else freeze_version(model, version)


def freeze_version(model: neuraxis.Model, version: CaseVersion) -> dict[str, Any] | None:
    """What a question keeps of a library case; None if this model can no longer read it."""
    try:
        payload = freeze(model, as_case(model, version.draft), version.vignette, version.difficulty, version.topic)
    except ValueError:
        log.exception("case version %s cannot be asked under model %s", version.pk, model.version)
        return None
    return {"case_version": version, "payload": payload, "model_version": model.version}


def puzzle_question(model: neuraxis.Model, quiz: Quiz, position: int) -> dict[str, Any] | None:
    """The planned puzzle; None if none is planned, or if its topic has none."""
    slot = quiz.settings["slots"][position - 1]
    if not slot or "kind" not in slot:
        return None
    wish, used = Wish.from_settings(quiz.settings), used_sites(quiz, position)
    made: dict[str, Any] | None = None
    for attempt in range(PUZZLE_ATTEMPTS):
        seed = quiz.seed if quiz.settings.get("fixed") else derived_seed(quiz.seed, position, attempt)
        try:
            payload = asking_of(slot["kind"]).make(model, seed, wish.topic, wish.difficulty)
        except neuraxis.GenerationError:
            continue
        payload |= {"generator": Wish(wish.topic, kind=slot["kind"]).as_settings()}
        made = {"kind": slot["kind"], "seed": seed, "payload": payload, "model_version": model.version}
        if site_of(payload["key"]) not in used:
            break
    return made


def generated_question(model: neuraxis.Model, quiz: Quiz, position: int, now: datetime) -> dict[str, Any]:
    """A generated question whose site neither the earlier questions nor the planned cases use."""
    wish = Wish.from_settings(quiz.settings)
    if quiz.settings.get("fixed"):
        drawn = Draw(generate(model, quiz.seed, wish), wish)
    else:
        drawn = draw_next(model, quiz, position, wish, used_sites(quiz, position), now)
    return {
        "seed": drawn.generated.seed,
        "payload": freeze_generated(model, drawn),
        "model_version": model.version,
    }


def used_sites(quiz: Quiz, position: int) -> frozenset[str]:
    earlier: Iterable[str] = quiz.questions.filter(position__lt=position).values_list("payload__key", flat=True)
    planned = [slot["key"] for slot in quiz.settings["slots"] if slot and "key" in slot]
    return frozenset(map(site_of, [*earlier, *planned]))


def freeze_generated(model: neuraxis.Model, drawn: Draw) -> dict[str, Any]:
    payload = freeze_patient(model, drawn.generated)
    return payload | {"generator": drawn.wish.as_settings()} | ({"aim": drawn.aim} if drawn.aim else {})
