"""The grammar of what drives a sign: `l.facelow:i + u.facelow:i*.9 + min(a:R, b:L)*.5 + not(c:i)`."""

from __future__ import annotations

import re
from typing import NamedTuple

from neuraxis.knowledge.chains import lettered_sides
from neuraxis.vocabulary import InputError, Side

_TERM = re.compile(r"^(?:min\((?P<both>.+)\)|(?P<one>[^*]+?))\s*(?:\*\s*(?P<gain>\d*\.?\d+))?$")
_FACTOR = re.compile(r"^(?:(?P<negated>not)\(\s*)?(?P<function>[\w.]+):(?P<side>[icmRLDN])\s*(?(negated)\))"
                     r"(?:\s*\*\s*(?P<gain>\d*\.?\d+))?$")  # fmt: skip


class Factor(NamedTuple):
    """The deficit of one function (key `id:side`), or what is left of it."""

    function: str
    negated: bool = False
    gain: float = 1.0


class Term(NamedTuple):
    """An independent cause: the least of its factors, times gain."""

    factors: tuple[Factor, ...]
    gain: float


Drive = tuple[Term, ...]


def parse_drive(text: str, side: Side, dominant: Side) -> Drive:
    """The drive of a sign on `side`. Raises InputError on what cannot be read."""
    sides = lettered_sides(side, dominant)
    return tuple(_parse_term(part.strip(), sides) for part in text.split("+") if part.strip())


def _parse_term(text: str, sides: dict[str, Side]) -> Term:
    match = _TERM.match(text)
    if match is None:
        raise InputError([f"cannot read the drive {text!r}; write function:side*gain + ..."])
    factors = tuple(_parse_factor(part.strip(), sides) for part in (match["both"] or match["one"]).split(","))
    return Term(factors, float(match["gain"] or 1))


def _parse_factor(text: str, sides: dict[str, Side]) -> Factor:
    match = _FACTOR.match(text)
    if match is None:
        raise InputError([f"cannot read {text!r}; write function:side or not(function:side)"])
    return Factor(
        f"{match['function']}:{sides[match['side']]}", match["negated"] is not None, float(match["gain"] or 1)
    )
