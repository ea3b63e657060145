"""Facts of anatomy as textbooks state them, and what an atlas says against them.

The tables in `tests/reference` share ids with the atlas and nothing else: roots, nerves, crossings and the order of
pathways are written from the texts that each table names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from neuraxis.knowledge import Atlas
from neuraxis.knowledge.chains import expand_ranges
from neuraxis.network import Network, build_places, lesion_at

FOLDER = Path(__file__).parent.parent / "reference"
WHOLE = 0.5
PART = (0.09, 0.7)
UNLISTED = 0.15
# Half a lesion of what a function cannot do without shows, unless the function has reserve.
HALF = 0.02
# What both sides supply may suffer this much from one.
ONE_OF_TWO = 0.55
EQUAL = 0.12
MOST = 0.95
ALL = 0.98
BANDS = {"": (WHOLE, 1.0), "^": (WHOLE, 1.0), "~": PART, "!": (ALL, 1.0), "-": (0.0, PART[0])}
LEADS = 0.04
SERVES = 0.03
EVEN = 0.02
NEARLY = 0.13
# A skin spot for each column of the cord, its column in the dorsal columns, and its main segment.
TOUCHED = (
    ("c6f", "arm", "arm", "C6"),
    ("t8", "trunk", "leg", "T8"),
    ("l4", "leg", "leg", "L4"),
    ("genit", "sac", "leg", "S3"),
)
# Skin whose touch runs in the cuneate fasciculus (down to T6), and below it.
COLUMNS = (("t2", "arm", "leg"), ("t4", "arm", "leg"), ("t8", "leg", "arm"), ("t10", "leg", "arm"))
ABOVE_A_LEVEL = ("pol.stt", "po.stt", "mb.stt", "thal.vpl", "s1")
LEVELS = ("cr", "ic", "mb.crus", "po.base", "pol.base", "md.pyr")
OPPOSITE = {"R": "L", "L": "R", "M": "M"}
ENTRY = re.compile(r"^(?P<rank>[&%]?)(?P<name>[\w.+/]+(?:\[[\w.]+\])?)(?::(?P<side>[icbBemRL]))?(?P<mark>[~^!-]?)$")
DISTAL = ("nerve", "plexus", "axon", "root", "horn")


@lru_cache
def read(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a reference table by column."""
    lines = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(dict(zip(rows[0], cells, strict=True)) for cells in rows[1:])


