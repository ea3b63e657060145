"""Findings, places and pathways in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from neuraxis.examination import Finding
from neuraxis.explanation import Cause
from neuraxis.knowledge import Structure
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL, Side
from neuraxis.wording.sentences import capitalize, join

_AT_SEGMENT = re.compile(r" at [CTLS]\d+")
_PERIPHERAL = {"axon", "nerve", "plexus"}
_SIDES = {Side.RIGHT.value: "right", Side.LEFT.value: "left", Side.MIDLINE.value: ""}


def word_finding(model: Model, finding: Finding) -> str:
    """One finding with its side: "Right triceps 3/5"."""
    return capitalize(model.items[finding.item].wording[finding.value])


def word_findings(model: Model, findings: Iterable[Finding], most: int = 6) -> str:
    """A list of findings; the same on both sides is said once, and after `most` the rest is counted."""
    told = list(dict.fromkeys(_pair_up(model, list(findings))))
    rest = len(told) - most
    return join(told if rest <= 1 else [*told[:most], f"{rest} more"])


def _pair_up(model: Model, findings: list[Finding]) -> Iterable[str]:
    both = {(model.items[one.item].base, one.value, model.items[one.item].side) for one in findings}
    for one in findings:
        item = model.items[one.item]
        paired = item.side in LATERAL and (item.base, one.value, item.side.opposite) in both
        yield f"{item.plain[one.value]} on both sides" if paired else item.wording[one.value]


def word_place(place: Place) -> str:
    """A place with its teaching label: "right lateral medulla (Wallenberg syndrome)"."""
    return f"{place.name} ({place.note})" if place.note else place.name


def word_structure(model: Model, key: str) -> str:
    """A structure key as "right anterior horn at C7"."""
    name, _, side = key.rpartition(":")
    return f"{_SIDES[side]} {model.atlas.structures[name].name}".strip()


def word_stations(model: Model, cause: Cause) -> str:
    """The way of a pathway up to its interruption: structures once each, sides where they change.

    What lies distal to the root is left out when the interruption is central to it.
    """
    way = list(cause.chain[: cause.chain.index(cause.interrupted) + 1])
    if _structure(model, cause.interrupted).kind not in _PERIPHERAL:
        way = [key for key in way if _structure(model, key).kind not in _PERIPHERAL]
    told: list[str] = []
    stations: list[str] = []
    last_side = ""
    for key in way:
        side = key.rpartition(":")[2]
        station = _AT_SEGMENT.sub("", _structure(model, key).name.partition(",")[0])
        if station not in stations:
            told.append(f"{_SIDES[side]} {station}" if side not in (last_side, Side.MIDLINE) else station)
            stations.append(station)
        last_side = side if side != Side.MIDLINE else last_side
    segment = _structure(model, cause.interrupted).segment
    return ", ".join(told) + (f" at {segment}" if segment and segment not in told[-1] else "")


def _structure(model: Model, key: str) -> Structure:
    return model.atlas.structures[key.rpartition(":")[0]]
