"""One question as a note: what the front shows, and what the back explains."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

import neuraxis
from cases.markdown import render as render_markdown
from drawings import Media, media_of
from quizzes.making.selection import site_of
from quizzes.models import Answer, Question
from quizzes.printing.briefs import brief_of
from quizzes.printing.feedback import AXIS_NAMES, teaching
from quizzes.stored.payloads import stored_case
from quizzes.stored.verdicts import grade
from quizzes.takeaway.decks.choosing import identity

FIELDS = ("Id", "Patient", "Examination", "Question", "Key", "Reasons", "Source")
ASKED = "Where is the lesion? Say the motor neuron, the level, the side and the structure."


@dataclass(frozen=True)
class Note:
    """`identity` never changes, so that a second import updates the note."""

    identity: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    media: tuple[Media, ...]


def note_of(model: neuraxis.Model, question: Question, absolute: Callable[[str], str]) -> Note:
    brief = brief_of(model, question.payload["findings"])
    media = tuple(media_of(brief.figures))
    verdict = verdict_on_key(model, question)
    return Note(
        identity=identity(question),
        fields=(
            identity(question),
            render_markdown(question.payload["vignette"]).html,
            html("examination", {"brief": brief, "media": media}),
            ASKED,
            html("key", key_context(question, verdict)),
            html("reasons", {"words": verdict["feedback"], "teaching": teaching(question)}),
            html("source", source_context(question, absolute)),
        ),
        tags=("neuroquiz", f"neuroquiz::{question.payload['topic']}"),
        media=media,
    )


def key_context(question: Question, verdict: Mapping[str, Any]) -> dict[str, Any]:
    """The key on each axis, and the places that are as right."""
    axes = [one for one in verdict["axes"] if one["axis"] in AXIS_NAMES]
    return {
        "axes": [(AXIS_NAMES[axis["axis"]], axis["expected_name"]) for axis in axes],
        "also": [place["name"] for place in verdict["accepted"] if place["key"] != question.payload["key"]],
    }


def source_context(question: Question, absolute: Callable[[str], str]) -> dict[str, Any]:
    version = question.case_version
    return {
        "address": absolute(version.case.get_absolute_url() if version is not None else question.permanent_url),
        "version": version,
        "references": list(version.references.all()) if version is not None else [],
        "model_version": question.model_version,
    }


def html(name: str, context: Mapping[str, Any]) -> str:
    """A field: Anki reads HTML, and a line break more than needed shows."""
    printed = render_to_string(f"quizzes/decks/_{name}.html", context)
    return " ".join(printed.split())


def verdict_on_key(model: neuraxis.Model, question: Question) -> Mapping[str, Any]:
    """What the model says of the right answer; of a question that it no longer reads, what it said of the given one."""
    try:
        return grade(model, question, right_answer(model, question.payload)).verdict
    except (ValueError, KeyError):
        given: Answer | None = getattr(question, "answer", None)
        if given is None or given.verdict is None:
            raise
        return given.verdict


def right_answer(model: neuraxis.Model, payload: dict[str, Any]) -> dict[str, str]:
    unanswered = neuraxis.Answer(None, None, None, None)
    axes = neuraxis.grade(model, stored_case(model, payload), unanswered).axes
    return {axis: str(axes[axis].expected) for axis in ("motor_class", "level", "side")} | {
        "site": site_of(payload["key"])
    }
