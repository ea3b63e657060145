from typing import Any

from django import forms

from cases.models import DIFFICULTY_CHOICES, TOPICS


class LibraryFilter(forms.Form):
    """What the library is narrowed down to. A field that cannot be read narrows nothing, and says so."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})

    q = forms.CharField(label="Search in title and story", max_length=80, required=False)
    topic = forms.ChoiceField(label="Topic", choices=[("", "All topics"), *TOPICS], required=False)
    difficulty = forms.TypedChoiceField(
        label="Difficulty",
        choices=[("", "All grades"), *DIFFICULTY_CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
