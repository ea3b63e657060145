"""Feedback on an answer, in sentences that name the pathway and where it crosses."""

from __future__ import annotations

from dataclasses import dataclass

from neuraxis.examination import Finding, is_abnormal
from neuraxis.explanation import Cause, Explanation, Fit, explain
from neuraxis.grading import Answer, Case, Grade, Reason, Verdict
from neuraxis.localization import apparent_classes
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import (
    LEVEL_NAMES,
    MOTOR_CLASS_NAMES,
    SEGMENT_INDEX,
    SIDE_NAMES,
    Level,
    MotorClass,
    Side,
    Stage,
)
from neuraxis.wording.findings import word_finding, word_findings, word_place, word_stations, word_structure
from neuraxis.wording.sentences import capitalize, join, say

MOST_PATHS = 3
RIGHT = 0.995
PARTLY = 0.3


@dataclass(frozen=True)
class Feedback:
    """All that is said about an answer, as plain sentences."""

    headline: str
    axes: tuple[str, ...]
    deciding: tuple[str, ...]
    yours: tuple[str, ...]
    key: tuple[str, ...]
    path: tuple[str, ...]
    note: str


def word_feedback(model: Model, case: Case, answer: Answer, grade: Grade) -> Feedback:
    """Words a grade: what was right, what decides, what each place explains, and the interrupted pathways."""
    key = explain(model, case.findings, case.stage, case.key)
    return Feedback(
        _headline(grade),
        tuple(
            _axis(model, name, verdict, answer, key.place)
            for name, verdict in grade.axes.items()
            if _asked(name, answer, verdict)
        ),
        tuple(_cause(model, finding, key, grade.rival) for finding in grade.deciding),
        _yours(model, case, answer, grade),
        _key(model, key),
        _paths(model, key, grade.deciding),
        _note(model, case, grade, key),
    )


def word_explanation(model: Model, explanation: Explanation) -> list[str]:
    """How one place accounts for the findings, in sentences."""
    return [*_key(model, explanation), *_paths(model, explanation, ())]


def _headline(grade: Grade) -> str:
    percent = round(grade.total * 100)
    if grade.total >= RIGHT:
        return say("headline.right")
    return say("headline.partly" if grade.total >= PARTLY else "headline.wrong", {"percent": percent})


def _asked(name: str, answer: Answer, verdict: Verdict) -> bool:
    return name != "structure" or answer.site is not None


def _axis(model: Model, name: str, verdict: Verdict, answer: Answer, key: Place) -> str:
    if name == "level" and verdict.reason is Reason.NEAR and verdict.given == verdict.expected:
        return _segments_off(model, answer, key)
    words = {"given": _value(model, name, verdict.given), "expected": _value(model, name, verdict.expected)}
    return say(f"{name}.{verdict.reason}", words)


def _value(model: Model, axis: str, value: str) -> str:
    if not value:
        return ""
    if axis == "motor_class":
        return MOTOR_CLASS_NAMES[MotorClass(value)].lower()
    if axis == "level":
        return LEVEL_NAMES[Level(value)].lower()
    return SIDE_NAMES[Side(value)].lower() if axis == "side" else model.sites[value].name


def _segments_off(model: Model, answer: Answer, key: Place) -> str:
    given = model.sites[answer.site].segment if answer.site else None
    if given is None or key.segment is None:
        return say("level.right")
    apart = SEGMENT_INDEX[given] - SEGMENT_INDEX[key.segment]
    count = "one segment" if abs(apart) == 1 else f"{abs(apart)} segments"
    return say("level.segments", {"count": count, "direction": "low" if apart > 0 else "high"})


def _cause(model: Model, finding: Finding, key: Explanation, rival: Place | None) -> str:
    words = {"finding": word_finding(model, finding)}
    cause = key.causes.get(finding.item)
    if cause is None or not cause.pathway:
        if rival is not None and not is_abnormal(model.items, finding):
            return say("cause.spared", words | {"rival": word_place(rival)})
        return say("cause.chance" if is_abnormal(model.items, finding) else "cause.absent", words)
    words |= {
        "pathway": cause.pathway,
        "structure": word_structure(model, cause.interrupted),
        "crossing": cause.crossing,
    }
    return say("cause.crossed" if cause.crosses else "cause.first", words)


def _yours(model: Model, case: Case, answer: Answer, grade: Grade) -> tuple[str, ...]:
    if grade.compared is None:
        return (say("answer.unplaced"),)
    if grade.compared in grade.accepted:
        return ()
    mine = explain(model, case.findings, case.stage, grade.compared.key)
    place = {"place": capitalize(word_place(grade.compared))}
    explained = mine.with_fit(Fit.EXPLAINED, Fit.POSSIBLE)
    told = [say("answer.likeness", {"place": word_place(grade.compared)})] if answer.site is None else []
    told.append(
        say("answer.explains", place | {"findings": word_findings(model, explained)})
        if explained
        else say("answer.explains_nothing", place)
    )
    for key, fit in (("answer.predicts", Fit.PREDICTED_ABSENT), ("answer.leaves", Fit.UNEXPLAINED)):
        found = mine.with_fit(fit)
        if found:
            told.append(say(key, {"findings": word_findings(model, found)}))
    return tuple(told)


def _key(model: Model, key: Explanation) -> tuple[str, ...]:
    told = []
    for name, fit in (
        ("explains", Fit.EXPLAINED),
        ("possible", Fit.POSSIBLE),
        ("leaves", Fit.UNEXPLAINED),
        ("predicts", Fit.PREDICTED_ABSENT),
    ):
        found = key.with_fit(fit)
        if found:
            words = {"place": capitalize(word_place(key.place)), "findings": word_findings(model, found)}
            told.append(say(f"key.{name}", words))
    return tuple(told)


def _paths(model: Model, key: Explanation, deciding: tuple[Finding, ...]) -> tuple[str, ...]:
    """The interrupted pathways, those of the deciding findings first, each pathway and interruption once."""
    first = [finding.item for finding in deciding if finding.item in key.causes]
    found: dict[tuple[str, str], Cause] = {}
    for item in [*first, *key.causes]:
        cause = key.causes[item]
        if cause.pathway:
            found.setdefault((cause.pathway, cause.interrupted.partition(".")[0]), cause)
    return tuple(_path(model, cause) for cause in list(found.values())[:MOST_PATHS])


def _path(model: Model, cause: Cause) -> str:
    words = {
        "pathway": capitalize(cause.pathway),
        "stations": word_stations(model, cause),
        "crossing": cause.crossing,
    }
    return say("path.crossed" if cause.crosses else "path.through", words)


def _note(model: Model, case: Case, grade: Grade, key: Explanation) -> str:
    told = []
    if len(grade.accepted) > 1:
        told.append(say("note.several", {"places": capitalize(join([place.name for place in grade.accepted]))}))
    apparent = apparent_classes(model.items, case.findings)["overall"]
    anatomical = max(key.motor_classes, key=lambda one: key.motor_classes[one])
    shock = (apparent, anatomical) == (MotorClass.LOWER, MotorClass.UPPER)
    if shock and case.stage is not Stage.CHRONIC:
        words = {"apparent": MOTOR_CLASS_NAMES[apparent].lower(), "anatomical": MOTOR_CLASS_NAMES[anatomical].lower()}
        told.append(say("note.shock", words))
    return " ".join(told)
