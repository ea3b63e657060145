"""The shape of what a learner sends. What it means is read by the model."""

import uuid
from difflib import get_close_matches
from typing import Any

from django import forms
from django.http import QueryDict

import neuraxis
from cases.models import DIFFICULTIES, Report
from quizzes.models import Question
from quizzes.questions import asks_structure
from quizzes.selection import Wish

REPORT_LIMIT = 2000

# The four classes that every learner weighs come first.
MOTOR_CLASSES = [
    neuraxis.MotorClass.UPPER,
    neuraxis.MotorClass.LOWER,
    neuraxis.MotorClass.BOTH,
    neuraxis.MotorClass.NEITHER,
    neuraxis.MotorClass.JUNCTION,
    neuraxis.MotorClass.MUSCLE,
]


class PracticeForm(forms.Form):
    """What to practice; left alone, everything mixed."""

    topic = forms.ChoiceField(
        label="Topic",
        required=False,
        choices=[("", "Everything, mixed"), *((str(topic), name) for topic, name in neuraxis.TOPIC_NAMES.items())],
        error_messages={"invalid_choice": "There is no such topic. Choose one from the list."},
    )
    difficulty = forms.TypedChoiceField(
        label="Difficulty",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any"), *((number, f"{number}: {name}") for number, name in DIFFICULTIES.items())],
        error_messages={"invalid_choice": "There is no such difficulty. Choose one from the list."},
    )

    @property
    def wish(self) -> Wish:
        topic = self.cleaned_data["topic"]
        return Wish(topic=neuraxis.Topic(topic) if topic else None, difficulty=self.cleaned_data["difficulty"])


class AnswerForm(forms.Form):
    """Class, level, side and structure. Cleaned, `response` is what is stored."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    motor_class = forms.ChoiceField(
        label="Which motor neuron?",
        widget=forms.RadioSelect,
        choices=[(str(value), neuraxis.MOTOR_CLASS_NAMES[value]) for value in MOTOR_CLASSES],
        error_messages={
            "required": "Choose the motor neuron: upper, lower, both or neither.",
            "invalid_choice": "That class is not on the list. Choose one.",
        },
    )
    level = forms.ChoiceField(
        label="At which level?",
        choices=[("", "Choose a level"), *((str(level), name) for level, name in neuraxis.LEVEL_NAMES.items())],
        error_messages={
            "required": "Choose the level of the lesion.",
            "invalid_choice": "That level is not on the list. Choose one.",
        },
    )
    side = forms.ChoiceField(
        label="On which side is the lesion?",
        widget=forms.RadioSelect,
        choices=[(str(side), name) for side, name in neuraxis.SIDE_NAMES.items()],
        error_messages={
            "required": "Choose the side of the lesion. It may differ from the side of the weakness.",
            "invalid_choice": "That side is not on the list. Choose one.",
        },
    )
    site = forms.CharField(
        label="Which structure?",
        max_length=120,
        help_text="Begin to type a part of the brain, a root or a nerve, and choose from the list.",
        widget=forms.TextInput(attrs={"list": "sites", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Name the structure. Begin to type, and choose from the list."},
    )

    def __init__(self, model: neuraxis.Model, question: Question, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="answer-%s", **kwargs)
        self.model = model
        self.fields["site"].required = asks_structure(question.payload)
        if data is None:
            self.initial["client_id"] = uuid.uuid4()

    def clean_site(self) -> str:
        name = " ".join(self.cleaned_data["site"].split())
        if not name:
            return ""
        known = site_ids(self.model)
        if name.casefold() not in known:
            raise forms.ValidationError(unknown_site(name, self.model))
        return known[name.casefold()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                neuraxis.parse_answer(self.model, self.response)
            except neuraxis.InputError as error:
                raise forms.ValidationError(list(error.faults)) from error
        return cleaned

    @property
    def response(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("motor_class", "level", "side", "site")}

    def renewed(self) -> "AnswerForm":
        """The same choices in a form of its own, so that it can be sent again."""
        self.data = {name: self.data.get(name, "") for name in self.fields} | {"client_id": str(uuid.uuid4())}
        return self


class ReportForm(forms.ModelForm):
    """What is wrong with a question."""

    text = forms.CharField(
        label="What is wrong?",
        max_length=REPORT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The question, your answer and the grade are sent along. Please name nobody.",
        error_messages={"required": "Say in a few words what is wrong."},
    )

    class Meta:
        model = Report
        fields = ("text",)


def site_ids(model: neuraxis.Model) -> dict[str, str]:
    """Site ids by name, and by themselves, in lower case."""
    return {site.id.casefold(): site.id for site in model.sites.values()} | {
        site.name.casefold(): site.id for site in model.sites.values()
    }


def unknown_site(name: str, model: neuraxis.Model) -> str:
    """What would be right instead."""
    names = {site.name.casefold(): site.name for site in model.sites.values()}
    close = [names[match] for match in get_close_matches(name.casefold(), names, n=3, cutoff=0.5)]
    hint = f" Did you mean {' or '.join(close)}?" if close else " Begin to type, and choose from the list."
    return f"“{name}” is not a structure on the list.{hint}"
