"""What an answer says of each fact that its question turned on."""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.learning.scheduling import Recall
from quizzes.models import Answer, Confidence
from quizzes.stored.payloads import stored_case
from quizzes.stored.verdicts import overall_state

# By state of the answer: the facts that tell it from the key, and the others that the question turned on.
RECALLS: Mapping[str, tuple[Recall, Recall | None]] = {
    "right": (Recall.GOOD, Recall.GOOD),
    "near": (Recall.HARD, Recall.GOOD),
    "wrong": (Recall.AGAIN, None),
}


def recalls(model: neuraxis.Model, answer: Answer) -> dict[str, Recall]:
    """How well each fact was known, the deciding ones first. What a wrong answer says nothing of is left out.

    A right guess proves little: it counts as hard.
    """
    state = overall_state(answer.score or 0.0)
    missed, others = RECALLS[state]
    own = edges_asked(model, answer.question.payload)
    apart = own if state == "right" else edges_apart(model, answer) or own
    found = dict.fromkeys(apart, missed) | ({edge: others for edge in own if edge not in apart} if others else {})
    if answer.confidence == Confidence.GUESS:
        found = {edge: min(recall, Recall.HARD) for edge, recall in found.items()}
    return found


def edges_asked(model: neuraxis.Model, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that a question turns on: frozen with it, or worked out for one from before they were."""
    frozen = payload.get("edges")
    if frozen is None and "findings" not in payload:
        return ()
    if frozen is None:
        frozen = neuraxis.turning_edges(model, stored_case(model, dict(payload)))
    known = neuraxis.edge_catalog(model)
    return tuple(edge for edge in frozen if edge in known)


def edges_apart(model: neuraxis.Model, answer: Answer) -> tuple[str, ...]:
    """The facts that tell this answer from the key, by what its grade kept; empty where it kept nothing of that."""
    verdict = answer.verdict or {}
    if "deciding" not in verdict:
        return ()
    case = stored_case(model, answer.question.payload)
    findings = {finding.item: finding for finding in case.findings}
    deciding = [findings[item] for item in verdict["deciding"]]
    return neuraxis.edges_behind(model, case, deciding, model.places.get(verdict["rival"]))