class Body:
    """An atlas under single lesions: complete or half, of one structure or of several."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.network = Network(atlas)
        self.touching: dict[str, set[str]] = {}
        for function, routes in atlas.functions.items():
            self.touching[function] = {key for route in routes for key, _ in route.chain}

    def lost(self, function: str, structures: Iterable[str], fraction: float = 1.0) -> float:
        """The deficit of one function when structures are cut; 0 if there is no such function."""
        cut = {key: fraction for key in structures if key in self.touching.get(function, ())}
        if not cut:
            return 0.0
        left = whole = 0.0
        for route in self.atlas.functions[function]:
            share = route.weight
            for key, gain in dict(route.chain).items():
                share *= 1 - min(0.9995, gain * cut.get(key, 0.0))
            left += share
            whole += route.weight
        return min(1.0, max(0.0, 1 - left * max(1.0, 1 / whole)))

    def sided(self, structure: str, sides: str) -> list[str]:
        """The keys of a structure on `sides`; a midline structure has only one."""
        known = self.atlas.structures.get(structure)
        return [f"{structure}:M"] if known is None or known.midline else [f"{structure}:{side}" for side in sides]


# ---- pathways


@dataclass(frozen=True)
class Entry:
    """Structures cut together, the side of the lesion, the mark (part, reserve) and the rank in the order, if any."""

    structures: tuple[str, ...]
    side: str
    mark: str
    rank: int | None


def parse_pathway(text: str, default: str) -> list[Entry]:
    """The entries of a pathway cell."""
    entries, rank = [], 0
    for token in text.split():
        match = ENTRY.match(token)
        assert match is not None, token
        rank += match["rank"] == ""
        ordered = None if match["rank"] == "%" or "+" in match["name"] else rank
        entries += [
            Entry(tuple(name.split("+")), match["side"] or default, match["mark"], ordered)
            for name in expand_ranges(match["name"])
        ]
    return entries


def lesions(body: Body, entry: Entry, side: str) -> list[list[str]]:
    """The lesions that an entry speaks of, for a function on `side`."""
    if entry.side == "e":
        return [[key for one in entry.structures for key in body.sided(one, each)] for each in "RL"]
    sides = {"i": side, "c": OPPOSITE[side], "b": "RL", "B": "RL", "m": "M"}.get(entry.side, entry.side)
    pairs = [one.partition("/")[::2] for one in entry.structures]
    return [[key for name, fixed in pairs for key in body.sided(name, fixed or sides)]]


def pathway_faults(body: Body) -> Iterator[str]:
    """Every function against its reference pathway: what cuts it, how much, on which side, in which order."""
    for row in read("functions"):
        name, _, fixed = row["function"].partition(":")
        side = fixed or ("R" if f"{name}:R" in body.touching else "M")
        function, entries = f"{name}:{side}", parse_pathway(row["pathway"], row["side"])
        if function not in body.touching:
            yield f"{function} is missing"
            continue
        yield from _entry_faults(body, function, side, entries)
        yield from _unlisted_faults(body, function, side, entries)
        yield from _order_faults(body, function, _ranks(entries))


def _ranks(entries: Sequence[Entry]) -> dict[str, int]:
    """The rank of every structure where it stands first."""
    ranks: dict[str, int] = {}
    for entry in entries:
        if entry.rank is not None:
            ranks.setdefault(entry.structures[0], entry.rank)
    return ranks


def _entry_faults(body: Body, function: str, side: str, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        for keys in lesions(body, entry, side):
            lost, half = body.lost(function, keys), body.lost(function, keys, 0.5)
            low, high = BANDS[entry.mark]
            if not low <= lost <= high:
                yield f"{function}: loss of {' '.join(keys)} takes {lost:.2f}, not {low} to {high}"
            elif not entry.mark and half < HALF:
                yield f"{function}: half of {' '.join(keys)} takes nothing"


def _unlisted_faults(body: Body, function: str, side: str, entries: Sequence[Entry]) -> Iterator[str]:
    listed = {frozenset(keys) for entry in entries for keys in lesions(body, entry, side)}
    shared = {one for entry in entries if entry.side in "bB" for one in entry.structures}
    for structure in dict.fromkeys(key.rpartition(":")[0] for key in sorted(body.touching[function])):
        if function.startswith(("s.pin", "s.touch")) and body.atlas.structures[structure].kind in DISTAL:
            continue
        allowed = ONE_OF_TWO if structure in shared and side == "M" else UNLISTED
        one_sided = [frozenset(body.sided(structure, one)) for one in "RL"]
        for keys in dict.fromkeys(one_sided):
            if keys not in listed and body.lost(function, keys) >= allowed:
                yield f"{function}: loss of {' '.join(keys)} takes {body.lost(function, keys):.2f}, and should not"
        both = frozenset(body.sided(structure, "RL"))
        if listed.isdisjoint({both, *one_sided}) and body.lost(function, both) >= UNLISTED:
            yield f"{function}: loss of {structure} on both sides takes something, and should not"


def _order_faults(body: Body, function: str, ranks: Mapping[str, int]) -> Iterator[str]:
    for route in body.atlas.functions[function]:
        along = [ranks[key.rpartition(":")[0]] for key, _ in route.chain if key.rpartition(":")[0] in ranks]
        if along != sorted(along):
            yield f"{function}: the order of {' > '.join(key for key, _ in route.chain)}"


# ---- muscles, reflexes and skin


def supply_faults(body: Body) -> Iterator[str]:
    """Roots and nerves of every muscle, reflex and skin spot against the reference."""
    for table, kinds in (("muscles", ("l.",)), ("reflexes", ("a.",)), ("skin", ("s.pin.", "s.touch."))):
        for row in read(table):
            for kind in kinds:
                yield from _root_faults(body, f"{kind}{row['id']}:R", row, "root.d" if table == "skin" else "root.v")
                yield from _nerve_faults(body, f"{kind}{row['id']}:R", row)
            if table == "muscles":
                yield from _root_faults(body, f"ah.{row['id']}:R", row, "cord.ah")
                yield from _cortex_faults(body, f"u.{row['id']}:R", row["cortex"])
                yield from _cord_faults(body, f"u.{row['id']}:R", row)
                yield from _level_faults(body, f"u.{row['id']}:R", row["cortex"])
            if table == "reflexes":
                yield from _root_faults(body, f"a.{row['id']}:R", row, "root.d")
                yield from _cortex_faults(body, f"u.rx.{row['id']}:R", row["cortex"])


def _root_faults(body: Body, function: str, row: Mapping[str, str], at: str) -> Iterator[str]:
    main, lesser = row["main"].split("="), row["lesser"].split()
    found = {key.split(".")[-1][:-2] for key in body.touching.get(function, ()) if key.startswith(f"{at}.")}
    if found != {*main, *lesser}:
        yield f"{function}: roots {sorted(found)}, not {main} and {lesser}"
        return
    shares = {root: body.lost(function, [f"{at}.{root}:R"]) for root in (*main, *lesser)}
    if max(shares[root] for root in main) - min(shares[root] for root in main) > EQUAL:
        yield f"{function}: {main} should be alike, not {shares}"
    for root in () if function.startswith("s.touch") else lesser:
        if not SERVES <= shares[root] <= min(shares[one] for one in main) - LEADS:
            yield f"{function}: {root} should have less than {main}, not {shares}"


def _nerve_faults(body: Body, function: str, row: Mapping[str, str]) -> Iterator[str]:
    path, part = row["whole"].split(), row["part"].split()
    part += [name.rstrip("~") for name in path if name.endswith("~")]
    whole = [name.rstrip("~") for name in path]
    for name in (one for one in path if not one.endswith("~")):
        if body.lost(function, [f"{name}:R"]) < WHOLE:
            yield f"{function}: loss of {name} takes {body.lost(function, [f'{name}:R']):.2f}, not all"
    # Touch has reserve: a small share of it may be lost without a trace.
    for name in () if function.startswith("s.touch") else part:
        if not SERVES <= body.lost(function, [f"{name}:R"]) <= MOST:
            yield f"{function}: loss of {name} takes {body.lost(function, [f'{name}:R']):.2f}, not a part"
    nerves = {"plexus", "nerve"}
    for key in sorted(body.touching.get(function, ())):
        name = key.rpartition(":")[0]
        structure = body.atlas.structures[name]
        if structure.kind in nerves and name not in {*whole, *part, "ram.C8", "ram.T1"}:
            yield f"{function}: passes {name}, and should not"
    # Fibers run from the root to the muscle, and from the skin to the root. A reflex, listed from the root to the
    # muscle, begins with its way in.
    ranks = {name: rank for rank, name in enumerate(whole[::-1] if function.startswith("a.") else whole)}
    for route in body.atlas.functions.get(function, ()):
        along = [ranks[key.rpartition(":")[0]] for key, _ in route.chain if key.rpartition(":")[0] in ranks]
        if along != sorted(along):
            yield f"{function}: the order of {' > '.join(key for key, _ in route.chain)}"


def _cortex_faults(body: Body, function: str, cortex: str) -> Iterator[str]:
    losses = {part: body.lost(function, body.sided(f"m1.{part}", "RL")) for part in ("arm", "hand", "leg", "face")}
    expected = {"m1.arm", "m1.leg"} if cortex == "both" else {cortex}
    if {f"m1.{part}" for part, lost in losses.items() if lost > UNLISTED} != expected:
        yield f"{function}: commanded from {losses}, not from {cortex}"
    if cortex != "both" and body.lost(function, [f"{cortex}:L"]) <= body.lost(function, [f"{cortex}:R"]) + UNLISTED:
        yield f"{function}: the opposite cortex should lead"


def _cord_faults(body: Body, function: str, row: Mapping[str, str]) -> Iterator[str]:
    """A corticospinal tract cut below the lowest root takes nothing, one above the highest takes most."""
    roots = [*row["main"].split("="), *row["lesser"].split()]
    tracts = [f"cord.{tract}" for tract in ("lcst.arm", "lcst.trunk", "lcst.leg", "lcst.sac", "acst")]
    top, bottom = (pick(roots, key=_index) for pick in (min, max))
    for segment in _segments():
        keys = [key for tract in tracts for key in body.sided(f"{tract}.{segment}", "RL")]
        lost = body.lost(function, keys)
        if _index(segment) <= _index(top) and lost < ALL:
            yield f"{function}: the cord at {segment} takes {lost:.2f}, and should take all"
        if _index(segment) > _index(bottom) and lost > 0:
            yield f"{function}: the cord at {segment} takes {lost:.2f}, and should take nothing"


def _level_faults(body: Body, function: str, cortex: str) -> Iterator[str]:
    """From cortex to pyramid one side takes the same at every level, and both sides take all."""
    columns = {"m1.arm": ("arm",), "m1.hand": ("arm",), "m1.leg": ("leg",), "both": ("arm", "leg")}[cortex]
    first = ("m1.arm", "m1.leg") if cortex == "both" else (cortex,)
    levels = [first, *([f"{at}.{one}" for one in columns] for at in LEVELS)]
    for side in ("L", "R"):
        losses = [body.lost(function, [key for name in level for key in body.sided(name, side)]) for level in levels]
        if max(losses) - min(losses) > EVEN:
            yield f"{function}: a lesion on {side} should take the same from cortex to pyramid, not {losses}"
    for level in levels:
        if body.lost(function, [key for name in level for key in body.sided(name, "RL")]) < ALL:
            yield f"{function}: {' '.join(level)} on both sides should take all"


def _segments() -> list[str]:
    return [name.removeprefix("x.") for name in expand_ranges("x.[C1..S5]")]


def _index(segment: str) -> int:
    return _segments().index(segment)


def crossing_faults(body: Body) -> Iterator[str]:
    """Pin crosses half one and half two segments above its root; touch runs in both systems and keeps some in each."""
    segments = _segments()
    for at, root in enumerate(segments[2:-1], start=2):
        lamina = {"C": "arm", "T": "trunk", "L": "leg", "S": "sac"}[root[0]]
        function, tract = f"d.{root}:R", f"cord.stt.{lamina}"
        expected = [
            ([f"cord.dh.{root}:R"], 1.0),
            ([f"cord.cx.{segments[at - 1]}:M"], 0.5),
            ([f"cord.cx.{segments[at - 2]}:M"], 0.5),
            ([f"{tract}.{segments[at - 1]}:L"], 0.5),
            ([f"{tract}.{segments[at - 2]}:L"], 1.0),
            ([f"{tract}.C1:L"], 1.0),
            ([f"{tract}.{root}:L"], 0.0),
            ([f"md.stt.{'arm' if lamina == 'arm' else 'leg'}:L"], 1.0),
            # A sensory level is not what a lesion above the medulla gives.
            *(([f"{above}.{'arm' if lamina == 'arm' else 'leg'}:L"], 0.0) for above in ABOVE_A_LEVEL),
        ]
        if f"{function}" in body.touching:
            yield from _expect(body, function, expected)
    for spot, lamina, column, segment in TOUCHED:
        columns, at = [f"cord.dc.{column}.C1:R"], segments.index(segment)
        yield from _expect(body, f"s.touch.{spot}:R", [
            (columns, 0.5),
            ([*columns, f"cord.stt.{lamina}.C1:L"], 1.0),
            ([*columns, f"cord.cx.{segments[at - 1]}:M", f"cord.cx.{segments[at - 2]}:M"], 0.9),
            ([*columns, f"cord.cx.{segments[at - 1]}:M"], 0.72),
            ([*columns, f"cord.dh.{segment}:R"], 0.85),
            ([f"s1.{column}:L"], 0.9),
        ])  # fmt: skip
        yield from _expect(body, f"s.pin.{spot}:R", [([f"s1.{column}:L"], 0.35)])
    for spot, column, other in COLUMNS:
        expected = [([f"cord.dc.{column}.C1:R"], 0.5), ([f"cord.dc.{other}.C1:R"], 0.0), ([f"md.ml.{column}:L"], 0.5)]
        yield from _expect(body, f"s.touch.{spot}:R", expected)


def _expect(body: Body, function: str, expected: Iterable[tuple[Sequence[str], float]]) -> Iterator[str]:
    for keys, value in expected:
        if abs(body.lost(function, keys) - value) > NEARLY:
            yield f"{function}: loss of {' '.join(keys)} takes {body.lost(function, keys):.2f}, not about {value}"


# ---- sites

WORDS = {
    "ARM": ("u.deltoid", "u.fdi"),
    "LEG": ("u.tibant", "u.quads"),
    "VII": ("l.faceup", "l.facelow"),
    "REFLEXES": ("a.biceps", "a.brachior", "a.triceps", "a.knee", "a.ankle"),
}
TAKEN = 0.15
TRACE = 0.04


def site_faults(body: Body) -> Iterator[str]:
    """What every site takes, and on which side, against the reference."""
    for row in read("sites"):
        site, _, fixed = row["site"].partition(":")
        fact = body.atlas.sites.get(site)
        if fact is None:
            yield f"{site} is missing"
            continue
        side = fixed or str(fact.sides[0])
        extent = _largest(body.atlas, site, side)
        for token in row["takes"].split():
            for function in _functions(body, token.rstrip("~"), side):
                lost = _under(body, function, extent)
                if lost < (TRACE if token.endswith("~") else TAKEN):
                    yield f"{site}:{side} should take {function}, and takes {lost:.2f}"


def _largest(atlas: Atlas, site: str, side: str) -> Mapping[str, float]:
    place = next(place for place in build_places(atlas).values() if place.site == site and place.side == side)
    return lesion_at(atlas, place, extent=1.0, severity=1.0).extent


def _under(body: Body, function: str, extent: Mapping[str, float]) -> float:
    values = body.network.deficits([{key: cut for key, cut in extent.items() if key in body.touching[function]}])
    return float(values[body.network.function_index[function]])


def _functions(body: Body, token: str, side: str) -> Iterator[str]:
    word, _, mark = token.partition(":")
    limbs = tuple(f"l.{name}" for name, one in body.atlas.muscles.items() if one.region[:3] in ("arm", "leg"))
    for name in limbs if word == "LIMBS" else WORDS.get(word, (word,)):
        if f"{name}:M" in body.touching:
            yield f"{name}:M"
        else:
            sides = {"": side, "c": OPPOSITE[side], "b": "RL"}.get(mark, mark)
            yield from (f"{name}:{one}" for one in sides)


def side_faults(atlas: Atlas, asymmetric: Iterable[str]) -> Iterator[str]:
    """A site of one side keeps to it, and a site of both sides takes both alike, save those known not to."""
    opposite = {row["site"]: row["structures"].split() for row in read("opposite")}
    for site in atlas.sites.values():
        for involved in site.structures:
            if atlas.structures[involved.structure].midline:
                continue
            one_sided = str(site.sides[0]) != "M"
            if one_sided and involved.side == "c" and involved.structure not in opposite.get(site.id, ()):
                yield f"{site.id} involves {involved.structure} of the other side"
            if not one_sided and involved.side != "b" and site.id not in asymmetric:
                yield f"{site.id} involves {involved.structure} of one side only"
        if site.id != "healthy" and not site.structures:
            yield f"{site.id} involves nothing"


# The part of a function's id says which neuron it stands for; the nerves of the eye muscles are lower motor neurons.
NEURONS = {"u": "UMN", "l": "LMN", "e": "LMN", "n": "NMJ", "p": "MUSCLE"}


def role_faults(atlas: Atlas) -> Iterator[str]:
    """Every function that counts toward a motor-neuron class counts toward the right one."""
    for role in atlas.motor_roles:
        if role.kind != NEURONS[role.function.partition(".")[0]]:
            yield f"{role.function} counts as {role.kind}"
