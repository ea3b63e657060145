"""What can be examined: items, their values, and how findings are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from neuraxis.vocabulary import InputError, Side, suggest


class Kind(StrEnum):
    """How an item is examined, which decides how it responds to deficits."""

    STRENGTH = "strength"
    REGION_STRENGTH = "region_strength"
    TENDON = "tendon"
    SUPERFICIAL = "superficial"
    PLANTAR = "plantar"
    TONE = "tone"
    RELEASE = "release"
    SKIN = "skin"
    GRADED = "graded"
    LEVEL = "level"
    SIGN = "sign"


@dataclass(frozen=True)
class Item:
    """One thing that can be examined. `values` run from normal on, except grades (MRC 0-5, reflexes 0-4).

    `family` groups items that a clinician reports together: mentioning one speaks for the others.
    `label` and `plain` are name and values without the side, for a chart that has a column per side; `name` and
    `wording` are with it, for sentences.
    """

    id: str
    base: str
    side: Side
    kind: Kind
    values: tuple[str, ...]
    normal: str
    chart: str
    label: str
    name: str
    wording: Mapping[str, str]
    plain: Mapping[str, str]
    family: str

    def index(self, value: str) -> int:
        """The position of `value`; raises ValueError if the item has no such value."""
        return self.values.index(value)


@dataclass(frozen=True)
class Finding:
    """What the examination shows: an item and one of its values."""

    item: str
    value: str


def parse_findings(items: Mapping[str, Item], data: object) -> tuple[Finding, ...]:
    """Findings from a mapping `{item: value}` or a list of `{"item", "value"}`, in the given order.

    Raises InputError that names every unknown item, value and duplicate.
    """
    faults: list[str] = []
    findings: dict[str, Finding] = {}
    for number, (item_id, value) in enumerate(_pairs(data), start=1):
        item = items.get(item_id)
        if item is None:
            faults.append(f"finding {number}: unknown item {item_id!r}{suggest(item_id, items)}")
        elif value not in item.values:
            faults.append(f"finding {number}: {item_id} cannot be {value!r}; it is one of {', '.join(item.values)}")
        elif item_id in findings:
            faults.append(f"finding {number}: {item_id} stands twice; keep one")
        else:
            findings[item_id] = Finding(item_id, value)
    if faults:
        raise InputError(faults)
    return tuple(findings.values())


def _pairs(data: object) -> Iterable[tuple[str, str]]:
    if isinstance(data, Mapping):
        return [(str(item), str(value)) for item, value in data.items()]
    if not isinstance(data, list | tuple):
        raise InputError(["findings should be an object {item: value} or a list of {item, value}"])
    pairs = []
    for number, entry in enumerate(data, start=1):
        if not isinstance(entry, Mapping) or not {"item", "value"} <= set(entry):
            raise InputError([f'finding {number} should be an object with "item" and "value"'])
        pairs.append((str(entry["item"]), str(entry["value"])))
    return pairs


def is_abnormal(items: Mapping[str, Item], finding: Finding) -> bool:
    """Whether the finding departs from the normal value of its item."""
    return finding.value != items[finding.item].normal
