"""Acceptance rows: findings with the place and motor-neuron class that they must give.

Columns by `|`: target | also accepted | lesion side R L M | stage | findings | class (`/` between alternatives).
A finding is `item(side)=value`, `item(side)` abnormal, or `item(side)-` normal. The side is `i` that of the lesion
(also when absent), `c` opposite, `b` both, `R` or `L`. Capitals are the macros of `atlas/macros.txt`; SL(C4) is a
sensory level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isclose

from neuraxis.examination import Finding, Item, Kind
from neuraxis.knowledge import ATLAS_FOLDER
from neuraxis.localization import Candidate, localize
from neuraxis.simulation import Model
from neuraxis.vocabulary import LATERAL, SEGMENT_INDEX, InputError, MotorClass, Reading, Side, Stage, neighbor, suggest

# Segments that the findings do not tell apart are equally likely, and all of them first; this many are looked at.
EQUALS = 12
_TOKEN = re.compile(
    r"^(?P<name>[\w./]+?)(?:\((?P<side>[\w]+)\))?(?P<normal>-)?(?:=(?P<value>\w+))?(?:\((?P<side2>[\w]+)\))?(?P<normal2>-)?$"
)
# Other names under which acceptance rows ask for the same item.
_SYNONYMS = {
    "agraphia": "writing",
    "alexia": "reading",
    "analwink": "sup.anal",
    "anhidrosis": "anhidrosis.body",
    "aprosodia": "prosody",
    "apraxia.l": "apraxia.left",
    "ataxia.trunk": "truncal",
    "ballism": "hemiballism",
    "coma": "drowsy",
    "drowsy/coma": "drowsy",
    "dysexecutive": "executive",
    "fluent": "paraphasia",
    "gait": "truncal",
    "hemiballismus": "hemiballism",
    "leftapraxia": "apraxia.left",
    "orthostatic/autonomic": "orthostatic",
    "pallor": "disc",
    "thalpain": "centralpain",
    "tongue.fasc": "fasc.tongue",
    "tremor": "holmes",
    "truncal/gait": "truncal",
    "truncal_ataxia": "truncal",
    "vf.temp": "vf.temporal",
}
_CLASS_WORDS = {"mixed": MotorClass.BOTH, "none": MotorClass.NEITHER}


@dataclass(frozen=True)
class AcceptanceRow:
    """One row, read. `places` are the keys that count as right."""

    number: int
    target: str
    places: tuple[str, ...]
    stage: Stage
    findings: tuple[Finding, ...]
    classes: tuple[MotorClass, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a row. `fault` says why a row could not be run, or is empty."""

    number: int
    target: str
    place_right: bool = False
    class_right: bool = False
    motor_class: MotorClass | None = None
    top: tuple[Candidate, ...] = ()
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether target or equivalent ranks first and the motor-neuron class agrees."""
        return self.place_right and self.class_right and not self.fault


def run_catalogue(model: Model, lines: Iterable[str]) -> Iterator[Outcome]:
    """Localizes every row, in order. A row that cannot be read fails with its line number and what would be right."""
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            row = parse_row(model, line, number)
        except InputError as error:
            yield Outcome(number, line.partition("|")[0].strip(), fault=f"line {number}: {error}")
        else:
            yield _run(model, row)


def parse_row(model: Model, line: str, number: int) -> AcceptanceRow:
    """One row. Raises InputError that names what cannot be read."""
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 6:
        raise InputError([f"{len(cells)} cells; target | accepted | side | stage | findings | class has 6"])
    target, accepted, side_text, stage_text, findings, classes = cells
    try:
        side, stage = Side(side_text), Stage(stage_text)
    except ValueError:
        raise InputError(
            [f"side {side_text!r} or stage {stage_text!r}; write R, L or M and acute or chronic"]
        ) from None
    places = [key for site in (target, *accepted.split()) for key in _place_keys(model, site, side)]
    return AcceptanceRow(
        number, target, tuple(places), stage, parse_shorthand(model.items, findings, side), _parse_classes(classes)
    )


def _run(model: Model, row: AcceptanceRow) -> Outcome:
    posterior = localize(model, row.findings, row.stage, reading=Reading.VIGNETTE, top=EQUALS)
    best = posterior.ranked[0].probability
    equals = [one for one in posterior.ranked if isclose(one.probability, best, rel_tol=1e-9)]
    first = {place.key for one in equals for place in one.members}
    place_right = not first.isdisjoint(row.places)
    class_right = posterior.likely_class in row.classes
    return Outcome(row.number, row.target, place_right, class_right, posterior.likely_class, posterior.ranked[:3])


def _place_keys(model: Model, site: str, side: Side) -> list[str]:
    if f"{site}:{side}" in model.places:
        return [f"{site}:{side}"]
    keys = [f"{site}:{one}" for one in (Side.MIDLINE, *LATERAL) if f"{site}:{one}" in model.places]
    if not keys:
        raise InputError([f"unknown site {site!r}{suggest(site, {place.site for place in model.places.values()})}"])
    return keys


def _parse_classes(text: str) -> tuple[MotorClass, ...]:
    try:
        return tuple(_CLASS_WORDS.get(word.strip()) or MotorClass(word.strip()) for word in text.split("/"))
    except ValueError:
        raise InputError([f"class {text!r}; write UMN, LMN, mixed, NMJ, MUSCLE or none, with / between"]) from None


def parse_shorthand(items: Mapping[str, Item], text: str, side: Side) -> tuple[Finding, ...]:
    """The findings of a row for a lesion on `side`; a later token overrides an earlier one on the same item."""
    found: dict[str, Finding] = {}
    faults: list[str] = []
    for token in text.split():
        try:
            for finding in _expand(items, token, side if side in LATERAL else Side.RIGHT, "i"):
                found[finding.item] = finding
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(found.values())


def _expand(items: Mapping[str, Item], token: str, side: Side, default: str) -> Iterator[Finding]:
    match = _TOKEN.match(token)
    if match is None:
        raise InputError([f"cannot read {token!r}; write item(side)=value, item(side) or item(side)-"])
    name, mark = match["name"], match["side"] or match["side2"] or default
    normal = bool(match["normal"] or match["normal2"])
    if name in ("SL", "SLP"):
        yield from _sensory_level(items, mark, side, below=1 if name == "SLP" else 0)
    elif name in _macros():
        for part in _macros()[name]:
            for finding in _expand(items, part, side, mark):
                yield Finding(finding.item, items[finding.item].normal) if normal else finding
    else:
        yield from _plain(items, _base(items, name, match["value"]), mark, side, match["value"], normal)


def _base(items: Mapping[str, Item], name: str, value: str | None) -> str:
    """The item meant by a name. `gait` alone is truncal ataxia; `gait=spastic` is the gait."""
    named = items.get(name)
    return name if named is not None and value in named.values else _SYNONYMS.get(name, name)


def _sensory_level(items: Mapping[str, Item], segment: str, side: Side, below: int) -> Iterator[Finding]:
    if segment not in SEGMENT_INDEX:
        raise InputError([f"unknown segment {segment!r}; write SL(C4)"])
    yield from _plain(items, "senslevel", "b", side, neighbor(segment, below), normal=False)
    if not below:
        for spot in ("l4", "s1lat", "s3"):
            yield from _plain(items, f"sens.pin.{spot}", "b", side, "2", normal=False)


def _plain(
    items: Mapping[str, Item], base: str, mark: str, side: Side, value: str | None, normal: bool
) -> Iterator[Finding]:
    sides = {"i": (side,), "c": (side.opposite,), "b": LATERAL, "R": (Side.RIGHT,), "L": (Side.LEFT,)}
    if mark not in sides:
        raise InputError([f"side {mark!r} of {base!r}; write i, c, b, R or L"])
    keys = [base] if base in items else [f"{base}.{one}" for one in sides[mark]]
    for key in keys:
        if key not in items:
            raise InputError([f"unknown item {base!r}{suggest(base, {item.base for item in items.values()})}"])
        yield Finding(key, _value(items[key], value, normal))


def _value(item: Item, value: str | None, normal: bool) -> str:
    if normal:
        return item.normal
    if value is None:
        if item.kind in (Kind.STRENGTH, Kind.REGION_STRENGTH, Kind.TENDON, Kind.LEVEL):
            raise InputError([f"{item.id} needs a value, one of {', '.join(item.values)}"])
        return item.values[1]
    if value in item.takes:
        return value
    if value.isdigit() and int(value) < len(item.values):
        return item.values[int(value)]
    raise InputError([f"{item.id} cannot be {value!r}; it is one of {', '.join(item.values)}, or its number from 0"])


@lru_cache(maxsize=1)
def _macros() -> dict[str, list[str]]:
    lines = (ATLAS_FOLDER / "macros.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {name: tokens for name, *tokens in parts}
