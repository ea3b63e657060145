"""A result as plain text, to be sent to friends: how it went, and nothing of what was asked or answered."""

from collections.abc import Iterable
from datetime import date

from quizzes.models import Answer
from quizzes.printing.feedback import axis_line
from quizzes.printing.summaries import axis_summary
from quizzes.stored.verdicts import overall_state

# The shapes of the icons, as text.
SYMBOLS = {"right": "●", "near": "▲", "wrong": "■", "neutral": "–"}
NO_BREAK = "\u00a0"
WORDS = {"right": "right", "near": "near", "wrong": "missed"}


def share_daily(day: date, answer: Answer, address: str) -> str:
    """The case of a day; empty while the answer is not graded."""
    if answer.verdict is None or answer.score is None:
        return ""
    lines = [axis_line(axis) for axis in answer.verdict["axes"]]
    parts = [share_part(line["name"], line["state"]) for line in lines if line["state"] in WORDS]
    return "\n".join(
        [f"Neuroquiz {day:%Y-%m-%d}", " · ".join([*parts, f"{round(100 * answer.score)}{NO_BREAK}%"]), address]
    )


def share_part(name: str, state: str) -> str:
    """A shape and its words, which stay on one line."""
    return f"{SYMBOLS[state]} {name.lower()} {WORDS[state]}".replace(" ", NO_BREAK)


def share_quiz(answers: Iterable[Answer], length: int, total: int | None, address: str) -> str:
    """A finished quiz of `length` questions with its percentage; empty while no answer is graded."""
    graded = [answer for answer in answers if answer.score is not None]
    if not graded or total is None:
        return ""
    states = {answer.question.position: overall_state(answer.score or 0.0) for answer in graded}
    lines = [
        f"Neuroquiz · {length} question{'s' if length > 1 else ''} · {total} %",
        " ".join(SYMBOLS[states.get(position, "neutral")] for position in range(1, length + 1)),
        " · ".join(
            f"{line['name'].lower()} {line['percent']} %".replace(" ", NO_BREAK) for line in axis_summary(graded)
        ),
        address,
    ]
    return "\n".join(line for line in lines if line)
