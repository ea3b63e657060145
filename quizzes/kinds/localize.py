"""Where is the lesion? By motor-neuron class, level, side and structure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

import neuraxis
from quizzes.forms import AnswerForm
from quizzes.models import Answer, Question
from quizzes.payloads import asks_structure
from quizzes.presentation import feedback_context, refused_words, site_options
from quizzes.schematic import schematic, stored_picture
from quizzes.twins import tell_twins_apart
from quizzes.verdicts import Graded, grade

WITH_STRUCTURE, WITHOUT_STRUCTURE = "structure", "no-structure"


class Localize:
    title = "Where is the lesion?"
    panel = "quizzes/_answer.html"
    feedback = "quizzes/_feedback.html"

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
            "path": stored_picture(question.payload, answer.response, deciding),
            "schematic": schematic(neuraxis.load_model().version),
        }
        return feedback_context(question, answer) | drawn

    def refused_words(self, data: Mapping[str, str]) -> list[tuple[str, str]]:
        return refused_words(data)
