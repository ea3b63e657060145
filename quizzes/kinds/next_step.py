"""Several places are left: which examination settles it best?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.puzzle import SINGLE, Puzzle, freeze_case, graded, lines_of
from quizzes.kinds.registry import register
from quizzes.models import Question
from quizzes.stored.payloads import stored_case
from quizzes.stored.verdicts import Graded


@register
class AskNext(Puzzle):
    kind = "next"
    name = "Choose the next examination"
    order = 3
    share = 1
    title = "What do you examine next?"
    label = "Which of these tells most about where the lesion is?"
    missing = "Choose one examination."
    hint = "The findings so far leave several places. What is not listed was not examined."

    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        made = neuraxis.make_next_question(model, seed, topic=topic)
        options = [[item, neuraxis.word_examination(model, item)] for item in made.options]
        return freeze_case(model, made.case) | {"options": options}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        options = dict(question.payload["options"])
        case = stored_case(model, question.payload)
        grade = neuraxis.judge_next(model, case, list(options), response["choice"])
        told = neuraxis.word_next(model, grade)
        marks = [neuraxis.Mark(one.item, one.item == grade.given.item, one.is_as_good) for one in grade.options]
        lines = lines_of(marks, options, told.reasons, SINGLE)
        # What each tells, relative to the best.
        shares = [{"percent": round(100 * one.share)} for one in grade.options]
        return graded(model, grade.score, told, [line | share for line, share in zip(lines, shares, strict=True)])
