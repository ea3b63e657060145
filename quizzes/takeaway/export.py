"""A learner's own data, as streams: CSV of the answers, JSON of everything."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from quizzes.learners.sessions import Learner
from quizzes.learning.records import answer_records
from quizzes.models import Profile

# A spreadsheet takes what begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "answered_at", "quiz", "position", "kind", "topic", "difficulty", "confidence", "score", "result",
    "given_motor_class", "expected_motor_class", "given_level", "expected_level", "given_side", "expected_side",
    "given_structure", "expected_structure", "facts",
)  # fmt: skip


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(learner: Learner) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for record in answer_records(learner):
        yield writer.writerow([harmless(record[column]) for column in COLUMNS])


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that looks like a formula gets an apostrophe before it."""
    if value is None or isinstance(value, int | float):
        return "" if value is None else value
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def json_parts(learner: Learner, profile: Profile | None) -> Iterator[str]:
    """One JSON document, piece by piece."""
    exam = profile.exam_date.isoformat() if profile and profile.exam_date else None
    yield f'{{"exam_date": {json.dumps(exam)}, "cards": '
    yield from json_list(card_records(profile))
    yield ', "answers": '
    yield from json_list(answer_records(learner))
    yield "}\n"


def json_list(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "]"


def card_records(profile: Profile | None) -> Iterator[dict[str, Any]]:
    if profile is None:
        return
    for card in profile.cards.order_by("edge").iterator(chunk_size=200):
        yield {
            "fact": card.edge,
            "due": card.due.isoformat(),
            "reviewed_at": card.reviewed_at.isoformat(),
            "seen": card.seen,
            "right": card.right,
            "rating": round(card.rating, 1),
            "memory": card.state,
        }
