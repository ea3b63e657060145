"""Builds every function of the nervous system (what is served) from the tables (what serves it)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from neuraxis.knowledge.chains import Link, Patterns, at_segment, bind, parse_chain, parse_peripheral, parse_roots
from neuraxis.knowledge.facts import Muscle, Reflex, Route, Spot, Structure
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import LATERAL, SEGMENTS, InputError, Side

Ways = Mapping[str, list[tuple[float, tuple[Link, ...]]]]
SENSORY_LAMINA = {"C": "arm", "T": "trunk", "L": "leg", "S": "sac"}
CAUDAL_DERMATOME = "S4"
# Touch of the trunk down to this segment ascends in the cuneate fasciculus.
LAST_CUNEATE = "T6"
# A sensory level is a sign of the cord; the lateral medulla may imitate one, what lies above it gives hemisensory loss.
OF_SENSORY_LEVEL = ("cord.", "md.")
# Axons of position and vibration sense: words and length in cm.
POSITION_ORGANS = {
    "jps.hand": ("joint position fibers from the fingers", 70.0),
    "jps.foot": ("joint position fibers from the toes", 104.0),
    "vib.hand": ("vibration fibers from the fingers", 70.0),
    "vib.foot": ("vibration fibers from the toes", 104.0),
}


@dataclass
class Builder:
    """Collects structures and functions while the tables are read.

    `where` is the row being read; `origins` holds the rows of a function's routes, `declared` those of structures.
    """

    dominant: Side
    faults: Faults
    where: str = ""
    origins: dict[str, list[str]] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)
    functions: dict[str, list[Route]] = field(default_factory=dict)
    pathways: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    used_pathways: set[str] = field(default_factory=set)

    @cached_property
    def patterns(self) -> Patterns:
        """Finds structures by pattern, once all of them are read."""
        return Patterns(self.structures)

    def add_organ(self, name: str, kind: str, words: str, length: float = 0.0, proximal: float = 0.0) -> None:
        """An end organ (axon, junction, muscle), on both sides."""
        self.declared[name] = self.where
        level = {"axon": "nerve", "junction": "junction", "muscle": "muscle"}[kind]
        self.structures[name] = Structure(name, False, level, kind, words, None, length, proximal)

    def add_route(self, function: str, side: Side, weight: float, links: tuple[Link, ...]) -> None:
        """One parallel route of `function` on `side`."""
        chain = bind(links, side, self.dominant)
        if weight > 0 and chain:
            key = f"{function}:{side}"
            self.functions.setdefault(key, []).append(Route(weight, chain))
            self.origins.setdefault(key, []).append(self.where)

    def pathway(self, name: str, segment: str, where: str) -> list[tuple[float, tuple[Link, ...]]]:
        """The parallel chains of a pathway at `segment`; a fault if there is no such pathway."""
        self.used_pathways.add(name)
        if name not in self.pathways:
            self.faults.add(where, f"no pathway {name!r} in pathways.psv")
            return []
        return [(weight, parse_chain(at_segment(chain, segment))) for weight, chain in self.pathways[name]]

    def guard(self, row: Row, build: Callable[[Row], None]) -> None:
        """Runs `build(row)`; what cannot be read becomes a fault of that row."""
        self.where = row.where
        try:
            build(row)
        except (InputError, ValueError) as error:
            self.faults.add(row.where, str(error))


def read_pathways(builder: Builder, rows: Iterable[Row]) -> None:
    """Keeps the shared chains by name; they are bound to a segment when used."""
    for row in rows:
        weight = row.number("weight", builder.faults)
        builder.pathways.setdefault(row["pathway"], []).append((weight, row["chain"]))


def read_routes(builder: Builder, rows: Iterable[Row]) -> None:
    """Functions whose chains are written out in full."""

    def build(row: Row) -> None:
        links = parse_chain(row["chain"])
        for side in LATERAL if row["sides"] == "2" else (Side.MIDLINE,):
            builder.add_route(row["function"], side, row.number("weight", builder.faults, high=2), links)

    for row in rows:
        builder.guard(row, build)


def read_muscles(builder: Builder, rows: Iterable[Row]) -> dict[str, Muscle]:
    """Muscles, their end organs and their upper, lower, junction and muscle functions."""
    muscles: dict[str, Muscle] = {}

    def build(row: Row) -> None:
        name, roots = row["id"], parse_roots(row["roots"])
        ways = parse_peripheral(row["chain"], roots)
        proximal = row.number("proximal", builder.faults)
        builder.add_organ(
            f"axm.{name}", "axon", f"motor axons to the {row['name']}", row.number("length", builder.faults, high=200)
        )
        builder.add_organ(f"nmj.{name}", "junction", f"neuromuscular junction of the {row['name']}", proximal=proximal)
        builder.add_organ(f"mus.{name}", "muscle", f"muscle fibers of the {row['name']}", proximal=proximal)
        _add_umn(builder, row, name, roots)
        _add_bulbospinal(builder, row, name, roots)
        for side in LATERAL:
            for root, weight in roots.items():
                horn = Link(f"cord.ah.{root}", "i")
                builder.add_route(f"ah.{name}", side, weight, (horn,))
                for share, links in ways[root]:
                    chain = (horn, Link(f"root.v.{root}", "i"), *links, Link(f"axm.{name}", "i"))
                    builder.add_route(f"l.{name}", side, weight * share, chain)
            builder.add_route(f"n.{name}", side, 1, (Link(f"nmj.{name}", "i"),))
            builder.add_route(f"p.{name}", side, 1, (Link(f"mus.{name}", "i"),))
        pyramidal = row.number("pyramidal", builder.faults)
        uncrossed = row.number("uncrossed", builder.faults)
        muscles[name] = Muscle(name, row["name"], row["action"], row["region"], roots, pyramidal, uncrossed)

    for row in rows:
        builder.guard(row, build)
    return muscles


def _add_umn(builder: Builder, row: Row, name: str, roots: Mapping[str, float]) -> None:
    """The upper motor neuron supply `u.<name>` and its part above the cord, `ub.<name>`."""
    column, uncrossed = row["column"], row.number("uncrossed", builder.faults)
    for root, weight in roots.items():
        crossed = builder.pathway(f"umn.{column}", root, row.where)
        anterior = builder.pathway(f"umn.{column}.uncrossed", root, row.where)
        parallel = [(share, links) for share, links in crossed] + [
            (share * uncrossed, links) for share, links in anterior
        ]
        for side in LATERAL:
            for share, links in parallel:
                builder.add_route(f"u.{name}", side, weight * share, links)
                above = tuple(link for link in links if not link.structure.startswith("cord."))
                builder.add_route(f"ub.{name}", side, weight * share, above)


def _add_bulbospinal(builder: Builder, row: Row, name: str, roots: Mapping[str, float]) -> None:
    """The drive `bs.<name>` from the brainstem, which carries the power that does not need the corticospinal tract."""
    for root, weight in roots.items():
        for share, links in builder.pathway("bulbospinal", root, row.where):
            for side in LATERAL:
                builder.add_route(f"bs.{name}", side, weight * share, links)


def read_reflexes(builder: Builder, rows: Iterable[Row]) -> dict[str, Reflex]:
    """Reflexes, their arcs (`a.<reflex>`) and their upper motor neuron supply."""
    reflexes: dict[str, Reflex] = {}

    def build(row: Row) -> None:
        name, roots = row["id"], parse_roots(row["roots"])
        ways = parse_peripheral(row["chain"], roots)
        builder.add_organ(
            f"axs.rx.{name}",
            "axon",
            f"nerve fibers of the {row['name']}",
            row.number("length", builder.faults, high=200),
        )
        _add_umn(builder, row, f"rx.{name}", roots)
        for side in LATERAL:
            for root, weight in roots.items():
                arc = (Link(f"root.d.{root}", "i"), Link(f"cord.ah.{root}", "i"), Link(f"root.v.{root}", "i"))
                for share, links in ways[root]:
                    inward = (Link(f"axs.rx.{name}", "i"), *reversed(links))
                    builder.add_route(f"a.{name}", side, weight * share, (*inward, *arc))
        reflexes[name] = Reflex(name, row["name"], row["kind"] == "superficial", roots)

    for row in rows:
        builder.guard(row, build)
    return reflexes


def read_skin(builder: Builder, rows: Iterable[Row]) -> dict[str, Spot]:
    """Skin spots with their pin and touch functions; pin has a small-fiber element of its own."""
    spots: dict[str, Spot] = {}

    def build(row: Row) -> None:
        name, roots, lamina = row["id"], parse_roots(row["roots"]), row["lamina"]
        ways = parse_peripheral(row["chain"], roots)
        length = row.number("length", builder.faults, high=200)
        builder.add_organ(f"axs.{name}", "axon", f"sensory axons from the {row['description']}", length)
        builder.add_organ(f"axs.pin.{name}", "axon", f"small fibers from the {row['description']}", length)
        for modality in ("pin", "touch"):
            first = (Link(f"axs.pin.{name}", "i"),) if modality == "pin" else ()
            for root, weight in roots.items():
                for share, links in ways[root]:
                    distal = (*first, Link(f"axs.{name}", "i"), *reversed(links), Link(f"root.d.{root}", "i"))
                    pathway = f"{modality}.{_lamina(modality, lamina, root)}"
                    _add_ascending(builder, f"s.{modality}.{name}", pathway, root, weight * share, distal, row.where)
        spots[name] = Spot(name, row["description"], lamina, roots)

    for row in rows:
        builder.guard(row, build)
    return spots


def _lamina(modality: str, lamina: str, root: str) -> str:
    upper = lamina == "trunk" and SEGMENTS.index(root) <= SEGMENTS.index(LAST_CUNEATE)
    return "upper" if modality == "touch" and upper else lamina


def _add_ascending(
    builder: Builder, function: str, pathway: str, root: str, weight: float, distal: tuple[Link, ...], where: str
) -> None:
    for share, central in builder.pathway(pathway, root, where):
        for side in LATERAL:
            builder.add_route(function, side, weight * share, distal + central)


def add_dermatomes(builder: Builder) -> None:
    """`d.<segment>`: a dermatome's pin sense as cord and medulla carry it; a sensory level is read from these."""
    for segment in SEGMENTS[1 : SEGMENTS.index(CAUDAL_DERMATOME) + 1]:
        root = Link(f"root.d.{segment}", "i")
        for share, central in builder.pathway(f"pin.{SENSORY_LAMINA[segment[0]]}", segment, "dermatomes"):
            low = tuple(link for link in central if link.structure.startswith(OF_SENSORY_LEVEL))
            for side in LATERAL:
                builder.add_route(f"d.{segment}", side, share, (root, *low))


def add_position_organs(builder: Builder) -> None:
    """Axons of joint position and vibration sense, whose chains are written out in the routes."""
    for name, (words, length) in POSITION_ORGANS.items():
        builder.add_organ(f"axs.{name}", "axon", words, length)
