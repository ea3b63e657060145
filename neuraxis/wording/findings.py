"""Findings, places and pathways in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from neuraxis.examination import Finding
from neuraxis.explanation import Cause
from neuraxis.knowledge import Structure, site_words, structure_words, value_words
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL, Side
from neuraxis.wording.registers import choose
from neuraxis.wording.sentences import Register, capitalize, join

# Names of places that say what the disease is, and not only where.
_DISEASE = re.compile(
    r"neuropath|ganglionopathy|disease|syndrome|weakness|multiplex|sclerosis|atrophy|diplegia|poliomyelitis|amyotrophy"
    r"|myasthenia|botulism|myopathy|dystrophy|myositis|ophthalmoplegia|paralysis|syringobulbia|syrinx|hemorrhage"
    r"|herniation|transection|hemisection|lesion|spondyl|myelitis|degeneration|congestion"
)
# A note that is a sentence, where a remark begins in one, and what a list begins with if it is a name and its remarks.
_TELLS = re.compile(r"\b(?:is|are|may|look|remain|fails?|speaks|kept|spared|weaker|needed)\b")
_REMARK = re.compile(r"[:;]")
_EPONYM = re.compile(r"syndrome|palsy|triangle|canal|avulsion|amyotrophy|herniation")
_AT_SEGMENT = re.compile(r" at [CTLS]\d+")
_THIS = re.compile(r"this (side|hemifield|eye|leg|half)")
_PERIPHERAL = {"axon", "nerve", "plexus"}
# Kinds that are named by what they end on.
_ENDS = ("axon", "junction", "muscle", "state")
_SIDES = {Side.RIGHT.value: "right", Side.LEFT.value: "left", Side.MIDLINE.value: ""}


def word_finding(model: Model, finding: Finding, register: Register = Register.STUDENT) -> str:
    """One finding with its side: "Right triceps 3/5"."""
    return capitalize(_finding(model, finding, model.items[finding.item].side, register))


def _finding(model: Model, finding: Finding, side: Side, register: Register) -> str:
    item = model.items[finding.item]
    if register is Register.STUDENT:
        both = side is not item.side
        return _on_both_sides(item.plain[finding.value]) if both else item.wording[finding.value]
    words = value_words(model.atlas, item, finding.value, side)
    return choose(words, register, item.wording[finding.value])


def _on_both_sides(plain: str) -> str:
    """A finding that both sides share: "this side" and "this hemifield" become both."""
    if "this " not in plain:
        return f"{plain} on both sides"
    return _THIS.sub(lambda match: f"both {match[1]}s", plain)


def word_findings(
    model: Model, findings: Iterable[Finding], most: int = 6, register: Register = Register.STUDENT
) -> str:
    """A list of findings; the same on both sides is said once, and after `most` the rest is counted.

    Findings that have commas of their own are kept apart by semicolons.
    """
    told = list(dict.fromkeys(_pair_up(model, list(findings), register)))
    rest = len(told) - most
    shown = told if rest <= 1 else [*told[:most], f"{rest} more"]
    if register is not Register.STUDENT:
        return "; ".join(shown)
    if len(shown) > 1 and any("," in one for one in shown):
        return f"{'; '.join(shown[:-1])}; and {shown[-1]}"
    return join(shown)


def _pair_up(model: Model, findings: list[Finding], register: Register) -> Iterable[str]:
    both = {(model.items[one.item].base, one.value, model.items[one.item].side) for one in findings}
    for one in findings:
        item = model.items[one.item]
        paired = item.side in LATERAL and (item.base, one.value, item.side.opposite) in both
        yield _finding(model, one, Side.MIDLINE if paired else item.side, register)


def word_place(place: Place, register: Register = Register.STUDENT) -> str:
    """A place with its teaching label: "right lateral medulla (Wallenberg syndrome)". Patients hear no label."""
    name = choose(place.words, register, place.name)
    told = place.note and register is not Register.LAY and place.note.casefold() not in name.casefold()
    note = place.note.replace(" (", ", ").replace(")", "")
    return f"{name} ({note})" if told else name


def word_lesion_of(place: Place, register: Register = Register.STUDENT) -> str:
    """A place as the cause of something: "a lesion of the left ulnar nerve", and a disease by its name alone.

    Of its note only a label is told, such as an eponym; remarks would clutter a sentence.
    """
    name = word_place(replace(place, note=_label(place.note)), register)
    if register is Register.LAY or _DISEASE.search(place.name):
        return name
    return f"a lesion of {name}" if name.startswith("both ") else f"a lesion of the {name}"


def _label(note: str) -> str:
    """The eponym or the name of the disease in a note; nothing of a remark, nor of a list of examples."""
    first = _REMARK.split(note)[0]
    name, comma, _ = first.partition(",")
    if _TELLS.search(note) or (comma and not _EPONYM.search(name)):
        return ""
    return name


def word_site(model: Model, site: str, register: Register = Register.STUDENT) -> str:
    """A site without its side."""
    fact = model.atlas.sites[site]
    return choose(site_words(model.atlas, fact, None), register, fact.name)


def word_structure(model: Model, key: str, register: Register = Register.STUDENT) -> str:
    """A structure key as "right anterior horn at C7", "motor axons to the right biceps"."""
    name, _, side = key.rpartition(":")
    student = _sided(model.atlas.structures[name], _SIDES[side])
    return choose(structure_words(model.atlas, name, Side(side)), register, student)


def _sided(structure: Structure, side: str) -> str:
    """The name with its side: of an end organ the side of what it ends on. What follows a comma is put in brackets."""
    name, _, part = structure.name.partition(", ")
    if structure.kind in _ENDS and side and " the " in name:
        name = name.replace(" the ", f" the {side} ", 1)
    else:
        name = f"{side} {name}".strip()
    return f"{name} ({part})" if part else name


def word_stations(model: Model, cause: Cause) -> str:
    """The way of a pathway up to its interruption: structures once each, sides where they change.

    What lies distal to the root is left out when the interruption is central to it.
    """
    way = list(cause.chain[: cause.chain.index(cause.interrupted) + 1])
    kind = _structure(model, cause.interrupted).kind
    skipped = {"axon"} if kind in _PERIPHERAL else _PERIPHERAL
    if kind != "axon":
        way = [key for key in way if _structure(model, key).kind not in skipped]
    told: list[str] = []
    last_side = last_name = ""
    for key in way:
        side = key.rpartition(":")[2]
        station = _AT_SEGMENT.sub("", _structure(model, key).name.partition(",")[0])
        changed = side not in (last_side, Side.MIDLINE)
        if station != last_name:
            told.append(f"{_SIDES[side]} {station}" if changed else _shorter(station, last_name))
        last_side, last_name = (side if side != Side.MIDLINE else last_side), station
    segment = _structure(model, cause.interrupted).segment
    return ", ".join(told) + (f" at {segment}" if segment and segment not in told[-1] else "")


def _shorter(station: str, before: str) -> str:
    """A tract on its way through the brainstem is named once, then only where it runs."""
    name, place, where = station.partition(" in the ")
    return f"in the {where}" if place and name == before.partition(" in the ")[0] else station


def _structure(model: Model, key: str) -> Structure:
    return model.atlas.structures[key.rpartition(":")[0]]
