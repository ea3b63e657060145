"""The answer is given: which findings prove it?"""

from collections.abc import Mapping
from typing import Any

import neuraxis
from quizzes.kinds.puzzle import Fates, Puzzle, freeze_case, graded, lines_of
from quizzes.kinds.registry import register
from quizzes.models import Question
from quizzes.stored.payloads import stored_case
from quizzes.stored.verdicts import Graded

# Nothing that was ticked is wrong: it is needed, or it is not.
FATES: Fates = {
    neuraxis.Fate.HIT: ("Needed", "right"),
    neuraxis.Fate.MISSED: ("Missed", "near"),
    neuraxis.Fate.EXTRA: ("Not needed", "neutral"),
    neuraxis.Fate.LEFT: ("Not needed", "neutral"),
}


@register
class AskDecisive(Puzzle):
    kind = "decisive"
    name = "Name the findings that decide"
    order = 4
    share = 1
    title = "Which findings decide?"
    label = "Which of these findings, taken alone, prove it?"
    missing = "Tick at least one finding."
    hint = "Any set that leaves no other place is right. Each finding more than needed costs a little."
    many = True

    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        """What is asked is which rows of the chart prove it."""
        made = neuraxis.make_decisive_question(model, seed, topic=topic)
        rows: dict[str, list[neuraxis.Finding]] = {}
        for finding in made.findings:
            rows.setdefault(model.items[finding.item].base, []).append(finding)
        options = [[base, neuraxis.word_chart_row(model, row)] for base, row in rows.items()]
        lesion = neuraxis.word_place(model.places[made.key])
        return freeze_case(model, made) | {"options": options, "lesion": f"{lesion[:1].upper()}{lesion[1:]}"}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        case = stored_case(model, question.payload)
        grade = neuraxis.judge_decisive(model, case, response["choice"])
        told = neuraxis.word_decisive(model, case, grade)
        lines = lines_of(grade.marks, dict(question.payload["options"]), told.reasons, FATES)
        return graded(model, grade.score, told, lines)

    def word_value(self, value: str) -> str:
        model = neuraxis.load_model()
        return next((item.label for item in model.items.values() if item.base == value), value)
