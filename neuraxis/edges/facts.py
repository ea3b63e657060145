"""Which facts say that this structure, interrupted, takes that function.

An edge is named `kind:subject` or `kind:subject:level`. It has no side: the mirror image is the same fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from neuraxis.examination import Finding, Kind
from neuraxis.explanation import PERIPHERAL, Cause
from neuraxis.knowledge import Structure
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL, Level, cord_level

SENSORY = ("s.pin.", "s.temp.", "s.touch.", "d.")
LARGE_FIBERS = ("jps.", "vib.")
BRANCHES = ("nerve", "plexus")
# Tracts that learners follow level by level; of the other pathways the whole is one fact.
LONG = ("u", "u.facelow", "jps", "s.pin", "s.v", "horner")
# Where these cross is a fact of its own; the others lie on both sides, or it is seldom asked.
CROSSING = (*LONG, "s.touch", "atx", "tremor.hol")
TRUNK = "trunk"


class EdgeKind(StrEnum):
    """What kind of fact an edge is."""

    TRACT = "tract"
    CROSSING = "crossing"
    MYOTOME = "myotome"
    DERMATOME = "dermatome"
    REFLEX = "reflex"
    HORN = "horn"
    SUPPLY = "supply"
    FIBERS = "fibers"
    SIGN = "sign"


class SignEdge(StrEnum):
    """Signs whose meaning is a fact of its own."""

    BRISK = "brisk"
    PLANTAR = "plantar"
    RELEASE = "release"
    SPASTIC = "spastic"
    FLACCID = "flaccid"
    RIGID = "rigid"
    SHOCK = "shock"
    SUPERFICIAL = "superficial"
    WASTING = "wasting"
    FASCICULATION = "fasciculation"
    SENSORY_LEVEL = "sensory_level"


def cause_edges(model: Model, cause: Cause) -> tuple[str, ...]:
    """The facts that lead from the interrupted structure to the lost function, then where the pathway crosses."""
    return edges_of_loss(model, cause.function, cause.chain, cause.interrupted)


def edges_of_loss(model: Model, function: str, chain: Sequence[str], interrupted: str) -> tuple[str, ...]:
    """The facts by which `function` is lost where `interrupted`, a structure of its chain, is."""
    name, structure = function.partition(":")[0], model.atlas.structures[interrupted.rpartition(":")[0]]
    crosses = structure.kind not in PERIPHERAL and len(sides_of((*chain, function))) > 1
    named = canonical(model, name) if crosses and tract_of(model, name) in CROSSING else ""
    return (*_lost(model, name, structure), *([f"{EdgeKind.CROSSING}:{named}"] if named else []))


def sides_of(keys: Iterable[str]) -> set[str]:
    """The sides that some keys lie on, right or left; the midline is none."""
    return {key.rpartition(":")[2] for key in keys} & set(LATERAL)


def _lost(model: Model, function: str, structure: Structure) -> tuple[str, ...]:
    part, _, rest = function.partition(".")
    if part == "a":
        return (f"{EdgeKind.REFLEX}:{rest}", *_efferent(function, structure))
    if part == "l" and structure.kind in ("horn", "root"):
        return (f"{EdgeKind.MYOTOME}:{myotome(model, structure.segment)}", *_efferent(function, structure))
    if part == "l" and rest in model.atlas.muscles:
        return _efferent(function, structure) or _tract(model, function, structure)
    if function.startswith((*SENSORY, *LARGE_FIBERS)):
        return _afferent(model, function, structure) or _tract(model, function, structure)
    nuclear = structure.kind == "nucleus" and part in ("l", "e")
    if structure.kind in BRANCHES or nuclear:
        return (f"{EdgeKind.SUPPLY}:{structure.id}",)
    return _tract(model, function, structure)


def _efferent(function: str, structure: Structure) -> tuple[str, ...]:
    """The way out of the cord; of a root the myotome says it already."""
    if structure.kind == "horn" and structure.segment:
        return (f"{EdgeKind.HORN}:{cord_level(structure.segment)}",)
    if structure.kind in BRANCHES:
        return (f"{EdgeKind.SUPPLY}:{structure.id}",)
    if structure.kind == "axon":
        return (f"{EdgeKind.FIBERS}:{'motor' if function.startswith('l.') else 'reflex'}",)
    return ()


def _afferent(model: Model, function: str, structure: Structure) -> tuple[str, ...]:
    """The way into the cord, and its first relay there."""
    large = function.startswith(LARGE_FIBERS)
    if structure.kind in BRANCHES:
        return (f"{EdgeKind.SUPPLY}:{structure.id}",)
    if structure.kind == "axon" or (large and structure.kind == "root"):
        return (f"{EdgeKind.FIBERS}:{'large' if large else 'skin'}",)
    return (
        (f"{EdgeKind.DERMATOME}:{dermatome(model, structure.segment)}",) if structure.kind in ("root", "horn") else ()
    )


@lru_cache(maxsize=128)
def myotome(model: Model, segment: str | None) -> str:
    """The segment, if it is the main one of a tested muscle; else the trunk, whose segments nobody tests singly."""
    return segment if segment and main_muscles(model, segment) else TRUNK


@lru_cache(maxsize=128)
def dermatome(model: Model, segment: str | None) -> str:
    """The segment, if it is the main one of a tested spot; else the trunk."""
    return segment if segment and main_spots(model, segment) else TRUNK


def main_muscles(model: Model, segment: str) -> list[str]:
    """The muscles that have their largest root there, by name, those that need it most first."""
    found = [one for one in model.atlas.muscles.values() if _main(one.roots) == segment]
    return [one.name for one in sorted(found, key=lambda one: -one.roots[segment])]


def main_spots(model: Model, segment: str) -> list[str]:
    """The skin that has its largest root there, in words, what needs it most first."""
    found = [one for one in model.atlas.spots.values() if _main(one.roots) == segment]
    return [one.description for one in sorted(found, key=lambda one: -one.roots[segment])]


def _main(roots: Mapping[str, float]) -> str:
    return max(roots, key=lambda root: roots[root])


def _tract(model: Model, function: str, structure: Structure) -> tuple[str, ...]:
    named = tract_of(model, function)
    if not named:
        return ()
    return (f"{EdgeKind.TRACT}:{named}:{level_of(structure)}" if named in LONG else f"{EdgeKind.TRACT}:{named}",)


def level_of(structure: Structure) -> Level:
    """The level of the neuraxis at which a structure stands."""
    return cord_level(structure.segment) if structure.level == "cord" and structure.segment else Level(structure.level)


def sign_edges(model: Model, finding: Finding, cause: Cause) -> tuple[str, ...]:
    """What the finding itself means, whatever the place: an extensor plantar response, a brisk reflex, wasting."""
    item = model.items[finding.item]
    upper = cause.function.startswith("u.")
    sign: SignEdge | None = None
    if item.kind is Kind.TENDON and upper:
        sign = SignEdge.BRISK if int(finding.value) > 2 else SignEdge.SHOCK
    elif item.kind is Kind.PLANTAR and upper:
        sign = SignEdge.PLANTAR if finding.value == "extensor" else SignEdge.SHOCK
    elif item.kind is Kind.TONE:
        sign = _of_tone(finding.value, upper)
    elif item.kind is Kind.RELEASE:
        sign = SignEdge.RELEASE
    elif item.kind is Kind.SUPERFICIAL and upper:
        sign = SignEdge.SUPERFICIAL
    elif item.kind is Kind.LEVEL and not cause.named.startswith("peripheral."):
        sign = SignEdge.SENSORY_LEVEL
    elif cause.function.startswith("l."):
        sign = _of_bulk(item.base)
    return (f"{EdgeKind.SIGN}:{sign}",) if sign else ()


def _of_tone(value: str, upper: bool) -> SignEdge:
    if value == "flaccid":
        return SignEdge.SHOCK if upper else SignEdge.FLACCID
    return SignEdge.RIGID if value == "rigid" else SignEdge.SPASTIC


def _of_bulk(base: str) -> SignEdge | None:
    if base.startswith("waste.") or base == "tongue.waste":
        return SignEdge.WASTING
    return SignEdge.FASCICULATION if base.startswith("fasc.") else None


def possible_signs(model: Model, function: str, structure: Structure) -> tuple[str, ...]:
    """The signs that may mean that `function` is lost at `structure`."""
    part, _, rest = function.partition(".")
    found: list[SignEdge] = []
    if part == "u" and rest.startswith("rx."):
        reflex = model.atlas.reflexes[rest.removeprefix("rx.")]
        found = [SignEdge.SUPERFICIAL] if reflex.superficial else [SignEdge.BRISK, SignEdge.SHOCK]
        found += [SignEdge.RELEASE] if reflex.id in ("ankle", "fingflex") else []
    elif part == "u" and rest in model.atlas.muscles:
        found = [SignEdge.SPASTIC, *([SignEdge.PLANTAR] if rest == "ehl" else [])]
    elif part == "l" and rest in model.atlas.muscles:
        found = [SignEdge.FLACCID, SignEdge.WASTING]
        found += [SignEdge.FASCICULATION] if structure.kind == "horn" else []
    elif part == "d" and level_of(structure) in (Level.CERVICAL, Level.THORACIC, Level.LUMBOSACRAL):
        found = [SignEdge.SENSORY_LEVEL]
    elif part == "parkins":
        found = [SignEdge.RIGID]
    return tuple(f"{EdgeKind.SIGN}:{sign}" for sign in found)


@lru_cache(maxsize=4096)
def canonical(model: Model, function: str) -> str:
    """The first function prefix with the same pathway name, so that a pathway with many functions is one fact."""
    pathway, _ = model.pathway_name(function)
    return next((one.prefix.strip(".") for one in model.atlas.pathway_names if one.pathway == pathway), "")


@lru_cache(maxsize=4096)
def tract_of(model: Model, function: str) -> str:
    """The same, where tracts to several targets are one: the corticobulbar tract, whatever it moves."""
    tract = tract_name(model.pathway_name(function)[0])
    names = model.atlas.pathway_names
    return next((one.prefix.strip(".") for one in names if tract_name(one.pathway) == tract), "")


def tract_name(pathway: str) -> str:
    """A pathway without its target: "corticobulbar tract" of "corticobulbar tract to the jaw"."""
    return pathway.partition(" to ")[0]
