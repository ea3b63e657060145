"""Small changes of an atlas, out of which wrong beliefs are made. Each takes an atlas and gives a new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from neuraxis.knowledge import Atlas, Route, SiteFact
from neuraxis.vocabulary import LATERAL, SEGMENT_INDEX, SEGMENTS, Side

Change = Callable[[Atlas], Atlas]
Chain = tuple[tuple[str, float], ...]


def unchanged(atlas: Atlas) -> Atlas:
    """The atlas as it is."""
    return atlas


def mirrored(structures: str, functions: str = "") -> Change:
    """Every function that starts with the pattern `functions` is served by `structures` of the other side."""
    found = re.compile(structures)

    def cross(key: str, chain: Chain) -> Chain:
        if key.endswith(f":{Side.MIDLINE}"):
            return chain
        return tuple((_opposite(link) if found.match(link) else link, gain) for link, gain in chain)

    return lambda atlas: _rewired(atlas, functions, cross)


def without(structures: str, functions: str = "") -> Change:
    """Every function that starts with the pattern `functions` does not need `structures`."""
    found = re.compile(structures)
    return lambda atlas: _rewired(
        atlas, functions, lambda key, chain: tuple(link for link in chain if not found.match(link[0]))
    )


def exchanged(one: str, other: str, structures: str, functions: str = "") -> Change:
    """In the names of `structures`, `one` stands for `other` and the other way round."""
    found, swap = re.compile(structures), {one: other, other: one}
    part = re.compile(f"{re.escape(one)}|{re.escape(other)}")

    def rename(key: str, chain: Chain) -> Chain:
        return tuple(
            (part.sub(lambda match: swap[match[0]], link) if found.match(link) else link, gain) for link, gain in chain
        )

    return lambda atlas: _rewired(atlas, functions, rename)


def served_alike(function: str, model: str) -> Change:
    """`function` has the routes of `model`, side by side."""

    def copy(atlas: Atlas) -> Atlas:
        copied = {f"{function}:{side}": atlas.functions[f"{model}:{side}"] for side in LATERAL}
        return replace(atlas, functions={**atlas.functions, **copied})

    return copy


def served_by_both_sides(function: str) -> Change:
    """Either side alone serves `function` on both sides."""

    def share(atlas: Atlas) -> Atlas:
        pair = [f"{function}:{side}" for side in LATERAL]
        both = tuple(route for key in pair for route in atlas.functions[key])
        return replace(atlas, functions={**atlas.functions, **dict.fromkeys(pair, both)})

    return share


def crossing_at_entry(atlas: Atlas) -> Atlas:
    """Pain fibers cross in the segment where they enter: no offset between the lesion and the sensory level."""
    return _rewired(atlas, "", lambda key, chain: _cross_at_entry(chain))


def spared_in_sites(structures: str, chosen: Callable[[SiteFact], bool]) -> Change:
    """The chosen sites leave `structures` alone."""
    found = re.compile(structures)

    def spare(site: SiteFact) -> SiteFact:
        kept = tuple(one for one in site.structures if not found.match(one.structure))
        return replace(site, structures=kept) if chosen(site) and kept else site

    return lambda atlas: replace(atlas, sites={name: spare(site) for name, site in atlas.sites.items()})


def expected(factor: float, chosen: Callable[[SiteFact], bool]) -> Change:
    """The chosen sites are thought to be `factor` times as probable as they are."""

    def weigh(site: SiteFact) -> SiteFact:
        return replace(site, prior=site.prior * factor) if chosen(site) else site

    return lambda atlas: replace(atlas, sites={name: weigh(site) for name, site in atlas.sites.items()})


def mistaken_sites(pairs: Mapping[str, str]) -> Change:
    """Each site is thought to damage what its partner damages."""
    partner = {**pairs, **{other: one for one, other in pairs.items()}}

    def mistake(atlas: Atlas) -> Atlas:
        sites = dict(atlas.sites)
        for one, other in partner.items():
            sites[one] = replace(atlas.sites[one], structures=atlas.sites[other].structures)
        return replace(atlas, sites=sites)

    return mistake


def in_turn(changes: Iterable[Change]) -> Change:
    """Several changes, one after another."""
    steps = tuple(changes)

    def change(atlas: Atlas) -> Atlas:
        for step in steps:
            atlas = step(atlas)
        return atlas

    return change


def _rewired(atlas: Atlas, functions: str, rewire: Callable[[str, Chain], Chain]) -> Atlas:
    """The atlas with other chains; what does not change is shared, for many models are kept at once."""
    chosen = re.compile(functions)
    changed = {}
    for key, routes in atlas.functions.items():
        chains = [rewire(key, route.chain) for route in routes] if chosen.match(key) else []
        if chains and chains != [route.chain for route in routes]:
            changed[key] = tuple(Route(route.weight, chain) for route, chain in zip(routes, chains, strict=True))
    return replace(atlas, functions={**atlas.functions, **changed})


@cache
def _opposite(link: str) -> str:
    name, _, side = link.rpartition(":")
    return f"{name}:{Side(side).opposite}"


def _cross_at_entry(chain: Chain) -> Chain:
    entry = next((link.partition(":")[0][8:] for link, _ in chain if link.startswith("cord.dh.")), None)
    if entry is None:
        return chain
    moved: dict[str, float] = {}
    for link, gain in chain:
        name, _, side = link.partition(":")
        if name.startswith("cord.cx."):
            moved[f"cord.cx.{entry}:{side}"] = gain
        elif name.startswith("cord.stt."):
            column = name.rpartition(".")[0]
            moved.update((f"{column}.{segment}:{side}", gain) for segment in SEGMENTS[: SEGMENT_INDEX[entry] + 1])
        else:
            moved[link] = gain
    return tuple(moved.items())
