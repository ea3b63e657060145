"""The examination as a neurologist charts it: sections of rows with a right and a left column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from neuraxis.examination import Finding, Item, Kind
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Side

SECTIONS = {
    "history": ("Complaints", "list"),
    "language": ("Speech and language", "list"),
    "cognition": ("Mental state", "list"),
    "vision": ("Vision", "list"),
    "eyes": ("Eyes and pupils", "list"),
    "face": ("Face", "list"),
    "hearing_balance": ("Hearing and balance", "list"),
    "bulbar": ("Throat, tongue and neck", "list"),
    "motor": ("Bulk and fasciculation", "list"),
    "tone": ("Tone", "list"),
    "strength": ("Strength (MRC 0 to 5)", "strength"),
    "reflexes": ("Reflexes (0 to 4+)", "reflexes"),
    "sensation": ("Sensation", "sensation"),
    "coordination": ("Coordination", "list"),
    "gait": ("Stance and gait", "list"),
    "movement": ("Movement disorder", "list"),
    "autonomic": ("Bladder, sphincters and autonomic", "list"),
}
_NORMAL_WORDS = re.compile(
    r"^no | (of normal|normal|full|present|intact|accurate|clear|fluent|kept|steady|still)\b.*$|,? on this side|"
    r" (to|of|on) this (side|hemifield)|, this eye lower| with this eye lower"
)
_THIS_SIDE = re.compile(r" on this side| (?:to|of) this (?:side|hemifield)")
_AT_SPOT = re.compile(r"^(?P<test>.+?) normal at the (?P<spot>.+)$")
# Where the normal finding does not name what was examined.
LABELS = {
    "anosognosia": "awareness of the deficit",
    "apraxia": "learned gestures",
    "apraxia.left": "gestures of the left hand",
    "balint": "seeing scenes as wholes",
    "bilateral_blindness": "sight",
    "disinhibition": "behavior",
    "drowsy": "alertness",
    "emolability": "emotional expression",
    "lightnear": "light and near reaction",
    "prosody": "tone of voice",
    "prosopagnosia": "recognition of faces",
    "truncal": "sitting and standing",
}


class State(StrEnum):
    """How a cell is to be told apart, in words and shape, not by color alone."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_EXAMINED = "not_examined"


@dataclass(frozen=True)
class Cell:
    """One side of one item. `value` is the vocabulary's value, empty when not examined."""

    text: str
    value: str
    state: State


@dataclass(frozen=True)
class Row:
    """One thing examined; `midline` is set, and `right` and `left` are None, when it has no sides."""

    label: str
    right: Cell | None
    left: Cell | None
    midline: Cell | None


@dataclass(frozen=True)
class Section:
    """A part of the examination. `kind` is strength, reflexes, sensation or list."""

    id: str
    title: str
    kind: str
    rows: tuple[Row, ...]


def chart(model: Model, findings: Iterable[Finding]) -> tuple[Section, ...]:
    """Findings as sections in charting order; a side that is missing beside the other reads "not examined"."""
    values = {finding.item: finding.value for finding in findings}
    bases: dict[str, dict[str, list[Item]]] = {}
    for item in model.items.values():
        if item.id in values:
            bases.setdefault(item.chart, {}).setdefault(item.base, []).append(item)
    return tuple(
        Section(name, title, kind, tuple(_row(items, values) for items in bases[name].values()))
        for name, (title, kind) in SECTIONS.items()
        if name in bases
    )


def _row(items: list[Item], values: dict[str, str]) -> Row:
    label = _label(items[0])
    cells = {item.side: _cell(item, values[item.id], label) for item in items}
    if Side.MIDLINE in cells:
        return Row(_capitalize(label), None, None, cells[Side.MIDLINE])
    missing = Cell("not examined", "", State.NOT_EXAMINED)
    return Row(_capitalize(label), cells.get(Side.RIGHT, missing), cells.get(Side.LEFT, missing), None)


def _cell(item: Item, value: str, label: str) -> Cell:
    state = State.NORMAL if value == item.normal else State.ABNORMAL
    if value in item.sets:
        return Cell(value, value, state)
    if item.kind in (Kind.STRENGTH, Kind.REGION_STRENGTH):
        return Cell(f"{value}/5", value, state)
    if item.kind is Kind.TENDON:
        return Cell("0" if value == "0" else f"{value}+", value, state)
    if item.kind in (Kind.SKIN, Kind.TONE, Kind.PLANTAR):
        return Cell(value, value, state)
    return Cell(_short(item.plain[value], label), value, state)


def _short(text: str, label: str) -> str:
    """What a cell says beside its label: "none" for "no ptosis", "partial" for "partial ptosis"."""
    told = _THIS_SIDE.sub("", text)
    if told == f"no {label}" or text == f"no {label}":
        return "none"
    if told == label:
        return "present"
    for tail in (f" of the {label}", f" {label}"):
        told = told.removesuffix(tail)
    return told.removeprefix(label).strip(" ,:") or told


def _label(item: Item) -> str:
    if item.base in LABELS:
        return LABELS[item.base]
    spot = _AT_SPOT.match(item.label)
    if spot:
        return f"{spot['spot']}, {spot['test']}"
    plain = item.kind not in (Kind.SIGN, Kind.GRADED)
    return item.label if plain else _NORMAL_WORDS.sub("", item.label).replace(" this ", " the ")


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
