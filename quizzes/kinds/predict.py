"""A lesion is given: which of these findings would it cause?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.puzzle import Puzzle, graded, lines_of
from quizzes.kinds.registry import register
from quizzes.models import Question
from quizzes.stored.payloads import freeze
from quizzes.stored.verdicts import Graded

DIFFICULTY = 2


@register
class Predict(Puzzle):
    kind = "predict"
    name = "Predict the findings"
    order = 2
    share = 1
    title = "What would you find?"
    label = "Which of these would this lesion cause?"
    missing = "Tick at least one finding: this lesion causes some of them."
    hint = "Tick all that you would expect. What is wrongly ticked costs as much as what is missed."
    many = True

    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        """The lesion takes the place of the story; there is no examination to show."""
        made = neuraxis.make_prediction(model, seed, topic=topic)
        lesion = neuraxis.word_lesion(model, made.place, made.stage)
        case = neuraxis.Case(made.stage, made.offered, made.place, neuraxis.Reading.EXAM)
        options = [[one.item, neuraxis.word_finding(model, one)] for one in made.offered]
        frozen = freeze(model, case, lesion, DIFFICULTY, made.topic)
        del frozen["chart"]
        return frozen | {"offered": frozen.pop("findings"), "options": options, "given_place": made.place}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        payload = question.payload
        offered = neuraxis.parse_findings(model, dict(payload["offered"]))
        stage = neuraxis.Stage(payload["stage"])
        grade = neuraxis.judge_prediction(model, payload["key"], stage, offered, response["choice"])
        told = neuraxis.word_prediction(model, grade)
        return graded(model, grade.score, told, lines_of(grade.marks, dict(payload["options"]), told.reasons))
