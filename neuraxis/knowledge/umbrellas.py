"""Words that stand for several: values of one item (kind not stated), and items over other items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from neuraxis.examination import UNSIDED, Item
from neuraxis.knowledge.facts import Umbrella
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import LATERAL, suggest

ANY = re.compile(r"^any\(([^()]+)\)$")
SIDES = ("2", "M", UNSIDED)


def split_sets(rows: Iterable[Row], faults: Faults) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """The rows of a sign without those of a drive `any(value, value)`, and these as sets of values."""
    told = [(row, ANY.match(row["drive"])) for row in rows]
    plain = [row for row, found in told if found is None]
    known = {row["value"] for row in plain}
    sets: dict[str, tuple[str, ...]] = {}
    for row, found in told:
        if found is None:
            continue
        meant = tuple(part.strip() for part in found[1].split(","))
        for value in meant:
            if value not in known:
                faults.add(row.where, f"unknown value {value!r}{suggest(value, known)}")
        if row["value"] in known or row["value"] in sets:
            faults.add(row.where, f"{row['value']!r} stands twice")
        sets[row["value"]] = meant
    return plain, sets


def read_umbrellas(items: Mapping[str, Item], rows: Iterable[Row], faults: Faults) -> dict[str, Umbrella]:
    """Every umbrella by id; its members are items or umbrellas of earlier rows."""
    known = {item.base: item for item in items.values()}
    umbrellas: dict[str, Umbrella] = {}
    for row in rows:
        name, sides = row["item"], row["sides"]
        if sides not in SIDES:
            faults.add(row.where, f"sides {sides!r}; they should be {', '.join(SIDES)}")
        text = row["members"] or name
        members = {base: tuple(filter(None, values.split(","))) for base, _, values in _parts(text)}
        for base, values in members.items():
            _check_member(known, umbrellas, row, base, values, faults)
        key = f"{name}.{UNSIDED}" if sides == UNSIDED else name
        if key in umbrellas or key in known:
            faults.add(row.where, f"{key!r} stands twice")
        wording = {"normal": row["normal"], "abnormal": row["abnormal"]}
        umbrellas[key] = Umbrella(name, sides, row["chart"], wording, members)
    return umbrellas


def read_mentions(items: Mapping[str, Item], rows: Iterable[Row], faults: Faults) -> dict[str, tuple[str, ...]]:
    """By base id of an item, the bases of the items that need no mention beside it."""
    known = {item.base for item in items.values()}
    for row in rows:
        for base in (row["item"], *row["speaks_for"].split()):
            if base not in known:
                faults.add(row.where, f"unknown item {base!r}{suggest(base, known)}")
    return {row["item"]: tuple(row["speaks_for"].split()) for row in rows}


def _parts(text: str) -> Iterable[tuple[str, str, str]]:
    return (part.partition("=") for part in text.split())


def _check_member(
    known: Mapping[str, Item], umbrellas: Mapping[str, Umbrella], row: Row, base: str, values: tuple[str, ...],
    faults: Faults,
) -> None:  # fmt: skip
    item, umbrella = known.get(base), umbrellas.get(base)
    if item is None and umbrella is None:
        faults.add(row.where, f"unknown item {base!r}{suggest(base, (*known, *umbrellas))}")
    takes = item.takes if item is not None else ("abnormal",)
    for value in values:
        if value not in takes:
            faults.add(row.where, f"{base} cannot be {value!r}; it is one of {', '.join(takes)}")
    lateral = umbrella.sides == "2" if umbrella is not None else item is not None and item.side in LATERAL
    if row["sides"] == UNSIDED and not lateral:
        faults.add(row.where, f"{base!r} has no sides that could go unstated")
