"""Prints charts of stored questions: several on a page, and those that are predicted instead of seen."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import neuraxis
from drawings import all_views, figures


def chart_among_others(payload: Mapping[str, Any], position: int, heading: int) -> SafeString:
    """The chart of one of several questions on a page; print `chart_defs` once on such a page, before them.

    Empty where the question shows no examination.
    """
    if "findings" not in payload or "chart" not in payload:
        return SafeString("")
    shown = json.dumps([payload["chart"], payload["findings"]])
    return print_chart(neuraxis.load_model().version, shown, f"q{position}-", heading)


@lru_cache(maxsize=64)
def print_chart(version: str, shown: str, prefix: str, heading: int) -> SafeString:
    """`version` of the model is there to be remembered by."""
    chart, findings = json.loads(shown)
    found = [neuraxis.Finding(item, value) for item, value in findings]
    drawn = figures(neuraxis.load_model(), found, prefix=prefix, heading=heading)
    return render_to_string("quizzes/_chart.html", {"chart": chart, "figures": drawn})


@lru_cache(maxsize=1)
def chart_defs() -> SafeString:
    """The patterns and outlines that all charts of a page use."""
    return render_to_string("drawings/chart/_defs.html", {"views": all_views()})
