"""Every edge, worked out from the atlas: what each site interrupts first on the route that each function loses most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from neuraxis.edges.facts import EdgeKind, canonical, edges_of_loss, level_of, possible_signs, sides_of
from neuraxis.explanation import INTERRUPTS, functions_behind
from neuraxis.knowledge import Route
from neuraxis.network import lesion_at
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import MODELED_STAGES, Level, Topic, cord_level

# A function that loses less is seldom what a question turns on.
LOST = 0.15
FAR = 1 << 20

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Edge:
    """One fact. `level` is where it stands on the neuraxis, None for the meaning of a sign; `sites` can turn on it."""

    id: str
    kind: EdgeKind
    subject: str
    level: Level | None
    topic: Topic
    sites: tuple[str, ...]


@lru_cache(maxsize=4)
def edge_catalog(model: Model) -> Mapping[str, Edge]:
    """Every edge by id, in the order of the kinds and then of the atlas. Worked out once per process (0.3 s)."""
    sites: dict[str, list[str]] = {}
    for site in model.atlas.sites:
        for edge in sorted(_edges_of_site(model, site)):
            sites.setdefault(edge, []).append(site)
    kinds = list(EdgeKind)
    found = [_edge(model, edge, tuple(where)) for edge, where in sites.items()]
    return {edge.id: edge for edge in sorted(found, key=lambda one: (kinds.index(one.kind), _place(one)))}


def _place(edge: Edge) -> tuple[int, str]:
    """From cortex to muscle, then by name."""
    return (list(Level).index(edge.level) if edge.level else -1, edge.id)


def _edge(model: Model, edge: str, sites: tuple[str, ...]) -> Edge:
    kind, subject, told = f"{edge}:".split(":")[:3]
    topics = Counter(model.atlas.sites[site].topic for site in sites)
    topic = max(Topic, key=lambda one: topics[one])
    where = Level(told) if told else _level(model, EdgeKind(kind), subject, sites)
    return Edge(edge, EdgeKind(kind), subject, where, topic, sites)


def _level(model: Model, kind: EdgeKind, subject: str, sites: tuple[str, ...]) -> Level | None:
    """Where a fact stands on the neuraxis: a reflex arc in the part of the cord that holds its main root, a pathway
    that is one fact where most of its sites are.
    """
    if kind is EdgeKind.SIGN:
        return None
    if kind is EdgeKind.CROSSING:
        return _crossing_level(model, subject)
    if kind is EdgeKind.REFLEX:
        roots = model.atlas.reflexes[subject].roots
        return cord_level(max(roots, key=lambda root: roots[root]))
    fixed: dict[EdgeKind, Level] = {
        EdgeKind.HORN: Level.ANTERIOR_HORN,
        EdgeKind.MYOTOME: Level.ROOT,
        EdgeKind.DERMATOME: Level.ROOT,
        EdgeKind.FIBERS: Level.NERVE,
    }
    if kind is EdgeKind.TRACT:
        levels = Counter(model.atlas.sites[site].level for site in sites)
        return max(Level, key=lambda one: levels[one])
    return fixed.get(kind) or level_of(model.atlas.structures[subject])


def _crossing_level(model: Model, pathway: str) -> Level:
    """Where the first route of the pathway that changes sides does so: the atlas names the main route first."""
    found = next(
        structure
        for function, routes in model.atlas.functions.items()
        if canonical(model, function.partition(":")[0]) == pathway
        for route in routes
        if (structure := _first_across(function, route))
    )
    return level_of(model.atlas.structures[found])


def _first_across(function: str, route: Route) -> str:
    """The first structure (without its side) that lies beyond the crossing, or the last before it; empty if none."""
    keys = [key.rpartition(":") for key, _ in route.chain if sides_of([key])]
    found = next((after[0] for before, after in pairwise(keys) if before[2] != after[2]), "")
    if not found and keys and len(sides_of([function, ":".join(keys[-1][::2])])) > 1:
        return keys[-1][0]
    return found


def _edges_of_site(model: Model, site: str) -> set[str]:
    """All that a question about the site can turn on, from its typical lesion and its largest."""
    place = model.places[f"{site}:{model.atlas.sites[site].sides[0]}"]
    found: set[str] = set()
    for extent, severity in ((0.5, 0.85), (1.0, 1.0)):
        lesion = lesion_at(model.atlas, place, extent=extent, severity=severity)
        for number, at in _routes(model).interrupted(lesion.extent):
            found.update(_edges_at(model, number, at))
    return found


@lru_cache(maxsize=1 << 16)
def _edges_at(model: Model, number: int, at: int) -> tuple[str, ...]:
    """What it means that a route is interrupted there; nothing if no finding shows it."""
    function, route = _routes(model).all[number]
    if function not in _shown(model):
        return ()
    chain = [key for key, _ in route.chain]
    structure = model.atlas.structures[chain[at].rpartition(":")[0]]
    found = edges_of_loss(model, function, chain, chain[at])
    return (*found, *possible_signs(model, function.partition(":")[0], structure))


@lru_cache(maxsize=4)
def _shown(model: Model) -> frozenset[str]:
    """The functions whose loss some finding shows."""
    return frozenset(
        function
        for item in model.items.values()
        for value in item.values
        if value != item.normal
        for stage in MODELED_STAGES
        for function, _ in functions_behind(model, item, value, stage)
    )


@lru_cache(maxsize=4)
def _routes(model: Model) -> _Routes:
    return _Routes(model.atlas.functions)


class _Routes:
    """All routes as arrays: which of them a structure serves, where in the chain, and with which gain."""

    def __init__(self, functions: Mapping[str, tuple[Route, ...]]) -> None:
        self.all = [(function, route) for function, routes in functions.items() for route in routes]
        self._weights: Array = np.array([route.weight for _, route in self.all])
        counts = [len(routes) for routes in functions.values()]
        self._starts = np.cumsum([0, *counts])[:-1]
        self._owners = np.repeat(np.arange(len(counts)), counts)
        totals = np.add.reduceat(self._weights, self._starts)
        self._scale: Array = np.maximum(1.0, 1.0 / totals)
        links: dict[str, list[tuple[int, int, float]]] = {}
        for number, (_, route) in enumerate(self.all):
            for at, (key, gain) in enumerate(route.chain):
                links.setdefault(key, []).append((number, at, gain))
        self._links = {
            key: tuple(np.array(column) for column in zip(*found, strict=True)) for key, found in links.items()
        }

    def interrupted(self, extent: Mapping[str, float]) -> Iterator[tuple[int, int]]:
        """For every function that loses something: the number of its worst route, and where that is cut first."""
        open_share = np.ones(len(self._weights))
        first = np.full(len(self._weights), FAR)
        for key, fraction in extent.items():
            if key not in self._links:
                continue
            numbers, places, gains = self._links[key]
            open_share[numbers] *= 1.0 - np.minimum(1.0, gains * fraction)
            hit = gains * fraction >= INTERRUPTS
            np.minimum.at(first, numbers[hit], places[hit])
        loss = self._weights * (1 - open_share)
        deficits = 1 - np.add.reduceat(self._weights * open_share, self._starts) * self._scale
        worst = np.maximum.reduceat(loss, self._starts)
        telling = (loss == worst[self._owners]) & (deficits > LOST)[self._owners] & (first < FAR)
        numbers = np.flatnonzero(telling)
        _, kept = np.unique(self._owners[numbers], return_index=True)
        yield from zip(numbers[kept].tolist(), first[numbers[kept]].tolist(), strict=True)
