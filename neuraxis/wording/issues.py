"""Issues of an authored case in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neuraxis.consistency import Contradiction
from neuraxis.examination import Finding
from neuraxis.linting import Issue
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.wording.findings import word_findings, word_place
from neuraxis.wording.sentences import Register, capitalize, join, say


def word_issue(model: Model, issue: Issue, register: Register = Register.STUDENT) -> str:
    """One issue as a sentence that says what to look at."""
    words = {name: _word(model, name, value, register) for name, value in issue.params.items()}
    return capitalize(say(f"issue.{issue.code}", words, register))


def word_contradiction(model: Model, found: Contradiction, register: Register = Register.STUDENT) -> str:
    """What excludes each other and why, as a sentence."""
    findings = word_findings(model, found.findings, register=register)
    return capitalize(say("issue.impossible", {"findings": findings, "why": found.why}, register))


def _word(model: Model, name: str, value: Any, register: Register) -> str:
    if isinstance(value, Place):
        return word_place(value, register)
    if name == "probability":
        return f"{value:.0%}"
    if name == "z":
        return f"{value:.1f}"
    if name == "suggestion":
        return join([model.items[item].name for item in value]) or "more of the examination"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _word_list(model, value, register)
    return str(value)


def _word_list(model: Model, values: Sequence[Any], register: Register) -> str:
    findings = [value for value in values if isinstance(value, Finding)]
    if findings:
        return word_findings(model, findings, register=register)
    return join([word_place(value, register) if isinstance(value, Place) else str(value) for value in values])
