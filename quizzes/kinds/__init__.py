"""The kinds of question: each knows how it is made, asked, read, graded and printed."""

from typing import Any

import neuraxis
from quizzes.kinds.asking import Asking
from quizzes.kinds.decisive import AskDecisive
from quizzes.kinds.localize import Localize
from quizzes.kinds.motor_class import AskMotorClass
from quizzes.kinds.next_step import AskNext
from quizzes.kinds.odd_one_out import AskOddOneOut
from quizzes.kinds.predict import Predict
from quizzes.kinds.puzzle import Puzzle
from quizzes.models import Kind

# Every kind beside localization, in the order in which a mixed quiz draws them.
PUZZLES: dict[str, Puzzle] = {
    Kind.MOTOR_CLASS: AskMotorClass(),
    Kind.PREDICT: Predict(),
    Kind.NEXT: AskNext(),
    Kind.DECISIVE: AskDecisive(),
    Kind.ODD_ONE_OUT: AskOddOneOut(),
}
ASKING: dict[str, Asking] = {Kind.LOCALIZE: Localize(), **PUZZLES}


def asking_of(kind: str) -> Asking:
    """How questions of `kind` are asked."""
    return ASKING[kind]


def make_puzzle(model: neuraxis.Model, kind: str, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    """The frozen question of a puzzle. Raises GenerationError where the topic has none."""
    payload = PUZZLES[kind].make(model, seed, topic)
    return payload | {"generator": {"topic": topic and str(topic), "difficulty": None, "kind": str(kind)}}


__all__ = ["PUZZLES", "Asking", "asking_of", "make_puzzle"]
