"""What the key, or the learner's answer, predicts of the items that a question showed, beside what was seen."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import neuraxis
from drawings import Figures, figures
from quizzes.models import Question
from quizzes.stored.payloads import chart_section, stored_case

KEY, ANSWER = "key", "answer"
WHOSE = {KEY: "the key", ANSWER: "your answer"}


class NoPlace(LookupError):
    """The answer names no place that could predict anything."""


@dataclass(frozen=True)
class Line:
    """One finding in words, how probable it is under the place, and its place in the figures (empty if not drawn)."""

    words: str
    percent: int
    seen: str
    place: str


@dataclass(frozen=True)
class Prediction:
    """What a place predicts: the chart of it, and where that parts from what was seen."""

    whose: str
    place: str
    figures: Figures
    chart: tuple[Mapping[str, Any], ...]
    absent: tuple[Line, ...]
    unpredicted: tuple[Line, ...]


def predict(model: neuraxis.Model, question: Question, response: Mapping[str, str], who: str) -> Prediction:
    """What the key, or the place that `response` was read as, predicts.

    Raises ValueError where this model no longer knows the question, and NoPlace where the answer names no place.
    """
    case = stored_case(model, question.payload)
    place = model.places[case.key] if who == KEY else place_of(model, case, response)
    expected = neuraxis.expect(model, case.findings, case.stage, place.key)
    apart = [one for one in expected if not one.agrees]
    drawn = figures(model, [one.expected for one in expected], seen=[one.seen for one in apart])
    return Prediction(
        WHOSE[who],
        neuraxis.word_place(place),
        drawn,
        tuple(compared_sections(model, expected)),
        tuple(line_of(model, one, one.expected, drawn) for one in apart if is_abnormal(model, one.expected)),
        tuple(line_of(model, one, one.seen, drawn) for one in apart if is_abnormal(model, one.seen)),
    )


def place_of(model: neuraxis.Model, case: neuraxis.Case, response: Mapping[str, str]) -> neuraxis.Place:
    """The place that grading read the answer as."""
    compared = neuraxis.grade(model, case, neuraxis.parse_answer(model, response)).compared
    if compared is None:
        raise NoPlace
    return compared


def is_abnormal(model: neuraxis.Model, finding: neuraxis.Finding) -> bool:
    return finding.value != model.items[finding.item].normal


def line_of(
    model: neuraxis.Model, expectation: neuraxis.Expectation, finding: neuraxis.Finding, drawn: Figures
) -> Line:
    return Line(
        neuraxis.word_finding(model, finding),
        round(100 * expectation.probability),
        cell_of(model, expectation.seen).text,
        drawn.place_ids.get(finding.item, ""),
    )


def cell_of(model: neuraxis.Model, finding: neuraxis.Finding) -> neuraxis.Cell:
    """A finding as the chart writes it."""
    row = neuraxis.chart(model, [finding])[0].rows[0]
    cells = {"R": row.right, "L": row.left}
    cell = row.midline or cells[model.items[finding.item].side]
    if cell is None:
        raise LookupError(finding)
    return cell


def compared_sections(model: neuraxis.Model, expected: Collection[neuraxis.Expectation]) -> Iterator[Mapping[str, Any]]:
    """The tables of what is predicted; a cell that parts from what was seen says so.

    Where only the degree differs, both charts show what is predicted, so that every difference is one to mark.
    """
    predicted = neuraxis.chart(model, [one.expected for one in expected])
    seen = neuraxis.chart(model, [one.expected if one.agrees else one.seen for one in expected])
    for section, other in zip(map(chart_section, predicted), map(chart_section, seen), strict=True):
        for row, found in zip(section["rows"], other["rows"], strict=True):
            for side in {"right", "left", "midline"} & set(row):
                if row[side] != found[side]:
                    row[side]["seen"] = found[side]["text"]
        yield section
