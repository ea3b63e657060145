"""The causal chain of a finding: which pathway, where it crosses, what interrupts it first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from neuraxis.examination import Finding, Item, Kind
from neuraxis.knowledge import Drive, Route, parse_drive
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL, Side, Stage

# Less than this of a structure's fibers lost does not count as the place of interruption.
INTERRUPTS = 0.1
PERIPHERAL = ("nerve", "plexus", "root", "axon")
# Functions that begin in the periphery: skin, dermatomes, position, vibration.
SENSORY = ("s.pin.", "s.temp.", "s.touch.", "d.", "jps.", "vib.")
REFLEX_FIBERS = "axs.rx."
# A function that loses less than this is not the cause of a finding.
TOUCHED = 0.05


@dataclass(frozen=True)
class Cause:
    """Why a finding is there. `chain` holds structure keys from source to effector (or receptor to cortex).

    `named` is the function as the table of pathway names knows it; `interrupted` is the first structure that the
    lesion damages; `crosses` is whether the chain changes sides, said only of lesions central to the root.
    """

    function: str
    named: str
    pathway: str
    crossing: str
    chain: tuple[str, ...]
    interrupted: str
    crosses: bool


def find_causes(
    model: Model, findings: Iterable[Finding], stage: Stage, extent: Mapping[str, float]
) -> dict[str, Cause]:
    """By item, the pathway that the lesion interrupts to give the finding; without those it does not touch."""
    deficits = model.network.deficits([extent])
    found = {}
    for finding in findings:
        best, lost = "", TOUCHED
        for function, gain in functions_behind(model, model.items[finding.item], finding.value, stage):
            deficit = gain * float(deficits[model.network.function_index[function]])
            if deficit > lost:
                best, lost = function, deficit
        cause = trace(model, best, extent) if best else None
        if cause is not None:
            found[finding.item] = cause
    return found


def functions_behind(model: Model, item: Item, value: str, stage: Stage) -> list[tuple[str, float]]:
    """The functions whose loss can give this value, each with its gain."""
    side = item.side
    name = item.base.rpartition(".")[2]
    if item.kind is Kind.UMBRELLA:
        return [
            pair
            for member, counted in item.members
            for one in counted
            for pair in functions_behind(model, member, one, stage)
        ]
    if item.kind is Kind.STRENGTH:
        return _motor(model, [name], side)
    if item.kind in (Kind.REGION_STRENGTH, Kind.TONE):
        return _regional(model, item, value)
    if item.kind is Kind.TENDON:
        brisk = int(value) > 2 or (stage is Stage.ACUTE and int(value) < 2)
        upper = [(f"u.rx.{name}:{side}", 0.9)] if brisk else []
        return upper + ([] if int(value) > 2 else [(f"a.{name}:{side}", 1.0)])
    if item.kind is Kind.SUPERFICIAL:
        return [(f"a.{name}:{side}", 1.0), (f"u.rx.{name}:{side}", 0.9)]
    if item.kind is Kind.PLANTAR:
        blocked = [(f"aff.sole:{side}", 1.0), (f"l.toeflex:{side}", 1.0)]
        return [(f"u.ehl:{side}", 1.0)] + (blocked if value == "mute" else [])
    if item.kind is Kind.RELEASE:
        return [(f"u.rx.{'ankle' if item.base == 'clonus' else 'fingflex'}:{side}", 1.0)]
    if item.kind is Kind.LEVEL:
        return (
            [] if value == "none" else [(f"d.{value}:{side}", 1.0), *((f"d.{one}:{side}", 0.9) for one in ("L4", "S2"))]
        )
    if item.base in model.atlas.signs:
        return _driven(model, item, value, stage)
    return [(f"{item.base.replace('sens.', 's.', 1)}:{side}", 1.0)]


def _regional(model: Model, item: Item, value: str) -> list[tuple[str, float]]:
    region = item.base.partition(".")[2]
    if value == "rigid":
        return [(f"parkins:{item.side}", 1.0)]
    muscles = [muscle.id for muscle in model.atlas.muscles.values() if muscle.region.startswith(region)]
    parts = {"spastic": "u", "increased": "u", "flaccid": "ul"}.get(value, "ulnp")
    return _motor(model, muscles, item.side, parts)


def _motor(model: Model, muscles: Sequence[str], side: Side, parts: str = "ulnp") -> list[tuple[str, float]]:
    gains = {muscle: {"u": model.atlas.muscles[muscle].pyramidal} for muscle in muscles}
    return [(f"{part}.{muscle}:{side}", gains[muscle].get(part, 1.0)) for muscle in muscles for part in parts]


def _driven(model: Model, item: Item, value: str, stage: Stage) -> list[tuple[str, float]]:
    sign = model.atlas.signs[item.base]
    graded = item.kind in (Kind.GRADED, Kind.SKIN)
    causes = [one for one in sign.causes if graded or (one.value in item.meant(value) and one.stage in ("", stage))]
    terms = [term for one in causes for term in _drive(one.drive, item.side, model.atlas.dominant)]
    return [
        (factor.function, term.gain * factor.gain) for term in terms for factor in term.factors if not factor.negated
    ]


@lru_cache(maxsize=1024)
def _drive(text: str, side: Side, dominant: Side) -> Drive:
    return parse_drive(text, side, dominant)


def trace(model: Model, function: str, extent: Mapping[str, float]) -> Cause | None:
    """The route of the function that loses most, and its first interrupted structure."""
    routes = model.atlas.functions[function]
    route = max(routes, key=lambda one: one.weight * (1 - _open_share(one, extent)))
    hit = [key for key, gain in route.chain if gain * extent.get(key, 0.0) >= INTERRUPTS]
    if not hit:
        return None
    # Fibers of a reflex stand for all that lies beyond its nerve: where something else of the arc is hit, that is why.
    hit = [key for key in hit if not key.startswith(REFLEX_FIBERS)] or hit
    chain = tuple(key for key, _ in route.chain)
    sides = {key.rpartition(":")[2] for key in chain} & set(LATERAL)
    distal = model.atlas.structures[hit[0].rpartition(":")[0]].kind in PERIPHERAL
    named = function.partition(":")[0]
    if distal and named.startswith(SENSORY):
        named = f"peripheral.{named}"
    if hit[0].startswith(REFLEX_FIBERS):
        named = f"{_end_that_fails(extent)}{named}"
    pathway, crossing = model.pathway_name(named)
    return Cause(function, named, pathway, crossing, chain, hit[0], len(sides) > 1 and not distal)


def _end_that_fails(extent: Mapping[str, float]) -> str:
    """What takes a reflex in a disease of junctions or of muscles: the prefix of their functions; else nothing."""
    ends = {key.partition(".")[0] for key, lost in extent.items() if lost >= INTERRUPTS and "." in key}
    if ends & {"axm", "axs"} - {"axs"} or not ends & {"nmj", "mus"}:
        return ""
    return "n." if "nmj" in ends else "p."


def way_onward(model: Model, cause: Cause) -> tuple[str, ...]:
    """From where a motor neuron's chain ends to its muscle, by the route that carries most; else nothing."""
    part, _, muscle = cause.function.partition(".")
    lower = model.atlas.functions.get(f"l.{muscle}", ()) if part in ("u", "l") else ()
    if not lower:
        return ()
    chain = max(lower, key=lambda one: one.weight).chain if part == "u" else ()
    return (*(key for key, _ in chain), f"mus.{muscle}")


def _open_share(route: Route, extent: Mapping[str, float]) -> float:
    share = 1.0
    for key, gain in route.chain:
        if key in extent:
            share *= 1 - min(1.0, gain * extent[key])
    return share
