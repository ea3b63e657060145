"""Where is the lesion? By motor-neuron class, level, side and structure."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

import neuraxis
from drawings import LesionPicture, answer_picture, schematic
from quizzes.kinds.asking import Asking, Examples, OnPaper, examples_among
from quizzes.kinds.registry import register
from quizzes.kinds.responses import MOTOR_CLASSES, AnswerForm
from quizzes.models import LOCALIZE, Answer, Question
from quizzes.printing.feedback import AXIS_NAMES, feedback_context
from quizzes.stored.payloads import asks_structure, freeze, stored_case
from quizzes.stored.verdicts import AXIS_VALUES, Graded, grade

log = logging.getLogger(__name__)

WITH_STRUCTURE, WITHOUT_STRUCTURE = "structure", "no-structure"


@register
class Localize(Asking):
    kind = LOCALIZE
    name = "Localize the lesion"
    order = 0
    # It is what all puzzles serve: the other half of a mixed quiz.
    share = 0
    asks_place = True
    title = "Where is the lesion?"
    panel = "quizzes/_answer.html"
    feedback = "quizzes/_feedback.html"

    def make(
        self, model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None, difficulty: int | None
    ) -> dict[str, Any]:
        return freeze_patient(model, neuraxis.generate(model, seed, difficulty=difficulty, topic=topic))

    def variant_of(self, question: Question) -> str:
        return WITH_STRUCTURE if asks_structure(question.payload) else WITHOUT_STRUCTURE

    def blank_form(self, variant: str, client_id: str = "") -> AnswerForm:
        return AnswerForm(structure_asked=variant == WITH_STRUCTURE, client_id=client_id)

    def panel_context(self, variant: str) -> dict[str, Any]:
        version = neuraxis.load_model().version
        return {"site_options": site_options(version), "schematic": schematic(version)}

    def read(self, variant: str, data: QueryDict) -> AnswerForm:
        return AnswerForm(data, structure_asked=variant == WITH_STRUCTURE)

    def choices_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        site = neuraxis.load_model().sites.get(response["site"])
        return {**response, "site": site.name if site else response["site"]}

    def grade(self, model: neuraxis.Model, question: Question, response: Mapping[str, Any]) -> Graded:
        graded = grade(model, question, response)
        if "twin" not in question.payload:
            return graded
        return replace(graded, verdict=graded.verdict | {"twin": tell_twins_apart(model, question.payload)})

    def feedback_context(self, question: Question, answer: Answer) -> dict[str, Any]:
        deciding = (answer.verdict or {}).get("deciding", [])
        drawn = {
            "has_twin": self.has_twin(question),
            "path": picture_of(question, answer.response, deciding),
            "schematic": schematic(neuraxis.load_model().version),
        }
        return feedback_context(question, answer) | drawn

    def refused_words(self, data: Mapping[str, str]) -> list[tuple[str, str]]:
        return refused_words(data)

    def print(self, question: Question) -> OnPaper:
        return OnPaper(blanks=("Motor neuron", "Level", "Side", "Structure"))

    def has_twin(self, question: Question) -> bool:
        """A twin has none of its own."""
        return "twin" not in question.payload

    def example_answers(self, model: neuraxis.Model, question: Question) -> Examples:
        """The key, the key with another class, and what another place stands for."""
        case = stored_case(model, question.payload)
        key = answer_at(model, case, case.key)
        others = (answer_at(model, case, place) for place in model.places)
        turned = [key | {"motor_class": str(one)} for one in MOTOR_CLASSES]
        return examples_among(
            (key, *turned, *others),
            lambda fields: self.grade(model, question, fields).score,
            key | {"site": "no such place"},
            all_or_nothing=self.all_or_nothing,
        )


def answer_at(model: neuraxis.Model, case: neuraxis.Case, key: str) -> dict[str, str]:
    """The answer that a place stands for."""
    axes = neuraxis.grade(model, replace(case, key=key), neuraxis.Answer()).axes
    expected = {axis: str(axes[axis].expected) for axis in AXIS_VALUES}
    return expected | {"site": model.places[key].site}


def freeze_patient(model: neuraxis.Model, made: neuraxis.GeneratedCase) -> dict[str, Any]:
    """A generated patient as it is frozen, read as a story."""
    return freeze(model, made.case, neuraxis.word_vignette(made), made.difficulty, made.topic)


def picture_of(question: Question, response: Mapping[str, str], deciding: Sequence[str]) -> LesionPicture | None:
    """Key, answer and interrupted pathways on the map; None where this model no longer knows a word of them.

    An older grade did not keep what decided it.
    """
    model = neuraxis.load_model()
    try:
        return answer_picture(stored_case(model, question.payload), response, deciding)
    except ValueError:
        log.exception("no picture of an older question under model %s", model.version)
        return None


@lru_cache(maxsize=2)
def site_options(version: str) -> SafeString:
    """The structures to choose from, by name or eponym; `version` of the model is there to be remembered by."""
    sites = sorted(neuraxis.load_model().sites.values(), key=lambda site: site.name.casefold())
    return format_html_join("", '<option value="{}">{}</option>', ((site.name, site.note) for site in sites))


def refused_words(data: Mapping[str, str]) -> list[tuple[str, str]]:
    """An answer that came too late, in words, so that it does not vanish without a trace."""
    given = [
        (AXIS_NAMES[axis], words.get(data.get(axis, ""), data.get(axis, ""))) for axis, words in AXIS_VALUES.items()
    ]
    given.append((AXIS_NAMES["structure"], data.get("site", "")))
    return [(name, str(value)[:120]) for name, value in given if value]


def tell_twins_apart(model: neuraxis.Model, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the first patient, side by side, and why the answer moves, in words."""
    case, told = stored_case(model, dict(payload)), payload["twin"]
    after = [neuraxis.Finding(item, new) for item, _, new in told["changed"]]
    before = [neuraxis.Finding(item, old) for item, old, _ in told["changed"]]
    pairs = [
        [neuraxis.word_finding(model, one), neuraxis.word_finding(model, other)]
        for one, other in zip(before, after, strict=True)
    ]
    return {"changed": pairs, "why": list(neuraxis.word_twin(model, told["key"], case, after))}
