"""The compiled model: every place, lesion, stage and item as tables of log probabilities.

Log probabilities are whole numbers of 1/1024 nat, so that sums do not depend on the machine or on their order.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Item, Kind
from neuraxis.knowledge import ATLAS_FOLDER, Atlas, build_items, load_atlas
from neuraxis.network import Network, Node, Place, build_places, place_nodes
from neuraxis.responses import Deficits, Responses, load_parameters
from neuraxis.simulation.classes import group_places
from neuraxis.simulation.motor import MotorCounter
from neuraxis.vocabulary import MODELED_STAGES, Level, Side, Stage, Topic

# Raise when code changes what the same atlas predicts; the version of the model follows.
ENGINE_REVISION = 1
NATS = 1024
# Compiled models that stay in the cache folder, some 30 MB each.
_CACHE_NAME = re.compile(r"[0-9a-f]{12}-[0-9a-f]{12}")
KEPT_MODELS = 6

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


@dataclass(frozen=True)
class Site:
    """A place without its side: what a learner picks from the list of structures."""

    id: str
    name: str
    level: Level
    topic: Topic
    note: str
    segment: str | None
    sides: tuple[Side, ...]


@dataclass(frozen=True, eq=False)
class Model:
    """Immutable anatomy, places and probabilities. `version` names the atlas and the response parameters."""

    version: str
    atlas: Atlas
    items: Mapping[str, Item]
    places: Mapping[str, Place]
    compiled: Compiled
    network: Network
    responses: Responses
    offsets: Mapping[str, int] = field(repr=False)
    brisk_offsets: Mapping[str, int] = field(repr=False)
    place_keys: tuple[str, ...] = field(repr=False)

    @property
    def reading(self) -> Mapping[str, Any]:
        """The parameters of reading an examination."""
        return self.responses.reading

    @cached_property
    def summary_families(self) -> tuple[str, ...]:
        """The families of findings that a vignette would mention if they were abnormal."""
        return tuple(summary_families(self.items, self.reading["summary"]))

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Every site by id, without sides, in atlas order."""
        sides: dict[str, list[Side]] = {}
        for place in self.places.values():
            sides.setdefault(place.site, []).append(place.side)
        first = {place.site: place for place in reversed(list(self.places.values()))}
        return {
            site: Site(
                site,
                first[site].site_name,
                first[site].level,
                first[site].topic,
                first[site].note,
                first[site].segment,
                tuple(found),
            )
            for site, found in sides.items()
        }

    def column(self, item: str, value: str) -> int:
        """The row of the value tables that holds log P(value)."""
        return self.offsets[item] + self.items[item].index(value)

    def pathway_name(self, function: str) -> tuple[str, str]:
        """The pathway of a function id and where it crosses, in words; empty words when it has no name."""
        named = [one for one in self.atlas.pathway_names if function.startswith(one.prefix)]
        best = max(named, key=lambda one: len(one.prefix), default=None)
        return (best.pathway, best.crossing) if best else ("", "")

    def row_extent(self, row: int) -> Mapping[str, float]:
        """The lesion of one row of the tables: the fraction interrupted of each structure key."""
        place = int(np.searchsorted(self.compiled.starts, row, side="right")) - 1
        return self.nodes(self.place_keys[place])[row - int(self.compiled.starts[place])].extent

    def nodes(self, place: str) -> tuple[Node, ...]:
        """The lesions that a place stands for, in the order of its rows."""
        return _nodes(self, place)

    def class_of(self, place: str, stage: Stage) -> tuple[str, ...]:
        """The places that cannot be told apart from `place` by any examination, itself included."""
        numbers = self.compiled.stages[stage].classes
        number = numbers[self.place_keys.index(place)]
        return tuple(key for key, other in zip(self.place_keys, numbers, strict=True) if other == number)


@lru_cache(maxsize=2048)
def _nodes(model: Model, place: str) -> tuple[Node, ...]:
    return place_nodes(model.atlas, model.places[place])


def load_model(folder: Path | None = None, *, dominant: Side = Side.LEFT) -> Model:
    """The model of an atlas folder, compiled once and kept in the user's cache folder.

    Raises InputError with every fault of the atlas, each with file and line.
    """
    return _load(folder or ATLAS_FOLDER, dominant)


