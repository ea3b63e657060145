"""The grammar of chains, root weights and structure sets. Text in, plain values out; ids are checked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

from neuraxis.knowledge.facts import Involvement
from neuraxis.vocabulary import SEGMENT_INDEX, InputError, Side, neighbor, segment_range

_SEGMENT = r"[CTLS]\d{1,2}"
_RANGE = re.compile(rf"\.?\[({_SEGMENT})\.\.({_SEGMENT})\]")
_OFFSET = re.compile(r"\{k([+-]\d+)?\}")
_ELEMENT = re.compile(r"^(?P<id>[\w.]+?)(@(?P<only>[DN]))?(\*(?P<gain>\d*\.?\d+))?(:(?P<side>[icmRLDN]))?$")
_INVOLVED = re.compile(
    r"^(?P<id>[\w.*]+?)(:(?P<side1>[icmbRLDN]))?(=(?P<severity>[a-z]+\([\d.,-]+\)|\d*\.?\d+))?"
    r"(\?(?P<probability>\d*\.?\d+))?(:(?P<side2>[icmbRLDN]))?$"
)
_PROFILE = re.compile(r"^([a-z]+)\(([\d.,-]+)\)$")
_WILD = re.compile(r"[*?[]")
PROFILES = {"length": 3, "proximal": 2, "linear": 2}
_TRUNKS = {"UT": "bp.up", "MT": "bp.mid", "LT": "bp.low"}


class Link(NamedTuple):
    """One structure of a chain, not yet bound to a body side. `only` restricts it to one hemisphere."""

    structure: str
    side: str
    gain: float = 1.0
    only: str = ""


def lettered_sides(side: Side, dominant: Side) -> dict[str, Side]:
    """What the letters behind a colon mean on this side: ipsi- and contralateral, midline, and the hemispheres."""
    return {
        "i": side,
        "c": side.opposite,
        "m": Side.MIDLINE,
        "R": Side.RIGHT,
        "L": Side.LEFT,
        "D": dominant,
        "N": dominant.opposite,
    }


def at_segment(text: str, segment: str) -> str:
    """`text` with {k}, {k-1}, {k+2} replaced by the segment and its neighbors."""
    return _OFFSET.sub(lambda match: neighbor(segment, int(match[1] or 0)), text)


def expand_ranges(text: str) -> list[str]:
    """`a[C1..C3]` or `a.[C1..C3]` as `a.C1 a.C2 a.C3`; text without a range as itself."""
    match = _RANGE.search(text)
    if match is None:
        return [text]
    for name in match.groups():
        if name not in SEGMENT_INDEX:
            raise InputError([f"unknown segment {name!r} in {text!r}"])
    if SEGMENT_INDEX[match[1]] > SEGMENT_INDEX[match[2]]:
        raise InputError([f"{match[1]} lies below {match[2]} in {text!r}; write the upper segment first"])
    head, tail = text[: match.start()], text[match.end() :]
    return [f"{head}.{segment}{tail}" for segment in segment_range(match[1], match[2])]


@lru_cache(maxsize=2048)
def parse_chain(text: str, default_side: str = "") -> tuple[Link, ...]:
    """A chain `a:i > b*.5:c > d[C1..C3]:i` as links. Raises InputError on what cannot be read."""
    links: list[Link] = []
    for part in text.split(">"):
        for element in expand_ranges(part.strip()):
            match = _ELEMENT.match(element)
            if match is None:
                raise InputError([f"cannot read {element!r}; write id*gain:side, as in pol.base.face*.5:c"])
            side = match["side"] or default_side
            if not side:
                raise InputError([f"{element!r} has no side; add :i, :c, :m, :R or :L"])
            links.append(Link(match["id"], side, float(match["gain"] or 1), match["only"] or ""))
    return tuple(links)


def parse_roots(text: str) -> dict[str, float]:
    """Root weights `C5:.7 C6:.3`, which sum to 1."""
    roots: dict[str, float] = {}
    for part in text.split():
        segment, _, weight = part.partition(":")
        if segment not in SEGMENT_INDEX:
            raise InputError([f"unknown root {segment!r} in {text!r}"])
        roots[segment] = float(weight or 1)
    if abs(sum(roots.values()) - 1) > 1e-6:
        raise InputError([f"root weights {text!r} sum to {sum(roots.values()):g}; they should sum to 1"])
    return roots


def parse_peripheral(text: str, roots: dict[str, float]) -> dict[str, list[tuple[float, tuple[Link, ...]]]]:
    """For every root its parallel ways to the end organ: (share, links). `.` is a direct way."""
    ways: dict[str, list[tuple[float, tuple[Link, ...]]]] = {root: [] for root in roots}
    for clause in text.split(";"):
        names, equals, chain = clause.strip().rpartition("=")
        targets = [name.strip() for name in names.split(",")] if equals else list(roots)
        share, chain = _take_share(chain.strip())
        links = () if chain == "." else parse_chain(_expand_trunks(chain), default_side="i")
        for target in targets:
            if target not in ways:
                raise InputError([f"the chain names root {target!r}, which has no weight ({' '.join(roots)})"])
            ways[target].append((share, links))
    missing = [root for root, found in ways.items() if not found]
    if missing:
        raise InputError([f"no chain for root {', '.join(missing)} in {text!r}"])
    return ways


def _take_share(chain: str) -> tuple[float, str]:
    match = re.match(r"^\[(\d*\.?\d+)\]\s*(.*)$", chain)
    return (float(match[1]), match[2]) if match else (1.0, chain)


def _expand_trunks(chain: str) -> str:
    return ">".join(_TRUNKS.get(part.strip(), part.strip()) for part in chain.split(">"))


def parse_involvements(text: str) -> tuple[Involvement, ...]:
    """The structure set of a site: `md.stt.arm=.8?.5:c cord.*.C6 axs.*:b=length(.95,79,6)`."""
    return tuple(_parse_involvement(element) for part in text.split() for element in expand_ranges(part))


@lru_cache(maxsize=4096)
def _parse_involvement(element: str) -> Involvement:
    match = _INVOLVED.match(element)
    if match is None:
        raise InputError([f"cannot read {element!r}; write id=severity?probability:side"])
    return Involvement(
        match["id"],
        match["side1"] or match["side2"] or "",
        _parse_severity(match["severity"] or "1"),
        float(match["probability"] or 1),
    )


def _parse_severity(text: str) -> float | tuple[str, tuple[float, ...]]:
    profile = _PROFILE.match(text)
    if profile is None:
        return float(text)
    name, count = profile[1], PROFILES.get(profile[1])
    if count != profile[2].count(",") + 1:
        raise InputError(
            [f"unknown profile {text!r}; write length(top,start,width), proximal(top,power) or linear(base,slope)"]
        )
    return name, tuple(float(number) for number in profile[2].split(","))


@lru_cache(maxsize=8192)
def bind(links: tuple[Link, ...], side: Side, dominant: Side) -> tuple[tuple[str, float], ...]:
    """Links as (structure key, gain) for a function on `side`; links of the other hemisphere drop out.

    The same chain is the same object: most routes share theirs with others.
    """
    bound = (_bind_link(link, side, dominant) for link in links)
    return tuple(link for link in bound if link is not None)


@lru_cache(maxsize=8192)
def _bind_link(link: Link, side: Side, dominant: Side) -> tuple[str, float] | None:
    sides = lettered_sides(side, dominant)
    place = sides[link.side]
    if link.only and sides[link.only] is not place:
        return None
    return f"{link.structure}:{place}", link.gain


class Patterns:
    """Finds the names that a pattern stands for, in the order of the names; * and ? also stand for dots."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._known = frozenset(self.names)
        self._by_head: dict[str, list[str]] = {}
        for name in self.names:
            self._by_head.setdefault(name.partition(".")[0], []).append(name)

    def matching(self, pattern: str) -> list[str]:
        """The name itself if there is one, else all that fit."""
        if pattern in self._known:
            return [pattern]
        start, star, end = pattern.partition("*")
        if _WILD.search(start + end):
            fits = re.compile(translate(pattern)).match
            return [name for name in self.names if fits(name)]
        if not star:
            return []
        head, dot, _ = start.partition(".")
        near = self._by_head.get(head, []) if dot else self.names
        least = len(start) + len(end)
        return [name for name in near if name.endswith(end) and name.startswith(start) and len(name) >= least]
