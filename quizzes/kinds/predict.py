"""A lesion is given: which of these findings would it cause?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.picking import Picking, graded, lines_of
from quizzes.models import Question
from quizzes.verdicts import Graded


class Predict(Picking):
    title = "What would you find?"
    label = "Which of these would this lesion cause?"
    missing = "Tick at least one finding: this lesion causes some of them."
    hint = "Tick all that you would expect. What is wrongly ticked costs as much as what is missed."
    many = True

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        payload = question.payload
        offered = neuraxis.parse_findings(model, dict(payload["offered"]))
        stage = neuraxis.Stage(payload["stage"])
        grade = neuraxis.judge_prediction(model, payload["key"], stage, offered, response["choice"])
        told = neuraxis.word_prediction(model, grade)
        return graded(model, grade.score, told, lines_of(grade.marks, dict(payload["options"]), told.reasons))
