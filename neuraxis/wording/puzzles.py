"""Feedback on the other kinds of question. Reasons come by option, the rest as for a localization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.explanation import explain
from neuraxis.grading import Case
from neuraxis.network import Place
from neuraxis.network.lesions import find_place
from neuraxis.puzzles import ClassGrade, DecisiveGrade, Fate, Foreseen, NextGrade, OddGrade, PredictionGrade
from neuraxis.puzzles.classes import BEYOND_THE_NEURON, fold
from neuraxis.puzzles.next_steps import NEAR, Option, Outcome
from neuraxis.puzzles.weighing import chart_rows
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Level, MotorClass, Stage, modeled
from neuraxis.wording.feedback import Feedback, word_causes, word_headline, word_key, word_paths
from neuraxis.wording.findings import word_finding, word_findings, word_lesion_of, word_place
from neuraxis.wording.interruptions import word_reason
from neuraxis.wording.odds import EXPECTED, word_share
from neuraxis.wording.registers import word_class
from neuraxis.wording.sentences import Register, capitalize, join, say

CORD = (Level.CERVICAL, Level.THORACIC, Level.LUMBOSACRAL)
MOST_CAUSES = 3
# A finding that the others make at least so likely is no surprise beside them.
FITS = 0.4


@dataclass(frozen=True)
class PuzzleFeedback:
    """What is said of the whole answer, and the reason for each option that has one."""

    feedback: Feedback
    reasons: Mapping[str, str]


def word_class_grade(
    model: Model, case: Case, grade: ClassGrade, register: Register = Register.STUDENT
) -> PuzzleFeedback:
    """Why the motor-neuron class is what it is, and where the signs alone mislead."""
    key = explain(model, case.findings, case.stage, case.key)
    expected = {"given": MotorClass(grade.verdict.given), "expected": MotorClass(grade.verdict.expected)}
    axes = [
        say(
            f"motor_class.{grade.verdict.reason}",
            {name: word_class(model, one, register) for name, one in expected.items()},
            register,
        )
    ]
    if grade.lesion in BEYOND_THE_NEURON:
        words = {"class": word_class(model, grade.lesion, register)}
        axes.append(capitalize(say("class_asked.beyond", words, register)))
    if grade.lesion is MotorClass.NEITHER:
        axes.append(say("class_asked.neither", register=register))
    signs = [one for one in case.findings if is_abnormal(model.items, one) and one.item in key.causes]
    told = word_causes(model, _first_of_each_row(model, signs)[:MOST_CAUSES], key, None, register)
    note = _apparent(model, case, grade, key.place, register)
    return PuzzleFeedback(
        Feedback(
            word_headline(grade.score, register),
            tuple(axes),
            told,
            (),
            word_key(model, key, register),
            word_paths(model, key, tuple(signs), register),
            note,
        ),
        {},
    )


def _first_of_each_row(model: Model, findings: Sequence[Finding]) -> list[Finding]:
    return [findings[at[0]] for at in chart_rows(model, findings).values()]


def _apparent(model: Model, case: Case, grade: ClassGrade, key: Place, register: Register) -> str:
    if grade.apparent in (grade.lesion, fold(grade.lesion)) or grade.apparent is MotorClass.NEITHER:
        return ""
    words = {
        "apparent": word_class(model, grade.apparent, register),
        "anatomical": word_class(model, grade.lesion, register),
    }
    shock = (grade.apparent, grade.lesion) == (MotorClass.LOWER, MotorClass.UPPER) and key.level in CORD
    in_first_days = shock and modeled(case.stage) is Stage.ACUTE
    return say("note.shock" if in_first_days else "note.misleading", words, register)


def word_lesion(model: Model, place_key: str, stage: Stage, register: Register = Register.STUDENT) -> str:
    """A lesion and how old it is."""
    acute = modeled(stage) is Stage.ACUTE
    words = {
        "place": capitalize(word_place(find_place(model.places, place_key), register)),
        "stage": say("prediction.stage_acute" if acute else "prediction.stage_chronic", register=register),
    }
    return say("prediction.lesion", words, register)


def word_prediction(model: Model, grade: PredictionGrade, register: Register = Register.STUDENT) -> PuzzleFeedback:
    """How many were right, and for each finding the pathway that causes it or that it would take."""
    fates = [mark.fate for mark in grade.marks]
    hits, extra = fates.count(Fate.HIT), fates.count(Fate.EXTRA)
    count = {"hits": hits, "wanted": hits + fates.count(Fate.MISSED), "extra": extra or "none"}
    feedback = _brief(grade.score, (say("prediction.count", count, register),), register)
    reasons = {
        mark.option: _foreseen(model, one, mark.wanted, register)
        for mark, one in zip(grade.marks, grade.foreseen, strict=True)
    }
    return PuzzleFeedback(feedback, reasons)


def _foreseen(model: Model, one: Foreseen, wanted: bool, register: Register) -> str:
    part = _part(model, one.finding.item, register)
    if not wanted:
        pathway = one.needs[0]
        words = {"pathway": pathway, "part": part}
        return say("prediction.spared" if pathway else "prediction.unseen", words, register)
    if one.cause is None or not one.cause.pathway:
        return say("prediction.seen", register=register)
    words = {"reason": word_reason(model, one.cause, register)}
    return say("prediction.because", words, register)


def _part(model: Model, item_id: str, register: Register) -> str:
    """What a pathway runs to or from for this item; patients hear of the pathway only."""
    item = model.items[item_id]
    if register is Register.LAY:
        return ""
    if item.kind is Kind.STRENGTH:
        return f" to the {item.name.partition(' (')[0]}"
    is_spot = item.kind is Kind.SKIN and item.base.rpartition(".")[2] in model.atlas.spots
    return f" from the {item.name.rpartition(', ')[0]}" if is_spot and ", " in item.name else ""


def word_examination(model: Model, item_id: str, register: Register = Register.STUDENT) -> str:
    """What would be examined; what has no name but its normal value as the question whether all is well."""
    item = model.items[item_id]
    key = "examine.sign" if item.name.casefold() == item.wording[item.normal].casefold() else "examine.item"
    return say(key, {"item": capitalize(item.name)}, register)


def word_next(model: Model, grade: NextGrade, register: Register = Register.STUDENT) -> PuzzleFeedback:
    """Which examination tells most, and what each of them would show in the leading places."""
    best = {"best": word_examination(model, grade.options[0].item, register)}
    if grade.given.is_as_good:
        verdict = say("next.best", best, register)
    else:
        verdict = say("next.near" if grade.given.share >= NEAR else "next.little", best, register)
        verdict = verdict if verdict.endswith((".", "?")) else f"{verdict}."
    places = "; ".join(word_place(place, register) for place in grade.candidates)
    note = say("next.candidates", {"places": places}, register)
    feedback = replace(_brief(grade.score, (verdict,), register), note=note)
    return PuzzleFeedback(feedback, {one.item: _outcomes(model, one, register) for one in grade.options})


def _outcomes(model: Model, option: Option, register: Register) -> str:
    by_value: dict[str, list[Outcome]] = {}
    for one in option.outcomes:
        by_value.setdefault(one.finding.value, []).append(one)
    if len(by_value) == 1:
        finding = word_finding(model, option.outcomes[0].finding, register)
        return say("next.same", {"finding": finding}, register)
    told = [
        say(
            "next.outcome",
            {
                "finding": word_finding(model, group[0].finding, register),
                "places": _likely(group, register),
            },
            register,
        )
        for group in by_value.values()
    ]
    return "; ".join(told) + "."


def _likely(outcomes: Sequence[Outcome], register: Register) -> str:
    """In how many patients with which places; places with the same share together."""
    by_share: dict[str, list[str]] = {}
    for one in outcomes:
        by_share.setdefault(word_share(one.probability), []).append(word_lesion_of(one.place, register))
    told = [say("next.place", {"share": share, "places": join(places)}, register) for share, places in by_share.items()]
    return join(told)


def word_chart_row(model: Model, findings: Sequence[Finding], register: Register = Register.STUDENT) -> str:
    """One row of the chart, both sides."""
    return capitalize(word_findings(model, findings, register=register))


def word_decisive(
    model: Model, case: Case, grade: DecisiveGrade, register: Register = Register.STUDENT
) -> PuzzleFeedback:
    """Whether the ticked rows are proof, which were needed and what they rule out, and which were not needed."""
    rows = chart_rows(model, case.findings)
    spare = [mark.option for mark in grade.marks if mark.fate is Fate.EXTRA]
    if grade.suffices:
        axes = [say("decisive.enough", register=register)]
        if spare:
            found = [case.findings[at] for base in spare for at in rows[base]]
            told = word_findings(model, found, most=len(found), register=register)
            axes.append(say("decisive.spare", {"findings": told}, register))
    else:
        place = word_lesion_of(grade.left, register) if grade.left else ""
        axes = [say("decisive.open", {"place": place}, register)]
    key = explain(model, case.findings, case.stage, case.key)
    deciding = tuple(case.findings[at] for base in grade.rivals for at in rows[base])
    feedback = replace(
        _brief(grade.score, tuple(axes), register),
        key=word_key(model, key, register),
        path=word_paths(model, key, deciding, register),
    )
    reasons = {
        base: say("decisive.needed", {"place": word_lesion_of(place, register)}, register)
        for base, place in grade.rivals.items()
    }
    return PuzzleFeedback(feedback, reasons)


def word_odd_one_out(
    model: Model, case: Case, grade: OddGrade, register: Register = Register.STUDENT
) -> PuzzleFeedback:
    """Which finding does not belong, what would have been expected, and why all else fits."""
    rest = [one for one in case.findings if one != grade.odd]
    key = explain(model, rest, case.stage, case.key)
    odd = {"finding": word_finding(model, grade.odd, register)}
    expected = {
        "place": word_lesion_of(key.place, register),
        "finding": word_findings(model, [grade.expected], register=register),
    }
    surely = "odd.expected" if grade.probability >= EXPECTED else "odd.likeliest"
    yours = () if grade.score >= 1.0 else (_not_odd(model, grade, register),)
    feedback = replace(
        _brief(grade.score, (), register),
        axes=(say("odd.found", odd, register), say(surely, expected, register)),
        yours=yours,
        key=word_key(model, key, register),
        path=word_paths(model, key, (), register),
    )
    return PuzzleFeedback(feedback, {})


def _not_odd(model: Model, grade: OddGrade, register: Register) -> str:
    """Why the choice is not the odd one: it fits, or it surprises less."""
    chance = grade.chances[grade.given.item]
    words = {"finding": word_findings(model, [grade.given], register=register), "share": word_share(chance)}
    return say("odd.belongs" if chance >= FITS else "odd.rare", words, register)


def word_twin(
    model: Model, first_key: str, case: Case, changed: Sequence[Finding], register: Register = Register.STUDENT
) -> tuple[str, ...]:
    """What moved the answer from the first patient's place to this one's: the changed findings, each with its cause."""
    first = find_place(model.places, first_key)
    key, other = (explain(model, case.findings, case.stage, place) for place in (case.key, first_key))
    rows = _first_of_each_row(model, changed)
    count = "one finding" if len(rows) == 1 else f"{len(rows)} findings"
    words = {"first": word_lesion_of(first, register), "second": word_lesion_of(key.place, register), "count": count}
    told = [say("twin.moved", words, register)]
    return (*told, *word_causes(model, rows, key, other, register))


def _brief(score: float, axes: tuple[str, ...], register: Register) -> Feedback:
    return Feedback(word_headline(score, register), axes, (), (), (), (), "")


def _percent(chance: float) -> int:
    """Whole percent, never a certainty."""
    return min(max(round(100 * chance), 1), 99)
