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
_NORMAL_WORDS = re.compile(r"^no | (normal|full|present|intact|accurate|clear|fluent)\b.*$")


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
    if item.kind in (Kind.STRENGTH, Kind.REGION_STRENGTH):
        return Cell(f"{value}/5", value, state)
    if item.kind is Kind.TENDON:
        return Cell("0" if value == "0" else f"{value}+", value, state)
    text = item.plain[value]
    rest = text.removeprefix(label).strip(" ,:")
    short = value if item.kind in (Kind.SKIN, Kind.TONE, Kind.PLANTAR) else rest or text
    return Cell(short, value, state)


def _label(item: Item) -> str:
    return (
        item.label if item.kind is not Kind.SIGN and item.kind is not Kind.GRADED else _NORMAL_WORDS.sub("", item.label)
    )


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
