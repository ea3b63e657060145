"""What the puzzles, all kinds but localization, have in common: one option is chosen, or several are ticked."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

import neuraxis
from quizzes.kinds.asking import Asking, Examples, OnPaper, examples_among
from quizzes.kinds.responses import ResponseForm
from quizzes.models import Answer, Question
from quizzes.stored.payloads import freeze
from quizzes.stored.verdicts import Graded, feedback_words, overall_state

UNKNOWN = "no.such.option"

Words = Mapping[str, str]
Fates = Mapping[neuraxis.Fate, tuple[str, str]]

# What became of an option: the word, and the shape that goes with it.
FATES: Fates = {
    neuraxis.Fate.HIT: ("Right", "right"),
    neuraxis.Fate.MISSED: ("Missed", "near"),
    neuraxis.Fate.EXTRA: ("Not this", "wrong"),
    neuraxis.Fate.LEFT: ("Rightly left", "neutral"),
}
# The same where only one option can be chosen.
SINGLE: Fates = {
    **FATES,
    neuraxis.Fate.MISSED: ("This one", "near"),
    neuraxis.Fate.LEFT: ("Not this", "neutral"),
}


class PuzzleForm(ResponseForm):
    """One option, or some. The field is called `choice` either way."""

    def __init__(
        self, data: QueryDict | None = None, *, label: str, missing: str, options: Words, many: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.many = many
        messages = {"required": missing, "invalid_choice": "That is not on the list. Choose from the list."}
        self.values = list(options)
        choices = list(options.items())
        self.fields["choice"] = (
            forms.MultipleChoiceField(
                label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages
            )
            if many
            else forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=messages)
        )

    @property
    def response(self) -> dict[str, Any]:
        given = self.cleaned_data["choice"]
        if not self.many:
            return {"choice": given}
        # In the order of the list, so that the same ticks are the same answer.
        return {"choice": [value for value in self.values if value in given]}


class Puzzle(Asking):
    """A kind of question with a list of options, frozen in the question as [value, words].

    `label` is the question above the options, `missing` what is said when none is chosen, `hint` what helps to choose;
    with `many` several are ticked. A puzzle brings `make`, `grade` and these words; the rest is here.
    """

    panel = "quizzes/_puzzle.html"
    feedback = "quizzes/_puzzle_feedback.html"
    label: str
    missing: str
    hint: str = ""
    many: bool = False
    # The key that chooses an option, where an option has one.
    keys: Words = {}

    def variant_of(self, question: Question) -> str:
        """What the panel shows: the options, and the lesion where the question is about proving it."""
        return json.dumps([question.payload.get("lesion", ""), question.payload["options"]])

    def options_of(self, variant: str) -> Words:
        return dict(json.loads(variant)[1])

    def blank_form(self, variant: str, client_id: str = "") -> PuzzleForm:
        return self.form(variant, None, client_id=client_id)

    def read(self, variant: str, data: QueryDict) -> PuzzleForm:
        return self.form(variant, data)

    def form(self, variant: str, data: QueryDict | None, **kwargs: Any) -> PuzzleForm:
        options = self.options_of(variant)
        return PuzzleForm(data, label=self.label, missing=self.missing, options=options, many=self.many, **kwargs)

    def panel_context(self, variant: str) -> dict[str, Any]:
        return {
            "panel_title": self.title,
            "panel_hint": self.hint,
            "panel_lesion": json.loads(variant)[0],
            "option_keys": self.keys,
        }

    def choices_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return dict(response)

    def feedback_context(self, question: Question, answer: Answer) -> dict[str, Any]:
        """What the feedback prints: the whole answer in words, then every option with its fate and reason."""
        verdict = answer.verdict
        if verdict is None:
            return {"answer": answer, "verdict": None}
        return {
            "answer": answer,
            "verdict": verdict,
            "words": verdict["feedback"],
            "options": verdict["options"],
            "options_title": self.label,
            "state": overall_state(answer.score or 0.0),
        }

    def refused_words(self, data: Mapping[str, str]) -> list[tuple[str, str]]:
        values = data.getlist("choice") if isinstance(data, QueryDict) else [data.get("choice", "")]
        told = [self.word_value(value) for value in values[:20] if value]
        return [(self.label.rstrip("?"), "; ".join(told)[:300])] if told else []

    def print(self, question: Question) -> OnPaper:
        offered = tuple(words for _, words in question.payload["options"])
        return OnPaper(self.name, question.payload.get("lesion", ""), offered)

    def example_answers(self, model: neuraxis.Model, question: Question) -> Examples:
        """Among single options, or among the ticks that were wanted, one less, one more, and all others."""
        values = [*self.options_of(self.variant_of(question))]
        chosen = self.sets_to_tick(model, question, values) if self.many else values
        return examples_among(
            [{"choice": one} for one in chosen],
            lambda fields: self.grade(model, question, fields).score,
            {"choice": [UNKNOWN] if self.many else UNKNOWN},
            all_or_nothing=self.all_or_nothing,
        )

    def sets_to_tick(self, model: neuraxis.Model, question: Question, values: list[str]) -> list[list[str]]:
        told = self.grade(model, question, {"choice": []}).verdict["options"]
        wanted = [line["value"] for line in told if line["state"] == "near"]
        others = [value for value in values if value not in wanted]
        return [wanted, wanted[:-1], [*wanted, *others[:1]], others, *([one] for one in others)]

    def word_value(self, value: str) -> str:
        """A value that was sent, in words, known or not."""
        model = neuraxis.load_model()
        return neuraxis.word_examination(model, value) if value in model.items else value


def freeze_case(model: neuraxis.Model, made: neuraxis.GeneratedCase) -> dict[str, Any]:
    """A generated patient of whom only the listed findings are known."""
    case = neuraxis.Case(made.stage, made.findings, made.key, neuraxis.Reading.EXAM)
    return freeze(model, case, neuraxis.word_vignette(made), made.difficulty, made.topic)


def lines_of(
    marks: Iterable[neuraxis.Mark], options: Words, reasons: Words, fates: Fates = FATES
) -> list[dict[str, Any]]:
    """Every option in the order of the list, with what became of it, as it is stored with the verdict."""
    return [
        {
            "value": one.option,
            "words": options[one.option],
            "chosen": one.chosen,
            "word": fates[one.fate][0],
            "state": fates[one.fate][1],
            "reason": reasons.get(one.option, ""),
        }
        for one in marks
    ]


def graded(
    model: neuraxis.Model,
    score: float,
    told: neuraxis.PuzzleFeedback,
    options: list[dict[str, Any]],
    axes: list[dict[str, Any]] | None = None,
) -> Graded:
    """A grade in the shape of all verdicts, with the options beside."""
    feedback = told.feedback
    verdict = {
        "axes": axes or [],
        "findings": [],
        "accepted": [],
        "flagged": False,
        "options": options,
        "feedback": feedback_words(feedback),
    }
    return Graded(verdict=verdict, score=min(max(float(score), 0.0), 1.0), model_version=model.version)
