"""Compiles every lesion of every place into tables of log probabilities.

Log probabilities are whole numbers of 1/1024 nat, so that sums do not depend on the machine or on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neuraxis.examination import NOT_EXAMINED, Item, Kind
from neuraxis.knowledge import Atlas
from neuraxis.network import Network, Place, place_nodes
from neuraxis.responses import Deficits, Responses
from neuraxis.simulation.classes import divergences, group_places
from neuraxis.simulation.motor import MotorCounter
from neuraxis.vocabulary import MODELED_STAGES, Stage

NATS = 1024
# A smaller P(value) of a place counts as this when places are compared.
SMALLEST = 1e-5

Int16 = npt.NDArray[np.int16]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class StageTables:
    """Per stage: log P of every value in every row (values, rows), reflexes by briskness, and answer classes.

    `omitted` is what the silence about each family of findings says (families, rows); `normal_total` what a
    normal value of every item would say.
    """

    logs: Int16
    brisk: Int16
    classes: npt.NDArray[np.int32]
    omitted: Int16
    omitted_total: npt.NDArray[np.int32]
    normal_total: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Compiled:
    """All arrays of a model. Rows are lesions; `starts` is the first row of each place."""

    starts: npt.NDArray[np.intp]
    row_logs: npt.NDArray[np.float32]
    motor: npt.NDArray[np.int8]
    stages: Mapping[Stage, StageTables]


def compile_places(
    atlas: Atlas, items: Mapping[str, Item], places: Mapping[str, Place], network: Network, responses: Responses
) -> Compiled:
    """Deficits and responses of every lesion of every place."""
    nodes = [place_nodes(atlas, place) for place in places.values()]
    starts = np.cumsum([0, *(len(found) for found in nodes)])[:-1].astype(np.intp)
    weights = np.array([node.weight for found in nodes for node in found])
    rows = network.deficit_rows([node.extent for found in nodes for node in found])
    motor = MotorCounter(atlas, network).classes(rows)
    compiler = _StageCompiler(items, responses, Deficits(network, rows), weights, starts)
    stages = {stage: compiler.compile(stage) for stage in MODELED_STAGES}
    return Compiled(starts, np.log(weights).astype(np.float32), motor, stages)


class _StageCompiler:
    """Makes the tables of every stage; what does not depend on the stage is worked out once."""

    def __init__(
        self, items: Mapping[str, Item], responses: Responses, deficits: Deficits, weights: Float64,
        starts: npt.NDArray[np.intp],
    ) -> None:  # fmt: skip
        self._items, self._responses, self._deficits = items, responses, deficits
        self._weights, self._starts = weights.astype(np.float32), starts
        self._offsets, self._sets = value_offsets(items), set_offsets(items)
        values = sum(len(item.values) for item in items.values())
        # Filled item by item: log P of every value in every row, then of every set of values, row by row in memory
        # because localization reads whole rows, and P of every value in every place.
        self._logs: Int16 = np.empty((values + len(self._sets), len(weights)), dtype=np.int16)
        self._expected = np.empty((values, len(starts)), dtype=np.float32)
        self._passing = [item for item in items.values() if responses.depends_on_stage(item)]
        lasting = [item for item in items.values() if not responses.depends_on_stage(item)]
        self._fill(lasting, MODELED_STAGES[0])
        self._apart = self._divergences(lasting)

    def compile(self, stage: Stage) -> StageTables:
        """The tables of one stage."""
        self._fill(self._passing, stage)
        logs = self._logs.copy()
        omitted = _omissions(self._items, logs, self._responses.reading)
        normal = [self._offsets[item.id] + item.index(item.normal) for item in _fine(self._items.values())]
        return StageTables(
            logs,
            self._brisk(stage),
            group_places(self._apart + self._divergences(self._passing)),
            omitted,
            omitted.sum(axis=0, dtype=np.int32),
            logs[normal].sum(axis=0, dtype=np.int32),
        )

    def _fill(self, items: Iterable[Item], stage: Stage) -> None:
        for item in items:
            values = slice(self._offsets[item.id], self._offsets[item.id] + len(item.values))
            probabilities = self._responses.probabilities(item, self._deficits, stage)
            for name, meant in item.sets.items():
                joined = probabilities[:, [item.index(value) for value in meant]].sum(axis=1)
                self._logs[self._sets[item.id, name]] = _quantize(joined)
            logs = _quantize(probabilities)
            chances = np.exp(logs.astype(np.float32) / NATS) * self._weights
            self._logs[values] = logs
            self._expected[values] = np.add.reduceat(chances, self._starts, axis=1)

    def _brisk(self, stage: Stage) -> Int16:
        tendons = [item for item in self._items.values() if item.kind is Kind.TENDON]
        shifted = [
            [_quantize(self._responses.tendon_at(item, self._deficits, stage, shift)) for item in tendons]
            for shift, _ in self._responses.briskness
        ]
        return np.ascontiguousarray(np.stack([np.concatenate(logs) for logs in shifted]))

    def _divergences(self, items: Iterable[Item]) -> Float64:
        """How far every two places are apart by these items."""
        values = [self._offsets[item.id] + index for item in _fine(items) for index in range(len(item.values))]
        return divergences(np.maximum(self._expected[values].T.astype(np.float64), SMALLEST))


def _fine(items: Iterable[Item]) -> list[Item]:
    """What is examined, but for the power of whole regions, which repeats that of their muscles."""
    return [item for item in items if item.kind not in (Kind.REGION_STRENGTH, *NOT_EXAMINED)]


def summary_families(items: Mapping[str, Item], summary: Iterable[str]) -> dict[str, list[str]]:
    """Items that stand for each family of findings, by family."""
    bases = set(summary)
    families: dict[str, list[str]] = {}
    for key, item in items.items():
        if item.base in bases:
            families.setdefault(item.family, []).append(key)
    return families


def _omissions(items: Mapping[str, Item], logs: Int16, reading: Mapping[str, Any]) -> Int16:
    """Log evidence of silence, per family and row: the likelihood of going unmentioned, normal or abnormal."""
    offsets = value_offsets(items)
    found = []
    for keys in summary_families(items, reading["summary"]).values():
        normal = np.exp(logs[[offsets[key] + items[key].index(items[key].normal) for key in keys]] / NATS)
        said = reading["said_if_normal"] * normal + reading["said_if_abnormal"] * (1 - normal)
        found.append(reading["omission_weight"] * np.log(said / reading["said_if_normal"]).sum(axis=0))
    return np.asarray(np.rint(np.array(found) * NATS), dtype=np.int16)


def _quantize(probabilities: npt.NDArray[np.float64]) -> Int16:
    return np.asarray(np.rint(np.log(probabilities.T) * NATS), dtype=np.int16)


def set_offsets(items: Mapping[str, Item]) -> dict[tuple[str, str], int]:
    """The row of the value tables for each value that stands for several, by item and value; after all others."""
    first = sum(len(item.values) for item in items.values())
    names = [(key, name) for key, item in items.items() for name in item.sets]
    return dict(zip(names, range(first, first + len(names)), strict=True))


def value_offsets(items: Mapping[str, Item]) -> dict[str, int]:
    """The first row of the value tables for each item."""
    offsets, at = {}, 0
    for key, item in items.items():
        offsets[key] = at
        at += len(item.values)
    return offsets
