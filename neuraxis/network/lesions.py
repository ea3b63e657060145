"""Places where a lesion can be, and the range of lesions that one place stands for.

A place is not one lesion but a distribution: three extents (which optional structures are involved) by three
severities. Structures of the place enter in the order of their probability. A disease without a side whose pattern is
written worse on one side stands for the mirror image as well, in half of the patients.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter

from neuraxis.knowledge import INCIDENCES, SILENT, Atlas, Involvement, SiteFact, Structure, Words, site_words
from neuraxis.vocabulary import LATERAL, InputError, Level, Side, Topic, suggest

# Midpoints of thirds: a structure of probability p belongs to the extents whose midpoint is below p.
EXTENTS = (1 / 6, 1 / 2, 5 / 6)
# The mild, the dense and the complete form of a lesion.
DENSE = 0.88
SEVERITIES = (0.6, DENSE, 1.0)
# A structure key, the fraction interrupted at full severity, and the probability of being involved.
_Involved = tuple[str, float, float]
_KEY = itemgetter(0)


@dataclass(frozen=True)
class Lesion:
    """One focal lesion: the fraction interrupted, 0..1, of each structure key (`md.pyr.arm:R`).

    `segment` is the first damaged cord segment, not the neurological level of injury, which is one higher.
    """

    extent: Mapping[str, float]
    name: str = ""
    segment: str | None = None


@dataclass(frozen=True)
class Place:
    """A site on one side: what a learner localizes to. `words` are what clinicians and patients call it.

    `prior` (0..1) is how often practice draws it; `share` (0..1, all places sum to 1) how often it is the answer.
    """

    key: str
    site: str
    side: Side
    name: str
    site_name: str
    level: Level
    topic: Topic
    note: str
    segment: str | None
    prior: float
    share: float = 0.0
    words: Words = SILENT


@dataclass(frozen=True)
class Node:
    """One lesion of a place and its share of the place's probability."""

    extent: Mapping[str, float]
    weight: float


def build_places(atlas: Atlas) -> dict[str, Place]:
    """Every site on every side it exists, by key (`wallen:R`), in atlas order."""
    side_words = {Side.RIGHT: "right ", Side.LEFT: "left ", Side.MIDLINE: ""}
    places, shares = {}, _shares(atlas.sites.values())
    for site in atlas.sites.values():
        for side in site.sides:
            key = f"{site.id}:{side}"
            places[key] = Place(
                key, site.id, side, f"{side_words[side]}{site.name}", site.name, site.level, site.topic, site.note,
                site.segment, site.prior, shares[site.id] / len(site.sides), site_words(atlas, site, side),
            )  # fmt: skip
    return places


def _shares(sites: Iterable[SiteFact]) -> dict[str, float]:
    """How often each site is the answer: by its kind of lesion first, then by segment among those of its kind.

    So a kind that stands once for every segment of the cord weighs no more than one that stands once.
    """
    kinds: dict[str, list[SiteFact]] = {}
    for site in sites:
        kinds.setdefault(f"{site.kind} {site.level}", []).append(site)
    shares = {}
    for alike in kinds.values():
        whole = sum(INCIDENCES[site.of_kind] for site in alike)
        shares.update({site.id: INCIDENCES[site.incidence] * INCIDENCES[site.of_kind] / whole for site in alike})
    total = sum(shares.values())
    return {site: share / total for site, share in shares.items()}


def place_nodes(atlas: Atlas, place: Place) -> tuple[Node, ...]:
    """The lesions that a place stands for; equal ones are merged, weights sum to 1."""
    patterns = _patterns(atlas.sites[place.site], place.side)
    whole = sum(weight for _, weight in patterns) * len(EXTENTS) * len(SEVERITIES)
    merged: dict[tuple[tuple[str, float], ...], float] = {}
    for site, weight in patterns:
        involved = sorted(_involved(atlas, site, place.side), key=_KEY)
        # Extents often involve the same structures: these are worked out once.
        subsets = Counter(tuple(one for one in involved if one[2] >= threshold) for threshold in EXTENTS)
        for subset, times in subsets.items():
            for severity in SEVERITIES:
                frozen = tuple(_extent(subset, 0, severity).items())
                for _ in range(times):
                    merged[frozen] = merged.get(frozen, 0.0) + weight / whole
    return tuple(Node(dict(extent), weight) for extent, weight in merged.items())


