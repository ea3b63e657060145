"""The shape of what a learner sends. What it means is read by the model."""

import uuid
from abc import abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Self

from django import forms
from django.http import QueryDict

import neuraxis
from cases.models import DIFFICULTIES, Report
from quizzes.models import MAX_LENGTH, Answer, Confidence, Kind, Mode
from quizzes.selection import Wish

REPORT_LIMIT = 2000

# A structure may be written with its side, though the side is asked apart.
SIDES_IN_WORDS = {"right": "R", "left": "L"}

USUAL_NUMBER = 10
LONGEST_EXAM = 240

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
    kind = forms.ChoiceField(
        label="Kind of question",
        required=False,
        choices=[("", "All kinds, mixed"), *Kind.choices],
        error_messages={"invalid_choice": "There is no such kind of question. Choose one from the list."},
    )
    difficulty = forms.TypedChoiceField(
        label="Difficulty",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any"), *((number, f"{number}: {name}") for number, name in DIFFICULTIES.items())],
        error_messages={"invalid_choice": "There is no such difficulty. Choose one from the list."},
    )
    number = forms.IntegerField(
        label="How many questions?",
        required=False,
        initial=USUAL_NUMBER,
        min_value=1,
        max_value=MAX_LENGTH,
        error_messages={
            "invalid": "Give the number of questions in digits.",
            "min_value": "Ask for one question at least.",
            "max_value": f"Ask for {MAX_LENGTH} questions at most.",
        },
    )
    mode = forms.ChoiceField(
        label="Mode",
        required=False,
        choices=Mode.choices,
        initial=Mode.TUTOR,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "There is no such mode. Choose one from the list."},
    )
    minutes = forms.IntegerField(
        label="Minutes for the exam",
        required=False,
        min_value=1,
        max_value=LONGEST_EXAM,
        help_text="Leave it empty for an exam without a limit.",
        error_messages={
            "invalid": "Give the minutes in digits.",
            "min_value": "Allow one minute at least.",
            "max_value": f"Allow {LONGEST_EXAM} minutes at most.",
        },
    )

    @property
    def length(self) -> int:
        return self.cleaned_data["number"] or USUAL_NUMBER

    @property
    def is_exam(self) -> bool:
        return bool(self.cleaned_data["mode"] == Mode.EXAM)

    @property
    def limit(self) -> timedelta | None:
        """How long the exam may take; practice may take as long as it likes."""
        minutes = self.cleaned_data["minutes"]
        return timedelta(minutes=minutes) if self.is_exam and minutes else None

    @property
    def wish(self) -> Wish:
        topic = self.cleaned_data["topic"]
        return Wish(
            topic=neuraxis.Topic(topic) if topic else None,
            difficulty=self.cleaned_data["difficulty"],
            kind=self.cleaned_data["kind"],
        )


class ResponseForm(forms.Form):
    """What every answer brings: an id made with the form, so that sent twice it is one answer, and how sure one was.

    Cleaned, `response` is what is stored. In an exam `replaces` is the id of the answer that the form shows.
    """

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    confidence = forms.TypedChoiceField(
        label="How sure?",
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        choices=Confidence.choices,
        error_messages={"invalid_choice": "That step is not on the list. Choose one, or none."},
    )

    def __init__(self, data: QueryDict | None = None, *, client_id: str = "", **kwargs: Any) -> None:
        super().__init__(data, auto_id="answer-%s", **kwargs)
        if data is None:
            self.initial["client_id"] = client_id or str(uuid.uuid4())

    @property
    @abstractmethod
    def response(self) -> dict[str, Any]:
        """What is stored of the cleaned form."""

    def showing(self, answer: Answer, choices: Mapping[str, Any]) -> Self:
        """The same form with what was answered, to be left or changed."""
        own = {"confidence": answer.confidence, "replaces": str(answer.client_id)}
        self.initial = {**self.initial, **choices, **own}
        return self

    def renewed(self) -> Self:
        """The same choices in a form of its own, so that it can be sent again."""
        renewed = QueryDict(mutable=True)
        renewed.update(self.data)
        renewed["client_id"] = str(uuid.uuid4())
        if self.has_error("replaces"):
            renewed["replaces"] = ""
        self.data = renewed
        return self


class AnswerForm(ResponseForm):
    """Class, level, side and structure."""

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

    def __init__(self, data: QueryDict | None = None, *, structure_asked: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.model = neuraxis.load_model()
        self.fields["site"].required = structure_asked

    def clean_site(self) -> str:
        name = " ".join(self.cleaned_data["site"].split())
        if not name:
            return ""
        known = site_ids(self.model.version)
        if name.casefold() in known:
            return known[name.casefold()]
        side, _, rest = name.casefold().partition(" ")
        if side not in SIDES_IN_WORDS or rest not in known:
            raise forms.ValidationError(unknown_site(name, self.model))
        if self.cleaned_data.get("side") not in (None, SIDES_IN_WORDS[side]):
            raise forms.ValidationError(f"You wrote “{name}” and chose another side. Say which of the two you mean.")
        return known[rest]

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


@lru_cache(maxsize=2)
def site_ids(version: str) -> dict[str, str]:
    """Site ids by name, and by themselves, in lower case; `version` of the model is there to be remembered by."""
    model = neuraxis.load_model()
    return {site.id.casefold(): site.id for site in model.sites.values()} | {
        site.name.casefold(): site.id for site in model.sites.values()
    }


def unknown_site(name: str, model: neuraxis.Model) -> str:
    """What would be right instead."""
    names = {site.name.casefold(): site.name for site in model.sites.values()}
    side, _, rest = name.casefold().partition(" ")
    told = rest if side in SIDES_IN_WORDS else name.casefold()
    longer = [match for match in names if told in match]
    close = [names[match] for match in dict.fromkeys([*longer, *get_close_matches(told, names, n=3, cutoff=0.5)])][:3]
    hint = f" Did you mean {' or '.join(close)}?" if close else " Begin to type, and choose from the list."
    return f"“{name}” is not a structure on the list.{hint}"
