"""What every kind of question brings."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

import neuraxis
from quizzes.kinds.responses import ResponseForm
from quizzes.models import Answer, Question
from quizzes.stored.verdicts import Graded, overall_state

# The fields of a form as a browser sends them; a list where several boxes are ticked.
Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Examples:
    """Answers to one question, without what every form brings: they earn all, some and nothing, or are refused.

    `near` is None where this question has no answer halfway.
    """

    right: Fields
    near: Fields | None
    wrong: Fields
    unreadable: Fields


@dataclass(frozen=True)
class OnPaper:
    """What paper asks beside the patient: a heading, what is given, and options to mark or else blanks to fill."""

    heading: str = ""
    given: str = ""
    options: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ("Answer",)


class Asking(ABC):
    """One kind of question. Its file in `quizzes/kinds` registers it; no other module knows its name.

    `kind` is its id, in the database and in addresses, `name` its name in lists, `order` its place there. `share` is
    how often it comes in each round of the puzzles of a mixed quiz; with 0 it is asked only where it is wished for.
    `title` is what is asked, in a few words; `panel` and `feedback` name templates.

    `asks_place`: an answer says where the lesion is, so a chart can show what it predicts. `all_or_nothing`: no answer
    is halfway right.

    A variant is all that a panel needs to know of its question, as text: questions of one variant have the same panel,
    which is printed once.
    """

    kind: str
    name: str
    order: int
    share: int
    title: str
    panel: str
    feedback: str
    asks_place: bool = False
    all_or_nothing: bool = False

    @abstractmethod
    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        """What is shown and what grading reads. Raises GenerationError where the topic has no such question.

        A kind without steps of difficulty makes the same of each.
        """

    @abstractmethod
    def variant_of(self, question: Question) -> str: ...

    @abstractmethod
    def blank_form(self, variant: str, client_id: str = "") -> ResponseForm:
        """The form as it is asked; `client_id` is made if none is given."""

    @abstractmethod
    def panel_context(self, variant: str) -> dict[str, Any]:
        """What the panel prints besides its form. Nothing of the key is in it."""

    @abstractmethod
    def read(self, variant: str, data: QueryDict) -> ResponseForm:
        """The form as it came back."""

    @abstractmethod
    def choices_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """A stored response as the fields of the form, to be shown again while an exam runs."""

    @abstractmethod
    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded: ...

    @abstractmethod
    def feedback_context(self, question: Question, answer: Answer) -> dict[str, Any]:
        """What the feedback of a graded answer prints."""

    @abstractmethod
    def refused_words(self, data: Mapping[str, str]) -> list[tuple[str, str]]:
        """An answer that came too late, in words, so that it does not vanish without a trace."""

    @abstractmethod
    def print(self, question: Question) -> OnPaper: ...

    @abstractmethod
    def example_answers(self, model: neuraxis.Model, question: Question) -> Examples:
        """How this question may be answered: what the tests send through every kind's real path."""

    def has_twin(self, question: Question) -> bool:
        """Whether the nearest patient with another answer may be asked for."""
        return False


def examples_among(
    candidates: Iterable[Fields], score: Callable[[Fields], float], unreadable: Fields, *, all_or_nothing: bool
) -> Examples:
    """The first candidate that is right, near and wrong, as `score` says. Raises ValueError where none is."""
    found: dict[str, Fields] = {}
    for fields in candidates:
        found.setdefault(overall_state(score(fields)), fields)
        if len(found) == (2 if all_or_nothing else 3):
            break
    if not {"right", "wrong"} <= set(found):
        raise ValueError(f"the candidates are only {' and '.join(found)}")
    return Examples(found["right"], found.get("near"), found["wrong"], unreadable)
