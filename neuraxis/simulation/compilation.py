"""Compiles every lesion of every place into tables of log probabilities.

Log probabilities are whole numbers of 1/1024 nat, so that sums do not depend on the machine or on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neuraxis.examination import NOT_EXAMINED, Item, Kind
from neuraxis.knowledge import Atlas, SilentGroup
from neuraxis.network import Network, Place, place_nodes
from neuraxis.responses import Deficits, Responses
from neuraxis.simulation.classes import divergences, group_places
from neuraxis.simulation.motor import MotorCounter
from neuraxis.vocabulary import MODELED_STAGES, InputError, Stage, suggest

NATS = 1024
# A smaller P(value) of a place counts as this when places are compared.
SMALLEST = 1e-5
POWER = (Kind.STRENGTH, Kind.REGION_STRENGTH)

Int16 = npt.NDArray[np.int16]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class StageTables:
    """Per stage: log P of every value in every row (values, rows), reflexes by briskness, and answer classes.

    `omitted` is what silence about each part of the examination says in a vignette, `untold` what it says in an
    examination that names only what was examined (both: groups, rows); `normal_total` what a normal value of every item
    would say.
    """

    logs: Int16
    brisk: Int16
    classes: npt.NDArray[np.int32]
    omitted: Int16
    untold: Int16
    normal_total: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Compiled:
    """All arrays of a model. Rows are lesions; `starts` is the first row of each place.

    `power` is log P of every grade of power, by how the examiner grades (gradings, values, rows).
    """

    starts: npt.NDArray[np.intp]
    row_logs: npt.NDArray[np.float32]
    motor: npt.NDArray[np.int8]
    power: Int16
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
    compiler = _StageCompiler(items, atlas.silence, responses, Deficits(network, rows), weights, starts)
    stages = {stage: compiler.compile(stage) for stage in MODELED_STAGES}
    return Compiled(starts, np.log(weights).astype(np.float32), motor, compiler.power(), stages)


class _StageCompiler:
    """Makes the tables of every stage; what does not depend on the stage is worked out once."""

    def __init__(
        self, items: Mapping[str, Item], silence: Sequence[SilentGroup], responses: Responses, deficits: Deficits,
        weights: Float64, starts: npt.NDArray[np.intp],
    ) -> None:  # fmt: skip
        self._items, self._silence, self._responses, self._deficits = items, silence, responses, deficits
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
        omitted, untold = omissions(self._items, self._silence, logs, self._responses.reading["untold"])
        normal = [self._offsets[item.id] + item.index(item.normal) for item in _fine(self._items.values())]
        return StageTables(
            logs,
            self._brisk(stage),
            group_places(self._apart + self._divergences(self._passing)),
            omitted,
            untold,
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

    def power(self) -> Int16:
        """Log P of every grade of every muscle and region, by how the examiner grades."""
        graded = [item for item in self._items.values() if item.kind in POWER]
        return np.stack(
            [
                np.concatenate([_quantize(self._responses.power_at(item, self._deficits, shift)) for item in graded])
                for shift, _ in self._responses.grading
            ]
        )

    def _divergences(self, items: Iterable[Item]) -> Float64:
        """How far every two places are apart by these items."""
        values = [self._offsets[item.id] + index for item in _fine(items) for index in range(len(item.values))]
        return divergences(np.maximum(self._expected[values].T.astype(np.float64), SMALLEST))


def _fine(items: Iterable[Item]) -> list[Item]:
    """What is examined, but for the power of whole regions, which repeats that of their muscles."""
    return [item for item in items if item.kind not in (Kind.REGION_STRENGTH, *NOT_EXAMINED)]


def silent_items(items: Mapping[str, Item], silence: Iterable[SilentGroup]) -> dict[str, tuple[str, ...]]:
    """The items of every group that is mentioned together, by the name of the group.

    Raises InputError that names what is no item.
    """
    by_base: dict[str, list[str]] = {}
    for key, item in items.items():
        by_base.setdefault(item.base, []).append(key)
    missing = [base for group in silence for base in group.items if base not in by_base]
    if missing:
        raise InputError(f"silence.psv: unknown item {base!r}{suggest(base, by_base)}" for base in missing)
    return {group.name: tuple(key for base in group.items for key in by_base[base]) for group in silence}


def omissions(
    items: Mapping[str, Item], silence: Sequence[SilentGroup], logs: Int16, untold: float
) -> tuple[Int16, Int16]:
    """Log evidence of silence per group and row: in a vignette, and in a bare examination (complaints only).

    A group is as intact as the least intact of its items: they fail together.
    """
    offsets, found = value_offsets(items), silent_items(items, silence)
    vignette, bare = [], []
    for group in silence:
        keys = found[group.name]
        intact = np.exp(logs[[offsets[key] + items[key].index(items[key].normal) for key in keys]].min(axis=0) / NATS)
        vignette.append(np.log(intact + group.unsaid * (1 - intact)))
        unsaid = group.unsaid**untold if group.told else 1.0
        bare.append(np.log(intact + unsaid * (1 - intact)))
    quantized = [np.asarray(np.rint(np.array(one) * NATS), dtype=np.int16) for one in (vignette, bare)]
    return quantized[0], quantized[1]


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
