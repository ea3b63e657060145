"""Several places are left: which examination settles it best?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.picking import SINGLE, Picking, graded, line_of
from quizzes.models import Question
from quizzes.payloads import stored_case
from quizzes.verdicts import Graded


class AskNext(Picking):
    title = "What do you examine next?"
    label = "Which of these tells most about where the lesion is?"
    missing = "Choose one examination."
    hint = "The findings so far leave several places. What is not listed was not examined."

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        options = dict(question.payload["options"])
        case = stored_case(model, question.payload)
        grade = neuraxis.judge_next(model, case, list(options), response["choice"])
        told = neuraxis.word_next(model, grade)
        lines = [self.line(one, grade, options[one.item], told.reasons[one.item]) for one in grade.options]
        return graded(model, grade.score, told, lines)

    def line(self, one: neuraxis.Option, grade: neuraxis.NextGrade, words: str, reason: str) -> dict[str, Any]:
        """An option with what it tells, relative to the best."""
        mark = neuraxis.Mark(one.item, one.item == grade.given.item, one.is_as_good)
        share = {"percent": round(100 * one.share)}
        return line_of(one.item, words, mark.fate, reason, chosen=mark.chosen, fates=SINGLE) | share
