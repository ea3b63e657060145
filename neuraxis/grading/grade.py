"""The grade of an answer. Pure: it reads the case, the answer and the model, and can be repeated years later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from neuraxis.examination import Finding
from neuraxis.explanation import Account, Explanation, Fit, account, explain, motor_classes
from neuraxis.grading.answers import Answer, Case
from neuraxis.grading.axes import Reason, Verdict, judge_class, judge_level, judge_side, judge_structure
from neuraxis.localization import Candidate, best_rival, localize
from neuraxis.network import Place
from neuraxis.network.lesions import find_place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import modeled

WEIGHTS = {"motor_class": 0.25, "side": 0.20, "level": 0.25, "structure": 0.30}
WRONG_SIDE_CAP = 0.5
# Answer classes that the findings leave within this ratio of the best are all right.
UNDECIDED = 3.0
MOST_DECIDING = 3
LEAST_DECIDING = 2
SPEAKS = 0.5
# Weights that agree to so many digits are equal, so that rounding never decides their order.
TIE = 9


class FindingVerdict(NamedTuple):
    """One finding for the key and for the answer; `weight` in nats, positive when it speaks for the key."""

    finding: Finding
    for_key: Fit
    for_answer: Fit | None
    weight: float


@dataclass(frozen=True)
class Grade:
    """Credit 0..1, a verdict per axis, what each finding says, and every place that was marked right.

    `compared` is the place that the answer was read as; None when it names no place. `rival` is what the deciding
    findings were weighed against: the answer if it was wrong, else the place that was not accepted of which a student
    would think first. `flagged` marks a case whose findings leave more than one answer class open.
    """

    total: float
    axes: Mapping[str, Verdict]
    findings: tuple[FindingVerdict, ...]
    deciding: tuple[Finding, ...]
    accepted: tuple[Place, ...]
    compared: Place | None
    rival: Place | None
    flagged: bool


def grade(model: Model, case: Case, answer: Answer, *, structure_asked: bool = True) -> Grade:
    """Grades an answer; without `structure_asked` the structure counts only when it was given.

    Raises InputError when the case names an unknown place, item or value.
    """
    key = find_place(model.places, case.key)
    posterior = localize(model, case.findings, case.stage, reading=case.reading, top=len(model.places))
    accepted, open_classes = _accepted(model, case, key, posterior.ranked)
    answered = _answered_place(model, answer)
    axes = _best_axes(model, case, answer, answered, accepted)
    compared = answered or _nearest_place(posterior.ranked, answer)
    total = _total(axes, structure_asked or answer.site is not None)
    if answered is not None:
        total = max(total, _posterior_credit(posterior.ranked, answered, axes))
    if axes["side"].reason is Reason.OPPOSITE:
        total = min(total, WRONG_SIDE_CAP)
    wrong = compared is not None and compared not in accepted
    rival = compared if wrong else best_rival(model, key, posterior.ranked, {place.key for place in accepted})
    findings = _compare(model, case, key, rival, compared)
    return Grade(total, axes, findings, _deciding(model, findings), accepted, compared, rival, open_classes > 1)


def explain_key(model: Model, case: Case) -> Explanation:
    """How the key accounts for the findings."""
    return explain(model, case.findings, case.stage, case.key)


def _accepted(model: Model, case: Case, key: Place, ranked: Sequence[Candidate]) -> tuple[tuple[Place, ...], int]:
    """The key first, its answer class, then every class that the findings leave open; and how many are open."""
    open_ones = [one for one in ranked if one.probability * UNDECIDED >= ranked[0].probability]
    same = [model.places[one] for one in model.class_of(key.key, modeled(case.stage))]
    found = [key, *same, *(place for one in open_ones for place in one.members)]
    return tuple(dict.fromkeys(found)), len(open_ones)


def _answered_place(model: Model, answer: Answer) -> Place | None:
    key = answer.place_key(model)
    return model.places[key] if key else None


def _best_axes(
    model: Model, case: Case, answer: Answer, answered: Place | None, accepted: Sequence[Place]
) -> dict[str, Verdict]:
    """The credit of the accepted place that serves the answer best, the key first; what is wrong is told the key."""
    members = tuple(place.key for place in accepted)
    classes = motor_classes(model, case.findings, case.stage, accepted)
    judged = [
        {
            "motor_class": judge_class(answer.motor_class, classes[place.key]),
            "side": judge_side(answer.side, place),
            "level": judge_level(answer.level, answered, place),
            "structure": judge_structure(model, answered, place, members),
        }
        for place in accepted
    ]
    best = max(judged, key=lambda axes: round(_total(axes, True), TIE))
    return {name: _told_the_key(verdict, judged[0][name]) for name, verdict in best.items()}


def _told_the_key(verdict: Verdict, of_key: Verdict) -> Verdict:
    is_right = verdict.score >= 1 or of_key.expected == verdict.given
    return verdict if is_right else replace(verdict, expected=of_key.expected)


def _total(axes: Mapping[str, Verdict], with_structure: bool) -> float:
    counted = [name for name in WEIGHTS if name != "structure" or with_structure]
    return sum(WEIGHTS[name] * axes[name].score for name in counted) / sum(WEIGHTS[name] for name in counted)


def _posterior_credit(ranked: Sequence[Candidate], answered: Place, axes: Mapping[str, Verdict]) -> float:
    """Credit for a place by how probable the findings leave it, if the other axes agree with it."""
    own = (one.probability for one in ranked for place in one.members if place.key == answered.key)
    share = next(own, 0.0) / ranked[0].probability
    consistent = min(axes[name].score for name in ("motor_class", "side", "level"))
    return min(1.0, share) * consistent


def _nearest_place(ranked: Sequence[Candidate], answer: Answer) -> Place | None:
    """The likeliest place that the answered level and side leave, when no structure was named."""
    for candidate in ranked:
        for place in candidate.members:
            if answer.level is place.level and answer.side in (None, place.side):
                return place
    return None


def _compare(
    model: Model, case: Case, key: Place, rival: Place | None, compared: Place | None
) -> tuple[FindingVerdict, ...]:
    stage = modeled(case.stage)
    for_key = account(model, case.findings, stage, key)
    against = account(model, case.findings, stage, rival) if rival else for_key
    for_answer: Sequence[Account | None] = [None] * len(for_key)
    if compared is not None:
        for_answer = against if compared is rival else account(model, case.findings, stage, compared)
    return tuple(
        FindingVerdict(
            ours.finding, ours.fit, mine.fit if mine else None, ours.log_probability - theirs.log_probability
        )
        for ours, theirs, mine in zip(for_key, against, for_answer, strict=True)
    )


def _deciding(model: Model, findings: Sequence[FindingVerdict]) -> tuple[Finding, ...]:
    """The two or three findings that speak most for the key against the rival, each kind of finding once."""
    ordered: dict[tuple[str, str], FindingVerdict] = {}
    for one in sorted(findings, key=lambda one: -round(one.weight, TIE)):
        ordered.setdefault((model.items[one.finding.item].base, one.finding.value), one)
    best = list(ordered.values())[:MOST_DECIDING]
    strong = [one.finding for one in best if one.weight > SPEAKS]
    return tuple(strong if len(strong) >= LEAST_DECIDING else [one.finding for one in best[:LEAST_DECIDING]])
