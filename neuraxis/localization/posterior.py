"""The posterior over answer classes, and what it says about side, level, segment and motor-neuron class."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Finding
from neuraxis.localization.apparent import apparent_classes
from neuraxis.localization.scoring import Array, place_scores, score_rows
from neuraxis.network import Place
from neuraxis.simulation.model import NATS, Model
from neuraxis.simulation.motor import CLASSES, OVERALL, REGIONS
from neuraxis.vocabulary import Level, MotorClass, Reading, Side, Stage, modeled

Key = TypeVar("Key")
# A place so many times less likely than the best has no say in the motor-neuron class.
FAR = 10.0


class Candidate(NamedTuple):
    """An answer class: its most probable place, all members (most probable first) and their joint probability."""

    place: Place
    members: tuple[Place, ...]
    probability: float


@dataclass(frozen=True)
class Posterior:
    """What the findings say. Probabilities sum to 1 over the whole of each mapping, before `ranked` is cut.

    `motor_class` is the class of the lesion, by region and overall, over the places within ten to one of the best;
    `apparent_class` is what the signs alone suggest.
    `fit_z` compares the findings with what the best lesion predicts; below -2.5 no one place explains them.
    """

    ranked: tuple[Candidate, ...]
    side: Mapping[Side, float]
    level: Mapping[Level, float]
    segment: Mapping[str, float]
    motor_class: Mapping[str, Mapping[MotorClass, float]]
    apparent_class: MotorClass
    apparent_by_region: Mapping[str, MotorClass]
    fit_z: float

    @property
    def likely_class(self) -> MotorClass:
        """The most probable overall motor-neuron class."""
        overall = self.motor_class[OVERALL]
        return max(overall, key=lambda one: overall[one])


def localize(
    model: Model,
    findings: Sequence[Finding],
    stage: Stage,
    *,
    reading: Reading = Reading.VIGNETTE,
    top: int = 10,
) -> Posterior:
    """Ranks every place by how well it explains the findings. Raises InputError on unreadable findings."""
    stage = modeled(stage)
    rows = score_rows(model, findings, stage, reading)
    scores = place_scores(model, rows) + log_priors(model, stage)
    probabilities = _softmax(scores)
    row_shares = _row_shares(model, rows, _near_the_best(probabilities))
    apparent = apparent_classes(model.items, findings)
    groups = _group(model)
    segments = _sum_by(probabilities, groups.segment)
    return Posterior(
        _rank(model, stage, probabilities, top),
        _sum_by(probabilities, groups.side),
        _sum_by(probabilities, groups.level),
        {segment: p for segment, p in segments.items() if segment},
        _motor_classes(model, row_shares),
        apparent[OVERALL],
        apparent,
        _fit(model, findings, stage, int(np.argmax(rows + model.compiled.row_logs))),
    )


@lru_cache(maxsize=16)
def log_priors(model: Model, stage: Stage) -> Array:
    """Uniform over answer classes, less for curiosities and, in the first days, for what takes weeks to come."""
    numbers = model.compiled.stages[stage].classes
    sizes = np.bincount(numbers)[numbers]
    late = model.reading["slow_in_first_days"]
    is_late = [
        stage is Stage.ACUTE and stage not in model.atlas.sites[one.site].stages for one in model.places.values()
    ]
    priors: Array = np.log([place.prior for place in model.places.values()]) - np.log(sizes)
    return priors + np.where(is_late, np.log(late), 0.0)


@dataclass(frozen=True)
class _Grouping(Generic[Key]):
    """A property of every place as a code, with what the codes mean."""

    keys: tuple[Key, ...]
    codes: npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Groups:
    side: _Grouping[Side]
    level: _Grouping[Level]
    segment: _Grouping[str]


@lru_cache(maxsize=8)
def _group(model: Model) -> _Groups:
    places = list(model.places.values())
    return _Groups(
        _code([place.side for place in places]),
        _code([place.level for place in places]),
        _code([place.segment or "" for place in places]),
    )


def _code(values: Sequence[Key]) -> _Grouping[Key]:
    keys = tuple(dict.fromkeys(values))
    return _Grouping(keys, np.array([keys.index(value) for value in values], dtype=np.intp))


def _softmax(scores: Array) -> Array:
    spread = np.exp(scores - scores.max())
    shares: Array = spread / spread.sum()
    return shares


def _near_the_best(probabilities: Array) -> Array:
    """The places that count for the class; hundreds that explain nothing would outvote the few that do."""
    near = np.where(probabilities * FAR >= probabilities.max(), probabilities, 0.0)
    counted: Array = near / near.sum()
    return counted


def _row_shares(model: Model, rows: Array, probabilities: Array) -> Array:
    """Posterior of every row: the place's probability, divided by how well each of its lesions fits."""
    starts = model.compiled.starts
    lengths = np.diff([*starts, len(rows)])
    weighed = rows + model.compiled.row_logs
    spread = np.exp(weighed - np.repeat(np.maximum.reduceat(weighed, starts), lengths))
    shares: Array = spread * np.repeat(probabilities / np.add.reduceat(spread, starts), lengths)
    return shares


