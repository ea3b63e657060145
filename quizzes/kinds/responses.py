"""The shape of what a learner sends. What it means is read by the model."""

import uuid
from abc import abstractmethod
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Self

from django import forms
from django.http import QueryDict

import neuraxis
from quizzes.models import Answer, Confidence

# A structure may be written with its side, though the side is asked apart.
SIDES_IN_WORDS = {"right": "R", "left": "L"}


# The four classes that every learner weighs come first.
MOTOR_CLASSES = [
    neuraxis.MotorClass.UPPER,
    neuraxis.MotorClass.LOWER,
    neuraxis.MotorClass.BOTH,
    neuraxis.MotorClass.NEITHER,
    neuraxis.MotorClass.JUNCTION,
    neuraxis.MotorClass.MUSCLE,
]


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
