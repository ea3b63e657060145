"""How a place accounts for each finding: explained, possible, unexplained, or predicted and absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

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


class Account(NamedTuple):
    """One finding under one place: `probability` of a finding in this direction, and log P of the exact value."""

    finding: Finding
    fit: Fit
    probability: float
    log_probability: float


@dataclass(frozen=True)
class Expectation:
    """What a place predicts of an item that was examined.

    `expected` is the likeliest value in the likeliest direction (normal, or one way of being abnormal), `probability`
    that of the direction. It agrees with what was seen when the direction is the same, be the grade another.
    """

    seen: Finding
    expected: Finding
    probability: float
    agrees: bool


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

    def chance_of(self, finding: Finding) -> float:
        """The probability of a finding in this direction; of a normal one, that it is normal."""
        return next(one.probability for one in self.accounts if one.finding == finding)


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


def class_of_place(model: Model, place_key: str) -> MotorClass | None:
    """The motor-neuron class that every lesion of a place shows; None where they differ."""
    find_place(model.places, place_key)
    shown = model.compiled.motor[rows_of(model, place_key), REGIONS.index(OVERALL)]
    return CLASSES[int(shown[0])] if np.all(shown == shown[0]) else None


def account(
    model: Model, findings: Sequence[Finding], stage: Stage, place: Place, shares: np.ndarray | None = None
) -> tuple[Account, ...]:
    """The fit of every finding under a place."""
    if shares is None:
        shares = _row_shares(model, findings, stage, place)
    expected = _expected(model, findings, stage, place, shares)
    healthy = _healthy(model, stage)
    accounts = []
    for finding, ours in zip(findings, expected, strict=True):
        first = model.offsets[finding.item]
        usual = healthy[first : first + len(ours)]
        accounts.append(_account(model.items[finding.item], finding, ours, usual))
    return tuple(accounts)


def expect(model: Model, findings: Sequence[Finding], stage: Stage, place_key: str) -> tuple[Expectation, ...]:
    """What a place predicts for every item examined, by those of its lesions that fit the findings best.

    Raises InputError on an unknown place.
    """
    stage, place = modeled(stage), find_place(model.places, place_key)
    shares = _row_shares(model, findings, stage, place)
    expected = _expected(model, findings, stage, place, shares)
    return tuple(_expectation(model.items[seen.item], seen, row) for seen, row in zip(findings, expected, strict=True))


def _expectation(item: Item, seen: Finding, expected: Sequence[float]) -> Expectation:
    ways = dict.fromkeys(same_direction(item, value) or (value,) for value in item.values)
    if item.kind is Kind.LEVEL:  # the windows around neighboring levels overlap: there is one way of having a level
        ways = dict.fromkeys([(item.normal,), tuple(value for value in item.values if value != item.normal)])
    shares = {way: float(sum(expected[item.index(value)] for value in way)) for way in ways}
    likeliest = max(shares, key=lambda way: shares[way])
    value = max(likeliest, key=lambda one: float(expected[item.index(one)]))
    agrees = value in (same_direction(item, seen.value) or (seen.value,))
    return Expectation(seen, Finding(item.id, value), min(shares[likeliest], 1.0), agrees)


def contrast(model: Model, findings: Sequence[Finding], stage: Stage, answer_key: str, key_key: str) -> Contrast:
    """What each finding says for the answer against the key."""
    stage = modeled(stage)
    answer, key = (find_place(model.places, one) for one in (answer_key, key_key))
    ours, theirs = (account(model, findings, stage, place) for place in (answer, key))
    weights = [
        (one.finding, one.log_probability - other.log_probability) for one, other in zip(ours, theirs, strict=True)
    ]
    return Contrast(answer, key, tuple(sorted(weights, key=lambda pair: -abs(round(pair[1], TIE)))))


def _account(item: Item, finding: Finding, expected: Sequence[float], healthy: Sequence[float]) -> Account:
    exact = sum(expected[item.index(value)] for value in item.meant(finding.value))
    same = same_direction(item, finding.value)
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


def same_direction(item: Item, value: str) -> tuple[str, ...]:
    """The abnormal values that mean the same kind of change; empty for a normal value."""
    if value == item.normal:
        return ()
    if value in item.sets:
        return item.sets[value]
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
) -> list[list[float]]:
    """P(value) of each finding's item under the place, its lesions weighed by `shares`."""
    items = [model.items[finding.item] for finding in findings]
    spans = [(model.offsets[item.id], len(item.values)) for item in items]
    columns = [*chain.from_iterable(range(first, first + count) for first, count in spans)]
    logs = np.asarray(model.compiled.stages[stage].logs)[:, rows_of(model, place.key)]
    expected = iter((np.exp(logs[columns] / NATS) @ shares).tolist())
    return [list(islice(expected, count)) for _, count in spans]


@lru_cache(maxsize=8)
def _healthy(model: Model, stage: Stage) -> list[float]:
    """P(value) of every item with nothing wrong."""
    logs = np.asarray(model.compiled.stages[stage].logs)[:, rows_of(model, HEALTHY)]
    healthy: list[float] = np.exp(logs[:, 0] / NATS).tolist()
    return healthy


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
