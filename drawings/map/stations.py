"""Where a structure of the model stands on the map."""

from dataclasses import dataclass
from functools import lru_cache

from drawings.map.shapes import Point
from drawings.map.tables import LEFT, MIDLINE, RIGHT, Plate, load, numbers, rows

# What a name in braces stands for: the axons, junction and fibers of a muscle, or the axons of a patch of skin.
ENDS = ("axm", "nmj", "mus", "axs", "axs.pin")
# A root is drawn from the cord to its exit; a point on it stands here between them.
ON_ROOT = 0.6


@dataclass(frozen=True)
class Station:
    """A structure with its place: `side` is R, L or M, `at` a point of the map."""

    key: str
    plate: Plate
    side: str
    at: Point


@dataclass(frozen=True)
class Rule:
    """A line of the table, for one pattern of ids."""

    pattern: str
    plate: str
    at: str


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """The lines of the table by the ids that they are written for; a star at the end is kept."""
    made = {}
    for row in rows("stations"):
        for end in ENDS if "{}" in row["structure"] else ("",):
            pattern = row["structure"].replace("{}", end)
            made[pattern] = Rule(pattern, row["plate"], row["at"])
    return made


def rule_of(name: str) -> Rule | None:
    """The line of a structure: its own, or that of the longest beginning that is written with a star."""
    known = rules()
    parts = name.split(".")
    starred = (".".join([*parts[:count], "*"]) for count in range(len(parts) - 1, 0, -1))
    return next((known[one] for one in (name, *starred) if one in known), None)


@lru_cache(maxsize=1)
def undrawn() -> frozenset[str]:
    return frozenset(row["structure"] for row in rows("not_drawn"))


@lru_cache(maxsize=4096)
def station(key: str) -> Station | None:
    """The station of a structure key (`md.pyr.arm:R`); None for what is not drawn or not known."""
    name, _, side = key.rpartition(":")
    rule = rule_of(name)
    if rule is None:
        return None
    if rule.plate in ("cord", "root"):
        return segment_station(key, name, side, rule)
    x, y = numbers(rule.at)
    plate = load().plates[rule.plate]
    at = (0.0 if side == MIDLINE and not plate.split else x, y)
    return Station(key, plate, side, plate.place(at, side))


def segment_station(key: str, name: str, side: str, rule: Rule) -> Station | None:
    """In a segment: across the cord by the share of its half width, or on its root."""
    segment = segments().get(name.rpartition(".")[2]) or segments()["C3"]
    if rule.plate == "root":
        lift = -0.7 if rule.at == "back" else 0.3
        at = (-segment.half - 9 * ON_ROOT, segment.middle + (segment.exit - segment.middle) * ON_ROOT + lift)
    else:
        at = (-segment.half * float(rule.at), segment.middle)
    return Station(key, segment.plate, side, segment.plate.place(at, side if side in (RIGHT, LEFT) else RIGHT))


@dataclass(frozen=True)
class Segment:
    """A segment of the cord: half its width, the height of its middle, and where its root ends."""

    plate: Plate
    half: float
    middle: float
    exit: float


@lru_cache(maxsize=1)
def segments() -> dict[str, Segment]:
    made = {}
    y = 2.0
    for row in rows("cord"):
        height = float(row["height"])
        if row["exit"]:
            plate = load().plates[row["plate"]]
            made[row["segment"]] = Segment(plate, float(row["half"]), y + height / 2, float(row["exit"]))
        y += height
    return made
