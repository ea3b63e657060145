"""One finding is unreliable: which?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.puzzle import SINGLE, Puzzle, freeze_case, graded, lines_of
from quizzes.kinds.registry import register
from quizzes.models import Question
from quizzes.stored.payloads import stored_case
from quizzes.stored.verdicts import Graded


@register
class AskOddOneOut(Puzzle):
    kind = "odd-one-out"
    name = "Find the unreliable finding"
    order = 5
    share = 1
    all_or_nothing = True
    title = "One finding is wrong"
    label = "Which of these findings does not belong?"
    missing = "Choose the finding that you would examine again."
    hint = "One finding was examined or noted wrongly. Without it, all the others fit one place."

    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        made = neuraxis.make_odd_one_out(model, seed, topic=topic)
        options = [[one.item, neuraxis.word_finding(model, one)] for one in made.offered]
        return freeze_case(model, made.case) | {"options": options}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        options = dict(question.payload["options"])
        case = stored_case(model, question.payload)
        grade = neuraxis.judge_odd_one_out(model, case, list(options), response["choice"])
        marks = [neuraxis.Mark(item, item == response["choice"], item == grade.odd.item) for item in options]
        told = neuraxis.word_odd_one_out(model, case, grade)
        return graded(model, grade.score, told, lines_of(marks, options, {}, SINGLE))
