"""Proof that the findings of a case leave one answer class, under every way of reading them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neuraxis.examination import Finding, is_abnormal
from neuraxis.localization import log_priors, place_scores, rows_of, score_rows
from neuraxis.localization.scoring import Array
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage, modeled

# No class may stay within 3:1 of the best.
MARGIN = 3.0
# The pessimist gives every finding three quarters of its weight: examiners err more than the model says.
PESSIMIST = 0.75
LEAST_ABNORMAL = 3
# The strongest rivals must each be contradicted by at least one row of the chart, by this much (nats).
WATCHED_RIVALS = 5
CONTRADICTED = 1.0
# The share that the key's class must reach in a vignette, by difficulty.
CLEAR = {1: 0.95, 2: 0.85, 3: 0.85, 4: 0.85}
CLEAR_TO_PESSIMIST = 0.75
# A crowd of rivals none of which comes this near leaves the key clear: no patient is tested for all of them.
DISTANT = 20.0


@dataclass(frozen=True)
class Standing:
    """The share of the key's answer class, that of the best other class, and whether the key's comes first."""

    share: float
    rival: float
    first: bool

    @property
    def alone(self) -> bool:
        """Whether no other class stays within 3:1."""
        return self.first and self.share >= MARGIN * self.rival


def stand(
    model: Model,
    findings: Sequence[Finding],
    stage: Stage,
    key: str,
    reading: Reading = Reading.VIGNETTE,
    trust: float = 1.0,
) -> Standing:
    """Where the answer class of `key` stands; `trust` 0..1 scales what every finding says."""
    stage = modeled(stage)
    scores = place_scores(model, trust * score_rows(model, findings, stage, reading)) + log_priors(model, stage)
    numbers = model.compiled.stages[stage].classes
    weights = np.exp(scores - scores.max())
    shares = np.bincount(numbers, weights=weights / weights.sum())
    own = int(numbers[model.place_keys.index(key)])
    rival = float(np.delete(shares, own).max())
    return Standing(float(shares[own]), rival, bool(shares[own] > rival))


def is_proven(model: Model, findings: Sequence[Finding], stage: Stage, key: str, difficulty: int) -> bool:
    """The key's class is alone in a vignette, in a bare examination, and to a pessimist."""
    if sum(is_abnormal(model.items, one) for one in findings) < LEAST_ABNORMAL:
        return False
    vignette = stand(model, findings, stage, key)
    if not vignette.alone or vignette.share < CLEAR[difficulty]:
        return False
    if not stand(model, findings, stage, key, Reading.EXAM).alone:
        return False
    doubted = stand(model, findings, stage, key, trust=PESSIMIST)
    if not doubted.alone or (doubted.share < CLEAR_TO_PESSIMIST and doubted.share < DISTANT * doubted.rival):
        return False
    return not consistent_rivals(model, findings, stage, key)


def consistent_rivals(model: Model, findings: Sequence[Finding], stage: Stage, key: str) -> list[str]:
    """Those of the strongest other places that no row of the chart (both sides together) contradicts."""
    stage = modeled(stage)
    rows = score_rows(model, findings, stage, Reading.EXAM)
    scores = place_scores(model, rows) + log_priors(model, stage)
    own = set(model.class_of(key, stage))
    others = np.argsort(-scores, kind="stable")[: WATCHED_RIVALS + len(own)].tolist()
    rivals = [model.place_keys[at] for at in others if model.place_keys[at] not in own][:WATCHED_RIVALS]
    keys = _by_chart_row(model, findings, stage, rows, key)
    return [
        rival
        for rival in rivals
        if max(keys[base] - against for base, against in _by_chart_row(model, findings, stage, rows, rival).items())
        < CONTRADICTED
    ]


def _by_chart_row(model: Model, findings: Sequence[Finding], stage: Stage, rows: Array, place: str) -> dict[str, float]:
    """log P of the findings of each chart row under the lesions of a place that fit best."""
    span = rows_of(model, place)
    weights = rows[span] + model.compiled.row_logs[span]
    weights = np.exp(weights - weights.max())
    columns = [model.column(one.item, one.value) for one in findings]
    chances = np.exp(model.compiled.stages[stage].logs[:, span][columns] / NATS) @ (weights / weights.sum())
    sums: dict[str, float] = {}
    for one, chance in zip(findings, chances.tolist(), strict=True):
        base = model.items[one.item].base
        sums[base] = sums.get(base, 0.0) + math.log(chance)
    return sums


def strength_of_proof(model: Model, findings: Sequence[Finding], stage: Stage, key: str) -> float:
    """The share of the key's class, 0..1, after the single most useful finding is taken away: high is easy."""
    shares = [
        stand(model, [other for other in findings if other is not one], stage, key).share
        for one in findings
        if is_abnormal(model.items, one)
    ]
    return min(shares, default=0.0)
