"""One patient does not contradict himself: what findings exclude each other, and how a draw is mended."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from neuraxis.examination import Finding, Item
from neuraxis.knowledge.facts import Implication, Implications

# A value that is rarer than this in such a lesion is not put in place of another.
LEAST_CHANCE = 0.1
# What it costs (nats) to leave a finding out, and to change one that is abnormal in place of one that is normal.
LEFT_OUT = {True: 0.5, False: 3.0}
ABNORMAL_COST = 1.1
# Costs that agree to so many digits are equal, so that rounding never decides.
TIE = 9
SMALLEST = 1e-6


@dataclass(frozen=True)
class Contradiction:
    """Findings that no patient shows together, and why not, as a clause."""

    findings: tuple[Finding, ...]
    why: str


def find_contradictions(
    implications: Implications, findings: Iterable[Finding], about: Iterable[str] | None = None
) -> tuple[Contradiction, ...]:
    """Every contradiction among the findings, in the order of the table; what is not stated contradicts nothing.

    `about` names the only items to look at.
    """
    values = {one.item: one.value for one in findings}
    return tuple(
        Contradiction(tuple(Finding(item, values[item]) for item, _ in row.terms), row.why)
        for row in _broken(implications, values, values if about is None else about)
    )


def reconcile(
    implications: Implications,
    items: Mapping[str, Item],
    values: Mapping[str, str],
    chance: Callable[[str, str], float],
    kept: Collection[str] = (),
) -> dict[str, str]:
    """The values of a drawn examination without contradictions; `chance(item, value)` is P under the lesion.

    Of findings that exclude each other the one gives way whose change costs least, rather a normal one; it takes the
    likeliest value that fits, or is left out where none is likely. Two sides that exclude each other evenly both
    become normal. Items of `kept` stay as they are. Nothing is drawn: the same examination is mended in the same way.
    """
    mended = dict(values)
    for row in _broken(implications, mended, values):
        changeable = [item for item, _ in row.terms if item not in kept]
        if not (changeable and _holds(row, mended)):
            continue
        changes = {item: _change(implications, items[item], mended, chance) for item in changeable}
        first = min(changeable, key=lambda item: changes[item].cost)
        _apply(changes[first], mended)
        for other in changeable:
            if other != first and items[other].base == items[first].base and changes[other].cost == changes[first].cost:
                _apply(_change(implications, items[other], mended, chance), mended)
    return mended


class _Change(NamedTuple):
    """What an item would show instead (None: nothing), and what that costs in nats."""

    item: str
    value: str | None
    cost: float


def _change(
    implications: Implications, item: Item, values: Mapping[str, str], chance: Callable[[str, str], float]
) -> _Change:
    """The cheapest way in which an item gives way: its likeliest other value that contradicts nothing, or silence."""
    was = values[item.id]
    is_normal = was == item.normal
    extra = 0.0 if is_normal else ABNORMAL_COST
    left_out = _Change(item.id, None, LEFT_OUT[is_normal])
    fitting = [
        (chance(item.id, value), value)
        for value in item.values
        if value != was and not _broken(implications, {**values, item.id: value}, (item.id,))
    ]
    likeliest = max(fitting, key=lambda one: one[0], default=(0.0, ""))
    if likeliest[0] < LEAST_CHANCE:
        return left_out
    cost = math.log(max(chance(item.id, was), SMALLEST) / likeliest[0]) + extra
    return min(left_out, _Change(item.id, likeliest[1], round(cost, TIE)), key=lambda one: one.cost)


def _apply(change: _Change, values: dict[str, str]) -> None:
    if change.value is None:
        del values[change.item]
    else:
        values[change.item] = change.value


def _broken(implications: Implications, values: Mapping[str, str], changed: Iterable[str]) -> list[Implication]:
    """The rows that hold against the values, among those that speak of the items that changed."""
    at = sorted({one for item in changed for one in implications.by_item.get(item, ())})
    return [row for row in (implications.rows[one] for one in at) if _holds(row, values)]


def _holds(row: Implication, values: Mapping[str, str]) -> bool:
    return all(values.get(item) in wanted for item, wanted in row.terms)
