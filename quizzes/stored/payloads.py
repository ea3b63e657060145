"""What is frozen with a question: all that is shown and all that grading reads."""

from typing import Any

import neuraxis
from cases.checking import Draft, as_case

STRUCTURE_ASKED_FROM = 2


def freeze(model: neuraxis.Model, case: neuraxis.Case, vignette: str, difficulty: int, topic: str) -> dict[str, Any]:
    """What is shown and what is graded. The chart is kept as shown, so that no page works it out again.

    `edges` are the facts of the model that the question turns on.
    """
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
        "edges": list(neuraxis.turning_edges(model, case)),
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
