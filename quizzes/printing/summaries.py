"""Sums up the answers of a quiz: by axis, and by kind of question."""

from collections.abc import Mapping
from typing import Any

from quizzes.learning.records import axis_totals
from quizzes.models import Answer
from quizzes.printing.feedback import AXIS_NAMES, STATE_WORDS
from quizzes.stored.verdicts import overall_state


def axis_summary(answers: list[Answer]) -> list[dict[str, Any]]:
    """Per axis: how many right, near and not, and the mean share. A structure that was not given is left out."""
    return axis_totals([answer.verdict["axes"] for answer in answers if answer.verdict is not None], AXIS_NAMES)


def kind_summary(answers: list[Answer], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Per kind of question: how many right, near and not, and the mean share, in the order of `names`.

    Nothing if there is only one kind.
    """
    by_kind: dict[str, list[float]] = {}
    for answer in answers:
        if answer.score is not None:
            by_kind.setdefault(answer.question.kind, []).append(answer.score)
    if len(by_kind) < 2:
        return []
    lines = []
    for kind in (kind for kind in names if kind in by_kind):
        states = [overall_state(score) for score in by_kind[kind]]
        counts = {state: states.count(state) for state in STATE_WORDS}
        percent = round(100 * sum(by_kind[kind]) / len(states))
        lines.append({"name": names[kind], "asked": len(states), "percent": percent, **counts})
    return lines
