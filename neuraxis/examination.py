"""What can be examined: items, their values, and how findings are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    SYMPTOM = "symptom"
    UMBRELLA = "umbrella"


# What a patient tells, and what stands for several items: not part of the examination that everybody gets.
NOT_EXAMINED = (Kind.SYMPTOM, Kind.UMBRELLA)
# An umbrella item for one side, which is not stated, ends like this where R or L would stand.
UNSIDED = "U"


@dataclass(frozen=True)
class Item:
    """One thing that can be examined. `values` run from normal on, except grades (MRC 0-5, reflexes 0-4).

    `sets` are further values, each of which stands for several of `values`: "weak" for MRC 0 to 4, degree not stated.
    An umbrella item has `members`, items with the values that count: it is abnormal when one of them is.
    `mentions` are further families that need no mention beside it: who tells of double vision has told of the eyes.
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
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: tuple[tuple[Item, tuple[str, ...]], ...] = ()
    mentions: tuple[str, ...] = ()

    @property
    def takes(self) -> tuple[str, ...]:
        """Every value that a finding may have."""
        return (*self.values, *self.sets)

    @property
    def is_unsided(self) -> bool:
        """Whether it stands for an item of two sides whose side is not stated."""
        return self.kind is Kind.UMBRELLA and self.base.endswith(f".{UNSIDED}")

    @property
    def families(self) -> tuple[str, ...]:
        """The families that a finding speaks for: its own, what it mentions, and those of all members."""
        below = (family for member, _ in self.members for family in member.families)
        return (self.family, *self.mentions, *below)

    def meant(self, value: str) -> tuple[str, ...]:
        """The values that `value` stands for: itself, or those of a set."""
        return self.sets.get(value, (value,))

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

    An item of two sides may stand without its side where that is not stated. Raises InputError that names every
    unknown item, value and duplicate.
    """
    faults: list[str] = []
    findings: dict[str, Finding] = {}
    for number, (given, told) in enumerate(_pairs(data), start=1):
        item_id, value = _unsided(items, given, told)
        item = items.get(item_id)
        if item is None:
            faults.append(f"finding {number}: unknown item {item_id!r}{suggest(item_id, items)}")
        elif value not in item.takes:
            faults.append(f"finding {number}: {item_id} cannot be {value!r}; it is one of {', '.join(item.takes)}")
        elif item_id in findings:
            faults.append(f"finding {number}: {item_id} stands twice; keep one")
        else:
            findings[item_id] = Finding(item_id, value)
    if faults:
        raise InputError(faults)
    return tuple(findings.values())


def _unsided(items: Mapping[str, Item], item_id: str, value: str) -> tuple[str, str]:
    """An item written without its side, as the umbrella over both."""
    umbrella = items.get(f"{item_id}.{UNSIDED}")
    if item_id in items or umbrella is None:
        return item_id, value
    if value in umbrella.takes:
        return umbrella.id, value
    member, counted = umbrella.members[0]
    words = {member.normal: umbrella.normal} | {
        one: "abnormal" for one in member.takes if {*member.meant(one)} <= {*counted}
    }
    return umbrella.id, words.get(value, value)


def drop_umbrellas(items: Mapping[str, Item], findings: Sequence[Finding]) -> list[Finding]:
    """An umbrella that is abnormal says nothing more once a member is known to be; a normal one, once any is known."""
    known = {finding.item: is_abnormal(items, finding) for finding in findings}

    def says_more(finding: Finding) -> bool:
        told = [known[member] for member in members_of(items[finding.item]) if member in known]
        return not (any(told) if known[finding.item] else told)

    return [finding for finding in findings if says_more(finding)]


def members_of(item: Item) -> list[str]:
    """The items below an umbrella, whatever lies between; none for any other item."""
    return [key for member, _ in item.members for key in (member.id, *members_of(member))]


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