def lesion_at(atlas: Atlas, place: Place, *, extent: float = 0.5, severity: float = 0.85) -> Lesion:
    """One lesion of a place. `extent` 0..1: structures less probable than 1 - extent are spared; `severity` 0..1."""
    for name, value in (("extent", extent), ("severity", severity)):
        if not 0 <= value <= 1:
            raise InputError([f"{name} {value!r} is out of range; it goes from 0 to 1"])
    involved = _involved(atlas, atlas.sites[place.site], place.side)
    return Lesion(_extent(involved, 1 - extent, severity), place.name, place.segment)


def find_place(places: Mapping[str, Place], key: str) -> Place:
    """The place of a key `site:side`; raises InputError that names the nearest ones."""
    if key not in places:
        raise InputError([f"unknown place {key!r}{suggest(key, places)}"])
    return places[key]


def _patterns(site: SiteFact, side: Side) -> list[tuple[SiteFact, float]]:
    """The site as it is written and in its further forms, weighed; mirrored too if only the pattern has a side."""
    forms = [(site, 1.0), *((replace(site, structures=form.structures), form.weight) for form in site.forms)]
    swapped = {str(one): str(one.opposite) for one in LATERAL}
    found = []
    for form, weight in forms:
        if side is not Side.MIDLINE or not any(one.side in swapped for one in form.structures):
            found.append((form, weight))
            continue
        mirrored = tuple(one._replace(side=swapped.get(one.side, one.side)) for one in form.structures)
        found += [(form, weight / 2), (replace(form, structures=mirrored), weight / 2)]
    return found


def _involved(atlas: Atlas, site: SiteFact, side: Side) -> list[_Involved]:
    found = []
    for involved in site.structures:
        structure = atlas.structures[involved.structure]
        severity = _severity(involved, structure)
        found += [(key, severity, involved.probability) for key in _keys(structure, involved, side, atlas.dominant)]
    return found


def _extent(involved: Iterable[_Involved], threshold: float, severity: float) -> dict[str, float]:
    extent: dict[str, float] = {}
    for key, most, probability in involved:
        if probability >= threshold:
            extent[key] = max(extent.get(key, 0.0), _interrupted(most, severity))
    return extent


def _interrupted(usual: float, severity: float) -> float:
    """The fraction interrupted: in proportion to what is usual at the place, and beyond it in the complete form.

    Half of a tract is cut by the usual lesion, three quarters by the gravest one; what is whole is cut wholly. `usual`
    above 1 is for what is complete by its name: it is cut wholly in the mild form too.
    """
    beyond = max(0.0, severity - DENSE) / (1 - DENSE)
    return min(1.0, severity * (usual + beyond * usual * max(0.0, 1 - usual)))


def _keys(structure: Structure, involved: Involvement, side: Side, dominant: Side) -> list[str]:
    if structure.midline:
        return [f"{structure.id}:{Side.MIDLINE}"]
    return [f"{structure.id}:{one}" for one in _sides(involved.side, side, dominant)]


def _sides(mark: str, side: Side, dominant: Side) -> tuple[Side, ...]:
    return {
        "": (side,),
        "i": (side,),
        "c": (side.opposite,),
        "b": LATERAL,
        "R": (Side.RIGHT,),
        "L": (Side.LEFT,),
        "D": (dominant,),
        "N": (dominant.opposite,),
        "m": (Side.MIDLINE,),
    }[mark]


def _severity(involved: Involvement, structure: Structure) -> float:
    if isinstance(involved.severity, float):
        return involved.severity
    profile, numbers = involved.severity
    if profile == "length":
        top, start, width = numbers
        return top / (1 + math.exp(-(structure.length - start) / width))
    if profile == "proximal":
        top, power = numbers
        return top * float(structure.proximal**power)
    if profile == "linear":
        base, slope = numbers
        return base + slope * structure.proximal
    raise AssertionError(profile)
