"""Feedback on an answer, in sentences that name the pathway and where it crosses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neuraxis.examination import Finding, is_abnormal
from neuraxis.explanation import Cause, Explanation, Fit, explain
from neuraxis.grading import Answer, Case, Grade, Reason, Verdict
from neuraxis.localization import apparent_classes
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import SEGMENT_INDEX, Level, MotorClass, Side, Stage
from neuraxis.wording.findings import (
    word_finding,
    word_findings,
    word_lesion_of,
    word_place,
    word_site,
    word_stations,
    word_structure,
)
from neuraxis.wording.interruptions import has_stations, word_crossing, word_interruption, word_reason
from neuraxis.wording.missing import word_missing_test
from neuraxis.wording.odds import EXPECTED, word_share
from neuraxis.wording.registers import choose, word_class, word_level, word_pathway, word_side
from neuraxis.wording.sentences import Register, capitalize, say

MOST_PATHS = 3
# Nats: a finding that says less for the key is not told as a reason.
HARDLY = 0.1
# How much oftener (share of patients) the rival must change what is normal here, to be said so.
RATHER = 0.1
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


def word_feedback(
    model: Model, case: Case, answer: Answer, grade: Grade, register: Register = Register.STUDENT
) -> Feedback:
    """Words a grade: what was right, what decides, what each place explains, and the interrupted pathways."""
    key = explain(model, case.findings, case.stage, case.key)
    rival = explain(model, case.findings, case.stage, grade.rival.key) if grade.rival else None
    return Feedback(
        word_headline(grade.total, register),
        tuple(
            _axis(model, name, verdict, answer, key.place, register)
            for name, verdict in grade.axes.items()
            if _asked(name, answer, verdict)
        ),
        word_causes(model, telling(grade), key, rival, register),
        _yours(model, case, answer, grade, (key, rival), register),
        word_key(model, key, register),
        word_paths(model, key, grade.deciding, register),
        _note(model, case, grade, key, register),
    )


def word_explanation(model: Model, explanation: Explanation, register: Register = Register.STUDENT) -> list[str]:
    """How one place accounts for the findings, in sentences."""
    return [*word_key(model, explanation, register), *word_paths(model, explanation, (), register)]


def word_headline(total: float, register: Register = Register.STUDENT) -> str:
    """How it went, in a word and percent."""
    percent = round(total * 100)
    if total >= RIGHT:
        return say("headline.right", register=register)
    return say("headline.partly" if total >= PARTLY else "headline.wrong", {"percent": percent}, register)


def _asked(name: str, answer: Answer, verdict: Verdict) -> bool:
    return name != "structure" or answer.site is not None


def _axis(model: Model, name: str, verdict: Verdict, answer: Answer, key: Place, register: Register) -> str:
    if name == "level" and verdict.reason is Reason.NEAR and verdict.given == verdict.expected:
        return _segments_off(model, answer, key, register)
    if name == "structure" and verdict.score < 1 and verdict.given == verdict.expected:
        return say("structure.other_side", register=register)
    words = {
        "given": _value(model, name, verdict.given, register),
        "expected": _value(model, name, verdict.expected, register),
    }
    return say(f"{name}.{verdict.reason}", words, register)


def _value(model: Model, axis: str, value: str, register: Register) -> str:
    if not value:
        return ""
    if axis == "motor_class":
        return word_class(model, MotorClass(value), register)
    if axis == "level":
        return word_level(model, Level(value), register)
    return word_side(model, Side(value), register) if axis == "side" else word_site(model, value, register)


def _segments_off(model: Model, answer: Answer, key: Place, register: Register) -> str:
    given = model.sites[answer.site].segment if answer.site else None
    if given is None or key.segment is None:
        return say("level.right", register=register)
    apart = SEGMENT_INDEX[given] - SEGMENT_INDEX[key.segment]
    count = "one segment" if abs(apart) == 1 else f"{abs(apart)} segments"
    return say("level.segments", {"count": count, "direction": "low" if apart > 0 else "high"}, register)


def telling(grade: Grade) -> tuple[Finding, ...]:
    """The deciding findings that speak for the key at all; those that do not are the best of a poor lot."""
    weights = {one.finding: one.weight for one in grade.findings}
    return tuple(finding for finding in grade.deciding if weights[finding] > HARDLY)


def word_causes(
    model: Model, findings: Iterable[Finding], key: Explanation, rival: Explanation | None, register: Register
) -> tuple[str, ...]:
    """Why each finding is as it is; where a pathway crosses is said once."""
    told: list[str] = []
    crossings: set[str] = set()
    for finding in findings:
        sentence = word_cause(model, finding, key, rival, register)
        cause = key.causes.get(finding.item)
        crossing = word_crossing(model, cause, register) if cause else ""
        told.append(sentence.replace(f" {crossing}", "") if crossing and crossing in crossings else sentence)
        crossings.add(crossing)
    return tuple(told)


def word_cause(model: Model, finding: Finding, key: Explanation, rival: Explanation | None, register: Register) -> str:
    """Why a finding is as it is, by the pathway that the key interrupts or spares."""
    words = {"finding": word_finding(model, finding, register)}
    cause = key.causes.get(finding.item)
    if cause is not None and cause.pathway:
        told = say("cause.because", words | {"reason": word_interruption(model, cause, register)}, register)
        rest = (word_crossing(model, cause, register), _oftener(finding, key, rival, register))
        return " ".join(filter(None, (told, *rest)))
    if is_abnormal(model.items, finding):
        return say("cause.chance", words, register)
    return _spared(finding, key, rival, words, register)


def _oftener(finding: Finding, key: Explanation, rival: Explanation | None, register: Register) -> str:
    """What an abnormal finding says against a rival that may show it too; empty where it says little."""
    if rival is None or not separates(finding, key, rival) or finding in rival.with_fit(Fit.UNEXPLAINED):
        return ""
    words = {"rival": word_lesion_of(rival.place, register), "share": word_share(rival.chance_of(finding))}
    return say("cause.less", words, register)


def separates(finding: Finding, key: Explanation, rival: Explanation) -> bool:
    """Whether a finding is clearly more often seen with the key than with its rival, which may not expect it."""
    there = rival.chance_of(finding)
    return there < EXPECTED and key.chance_of(finding) - there >= RATHER


def _spared(
    finding: Finding, key: Explanation, rival: Explanation | None, words: Mapping[str, str], register: Register
) -> str:
    """A normal finding: what the rival would make of it, as surely as it would."""
    if rival is None or not separates(finding, key, rival):
        return say("cause.absent", words, register)
    changed = 1 - rival.chance_of(finding)
    told = {**words, "rival": word_lesion_of(rival.place, register), "share": word_share(changed)}
    return say("cause.spared" if changed >= EXPECTED else "cause.rather", told, register)


def _yours(
    model: Model,
    case: Case,
    answer: Answer,
    grade: Grade,
    told: tuple[Explanation, Explanation | None],
    register: Register,
) -> tuple[str, ...]:
    """What the answered place would explain, and what tells it from the key."""
    key, mine = told
    if grade.compared is None:
        return (say("answer.unplaced", register=register),)
    if mine is None or grade.compared in grade.accepted:
        return ()
    place = {"place": word_place(grade.compared, register)}
    likeness = [say("answer.likeness", place, register)] if answer.site is None else []
    against = _against(model, mine, register)
    if not against and not any(separates(one, key, mine) for one in telling(grade)):
        against = word_missing_test(model, case, grade.compared, register)
    return tuple(capitalize(one) for one in (*likeness, _explained(model, mine, register), *against))


def _explained(model: Model, mine: Explanation, register: Register) -> str:
    lesion = {"lesion": word_lesion_of(mine.place, register)}
    found = mine.with_fit(Fit.EXPLAINED, Fit.POSSIBLE)
    if not found:
        return say("answer.explains_nothing", lesion, register)
    return say("answer.explains", lesion | _findings(model, found, register), register)


def _against(model: Model, mine: Explanation, register: Register) -> list[str]:
    """What speaks against a place: what it would have changed, surely or mostly, and what it leaves over."""
    absent = mine.with_fit(Fit.PREDICTED_ABSENT)
    expected = [one for one in absent if 1 - mine.chance_of(one) >= EXPECTED]
    found = {
        "answer.predicts": expected,
        "answer.often": [one for one in absent if one not in expected],
        "answer.leaves": mine.with_fit(Fit.UNEXPLAINED),
    }
    return [say(key, _findings(model, findings, register), register) for key, findings in found.items() if findings]


def _findings(model: Model, findings: Iterable[Finding], register: Register) -> dict[str, str]:
    return {"findings": word_findings(model, findings, register=register)}


def word_key(model: Model, key: Explanation, register: Register) -> tuple[str, ...]:
    """What a place explains, what it may give, and what it leaves or predicts in vain."""
    told = []
    for name, fit in (
        ("explains", Fit.EXPLAINED),
        ("possible", Fit.POSSIBLE),
        ("leaves", Fit.UNEXPLAINED),
        ("predicts", Fit.PREDICTED_ABSENT),
    ):
        found = key.with_fit(fit)
        if found:
            words = {"lesion": word_lesion_of(key.place, register)} | _findings(model, found, register)
            told.append(capitalize(say(f"key.{name}", words, register)))
    return tuple(told)


def word_paths(model: Model, key: Explanation, deciding: tuple[Finding, ...], register: Register) -> tuple[str, ...]:
    """The interrupted pathways, those of the deciding findings first, each pathway and interruption once."""
    first = [finding.item for finding in deciding if finding.item in key.causes]
    found: dict[tuple[str, str], Cause] = {}
    for item in [*first, *key.causes]:
        cause = key.causes[item]
        if cause.pathway:
            found.setdefault((cause.pathway, cause.interrupted.partition(".")[0]), cause)
    return tuple(_path(model, cause, register) for cause in list(found.values())[:MOST_PATHS])


def _path(model: Model, cause: Cause, register: Register) -> str:
    """The way to the interruption where it can be followed; else what is damaged."""
    stations = word_stations(model, cause)
    if not (has_stations(model, cause) and "," in stations):
        return word_reason(model, cause, register)
    words = {
        "pathway": capitalize(word_pathway(model, cause, register)[0]),
        "stations": stations,
        "structure": word_structure(model, cause.interrupted, register),
    }
    told = say("path.through", words, register)
    return " ".join(filter(None, (told, word_crossing(model, cause, register))))


def _note(model: Model, case: Case, grade: Grade, key: Explanation, register: Register) -> str:
    told = []
    if len(grade.accepted) > 1:
        places = "; ".join(choose(place.words, register, place.name) for place in grade.accepted)
        told.append(capitalize(say("note.several", {"places": places}, register)))
    apparent = apparent_classes(model.items, case.findings)["overall"]
    anatomical = max(key.motor_classes, key=lambda one: key.motor_classes[one])
    shock = (apparent, anatomical) == (MotorClass.LOWER, MotorClass.UPPER)
    if shock and case.stage is not Stage.CHRONIC:
        classes = {"apparent": apparent, "anatomical": anatomical}
        words = {name: word_class(model, one, register) for name, one in classes.items()}
        told.append(say("note.shock", words, register))
    return " ".join(told)
