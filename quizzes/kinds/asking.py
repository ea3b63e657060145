"""What every kind of question can do."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.http import QueryDict

import neuraxis
from quizzes.kinds.responses import ResponseForm
from quizzes.models import Answer, Question
from quizzes.stored.verdicts import Graded


class Asking(Protocol):
    """One kind of question.

    A variant is all that a panel needs to know of its question, as text: questions of one variant have the same panel,
    which is printed once. `title` is what is asked, in a few words; `panel` and `feedback` name templates.
    """

    title: str
    panel: str
    feedback: str

    def variant_of(self, question: Question) -> str: ...

    def blank_form(self, variant: str, client_id: str = "") -> ResponseForm:
        """The form as it is asked; `client_id` is made if none is given."""
        ...

    def panel_context(self, variant: str) -> dict[str, Any]:
        """What the panel prints besides its form. Nothing of the key is in it."""
        ...

    def read(self, variant: str, data: QueryDict) -> ResponseForm:
        """The form as it came back."""
        ...

    def choices_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """A stored response as the fields of the form, to be shown again while an exam runs."""
        ...

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded: ...

    def feedback_context(self, question: Question, answer: Answer) -> dict[str, Any]:
        """What the feedback of a graded answer prints."""
        ...

    def refused_words(self, data: Mapping[str, str]) -> list[tuple[str, str]]:
        """An answer that came too late, in words, so that it does not vanish without a trace."""
        ...
