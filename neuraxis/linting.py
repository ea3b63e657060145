"""What is wrong with an authored case, as codes and parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from neuraxis.consistency import find_contradictions
from neuraxis.examination import Finding, is_abnormal
from neuraxis.examining import next_findings
from neuraxis.explanation import Explanation, Fit, explain
from neuraxis.grading import Case
from neuraxis.localization import Candidate, Posterior, localize, localize_several
from neuraxis.localization.scoring import drop_coarse
from neuraxis.network import Place, lesion_at
from neuraxis.network.lesions import find_place
from neuraxis.simulation import deficits
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL, SEGMENT_INDEX, Reading, Stage, cord_level, modeled

CLEAR = 0.80
MARGIN = 3.0
MISFIT = -2.5
RIVAL = 0.05
FEW = 2
PARALYZED = ("0", "1")
CUT = 0.6
SHOWN_RIVALS = 5


class Severity(StrEnum):
    """Whether a case can be submitted with this issue."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Issue:
    """One thing to look at: a code, its severity, and parameters for the sentence (findings, places, numbers)."""

    code: str
    severity: Severity
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lint:
    """What the model says of a case: rank (from 1) and probability of the key's class, rivals, issues.

    `suggestions` are the items that would best separate the key from its rivals.
    """

    rank: int
    probability: float
    rivals: tuple[Candidate, ...]
    issues: tuple[Issue, ...]
    suggestions: tuple[str, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything forbids submission."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)


def lint(model: Model, case: Case, vignette: str = "") -> Lint:
    """Checks a case against the model. Raises InputError on unknown places, items or values."""
    find_place(model.places, case.key)
    posterior = localize(model, case.findings, case.stage, reading=case.reading, top=len(model.places))
    explanation = explain(model, case.findings, case.stage, case.key)
    rank = 1 + next(at for at, one in enumerate(posterior.ranked) if case.key in _keys(one))
    key, others = posterior.ranked[rank - 1], [one for one in posterior.ranked if case.key not in _keys(one)]
    least = min(RIVAL, key.probability / MARGIN)
    rivals = tuple(one for one in others[:SHOWN_RIVALS] if one.probability >= least)
    settle = [case.key, *(one.place.key for one in others[:3])]
    suggested = next_findings(model, case.findings, case.stage, reading=Reading.EXAM, most=3, rivals=settle)
    suggestions = tuple(item for item, _ in suggested)
    issues = [
        *_check_rank(rank, key, others, suggestions),
        *_check_unit(rank, model.places[case.key], others[0].place),
        *_check_fit(model, case, posterior, explanation),
        *_check_accounts(explanation),
        *_check_stage(model, case),
        *_check_consistency(model, case.findings),
        *_check_effector(model, case),
        *_check_number(model, case.findings),
        *_check_redundant(model, case.findings),
        *_check_giveaway(model, case.key, vignette),
    ]
    return Lint(rank, key.probability, rivals, tuple(issues), suggestions)


def _keys(candidate: Candidate) -> tuple[str, ...]:
    return tuple(place.key for place in candidate.members)


def _check_rank(rank: int, key: Candidate, others: Sequence[Candidate], suggestions: Sequence[str]) -> list[Issue]:
    rival = others[0]
    params = {"rival": rival.place, "key": key.place, "rank": rank, "probability": key.probability}
    if rank > 1:
        return [Issue("key_not_first", Severity.ERROR, params)]
    if key.probability < CLEAR or key.probability < MARGIN * rival.probability:
        return [Issue("ambiguous", Severity.WARNING, params | {"suggestion": suggestions[:1]})]
    return []


def _check_unit(rank: int, key: Place, rival: Place) -> list[Issue]:
    """A key one segment high is often a neurological level (the last normal segment) taken for the first damaged."""
    if rank == 1 or key.segment is None or rival.segment is None:
        return []
    same = key.site.partition(".")[0] == rival.site.partition(".")[0] and key.side is rival.side
    slip = SEGMENT_INDEX[rival.segment] - SEGMENT_INDEX[key.segment] == 1
    return [Issue("unit", Severity.WARNING, {"key": key, "rival": rival})] if same and slip else []


def _check_fit(model: Model, case: Case, posterior: Posterior, explanation: Explanation) -> list[Issue]:
    """Findings that no one place explains: two lesions may, or some of them are wrong."""
    if posterior.fit_z >= MISFIT:
        return []
    worst = sorted(explanation.accounts, key=lambda one: one.log_probability)[:3]
    params = {"z": posterior.fit_z, "findings": [one.finding for one in worst]}
    found = [Issue("contradictory", Severity.WARNING, params)]
    several = localize_several(model, case.findings, case.stage, reading=case.reading)
    if several is not None:
        found.append(Issue("several_lesions", Severity.WARNING, {"places": list(several.places)}))
    return found


def _check_redundant(model: Model, findings: Sequence[Finding]) -> list[Issue]:
    """Power of a whole region beside single muscles of it says nothing more, nor does an umbrella beside a member."""
    exact = drop_coarse(model.items, findings)
    coarse = [one for one in findings if one not in exact]
    return [Issue("redundant", Severity.NOTE, {"findings": coarse})] if coarse else []


def _check_accounts(explanation: Explanation) -> list[Issue]:
    found = []
    for code, fit in (("unexplained", Fit.UNEXPLAINED), ("predicted_absent", Fit.PREDICTED_ABSENT)):
        findings = explanation.with_fit(fit)
        if findings:
            found.append(Issue(code, Severity.NOTE, {"findings": list(findings)}))
    return found


def _check_stage(model: Model, case: Case) -> list[Issue]:
    """Wasting needs weeks; flaccid areflexia below a cord lesion belongs to the first days."""
    abnormal = [one for one in case.findings if is_abnormal(model.items, one)]
    if modeled(case.stage) is Stage.ACUTE:
        late = [one for one in abnormal if one.item.startswith(("waste.", "tongue.waste"))]
        return [Issue("stage", Severity.WARNING, {"findings": late})] if late else []
    place = model.places[case.key]
    in_cord = place.segment is not None and place.level is cord_level(place.segment)
    slack = [one for one in abnormal if one.item.startswith("tone.") and one.value == "flaccid"]
    return [Issue("shock", Severity.NOTE, {"findings": slack})] if in_cord and slack else []


def _check_consistency(model: Model, findings: Sequence[Finding]) -> list[Issue]:
    """Findings that no patient shows together."""
    return [
        Issue("impossible", Severity.WARNING, {"findings": list(one.findings), "why": one.why})
        for one in find_contradictions(model.atlas.implications, findings)
    ]


def _check_effector(model: Model, case: Case) -> list[Issue]:
    """The great toe cannot rise when its own supply is cut; with an upper motor neuron paralysis it still can."""
    values = {one.item: one.value for one in case.findings}
    lost = deficits(model, [lesion_at(model.atlas, model.places[case.key])])
    return [
        Issue("effector", Severity.ERROR, {"grade": values[f"str.ehl.{side}"]})
        for side in LATERAL
        if values.get(f"plantar.{side}") == "extensor"
        and values.get(f"str.ehl.{side}") in PARALYZED
        and max(lost[f"{part}.ehl:{side}"] for part in "lnp") >= CUT
    ]


def _check_number(model: Model, findings: Sequence[Finding]) -> list[Issue]:
    abnormal = [one for one in findings if is_abnormal(model.items, one)]
    return [Issue("few", Severity.WARNING, {"count": len(abnormal)})] if len(abnormal) < FEW else []


def _check_giveaway(model: Model, key: str, vignette: str) -> list[Issue]:
    """The name of the place, its teaching label or an eponym in the story gives the answer away."""
    place, text = model.places[key], vignette.casefold()
    named = [words for words in (place.site_name, place.note) if words and words.casefold() in text]
    return [Issue("giveaway", Severity.WARNING, {"words": named})] if named else []
