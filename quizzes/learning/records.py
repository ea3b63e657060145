"""What was answered so far, summed up: by axis, by confidence, by quiz; and all of it for whoever takes it away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from quizzes.learners.sessions import Learner, questions_of
from quizzes.models import Answer, Confidence, Quiz
from quizzes.stored.verdicts import NEARLY, overall_state

# Axes are summed over so many of the last answers.
RECENT = 300
HISTORY = 20
# Fewer answers than this with one confidence say nothing of it.
ENOUGH = 5


@dataclass(frozen=True)
class Confident:
    """The answers given with one confidence, and how many were right."""

    name: str
    answers: int
    right: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.answers) if self.answers else 0

    @property
    def is_enough(self) -> bool:
        return self.answers >= ENOUGH


def graded_answers(learner: Learner) -> QuerySet[Answer]:
    """The learner's answers that have a grade: in a running exam none has."""
    return Answer.objects.filter(question__in=questions_of(learner), graded_at__isnull=False)


def recent_axes(learner: Learner) -> list[list[dict[str, Any]]]:
    rows = graded_answers(learner).order_by("-answered_at").values_list("verdict__axes", flat=True)
    return [axes for axes in rows[:RECENT] if axes]


def calibration(learner: Learner) -> list[Confident]:
    """For each confidence that can be given, how often it was right."""
    counted = (
        graded_answers(learner)
        .filter(confidence__isnull=False)
        .values("confidence")
        .order_by("confidence")
        .annotate(answers=Count("pk"), right=Count("pk", filter=Q(score__gte=NEARLY)))
    )
    found = {row["confidence"]: row for row in counted}
    return [
        Confident(str(step.label), found.get(step, {}).get("answers", 0), found.get(step, {}).get("right", 0))
        for step in Confidence
    ]


def history(learner: Learner) -> list[Quiz]:
    """The last quizzes, with the number of their answers and the mean of their scores."""
    counted = learner.quizzes.annotate(answered=Count("questions__answer"), mean=Avg("questions__answer__score"))
    return list(counted.order_by("-created_at")[:HISTORY])


def answer_records(learner: Learner) -> Iterator[dict[str, Any]]:
    """Every answer as a flat record, oldest first; of one without a grade only what was given."""
    answers = Answer.objects.filter(question__in=questions_of(learner)).select_related("question__quiz")
    for answer in answers.order_by("answered_at", "pk").iterator(chunk_size=200):
        yield answer_record(answer)


def answer_record(answer: Answer) -> dict[str, Any]:
    question, response = answer.question, answer.response
    record = {
        "answered_at": answer.answered_at.isoformat(),
        "quiz": str(question.quiz.public_id),
        "position": question.position,
        "kind": question.kind,
        "topic": question.payload.get("topic", "") if answer.is_graded else "",
        "difficulty": question.payload.get("difficulty", ""),
        "confidence": str(Confidence(answer.confidence).label) if answer.confidence else "",
        "score": answer.score,
        "result": overall_state(answer.score) if answer.score is not None else "not graded yet",
    }
    return record | given_and_expected(answer, response)


def given_and_expected(answer: Answer, response: dict[str, Any]) -> dict[str, Any]:
    axes = (answer.verdict or {}).get("axes") or []
    given = {axis["axis"]: axis.get("given_name", "") for axis in axes}
    expected = {axis["axis"]: axis.get("expected_name", "") for axis in axes}
    names = ("motor_class", "level", "side", "structure")
    told = {
        f"given_{name}": given.get(name, response.get("site" if name == "structure" else name, "")) for name in names
    }
    told |= {f"expected_{name}": expected.get(name, "") for name in names}
    return told | {"facts": list(answer.question.payload.get("edges") or ()) if answer.is_graded else []}


def axis_totals(recent: Iterable[list[dict[str, Any]]], names: dict[str, str]) -> list[dict[str, Any]]:
    """Per axis how many were right, near and not. A structure that was not given is left out."""
    lines = []
    verdicts = [verdict for axes in recent for verdict in axes]
    for axis, name in names.items():
        asked = [one for one in verdicts if one["axis"] == axis and (axis != "structure" or one["given"])]
        if asked:
            states = [one["state"] for one in asked]
            counts = {state: states.count(state) for state in ("right", "near", "wrong")}
            percent = round(100 * sum(one["score"] for one in asked) / len(asked))
            lines.append({"name": name, "asked": len(asked), "percent": percent, **counts})
    return lines
