"""Turns what is stored into what the pages print: names of axes, verdicts in words, articles to read."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

import neuraxis
from cases.markdown import render as render_markdown
from cases.models import Concept
from drawings import figures, place_picture, schematic
from quizzes.models import Answer, Kind, Question
from quizzes.verdicts import AXIS_VALUES, NEARLY, overall_state

AXIS_NAMES = {"motor_class": "Class", "level": "Level", "side": "Side", "structure": "Structure"}

STATE_WORDS = {"right": "Right", "near": "Near", "wrong": "Not this"}

# What a place says about a finding: the word, and the shape that goes with it.
FIT_WORDS = {
    "explained": ("Explained", "right"),
    "possible": ("Possible", "near"),
    "predicted_absent": ("Predicted, but absent", "wrong"),
    "unexplained": ("Not explained", "wrong"),
    "neutral": ("Says nothing", "neutral"),
}

ARTICLES: Mapping[str, tuple[str, ...]] = {
    neuraxis.MotorClass.UPPER: ("upper-motor-neuron", "how-to-localize"),
    neuraxis.MotorClass.LOWER: ("lower-motor-neuron", "how-to-localize"),
    neuraxis.MotorClass.BOTH: ("where-they-meet", "mixed-pictures"),
    neuraxis.MotorClass.JUNCTION: ("how-to-localize",),
    neuraxis.MotorClass.MUSCLE: ("how-to-localize",),
    neuraxis.MotorClass.NEITHER: ("how-to-localize",),
}
CORD = (neuraxis.Level.CERVICAL, neuraxis.Level.THORACIC, neuraxis.Level.LUMBOSACRAL)
EARLY = (neuraxis.Stage.HYPERACUTE, neuraxis.Stage.ACUTE)


def feedback_context(question: Question, answer: Answer) -> dict[str, Any]:
    """Everything that the feedback prints."""
    if answer.verdict is None:
        return {"answer": answer, "verdict": None}
    verdict = answer.verdict
    telling = [finding for finding in verdict["findings"] if not is_neutral(finding)]
    return {
        "answer": answer,
        "verdict": verdict,
        "words": verdict["feedback"],
        "axes": [axis_line(axis) for axis in verdict["axes"]],
        "findings": [finding_line(finding) for finding in telling],
        "neutral": len(verdict["findings"]) - len(telling),
        "state": overall_state(answer.score or 0.0),
        "compares": any(finding["for_answer"] for finding in telling) and (answer.score or 0.0) < NEARLY,
        "teaching": teaching(question),
        "articles": articles(question, verdict),
    }


@lru_cache(maxsize=2)
def site_options(version: str) -> SafeString:
    """The structures to choose from, by name or eponym; `version` of the model is there to be remembered by."""
    sites = sorted(neuraxis.load_model().sites.values(), key=lambda site: site.name.casefold())
    return format_html_join("", '<option value="{}">{}</option>', ((site.name, site.note) for site in sites))


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


def axis_line(axis: Mapping[str, Any]) -> dict[str, Any]:
    asked = axis["axis"] != "structure" or axis["given"]
    return {
        **axis,
        "name": AXIS_NAMES[axis["axis"]],
        "state": axis["state"] if asked else "neutral",
        "word": STATE_WORDS[axis["state"]] if asked else "Not given",
    }


def is_neutral(finding: Mapping[str, Any]) -> bool:
    """Whether a finding says nothing of the answer nor of the key."""
    return {finding["for_answer"] or "neutral", finding["for_key"]} == {"neutral"}


def finding_line(finding: Mapping[str, Any]) -> dict[str, Any]:
    line = {"words": finding["words"]}
    for who in ("for_answer", "for_key"):
        word, state = FIT_WORDS.get(finding[who] or "neutral", FIT_WORDS["neutral"])
        line |= {f"{who}_word": word, f"{who}_state": state}
    return line


def teaching(question: Question) -> str:
    """What the author of a library case wants remembered."""
    return render_markdown(question.case_version.teaching).html if question.case_version is not None else ""


def articles(question: Question, verdict: Mapping[str, Any]) -> list[Concept]:
    """What to read next: the articles of the case, else those that go with the key."""
    version = question.case_version
    own = list(version.concepts.shown()) if version is not None else []
    return own or general_articles(question.payload["stage"], verdict)


def general_articles(stage: str, verdict: Mapping[str, Any]) -> list[Concept]:
    expected = {axis["axis"]: axis["expected"] for axis in verdict["axes"]}
    slugs = ARTICLES.get(expected.get("motor_class", ""), ("how-to-localize",))
    if stage in EARLY and expected.get("level") in CORD:
        slugs = ("spinal-shock", *slugs)
    found = {concept.slug: concept for concept in Concept.objects.shown().filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]


def refused_words(data: Mapping[str, str]) -> list[tuple[str, str]]:
    """An answer that came too late, in words, so that it does not vanish without a trace."""
    given = [
        (AXIS_NAMES[axis], words.get(data.get(axis, ""), data.get(axis, ""))) for axis, words in AXIS_VALUES.items()
    ]
    given.append((AXIS_NAMES["structure"], data.get("site", "")))
    return [(name, str(value)[:120]) for name, value in given if value]


def axis_summary(answers: list[Answer]) -> list[dict[str, Any]]:
    """Per axis: how many right, near and not, and the mean share. A structure that was not given is left out."""
    lines = []
    for axis, name in AXIS_NAMES.items():
        verdicts = [
            verdict
            for answer in answers
            if answer.verdict is not None
            for verdict in answer.verdict["axes"]
            if verdict["axis"] == axis and (axis != "structure" or verdict["given"])
        ]
        if verdicts:
            states = [verdict["state"] for verdict in verdicts]
            lines.append(
                {
                    "name": name,
                    **{state: states.count(state) for state in STATE_WORDS},
                    "asked": len(verdicts),
                    "percent": round(100 * sum(verdict["score"] for verdict in verdicts) / len(verdicts)),
                }
            )
    return lines


def kind_summary(answers: list[Answer]) -> list[dict[str, Any]]:
    """Per kind of question: how many right, near and not, and the mean share; nothing if there is only one kind."""
    by_kind: dict[str, list[float]] = {}
    for answer in answers:
        if answer.score is not None:
            by_kind.setdefault(answer.question.kind, []).append(answer.score)
    if len(by_kind) < 2:
        return []
    lines = []
    for kind in (kind for kind in Kind.values if kind in by_kind):
        states = [overall_state(score) for score in by_kind[kind]]
        counts = {state: states.count(state) for state in STATE_WORDS}
        percent = round(100 * sum(by_kind[kind]) / len(states))
        lines.append({"name": Kind(kind).label, "asked": len(states), "percent": percent, **counts})
    return lines
