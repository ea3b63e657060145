"""The grammar of the atlas in words: chains, structure sets, root weights and drives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from neuraxis.examination import Kind
from neuraxis.knowledge import Atlas, build_items
from neuraxis.knowledge.tables import Row
from neuraxis.vocabulary import Side

SIDE_WORDS = {
    "i": "same side",
    "c": "opposite side",
    "m": "midline",
    "b": "both sides",
    "R": "right",
    "L": "left",
    "D": "dominant hemisphere",
    "N": "non-dominant hemisphere",
}
ALL_ENDS = {
    "axs.*": "all sensory axons",
    "axs.pin.*": "all small sensory axons",
    "axm.*": "all motor axons",
    "nmj.*": "all neuromuscular junctions",
    "mus.*": "all muscles",
    "cord.*": "the whole cord",
}
_PARTS = {
    "u": "upper motor neuron to {}",
    "l": "lower motor neuron to {}",
    "n": "neuromuscular junction of {}",
    "p": "muscle fibers of {}",
    "ah": "anterior horn cells of {}",
}
_TRUNKS = {"UT": "bp.up", "MT": "bp.mid", "LT": "bp.low"}
_ORDINALS = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth "}
_SEGMENT = r"[CTLS]\d{1,2}|\{k(?:[+-]\d)?\}"
_AT = re.compile(
    rf"^(?P<base>.*?)\.?(?:\[(?P<first>{_SEGMENT})\.\.(?P<last>{_SEGMENT})\]|(?P<one>\{{k(?:[+-]\d)?\}}))$"
)
_LINK = re.compile(r"^(?P<id>.+?)(?:@(?P<only>[DN]))?(?:\*(?P<gain>\d*\.?\d+))?(?::(?P<side>[icmRLDN]))?$")
_INVOLVED = re.compile(
    r"^(?P<id>[^:=?]+)(?::(?P<side1>\w))?(?:=(?P<severity>[^?:]+))?(?:\?(?P<chance>[\d.]+))?(?::(?P<side2>\w))?$"
)
_PROFILE = re.compile(r"^(length|proximal|linear)\((.*)\)$")
_FACTOR = re.compile(r"(not\()?([\w.]+):([icmRLDN])\)?(?:\*(\d*\.?\d+))?")


class Words:
    """Says the ids of one atlas in words."""

    def __init__(self, atlas: Atlas, structure_rows: Iterable[Row]) -> None:
        self._atlas = atlas
        rows = [row for row in structure_rows if "[" in row["id"]]
        self._items = build_items(atlas)
        self._per_segment: Mapping[str, str] = {row["id"].partition("[")[0].rstrip("."): row["name"] for row in rows}

    def structure(self, text: str) -> str:
        """A structure, a range of segments, or a pattern, in words."""
        if text in self._atlas.structures:
            return self._atlas.structures[text].name
        if text in ALL_ENDS:
            return ALL_ENDS[text]
        match = _AT.match(text)
        base, where = (match["base"], _segments(match)) if match else text.rpartition(".")[::2]
        if base in self._per_segment:
            return _at(self._per_segment[base], where)
        if base in ALL_ENDS:
            return _at(f"{ALL_ENDS[base]} at {{k}}", where)
        return self._pattern(text, base, where)

    def _pattern(self, text: str, base: str, where: str) -> str:
        """What a pattern with * stands for: each kind of structure once."""
        names = [name for key, name in self._per_segment.items() if fnmatchcase(key, base)]
        if names:
            short = dict.fromkeys(_short(name.replace(" at {k}", "")) for name in names)
            return _at(f"{', '.join(short)} at {{k}}", where)
        known = [one for key, one in self._atlas.structures.items() if fnmatchcase(key, text)]
        return ", ".join(dict.fromkeys(_short(re.sub(r" at [CTLS]\d+", "", one.name)) for one in known)) or text

    def chain(self, text: str) -> str:
        """A chain from source to effector: the side is said where it changes."""
        told: list[str] = []
        last = ""
        for part in (part.strip() for part in text.split(">")):
            match = _LINK.match(part)
            if match is None:
                raise AssertionError(part)
            side = match["side"] or "i"
            words = self.structure(_TRUNKS.get(match["id"], match["id"]))
            words += f" ({percent(match['gain'])})" if match["gain"] else ""
            words += f" ({SIDE_WORDS[match['only']]} only)" if match["only"] else ""
            told.append(words if side == last else f"*{SIDE_WORDS[side]}:* {words}")
            last = side
        return " → ".join(told)

    def supply(self, text: str) -> str:
        """The way from the roots to an end organ, per group of roots."""
        told = []
        for clause in text.split(";"):
            roots, equals, chain = clause.strip().rpartition("=")
            share, chain = _take_share(chain.strip())
            way = "direct" if chain == "." else self.chain(chain).removeprefix("*same side:* ")
            told.append((f"{roots.replace(',', ', ')}: " if equals else "") + share + way)
        return "; ".join(told)

    def involved(self, text: str) -> str:
        """The structure set of a site: how much is interrupted, how often, and on which side if not its own."""
        return "; ".join(self._involvement(part) for part in text.split()) or "nothing"

    def _involvement(self, text: str) -> str:
        match = _INVOLVED.match(text)
        if match is None:
            raise AssertionError(text)
        side = match["side1"] or match["side2"] or "i"
        notes = [] if side in "im" else [SIDE_WORDS[side]]
        notes += [_severity(match["severity"])] if match["severity"] else []
        notes += [f"in {percent(match['chance'])} of cases"] if match["chance"] else []
        return self.structure(match["id"]) + (f" ({', '.join(notes)})" if notes else "")

    def drive(self, text: str) -> str:
        """What produces a sign: each term an independent cause."""
        return "; ".join(self._term(part.strip()) for part in text.split(" + ") if part.strip())

    def _term(self, text: str) -> str:
        inside = re.match(r"^min\((.*)\)(?:\*(\d*\.?\d+))?$", text)
        factors = [self._factor(found) for found in _FACTOR.finditer(inside[1] if inside else text)]
        gain = f" ({percent(inside[2])})" if inside and inside[2] else ""
        return " together with ".join(factors) + gain

    def _factor(self, match: re.Match[str]) -> str:
        negated, function, side, gain = match.groups()
        words = f"{'intact ' if negated else ''}{self.function(function)}"
        notes = [SIDE_WORDS[side]] if side not in "im" else []
        notes += [percent(gain)] if gain else []
        return words + (f" ({', '.join(notes)})" if notes else "")

    def excluded(self, where: str) -> list[tuple[str, str]]:
        """What a row of implications excludes: findings, and what cannot stand beside them; of two sides the right."""
        groups: dict[str, dict[str, None]] = {}
        rows = [one for one in self._atlas.implications.rows if one.where == where]
        for one in (one for one in rows if self._items[one.terms[0][0]].side is not Side.LEFT):
            first, *rest = (self._values(item, values) for item, values in one.terms)
            groups.setdefault(" and ".join(rest), {})[first] = None
        joined: dict[tuple[str, ...], list[str]] = {}
        for rest_words, firsts in groups.items():
            joined.setdefault(tuple(firsts), []).append(rest_words)
        return [(" or ".join(firsts), " or ".join(rests)) for firsts, rests in joined.items()]

    def _values(self, name: str, values: Iterable[str]) -> str:
        """Some values of an item; a grade of power is said by its number, once for the whole range."""
        item = self._items[name]
        kept = [value for value in item.values if value in values]
        if item.kind in (Kind.STRENGTH, Kind.REGION_STRENGTH, Kind.TENDON):
            span = kept[0] if len(kept) == 1 else f"{kept[0]} to {kept[-1]}"
            return f"{item.name.partition(' (')[0]} {span}"
        return " or ".join(item.wording[value] for value in kept)

    def function(self, name: str) -> str:
        """A function: what it does for which muscle, or the name of its pathway, with its id."""
        part, _, rest = name.partition(".")
        if part in _PARTS and rest in self._atlas.muscles:
            return _PARTS[part].format(self._atlas.muscles[rest].name)
        pathway = self.pathway(name)
        return f"{pathway} (`{name}`)" if pathway else f"`{name}`"

    def pathway(self, function: str) -> str:
        """The pathway that a function belongs to; empty when it has no name."""
        named = [one for one in self._atlas.pathway_names if function.startswith(one.prefix)]
        best = max(named, key=lambda one: len(one.prefix), default=None)
        return best.pathway if best else ""


def percent(text: str) -> str:
    """A share of 1 as a percentage."""
    return f"{float(text) * 100:.4g} %"


def roots(text: str) -> str:
    """`C5:.7 C6:.3` as `C5 70 %, C6 30 %`."""
    return ", ".join(f"{root} {percent(weight)}" for root, _, weight in (part.partition(":") for part in text.split()))


def _segments(match: re.Match[str]) -> str:
    if match["one"]:
        return _segment(match["one"])
    first, last = _segment(match["first"]), _segment(match["last"])
    return first if first == last else f"{first} to {last}"


def _segment(text: str) -> str:
    if not text.startswith("{"):
        return text
    offset = int(text[2:-1] or 0)
    if not offset:
        return "the segment"
    return f"the {_ORDINALS[abs(offset)]}segment {'below' if offset > 0 else 'above'}"


def _at(name: str, where: str) -> str:
    """`name` with its {k} said: "C7 root", "tract at C7", "tract from C1 to C7"."""
    if name.startswith("{k} "):
        return f"{name.removeprefix('{k} ')} of {where}"
    return name.replace("at {k}", f"from {where}") if " to " in where else name.replace("{k}", where)


def _short(name: str) -> str:
    return name.partition(",")[0]


def _take_share(chain: str) -> tuple[str, str]:
    match = re.match(r"^\[(\d*\.?\d+)\]\s*(.*)$", chain)
    return (f"{percent(match[1])} ", match[2]) if match else ("", chain)


def _severity(text: str) -> str:
    profile = _PROFILE.match(text)
    if profile is None:
        return percent(text)
    numbers = profile[2].split(",")
    if profile[1] == "length":
        return f"up to {percent(numbers[0])}, the longest first, half of that at {numbers[1]} cm"
    if profile[1] == "proximal":
        return f"up to {percent(numbers[0])}, proximal more than distal"
    return f"{percent(numbers[0])} to {percent(str(float(numbers[0]) + float(numbers[1])))}, proximal more than distal"
