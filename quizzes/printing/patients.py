"""Prints the patient of a stored question, or the lesion that it gives."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import neuraxis
from cases.markdown import render as render_markdown
from drawings import figures, place_picture, schematic


def patient(payload: Mapping[str, Any]) -> SafeString:
    """The story and the chart of a stored question, as they are printed. They never change, so they are kept.

    Figures are drawn of the findings, as far as today's model knows them. Where a lesion is given instead of a
    patient, it is shown on the map.
    """
    if "given_place" in payload:
        return print_lesion(neuraxis.load_model().version, payload["vignette"], payload["given_place"])
    shown = json.dumps([payload["vignette"], payload["chart"], payload["findings"]])
    return print_patient(neuraxis.load_model().version, shown)


@lru_cache(maxsize=32)
def print_patient(version: str, shown: str) -> SafeString:
    """`version` of the model is there to be remembered by."""
    vignette, chart, findings = json.loads(shown)
    context = {
        "vignette": render_markdown(vignette).html,
        "chart": chart,
        "figures": figures(neuraxis.load_model(), [neuraxis.Finding(item, value) for item, value in findings]),
    }
    return render_to_string("quizzes/_patient.html", context)


@lru_cache(maxsize=32)
def print_lesion(version: str, vignette: str, place: str) -> SafeString:
    """`version` of the model is there to be remembered by."""
    context = {
        "vignette": render_markdown(vignette).html,
        "lesion": place_picture(place),
        "schematic": schematic(version),
    }
    return render_to_string("quizzes/_lesion.html", context)
