"""Compiles every lesion of every place into tables of log probabilities.

Log probabilities are whole numbers of 1/1024 nat, so that sums do not depend on the machine or on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Item, Kind
from neuraxis.knowledge import Atlas
from neuraxis.network import Network, Place, place_nodes
from neuraxis.responses import Deficits, Responses
from neuraxis.simulation.classes import group_places
from neuraxis.simulation.motor import MotorCounter
from neuraxis.vocabulary import MODELED_STAGES, Stage

NATS = 1024

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
    offsets = value_offsets(items)
    stages = {}
    for stage in MODELED_STAGES:
        logs, brisk = _stage_logs(items, Deficits(network, rows), responses, stage)
        expected = _mean_by_place(logs, weights, starts)
        fine = [index for index, item in _value_items(items) if item.kind is not Kind.REGION_STRENGTH]
        classes = group_places(np.maximum(expected[:, fine], 1e-5))
        omitted = _omissions(items, logs, responses.reading)
        normal = [
            offsets[key] + item.index(item.normal)
            for key, item in items.items()
            if item.kind is not Kind.REGION_STRENGTH
        ]
        stages[stage] = StageTables(
            logs, brisk, classes, omitted, omitted.sum(axis=0, dtype=np.int32), logs[normal].sum(axis=0, dtype=np.int32)
        )
    return Compiled(starts, np.log(weights).astype(np.float32), motor, stages)


def _mean_by_place(
    logs: Int16, weights: npt.NDArray[np.float64], starts: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64]:
    """P(value) of every place, its lesions weighed; shape (places, values)."""
    chances = np.exp(logs.astype(np.float32) / NATS) * weights.astype(np.float32)
    return np.asarray(np.add.reduceat(chances, starts, axis=1).T, dtype=np.float64)


def _stage_logs(
    items: Mapping[str, Item], deficits: Deficits, responses: Responses, stage: Stage
) -> tuple[Int16, Int16]:
    logs = [_quantize(responses.probabilities(item, deficits, stage)) for item in items.values()]
    tendons = [item for item in items.values() if item.kind is Kind.TENDON]
    brisk = [
        np.concatenate([_quantize(responses.tendon_at(item, deficits, stage, shift)) for item in tendons])
        for shift, _ in responses.briskness
    ]
    # Row by row in memory: localization reads whole rows.
    return np.ascontiguousarray(np.concatenate(logs)), np.ascontiguousarray(np.stack(brisk))


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


def _value_items(items: Mapping[str, Item]) -> list[tuple[int, Item]]:
    return list(enumerate(item for item in items.values() for _ in item.values))


def value_offsets(items: Mapping[str, Item]) -> dict[str, int]:
    """The first row of the value tables for each item."""
    offsets, at = {}, 0
    for key, item in items.items():
        offsets[key] = at
        at += len(item.values)
    return offsets
