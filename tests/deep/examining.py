"""Examinations by better and worse examiners than the model believes in, for calibration."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import neuraxis
from neuraxis.examination import Finding, Item, Kind
from neuraxis.knowledge import Atlas
from neuraxis.network import Lesion, place_nodes
from neuraxis.vocabulary import MODELED_STAGES, Stage

GRADED = (Kind.STRENGTH, Kind.REGION_STRENGTH, Kind.TENDON, Kind.SKIN, Kind.GRADED)


@dataclass(frozen=True)
class Examiner:
    """How reality departs from the model.

    `missed` is the share of abnormal findings that are called normal, `invented` the factor on false positives,
    `blur` the chance that a grade is one step off, `jitter` the spread of the true severity of every structure.
    """

    name: str
    missed: float = 0.0
    invented: float = 1.0
    blur: float = 0.0
    jitter: float = 0.0


MATCHED = Examiner("matched")
MISSPECIFIED = Examiner("misspecified", missed=0.15, invented=3.0, blur=0.15, jitter=0.35)


@dataclass(frozen=True)
class Patient:
    """One place, what was found, and when."""

    place: str
    stage: Stage
    findings: tuple[Finding, ...]


def patients(model: neuraxis.Model, examiner: Examiner, count: int, bases: Sequence[str] | None) -> Iterator[Patient]:
    """Patients drawn by the model's priors, examined on all items or on those of some `bases`."""
    rng = random.Random(f"calibration:{examiner.name}")
    keys = list(model.places)
    weights = [model.places[key].prior for key in keys]
    wanted = [item for item in model.items.values() if bases is None or item.base in bases]
    well = {stage: neuraxis.simulate(model, [], stage) for stage in MODELED_STAGES}
    for _ in range(count):
        place, stage = rng.choices(keys, weights)[0], rng.choice(MODELED_STAGES)
        lesion = _draw_lesion(model.atlas, model.places[place], examiner.jitter, rng)
        findings = tuple(_examine(model, lesion, stage, wanted, well[stage], examiner, rng))
        yield Patient(place, stage, findings)


def _draw_lesion(atlas: Atlas, place: neuraxis.Place, jitter: float, rng: random.Random) -> Lesion:
    nodes = place_nodes(atlas, place)
    node = rng.choices(nodes, [one.weight for one in nodes])[0]
    extent = {key: min(1.0, max(0.0, cut * (1 + rng.gauss(0, jitter)))) for key, cut in node.extent.items()}
    return Lesion(extent, place.name, place.segment)


def _examine(
    model: neuraxis.Model,
    lesion: Lesion,
    stage: Stage,
    items: Sequence[Item],
    well: Mapping[str, Mapping[str, float]],
    examiner: Examiner,
    rng: random.Random,
) -> Iterator[Finding]:
    keys = [item.id for item in items]
    ill = neuraxis.simulate(model, [lesion], stage, items=keys)
    for item in items:
        value = rng.choices(list(ill[item.id]), list(ill[item.id].values()))[0]
        if value != item.normal and rng.random() < examiner.missed:
            value = item.normal
        elif value == item.normal:
            value = _invent(item, well[item.id], examiner, rng)
        yield Finding(item.id, _blur(item, value, examiner, rng))


def _invent(item: Item, well: Mapping[str, float], examiner: Examiner, rng: random.Random) -> str:
    """False positives beyond those that the model expects already."""
    extra = (examiner.invented - 1) * (1 - well[item.normal])
    if rng.random() >= extra:
        return item.normal
    others = [value for value in item.values if value != item.normal]
    return rng.choices(others, [well[value] for value in others])[0]


def _blur(item: Item, value: str, examiner: Examiner, rng: random.Random) -> str:
    if item.kind not in GRADED or value == item.normal or rng.random() >= examiner.blur:
        return value
    at = item.index(value) + rng.choice((-1, 1))
    return item.values[min(max(at, 0), len(item.values) - 1)]
