"""How a place accounts for each finding: explained, possible, unexplained, or predicted and absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

import numpy as np

from neuraxis.examination import Finding, Item, Kind
from neuraxis.explanation.causes import Cause, find_causes
from neuraxis.localization import rows_of, score_rows
from neuraxis.network import Node, Place
from neuraxis.network.lesions import find_place
from neuraxis.simulation.model import NATS, Model
from neuraxis.simulation.motor import CLASSES, OVERALL, REGIONS
from neuraxis.vocabulary import MotorClass, Reading, Stage, modeled

HEALTHY = "healthy:M"
EXPLAINED = 0.5
POSSIBLE = 0.1
PREDICTED = 0.6
# A finding that healthy people show nearly as often is not explained by a lesion that hardly adds to it.
ABOVE_CHANCE = 1.5
# Weights that agree to so many digits are equal, so that rounding never decides their order.
TIE = 9


class Fit(StrEnum):
    """What a place says about one finding."""

    EXPLAINED = "explained"
    POSSIBLE = "possible"
    UNEXPLAINED = "unexplained"
    PREDICTED_ABSENT = "predicted_absent"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Account:
    """One finding under one place: `probability` of a finding in this direction, and log P of the exact value."""

    finding: Finding
    fit: Fit
    probability: float
    log_probability: float


@dataclass(frozen=True)
class Explanation:
    """Every finding under a place, with the cause of what it explains and the class of the lesion that fits best."""

    place: Place
    accounts: tuple[Account, ...]
    causes: Mapping[str, Cause]
    motor_classes: Mapping[MotorClass, float]

    def with_fit(self, *fits: Fit) -> tuple[Finding, ...]:
        """The findings that are accounted for in one of these ways, in charting order."""
        return tuple(one.finding for one in self.accounts if one.fit in fits)


@dataclass(frozen=True)
class Contrast:
    """Per finding, log P under the answer minus log P under the key (nats), strongest first."""

    answer: Place
    key: Place
    weights: tuple[tuple[Finding, float], ...]


def explain(model: Model, findings: Sequence[Finding], stage: Stage, place_key: str) -> Explanation:
    """Accounts for the findings by the lesions of a place that fit them best. Raises InputError on unknown input."""
    stage, place = modeled(stage), find_place(model.places, place_key)
    shares = _row_shares(model, findings, stage, place)
    accounts = account(model, findings, stage, place, shares)
    node = _best_node(model, place, shares)
    explained = [one.finding for one in accounts if one.fit in (Fit.EXPLAINED, Fit.POSSIBLE)]
    causes = find_causes(model, explained, stage, node.extent)
    return Explanation(place, accounts, causes, _motor_classes(model, place, shares))


def motor_classes(
    model: Model, findings: Sequence[Finding], stage: Stage, places: Iterable[Place]
) -> dict[str, dict[MotorClass, float]]:
    """Per place key the motor-neuron class of the lesion, its lesions weighed by how well they fit the findings."""
    spans = [(place, rows_of(model, place.key)) for place in places]
    first, last = min(span.start for _, span in spans), max(span.stop for _, span in spans)
    scores = score_rows(model, findings, modeled(stage), Reading.EXAM, slice(first, last))
    return {
        place.key: _motor_classes(model, place, _shares(model, place, scores[span.start - first : span.stop - first]))
        for place, span in spans
    }


def account(
    model: Model, findings: Sequence[Finding], stage: Stage, place: Place, shares: np.ndarray | None = None
) -> tuple[Account, ...]:
    """The fit of every finding under a place."""
    if shares is None:
        shares = _row_shares(model, findings, stage, place)
    expected = _expected(model, findings, stage, place, shares)
    healthy = _expected(model, findings, stage, model.places[HEALTHY], np.ones(1))
    return tuple(
        _account(model.items[finding.item], finding, ours, usual)
        for finding, ours, usual in zip(findings, expected, healthy, strict=True)
    )


def contrast(model: Model, findings: Sequence[Finding], stage: Stage, answer_key: str, key_key: str) -> Contrast:
    """What each finding says for the answer against the key."""
    stage = modeled(stage)
    answer, key = (find_place(model.places, one) for one in (answer_key, key_key))
    ours, theirs = (account(model, findings, stage, place) for place in (answer, key))
    weights = [
        (one.finding, one.log_probability - other.log_probability) for one, other in zip(ours, theirs, strict=True)
    ]
    return Contrast(answer, key, tuple(sorted(weights, key=lambda pair: -abs(round(pair[1], TIE)))))


def _account(item: Item, finding: Finding, expected: np.ndarray, healthy: np.ndarray) -> Account:
    exact = expected[item.index(finding.value)]
    same = _same_direction(item, finding.value)
    if not same:
        missed = 1 - expected[item.index(item.normal)]
        fit = Fit.PREDICTED_ABSENT if missed >= PREDICTED else Fit.NEUTRAL
        return Account(finding, fit, 1 - missed, float(np.log(exact)))
    p, chance = (float(sum(row[item.index(value)] for value in same)) for row in (expected, healthy))
    return Account(finding, _fit(p, chance), p, float(np.log(exact)))


def _fit(p: float, chance: float) -> Fit:
    if p >= EXPLAINED and p >= ABOVE_CHANCE * chance:
        return Fit.EXPLAINED
    if p >= POSSIBLE and p >= ABOVE_CHANCE * chance:
        return Fit.POSSIBLE
    return Fit.UNEXPLAINED


def _same_direction(item: Item, value: str) -> tuple[str, ...]:
    """The abnormal values that mean the same kind of change; empty for a normal value."""
    if value == item.normal:
        return ()
    if item.kind is Kind.TENDON:
        return ("0", "1") if value in ("0", "1") else ("3", "4")
    if item.kind in (Kind.STRENGTH, Kind.REGION_STRENGTH, Kind.SKIN, Kind.GRADED):
        return tuple(other for other in item.values if other != item.normal)
    if item.kind is Kind.LEVEL:
        at = item.index(value)
        return item.values[max(at - 2, 1) : at + 3]
    return (value,)


def _expected(
    model: Model, findings: Sequence[Finding], stage: Stage, place: Place, shares: np.ndarray
) -> list[np.ndarray]:
    """P(value) of each finding's item under the place, its lesions weighed by `shares`."""
    items = [model.items[finding.item] for finding in findings]
    columns = [model.offsets[item.id] + index for item in items for index in range(len(item.values))]
    logs = np.asarray(model.compiled.stages[stage].logs)[:, rows_of(model, place.key)]
    expected = np.exp(logs[columns] / NATS) @ shares
    ends = accumulate(len(item.values) for item in items)
    return [expected[end - len(item.values) : end] for item, end in zip(items, ends, strict=True)]


def _row_shares(model: Model, findings: Sequence[Finding], stage: Stage, place: Place) -> np.ndarray:
    """How well each lesion of the place fits the findings; sums to 1."""
    return _shares(model, place, score_rows(model, findings, stage, Reading.EXAM, rows_of(model, place.key)))


def _shares(model: Model, place: Place, scores: np.ndarray) -> np.ndarray:
    weighed = scores + model.compiled.row_logs[rows_of(model, place.key)]
    spread = np.exp(weighed - weighed.max())
    shares: np.ndarray = spread / spread.sum()
    return shares


def _motor_classes(model: Model, place: Place, shares: np.ndarray) -> dict[MotorClass, float]:
    motor = model.compiled.motor[rows_of(model, place.key), REGIONS.index(OVERALL)]
    totals = np.bincount(motor, weights=shares, minlength=len(CLASSES))
    return dict(zip(CLASSES, totals.tolist(), strict=True))


def _best_node(model: Model, place: Place, shares: np.ndarray) -> Node:
    return model.nodes(place.key)[int(np.argmax(shares))]
