"""The model: anatomy, places and the compiled tables, loaded once per process."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from neuraxis.examination import Item, Kind
from neuraxis.knowledge import ATLAS_FOLDER, Atlas, build_items, load_atlas
from neuraxis.network import Network, Node, Place, build_places, place_nodes
from neuraxis.responses import Responses, load_parameters
from neuraxis.simulation.cache import hash_files, keep, kept_at, read_kept
from neuraxis.simulation.compilation import (
    NATS,
    POWER,
    Compiled,
    compile_places,
    set_offsets,
    silent_items,
    value_offsets,
)
from neuraxis.vocabulary import Level, Side, Stage, Topic

__all__ = ["NATS", "Model", "Site", "load_model", "mutate", "mutate_tables"]

# Raise when code changes what the same atlas predicts; the version of the model follows.
ENGINE_REVISION = 8
_Facts = tuple[Atlas, Mapping[str, Item], Mapping[str, Place], Network, Responses]


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
    power_offsets: Mapping[str, int] = field(repr=False)
    place_keys: tuple[str, ...] = field(repr=False)

    @property
    def reading(self) -> Mapping[str, Any]:
        """The parameters of reading an examination."""
        return self.responses.reading

    @cached_property
    def silent_groups(self) -> Mapping[str, tuple[str, ...]]:
        """The items of every part of the examination whose silence says something, in the order of the tables."""
        return silent_items(self.items, self.atlas.silence)

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

    @cached_property
    def set_offsets(self) -> Mapping[tuple[str, str], int]:
        """The row of the value tables for each value that stands for several, by item and value."""
        return set_offsets(self.items)

    @property
    def value_rows(self) -> slice:
        """The rows of the value tables for the items' own values, which partition what an item can show."""
        return slice(sum(len(item.values) for item in self.items.values()))

    def column(self, item: str, value: str) -> int:
        """The row of the value tables that holds log P(value)."""
        found = self.items[item]
        return self.set_offsets[item, value] if value in found.sets else self.offsets[item] + found.index(value)

    def outcomes(self, item: str, value: str) -> list[int]:
        """The rows of the value tables for all that an item could have shown where it showed `value`."""
        found = self.items[item]
        if value not in found.sets:
            return [*range(self.offsets[item], self.offsets[item] + len(found.values))]
        return [
            self.column(item, one) for one in (value, *(one for one in found.values if one not in found.meant(value)))
        ]

    def pathway_name(self, function: str) -> tuple[str, str]:
        """The pathway of a function id and where it crosses, in words; empty words when it has no name."""
        return _pathway_name(self, function)

    def row_extent(self, row: int) -> Mapping[str, float]:
        """The lesion of one row of the tables: the fraction interrupted of each structure key."""
        place = int(np.searchsorted(self.compiled.starts, row, side="right")) - 1
        return self.nodes(self.place_keys[place])[row - int(self.compiled.starts[place])].extent

    def nodes(self, place: str) -> tuple[Node, ...]:
        """The lesions that a place stands for, in the order of its rows."""
        return _nodes(self, place)

    @cached_property
    def place_numbers(self) -> Mapping[str, int]:
        """The number of every place, in the order of `places`."""
        return {key: number for number, key in enumerate(self.place_keys)}

    def class_of(self, place: str, stage: Stage) -> tuple[str, ...]:
        """The places that cannot be told apart from `place` by any examination, itself included."""
        numbers = self.compiled.stages[stage].classes
        alike = np.flatnonzero(numbers == numbers[self.place_numbers[place]])
        return tuple(self.place_keys[at] for at in alike.tolist())


@lru_cache(maxsize=2048)
def _pathway_name(model: Model, function: str) -> tuple[str, str]:
    named = [one for one in model.atlas.pathway_names if function.startswith(one.prefix)]
    best = max(named, key=lambda one: len(one.prefix), default=None)
    return (best.pathway, best.crossing) if best else ("", "")


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
    version = hash_files(
        [*sorted(folder.rglob("*.psv")), *sorted(folder.rglob("*.toml"))], f"{ENGINE_REVISION}{dominant}"
    )
    with _no_collection():
        kept = kept_at(version)
        found = read_kept(kept)
        if found is None:
            facts, compiled = _compile(folder, dominant)
            found = facts, keep(kept, facts, compiled)
    (atlas, items, places, network, responses), compiled = found
    tendons = {key: item for key, item in items.items() if item.kind is Kind.TENDON}
    graded = {key: item for key, item in items.items() if item.kind in POWER}
    return Model(
        version,
        atlas,
        items,
        places,
        compiled,
        network,
        responses,
        value_offsets(items),
        value_offsets(tendons),
        value_offsets(graded),
        tuple(places),
    )


def _compile(folder: Path, dominant: Side) -> tuple[_Facts, Compiled]:
    atlas = load_atlas(folder, dominant)
    items, places, network = build_items(atlas), build_places(atlas), Network(atlas)
    responses = Responses(atlas, load_parameters(folder))
    return (atlas, items, places, network, responses), compile_places(atlas, items, places, network, responses)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Spares the search for garbage while a great many objects are made, all of which stay."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def mutate(
    model: Model,
    name: str,
    change: Callable[[Atlas], Atlas],
    respond: Callable[[Atlas, Mapping[str, Any]], Responses] = Responses,
) -> Model:
    """The model with a changed atlas or other responses, compiled once and kept under `name`; items stay the same."""
    atlas = change(model.atlas)
    places, responses = build_places(atlas), respond(atlas, model.responses.parameters)
    network = model.network if atlas.functions is model.atlas.functions else Network(atlas)
    kept = kept_at(model.version, "mutated") / name
    found = read_kept(kept)
    if found is None:
        found = None, keep(kept, None, compile_places(atlas, model.items, places, network, responses))
    return replace(
        model,
        version=f"{model.version}-{name}",
        atlas=atlas,
        places=places,
        compiled=found[1],
        network=network,
        responses=responses,
    )


def mutate_tables(
    model: Model,
    name: str,
    change: Callable[[Atlas], Atlas],
    respond: Callable[[Atlas, Mapping[str, Any]], Responses] = Responses,
) -> Model:
    """As `mutate`, for localizing only: routes stay those of `model`, so that little but mapped tables is held."""
    found = read_kept(kept_at(model.version, "mutated") / name)
    compiled = mutate(model, name, change, respond).compiled if found is None else found[1]
    atlas = change(model.atlas)
    places = model.places if atlas.sites is model.atlas.sites else build_places(atlas)
    return replace(model, version=f"{model.version}-{name}", places=places, compiled=compiled)
