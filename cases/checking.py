"""The one place where cases meet the model of the nervous system."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import neuraxis


def read_model() -> neuraxis.Model:
    """The model of this process; loaded once, then shared."""
    return neuraxis.load_model()


def name_of(model: neuraxis.Model, key: str) -> str:
    """The place in words; the bare key if this model has no such place."""
    place = model.places.get(key)
    return neuraxis.word_place(place) if place else key


@dataclass(frozen=True)
class Draft:
    """What the model must know of a case to check it."""

    stage: str
    reading: str
    key: str
    findings: tuple[tuple[str, str], ...]


def read_findings(model: neuraxis.Model, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Findings that the model knows; raises InputError that names every fault."""
    listed = [{"item": item, "value": value} for item, value in pairs]
    return tuple((finding.item, finding.value) for finding in neuraxis.parse_findings(model, listed))


def check(model: neuraxis.Model, draft: Draft, story: str) -> dict[str, Any]:
    """What the model says of a case, in words, ready to be stored. A case that it cannot read has only faults.

    `story` is what a learner reads before answering; it must not name the place.
    """
    try:
        lint = neuraxis.lint(model, as_case(model, draft), story)
    except neuraxis.InputError as error:
        issues = [{"code": "unreadable", "severity": "error", "text": fault} for fault in error.faults]
        return {"rank": 0, "probability": 0.0, "rivals": [], "issues": issues, "suggestions": []}
    return {
        "rank": lint.rank,
        "probability": round(lint.probability, 4),
        "rivals": [
            {
                "key": rival.place.key,
                "name": neuraxis.word_place(rival.place),
                "probability": round(rival.probability, 4),
            }
            for rival in lint.rivals
        ],
        "issues": [
            {"code": str(issue.code), "severity": str(issue.severity), "text": neuraxis.word_issue(model, issue)}
            for issue in lint.issues
        ],
        "suggestions": [{"item": item, "name": model.items[item].name} for item in lint.suggestions],
    }


def as_case(model: neuraxis.Model, draft: Draft) -> neuraxis.Case:
    """The case as the model reads it; raises InputError if it cannot."""
    if draft.key not in model.places:
        raise neuraxis.InputError([f"the model knows no place {draft.key!r}"])
    return neuraxis.Case(
        stage=neuraxis.Stage(draft.stage),
        findings=neuraxis.parse_findings(model, [{"item": item, "value": value} for item, value in draft.findings]),
        key=draft.key,
        reading=neuraxis.Reading(draft.reading),
    )


def faults_of(lint: Mapping[str, Any]) -> tuple[str, ...]:
    """Why a case with this lint cannot be asked, in sentences; empty when the model agrees with its key."""
    faults = tuple(issue["text"] for issue in lint["issues"] if issue["severity"] == "error")
    if not faults and lint["rank"] != 1:
        return (f"The key comes out at place {lint['rank']}. It must come first before the case can be submitted.",)
    return faults
