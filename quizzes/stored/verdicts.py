"""What the model says of a localization, as it is stored: in values and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import neuraxis
from quizzes.models import Question
from quizzes.stored.payloads import asks_structure, stored_case

# A share this close to whole is whole: the model works in floating point.
NEARLY = 0.995
# Below this the whole answer is called wrong, as the model's headline calls it.
PARTLY = 0.3


AXIS_VALUES: dict[str, Mapping[Any, str]] = {
    "motor_class": neuraxis.MOTOR_CLASS_NAMES,
    "level": neuraxis.LEVEL_NAMES,
    "side": neuraxis.SIDE_NAMES,
}


@dataclass(frozen=True)
class Graded:
    """A grade as it is stored."""

    verdict: dict[str, Any]
    score: float
    model_version: str


def grade(model: neuraxis.Model, question: Question, response: Mapping[str, str]) -> Graded:
    """What the model says of `response`, in values and in words."""
    case = stored_case(model, question.payload)
    answer = neuraxis.parse_answer(model, response)
    result = neuraxis.grade(model, case, answer, structure_asked=asks_structure(question.payload))
    feedback = neuraxis.word_feedback(model, case, answer, result)
    verdict = {
        "axes": [axis_verdict(model, axis, verdict) for axis, verdict in result.axes.items()],
        "findings": [finding_verdict(model, verdict) for verdict in result.findings],
        "accepted": [{"key": place.key, "name": neuraxis.word_place(place)} for place in result.accepted],
        "flagged": result.flagged,
        "deciding": [finding.item for finding in result.deciding],
        "rival": result.rival and result.rival.key,
        "feedback": feedback_words(feedback),
    }
    return Graded(verdict=verdict, score=min(max(float(result.total), 0.0), 1.0), model_version=model.version)


def feedback_words(feedback: neuraxis.Feedback) -> dict[str, Any]:
    """The sentences as they are stored."""
    return {
        "headline": feedback.headline,
        "axes": list(feedback.axes),
        "deciding": list(feedback.deciding),
        "yours": list(feedback.yours),
        "key": list(feedback.key),
        "path": list(feedback.path),
        "note": feedback.note,
    }


def axis_verdict(model: neuraxis.Model, axis: str, verdict: Any) -> dict[str, Any]:
    return {
        "axis": str(axis),
        "given": verdict.given and str(verdict.given),
        "given_name": name_of(model, axis, verdict.given),
        "expected": verdict.expected and str(verdict.expected),
        "expected_name": name_of(model, axis, verdict.expected),
        "score": verdict.score,
        "state": state_of(verdict.score),
        "reason": str(verdict.reason),
    }


def finding_verdict(model: neuraxis.Model, verdict: Any) -> dict[str, Any]:
    return {
        "item": verdict.finding.item,
        "value": verdict.finding.value,
        "words": neuraxis.word_finding(model, verdict.finding),
        "for_answer": verdict.for_answer and str(verdict.for_answer),
        "for_key": str(verdict.for_key),
    }


def state_of(score: float) -> str:
    """The three meanings that are told apart by word, shape and color."""
    if score >= NEARLY:
        return "right"
    return "near" if score > 0 else "wrong"


def overall_state(score: float) -> str:
    """The same for a whole answer."""
    return "wrong" if score < PARTLY else state_of(score)


def name_of(model: neuraxis.Model, axis: str, value: Any) -> str:
    """A value of an axis in words; empty when none was given."""
    if value is None or value == "":
        return ""
    if axis == "structure":
        return place_name(model, str(value))
    return AXIS_VALUES[axis][value]


def place_name(model: neuraxis.Model, key: str) -> str:
    if key in model.places:
        return neuraxis.word_place(model.places[key])
    return model.sites[key].name if key in model.sites else key