def _rank(model: Model, stage: Stage, probabilities: Array, top: int) -> tuple[Candidate, ...]:
    numbers = model.compiled.stages[stage].classes
    totals = np.bincount(numbers, weights=probabilities)
    places = list(model.places.values())
    by_class = [places[at] for at in np.lexsort((-probabilities, numbers)).tolist()]
    sizes = np.bincount(numbers)
    best = np.argsort(-totals, kind="stable")[:top]
    ends = np.cumsum(sizes)[best]
    spans = zip((ends - sizes[best]).tolist(), ends.tolist(), totals[best].tolist(), strict=True)
    return tuple(Candidate(by_class[first], tuple(by_class[first:end]), total) for first, end, total in spans)


def _sum_by(probabilities: Array, grouping: _Grouping[Key]) -> dict[Key, float]:
    sums = np.bincount(grouping.codes, weights=probabilities, minlength=len(grouping.keys))
    order = np.argsort(-sums, kind="stable").tolist()
    return {grouping.keys[at]: float(sums[at]) for at in order}


def _motor_classes(model: Model, shares: Array) -> dict[str, dict[MotorClass, float]]:
    found, codes = {}, _motor_codes(model)
    for index, region in enumerate(REGIONS):
        totals = np.bincount(codes[index], weights=shares, minlength=len(CLASSES))
        found[region] = dict(zip(CLASSES, totals.tolist(), strict=True))
    return found


@lru_cache(maxsize=8)
def _motor_codes(model: Model) -> npt.NDArray[np.intp]:
    """The motor-neuron class of every row, region by region in memory."""
    return np.ascontiguousarray(model.compiled.motor.T, dtype=np.intp)


def _fit(model: Model, findings: Sequence[Finding], stage: Stage, row: int) -> float:
    """How surprising the findings are to the best lesion, in standard deviations of what it predicts."""
    if not findings:
        return 0.0
    outcomes = [model.outcomes(one.item, one.value) for one in findings]
    counts = np.array([len(rows) for rows in outcomes])
    starts = np.cumsum(counts) - counts
    logs = np.asarray(model.compiled.stages[stage].logs)
    values = logs[np.fromiter(chain.from_iterable(outcomes), dtype=np.intp, count=int(counts.sum())), row] / NATS
    p = np.exp(values)
    means = np.add.reduceat(p * values, starts)
    surprise = logs[[model.column(one.item, one.value) for one in findings], row] / NATS - means
    variance = float((p * (values - np.repeat(means, counts)) ** 2).sum())
    return float(surprise.sum()) / math.sqrt(variance) if variance > 0 else 0.0


def forget_models() -> None:
    """Let go of every model that localization remembers; what is needed again is worked out again (1 ms)."""
    for remembered in (log_priors, _group, _motor_codes):
        remembered.cache_clear()