@lru_cache(maxsize=4)
def _load(folder: Path, dominant: Side) -> Model:
    version = _hash_files(
        [*sorted(folder.rglob("*.psv")), *sorted(folder.rglob("*.toml"))], f"{ENGINE_REVISION}{dominant}"
    )
    kept = _kept(version)
    facts = _read_cache(kept)
    if facts is None:
        atlas = load_atlas(folder, dominant)
        facts = (atlas, build_items(atlas), build_places(atlas), None)
    atlas, items, places, compiled = facts
    network, responses = Network(atlas), Responses(atlas, load_parameters(folder))
    if compiled is None:
        compiled = compile_places(atlas, items, places, network, responses)
        _write_cache(kept, (atlas, items, places, compiled))
    tendons = {key: item for key, item in items.items() if item.kind is Kind.TENDON}
    return Model(
        version, atlas, items, places, compiled, network, responses, _offsets(items), _offsets(tendons), tuple(places)
    )


def mutate(
    model: Model,
    name: str,
    change: Callable[[Atlas], Atlas],
    respond: Callable[[Atlas, Mapping[str, Any]], Responses] = Responses,
) -> Model:
    """The model with a changed atlas or other responses, compiled once and kept under `name`; items stay the same."""
    atlas = change(model.atlas)
    places, network, responses = build_places(atlas), Network(atlas), respond(atlas, model.responses.parameters)
    kept = _kept(model.version, "mutated") / name
    facts = _read_cache(kept)
    if facts is None:
        facts = (None, None, None, compile_places(atlas, model.items, places, network, responses))
        _write_cache(kept, facts)
        facts = _read_cache(kept) or facts
    return replace(
        model,
        version=f"{model.version}-{name}",
        atlas=atlas,
        places=places,
        compiled=facts[-1],
        network=network,
        responses=responses,
    )


def compile_places(
    atlas: Atlas, items: Mapping[str, Item], places: Mapping[str, Place], network: Network, responses: Responses
) -> Compiled:
    """Deficits and responses of every lesion of every place."""
    nodes = [place_nodes(atlas, place) for place in places.values()]
    starts = np.cumsum([0, *(len(found) for found in nodes)])[:-1].astype(np.intp)
    weights = np.array([node.weight for found in nodes for node in found])
    rows = network.deficit_rows([node.extent for found in nodes for node in found])
    motor = MotorCounter(atlas, network).classes(rows)
    offsets = _offsets(items)
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
    offsets = _offsets(items)
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


def _offsets(items: Mapping[str, Item]) -> dict[str, int]:
    offsets, at = {}, 0
    for key, item in items.items():
        offsets[key] = at
        at += len(item.values)
    return offsets


def _hash_files(files: list[Path], seed: str) -> str:
    digest = hashlib.sha256(seed.encode())
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _kept(version: str, *names: str) -> Path:
    """Where a compiled model is kept: by its atlas, the code that compiled it, and what was changed."""
    code = _hash_files(sorted(Path(__file__).parent.parent.rglob("*.py")), version)
    return _cache_folder() / "-".join((version, code, *names))


def _cache_folder() -> Path:
    chosen = os.environ.get("NEURAXIS_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "neuraxis"


def _read_cache(kept: Path) -> tuple[Any, ...] | None:
    """What was compiled before, its tables mapped from disk; None if there is nothing usable."""
    try:
        with (kept / "facts.pickle").open("rb") as file:
            atlas, items, places, compiled = pickle.load(file)  # noqa: S301 (written by this program)
        stages = {
            stage: replace(
                tables,
                logs=np.load(kept / f"{stage}-logs.npy", mmap_mode="r"),
                brisk=np.load(kept / f"{stage}-brisk.npy", mmap_mode="r"),
            )
            for stage, tables in compiled.stages.items()
        }
    except (OSError, EOFError, ValueError, pickle.UnpicklingError, AttributeError, ImportError):
        return None
    return atlas, items, places, replace(compiled, stages=stages)


def _write_cache(kept: Path, facts: tuple[Any, ...]) -> None:
    """Keeps a compiled model; a folder that cannot be written costs time, not correctness."""
    atlas, items, places, compiled = facts
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=kept.parent))
        for stage, tables in compiled.stages.items():
            np.save(made / f"{stage}-logs.npy", tables.logs)
            np.save(made / f"{stage}-brisk.npy", tables.brisk)
        empty = np.zeros((0, 0), dtype=np.int16)
        light = {stage: replace(tables, logs=empty, brisk=empty) for stage, tables in compiled.stages.items()}
        with (made / "facts.pickle").open("wb") as file:
            pickle.dump((atlas, items, places, replace(compiled, stages=light)), file)
        made.rename(kept)
        _forget_old(_cache_folder())
    except OSError:
        return


def _forget_old(folder: Path) -> None:
    """Leaves the newest compiled models only: every edit of the atlas or of the code makes another."""
    ours = [entry for entry in folder.iterdir() if _CACHE_NAME.fullmatch(entry.name)]
    newest_first = sorted(ours, key=lambda entry: entry.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_MODELS:]:
        shutil.rmtree(old, ignore_errors=True)
