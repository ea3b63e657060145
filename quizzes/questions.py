"""Makes quizzes and their questions: a question is frozen once, when it is first asked for, and alike in every tab."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import neuraxis
from cases.model import Draft, as_case
from cases.models import CaseVersion
from quizzes.learners import Learner
from quizzes.models import Question, Quiz
from quizzes.selection import Draw, Wish, draw, generate, plan, site_of

log = logging.getLogger(__name__)

LENGTH = 10
STRUCTURE_ASKED_FROM = 2


def start(learner: Learner, wish: Wish, seed: int, now: datetime, length: int = LENGTH) -> Quiz:
    """A quiz of library cases and generated questions."""
    return begin(learner, {**wish.as_settings(), "slots": plan(learner, wish, length, seed)}, seed, now)


def start_case(learner: Learner, version: CaseVersion, seed: int, now: datetime) -> Quiz:
    """One question: this library case."""
    slots = [{"version": version.pk, "key": version.key}]
    return begin(learner, {**Wish().as_settings(), "slots": slots}, seed, now)


def start_like(learner: Learner, wish: Wish, seed: int, now: datetime) -> Quiz:
    """One question: generated, whatever the library has."""
    return begin(learner, {**wish.as_settings(), "slots": [None]}, seed, now)


def start_generated(learner: Learner, wish: Wish, seed: int, now: datetime) -> Quiz:
    """One question: what the generator makes of exactly this seed."""
    return begin(learner, {**wish.as_settings(), "slots": [None], "fixed": True}, seed, now)


def begin(learner: Learner, settings: dict[str, Any], seed: int, now: datetime) -> Quiz:
    return Quiz.objects.create(
        owner=learner.user,
        learner_token=learner.token,
        settings=settings,
        length=len(settings["slots"]),
        seed=seed,
        created_at=now,
    )


def open_question(model: neuraxis.Model, quiz: Quiz, position: int) -> Question:
    """The question at `position`, made if nobody has opened it yet.

    Two tabs that open it at once work out the same draw; the database keeps the first.
    """
    made = library_question(model, quiz, position) or generated_question(model, quiz, position)
    question, _ = Question.objects.get_or_create(quiz=quiz, position=position, defaults=made)
    return question


def library_question(model: neuraxis.Model, quiz: Quiz, position: int) -> dict[str, Any] | None:
    """The planned library case; None if none is planned, or if this model can no longer read it."""
    slot = quiz.settings["slots"][position - 1]
    version = CaseVersion.objects.filter(pk=slot["version"]).first() if slot else None
    if version is None:
        return None
    try:
        payload = freeze(model, as_case(model, version.draft), version.vignette, version.difficulty, version.topic)
    except ValueError:
        log.exception("case version %s cannot be asked under model %s", version.pk, model.version)
        return None
    return {"case_version": version, "payload": payload, "model_version": model.version}


def generated_question(model: neuraxis.Model, quiz: Quiz, position: int) -> dict[str, Any]:
    """A generated question whose site neither the earlier questions nor the planned cases use."""
    wish = Wish.from_settings(quiz.settings)
    if quiz.settings.get("fixed"):
        drawn = Draw(generate(model, quiz.seed, wish), wish)
    else:
        drawn = draw(model, quiz.seed, position, wish, used_sites(quiz, position))
    return {
        "seed": drawn.generated.seed,
        "payload": freeze_generated(model, drawn),
        "model_version": model.version,
    }


def used_sites(quiz: Quiz, position: int) -> frozenset[str]:
    earlier: Iterable[str] = quiz.questions.filter(position__lt=position).values_list("payload__key", flat=True)
    planned = [slot["key"] for slot in quiz.settings["slots"] if slot]
    return frozenset(map(site_of, [*earlier, *planned]))


def freeze_generated(model: neuraxis.Model, drawn: Draw) -> dict[str, Any]:
    generated = drawn.generated
    vignette = neuraxis.word_vignette(generated)
    payload = freeze(model, generated.case, vignette, generated.difficulty, generated.topic)
    return payload | {"generator": drawn.wish.as_settings()}


def freeze(model: neuraxis.Model, case: neuraxis.Case, vignette: str, difficulty: int, topic: str) -> dict[str, Any]:
    """What is shown and what is graded. The chart is kept as shown, so that no page works it out again."""
    if case.key not in model.places:
        raise ValueError(f"the model knows no place {case.key!r}")
    return {
        "vignette": vignette,
        "stage": str(case.stage),
        "reading": str(case.reading),
        "findings": [[finding.item, finding.value] for finding in case.findings],
        "chart": [chart_section(section) for section in neuraxis.chart(model, case.findings)],
        "key": case.key,
        "difficulty": difficulty,
        "topic": str(topic),
    }


def stored_case(model: neuraxis.Model, payload: dict[str, Any]) -> neuraxis.Case:
    """The case as the model reads it; raises ValueError where this model no longer knows a word of it."""
    findings = tuple((item, value) for item, value in payload["findings"])
    return as_case(model, Draft(payload["stage"], payload["reading"], payload["key"], findings))


def asks_structure(payload: dict[str, Any]) -> bool:
    """An easy question is content with class, level and side."""
    return payload["difficulty"] >= STRUCTURE_ASKED_FROM


def chart_section(section: neuraxis.Section) -> dict[str, Any]:
    return {
        "id": str(section.id),
        "title": section.title,
        "kind": str(section.kind),
        "has_sides": any(row.midline is None for row in section.rows),
        "rows": [chart_row(row) for row in section.rows],
    }


def chart_row(row: neuraxis.Row) -> dict[str, Any]:
    cells = {"right": row.right, "left": row.left, "midline": row.midline}
    shown = {side: {"text": cell.text, "state": str(cell.state)} for side, cell in cells.items() if cell is not None}
    return {"label": row.label, **shown}
