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
from neuraxis.knowledge import SiteFact
from neuraxis.localization.apparent import apparent_classes
from neuraxis.localization.scoring import Array, place_scores, score_rows
from neuraxis.localization.shown import forget_codes, shown_classes
from neuraxis.network import Place
from neuraxis.simulation.model import NATS, Model
from neuraxis.simulation.motor import CLASSES, OVERALL, REGIONS
from neuraxis.vocabulary import AGES, Age, Level, MotorClass, Reading, Side, Stage, modeled

Key = TypeVar("Key")
# A place so many times less likely than the best has no say in the motor-neuron class.
FAR = 6.0


class Candidate(NamedTuple):
    """An answer class: its most probable place, all members (most probable first) and their joint probability."""

    place: Place
    members: tuple[Place, ...]
    probability: float


@dataclass(frozen=True)
class Posterior:
    """What the findings say. Probabilities sum to 1 over the whole of each mapping, before `ranked` is cut.

    `motor_class` is the class of the lesion, by region and overall, over the places within six to one of the best;
    `shown_class` is that of the regions that show a motor sign; `apparent_class` is what the signs alone suggest.
    `fit_z` compares the findings with what the best lesion predicts; below -2.5 no one place explains them.
    """

    ranked: tuple[Candidate, ...]
    side: Mapping[Side, float]
    level: Mapping[Level, float]
    segment: Mapping[str, float]
    motor_class: Mapping[str, Mapping[MotorClass, float]]
    shown_class: Mapping[MotorClass, float]
    apparent_class: MotorClass
    apparent_by_region: Mapping[str, MotorClass]
    fit_z: float

    @property
    def likely_class(self) -> MotorClass:
        """The most probable motor-neuron class where a motor sign is shown; neither where none is."""
        return max(self.shown_class, key=lambda one: self.shown_class[one])


def localize(
    model: Model,
    findings: Sequence[Finding],
    stage: Stage,
    *,
    reading: Reading = Reading.VIGNETTE,
    age: Age | None = None,
    top: int = 10,
) -> Posterior:
    """Ranks every place by how well it explains the findings; `age` moves the prior. InputError if unreadable."""
    rows = score_rows(model, findings, stage, reading)
    scores = place_scores(model, rows) + log_priors(model, stage, age)
    stage = modeled(stage)
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
        shown_classes(model, findings, row_shares),
        apparent[OVERALL],
        apparent,
        _fit(model, findings, stage, int(np.argmax(rows + model.compiled.row_logs))),
    )


@lru_cache(maxsize=32)
def log_priors(model: Model, stage: Stage, age: Age | None = None) -> Array:
    """How often each place is the answer; less where the course or the age is another than its disease has."""
    late, early = model.reading["slow_in_first_days"], model.reading["gone_by_then"]
    sites = [model.atlas.sites[one.site] for one in model.places.values()]
    priors: Array = np.log([place.share for place in model.places.values()])
    priors += np.where([_comes_later(site, stage) for site in sites], np.log(late), 0.0)
    is_gone = [stage is Stage.CHRONIC and stage not in site.stages for site in sites]
    priors += np.where(is_gone, np.log(early), 0.0)
    other_age = [age is not None and not _is_met_at(site, age) for site in sites]
    return priors + np.where(other_age, np.log(model.reading["other_age"]), 0.0)


def _is_met_at(site: SiteFact, age: Age) -> bool:
    first, last = AGES[age]
    return site.ages[0] <= last and first <= site.ages[1]


def _comes_later(site: SiteFact, stage: Stage) -> bool:
    if stage is Stage.HYPERACUTE:
        return "sudden" not in site.onsets
    return stage is Stage.ACUTE and stage not in site.stages


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
    kind: _Grouping[str]


@lru_cache(maxsize=8)
def _group(model: Model) -> _Groups:
    places = list(model.places.values())
    return _Groups(
        _code([place.side for place in places]),
        _code([place.level for place in places]),
        _code([place.segment or "" for place in places]),
        _code([f"{model.atlas.sites[place.site].kind}:{place.level}:{place.side}" for place in places]),
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
    best = _first_the_kind(model, probabilities, totals, numbers)[:top]
    ends = np.cumsum(sizes)[best]
    spans = zip((ends - sizes[best]).tolist(), ends.tolist(), totals[best].tolist(), strict=True)
    return tuple(Candidate(by_class[first], tuple(by_class[first:end]), total) for first, end, total in spans)


def _first_the_kind(
    model: Model, probabilities: Array, totals: Array, numbers: npt.NDArray[np.int32]
) -> npt.NDArray[np.intp]:
    """Answer classes, most probable first, but led by the best place of the most probable kind of lesion.

    Else a kind that stands once for every segment would be outvoted because it is divided.
    """
    kinds = _group(model).kind.codes
    by_kind = np.bincount(kinds, weights=probabilities)
    order = np.argsort(-totals, kind="stable")
    first = np.where(numbers == order[0], probabilities, -1.0).argmax()
    if totals[order[0]] >= by_kind.max() or _kinds(model)[first] == _kinds(model)[by_kind[kinds].argmax()]:
        return order
    leader = numbers[np.where(kinds == by_kind.argmax(), probabilities, -1.0).argmax()]
    return np.concatenate([[leader], order[order != leader]])


@lru_cache(maxsize=8)
def _kinds(model: Model) -> tuple[str, ...]:
    """The kind of lesion of every place, whatever its level and side."""
    return tuple(model.atlas.sites[place.site].kind for place in model.places.values())


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
    forget_codes()
