"""What every further part of the examination would say for the key of a case against its rivals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.generation.proofs import LEAST_ABNORMAL, PESSIMIST, consistent_rivals
from neuraxis.knowledge import ATLAS_FOLDER
from neuraxis.localization import log_priors, rows_of, score_rows
from neuraxis.localization.scoring import Array
from neuraxis.network import Place
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage

# The share of the key's class to a pessimist at which no more findings are added, by difficulty.
ENOUGH = {1: 0.95, 2: 0.88, 3: 0.85, 4: 0.85}
# Lesions of rivals that are weighed, the strongest first.
WEIGHED_ROWS = 150
NORMAL_DISCOUNT = 0.8


@lru_cache(maxsize=1)
def routine_settings() -> dict[str, Any]:
    """The table of what is always charted and what only with a reason."""
    # Imported where it is needed: a process that only loads the model does without.
    import tomllib

    return tomllib.loads((ATLAS_FOLDER / "routine.toml").read_text(encoding="utf-8"))


def findings_of(shown: Mapping[str, str]) -> list[Finding]:
    """Values by item as findings."""
    return [Finding(key, value) for key, value in shown.items()]


@dataclass(frozen=True)
class Lack:
    """What a case still lacks: lesions of the key and of its rivals, weighed; `signs` if only abnormal findings."""

    rows: npt.NDArray[np.intp]
    own: Array
    rivals: Array
    signs: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the examination, on both sides where it has two, and what it says for the key (nats)."""

    keys: tuple[str, ...]
    family: str
    gain: float


@dataclass(frozen=True)
class Offer:
    """Every part of the examination with the values it would show: the column of each, and of its other side.

    `paired` are the parts that have another side.
    """

    logs: npt.NDArray[np.int16]
    keys: Sequence[tuple[str, ...]]
    families: Sequence[str]
    columns: npt.NDArray[np.intp]
    paired: npt.NDArray[np.intp]
    others: npt.NDArray[np.intp]
    abnormal: npt.NDArray[np.bool_]
    trust: float

    def best(self, lack: Lack, shown: Collection[str], exhausted: Collection[str]) -> Part | None:
        """The part that speaks most for the key, among those not yet shown whose family is not exhausted."""
        sums = self.logs[self.columns[:, None], lack.rows]
        # Two log probabilities stay within 16 bits: none is below that of 1 in 10,000.
        sums[self.paired] += self.logs[self.others[:, None], lack.rows]
        chances = np.exp(sums * np.float32(self.trust / NATS))
        gains = np.log(chances @ lack.own / np.maximum(chances @ lack.rivals, 1e-30))
        gains = np.where(self.abnormal, gains, gains * NORMAL_DISCOUNT)
        fits = [keys[0] not in shown and self.families[at] not in exhausted for at, keys in enumerate(self.keys)]
        gains = np.where(np.array(fits) & (self.abnormal | (not lack.signs)), gains, -np.inf)
        at = int(np.argmax(gains))
        return Part(self.keys[at], self.families[at], float(gains[at])) if np.isfinite(gains[at]) else None


class Bench:
    """Weighs what is shown of a case of one place, as a pessimist who reads a bare examination."""

    def __init__(self, model: Model, place: Place, stage: Stage, difficulty: int) -> None:
        self._model, self._place, self._stage = model, place, stage
        self._enough = ENOUGH[difficulty]
        classes = model.compiled.stages[stage].classes
        lengths = np.diff([*model.compiled.starts, len(model.compiled.row_logs)])
        self._own = np.repeat(classes == classes[model.place_keys.index(place.key)], lengths)
        self._priors = np.repeat(log_priors(model, stage), lengths) + model.compiled.row_logs

    def offer(self, values: Mapping[str, str], *, rare: bool) -> Offer:
        """What could be examined, with the values that would be found; special tests only if `rare`."""
        model = self._model
        parts = [found for keys in _parts(model) if (found := tuple(key for key in keys if key in values))]
        parts = [keys for keys in parts if rare or not is_rare(model, keys[0])]
        columns = [[model.column(key, values[key]) for key in keys] for keys in parts]
        return Offer(
            np.asarray(model.compiled.stages[self._stage].logs),
            parts,
            [model.items[keys[0]].family for keys in parts],
            np.array([found[0] for found in columns], dtype=np.intp),
            np.array([at for at, found in enumerate(columns) if len(found) > 1], dtype=np.intp),
            np.array([found[1] for found in columns if len(found) > 1], dtype=np.intp),
            np.array([any(values[key] != model.items[key].normal for key in keys) for keys in parts]),
            model.reading["temper"] * PESSIMIST,
        )

    def lack(self, shown: Mapping[str, str]) -> Lack | None:
        """What is still missing for a clear case; None when nothing is."""
        findings = findings_of(shown)
        scores = PESSIMIST * score_rows(self._model, findings, self._stage, Reading.EXAM) + self._priors
        weights: Array = np.exp(scores - scores.max())
        weights /= weights.sum()
        rivals = np.where(self._own, 0.0, weights)
        if 1 - rivals.sum() < self._enough:
            return self._lack(weights, rivals)
        still_open = consistent_rivals(self._model, findings, self._stage, self._place.key)
        if still_open:
            return self._lack(weights, self._evenly(weights, still_open))
        if sum(is_abnormal(self._model.items, one) for one in findings) < LEAST_ABNORMAL:
            return self._lack(weights, rivals, signs=True)
        return None

    def _lack(self, weights: Array, rivals: Array, *, signs: bool = False) -> Lack:
        strongest = np.argpartition(-rivals, WEIGHED_ROWS)[:WEIGHED_ROWS]
        rows = np.union1d(strongest, np.flatnonzero(self._own))
        own = np.where(self._own, weights, 0.0)[rows]
        return Lack(rows, own / own.sum(), rivals[rows] / rivals[rows].sum(), signs)

    def _evenly(self, weights: Array, places: Sequence[str]) -> Array:
        """Every one of these places counts the same."""
        even = np.zeros_like(weights)
        for place in places:
            rows = rows_of(self._model, place)
            even[rows] = weights[rows] / weights[rows].sum()
        return even


@lru_cache(maxsize=4)
def _parts(model: Model) -> tuple[tuple[str, ...], ...]:
    """The items by what is examined, both sides together; power of whole regions aside."""
    parts: dict[str, list[str]] = {}
    for key, item in model.items.items():
        if item.kind is not Kind.REGION_STRENGTH:
            parts.setdefault(item.base, []).append(key)
    return tuple(tuple(keys) for keys in parts.values())


@lru_cache(maxsize=2048)
def is_rare(model: Model, key: str) -> bool:
    """Whether an item needs a reason to be charted."""
    return model.items[key].base.startswith(tuple(routine_settings()["rare"]["items"]))
