"""Turns what is stored into what the pages print: names of axes, verdicts in words, articles to read."""

from collections.abc import Mapping
from typing import Any

import neuraxis
from cases.markdown import render as render_markdown
from cases.models import Concept
from quizzes.models import Answer, Question
from quizzes.stored.verdicts import NEARLY, overall_state

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
