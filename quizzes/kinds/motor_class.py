"""Quick fire: upper or lower motor neuron, both or neither?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.picking import SINGLE, Picking, Words, graded, line_of
from quizzes.models import Question
from quizzes.payloads import stored_case
from quizzes.verdicts import Graded, axis_verdict

ANSWERS = (
    neuraxis.MotorClass.UPPER,
    neuraxis.MotorClass.LOWER,
    neuraxis.MotorClass.BOTH,
    neuraxis.MotorClass.NEITHER,
)


class AskMotorClass(Picking):
    title = "Upper or lower motor neuron?"
    label = "Which motor neuron?"
    missing = "Choose one: upper, lower, both or neither."
    hint = "Neither, if the motor neurons are spared: also when the junction or the muscle has failed."
    keys = dict(zip(map(str, ANSWERS), "ulbn", strict=True))

    def options_of(self, variant: str) -> Words:
        return {str(value): neuraxis.MOTOR_CLASS_NAMES[value] for value in ANSWERS}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        case = stored_case(model, question.payload)
        grades = {answer: neuraxis.judge_motor_class(model, case, answer) for answer in ANSWERS}
        grade = grades[response["choice"]]
        told = neuraxis.word_class_grade(model, case, grade)
        lines = [self.line(answer, response["choice"], grades[answer].score == 1.0) for answer in ANSWERS]
        return graded(model, grade.score, told, lines, [axis_verdict(model, "motor_class", grade.verdict)])

    def line(self, answer: neuraxis.MotorClass, chosen: str, wanted: bool) -> dict[str, Any]:
        mark = neuraxis.Mark(str(answer), str(answer) == chosen, wanted)
        return line_of(mark.option, neuraxis.MOTOR_CLASS_NAMES[answer], mark.fate, chosen=mark.chosen, fates=SINGLE)

    def word_value(self, value: str) -> str:
        return self.options_of("").get(value, value)
