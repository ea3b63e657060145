"""Quick fire: upper or lower motor neuron, both or neither?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.puzzle import SINGLE, Puzzle, Words, freeze_case, graded, lines_of
from quizzes.kinds.registry import register
from quizzes.models import Question
from quizzes.stored.payloads import stored_case
from quizzes.stored.verdicts import Graded, axis_verdict

ANSWERS = (
    neuraxis.MotorClass.UPPER,
    neuraxis.MotorClass.LOWER,
    neuraxis.MotorClass.BOTH,
    neuraxis.MotorClass.NEITHER,
)
OPTIONS: Words = {str(answer): neuraxis.MOTOR_CLASS_NAMES[answer] for answer in ANSWERS}


@register
class AskMotorClass(Puzzle):
    kind = "umn-or-lmn"
    name = "Upper or lower motor neuron?"
    order = 1
    share = 1
    title = "Upper or lower motor neuron?"
    label = "Which motor neuron?"
    missing = "Choose one: upper, lower, both or neither."
    hint = "Neither, if the motor neurons are spared: also when the junction or the muscle has failed."
    keys = dict(zip(OPTIONS, "ulbn", strict=True))

    def options_of(self, variant: str) -> Words:
        return OPTIONS

    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        made = neuraxis.make_class_question(model, seed, topic=topic)
        return freeze_case(model, made) | {"options": []}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        case = stored_case(model, question.payload)
        grades = {str(answer): neuraxis.judge_motor_class(model, case, answer) for answer in ANSWERS}
        grade = grades[response["choice"]]
        marks = [neuraxis.Mark(one, one == response["choice"], grades[one].score == 1.0) for one in OPTIONS]
        told = neuraxis.word_class_grade(model, case, grade)
        axes = [axis_verdict(model, "motor_class", grade.verdict)]
        return graded(model, grade.score, told, lines_of(marks, OPTIONS, {}, SINGLE), axes)

    def word_value(self, value: str) -> str:
        return OPTIONS.get(value, value)
