"""The pathway that a lesion interrupts, drawn on the map, with the key and the learner's own answer beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from math import dist

import neuraxis
from drawings.map.drawing import Region, regions
from drawings.map.shapes import Point, curve
from drawings.map.stations import Station, station
from drawings.map.tables import HEIGHT, LEFT, RIGHT, WIDTH, load, numbers, rows

MOST = 2
# These plates lie on the axis of the map, one below the other: a pathway runs through them unbroken.
AXIS = frozenset(
    {
        "coronal",
        "midbrain",
        "ponsup",
        "ponslow",
        "medulla",
        "decuss",
        "cervical",
        "thoracic",
        "lumbar",
        "plexus",
        "arm",
        "hand",
        "pelvis",
        "leg",
    }
)
PERIPHERAL = ("plexus", "arm", "hand", "pelvis", "leg", "face", "skull")
SIDE_WORDS = {RIGHT: "right ", LEFT: "left "}


@dataclass(frozen=True)
class Track:
    """One pathway: whole as far as the interruption, cut off after it, jumps between drawings; dots where unordered."""

    number: int
    pathway: str
    crossing: str
    interrupted: str
    whole: tuple[str, ...]
    cut: tuple[str, ...]
    jumps: tuple[str, ...]
    dots: tuple[Point, ...]
    start: Point
    broken: Point
    crosses: Point | None


@dataclass(frozen=True)
class Mark:
    """A place on the map: the key, the learner's answer, or both in one."""

    kind: str
    word: str
    name: str
    at: Point
    is_labeled: bool = True

    @property
    def is_turned(self) -> bool:
        """At the right edge the word stands on the left."""
        return self.at[0] > WIDTH - 60


@dataclass(frozen=True)
class LesionPicture:
    """What is laid over the map, and the same in words."""

    tracks: tuple[Track, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def named(self) -> tuple[Mark, ...]:
        """Each kind of mark once, for the key beside the picture."""
        return tuple({mark.kind: mark for mark in reversed(self.marks)}.values())[::-1]


def answer_picture(case: neuraxis.Case, response: Mapping[str, str], deciding: Sequence[str]) -> LesionPicture:
    """What a case with its key and the answer `response` look like on the map; kept, as feedback is looked at again.

    `response` has the level, and as far as given the side and the site of the answer. `deciding` are the items that
    its grade turned on; without them, the pathways of the first findings are drawn. Raises ValueError where this model
    does not know a word of them.
    """
    given = tuple((name, response[name]) for name in ("level", "side", "site") if name in response)
    return kept_picture(neuraxis.load_model().version, case, given, tuple(deciding))


@lru_cache(maxsize=64)
def kept_picture(
    version: str, case: neuraxis.Case, given: tuple[tuple[str, str], ...], deciding: tuple[str, ...]
) -> LesionPicture:
    """`version` of the model is there to be remembered by."""
    return lesion_picture(neuraxis.load_model(), case, dict(given), deciding)


def lesion_picture(
    model: neuraxis.Model, case: neuraxis.Case, response: Mapping[str, str], deciding: Iterable[str]
) -> LesionPicture:
    """The pathways of the deciding findings first, as far as two can be seen at once."""
    key = neuraxis.explain(model, case.findings, case.stage, case.key)
    causes = telling_causes(key.causes, deciding)
    tracks = [track(model, number, cause) for number, cause in enumerate(causes, 1)]
    drawn = tuple(one for one in tracks if one is not None)
    return LesionPicture(drawn, tuple(marks(model, case.key, response, drawn)))


def telling_causes(causes: Mapping[str, neuraxis.Cause], deciding: Iterable[str]) -> list[neuraxis.Cause]:
    """Each pathway and interruption once."""
    found: dict[tuple[str, str], neuraxis.Cause] = {}
    for item in [*(item for item in deciding if item in causes), *causes]:
        cause = causes[item]
        if cause.pathway:
            found.setdefault((cause.pathway, cause.interrupted.partition(".")[0]), cause)
    return list(found.values())[:MOST]


# Pathways


def track(model: neuraxis.Model, number: int, cause: neuraxis.Cause) -> Track | None:
    keys = [*plainest_chain(model, cause), *neuraxis.way_onward(model, cause)]
    stations = [found for found in map(station, keys) if found is not None]
    broken = station(cause.interrupted)
    if broken is None or not stations:
        return None
    ordered = runs_turned(stations) if is_joined(cause.function) else []
    at = next((index for index, one in enumerate(ordered) if one.key == broken.key), 0)
    whole, first_jumps = lines(ordered[: at + 1])
    cut, later_jumps = lines(ordered[at:])
    return Track(
        number,
        cause.pathway,
        cause.crossing if cause.crosses else "",
        structure_name(model, cause.interrupted),
        tuple(whole),
        tuple(cut),
        tuple(first_jumps + later_jumps),
        () if ordered else tuple(rounded(one.at) for one in stations),
        rounded((ordered or stations)[0].at),
        rounded(broken.at),
        crossing(ordered) if cause.crosses else None,
    )


def plainest_chain(model: neuraxis.Model, cause: neuraxis.Cause) -> tuple[str, ...]:
    """The shortest of the routes that run together through the interruption: the one whose crossing is told."""
    chains = [tuple(key for key, _ in route.chain) for route in model.atlas.functions[cause.function]]
    fitting = [one for one in chains if cause.interrupted in one and cause.chain[: len(one)] == one]
    return min(fitting, key=len, default=cause.chain)


@lru_cache(maxsize=1)
def joined() -> tuple[str, ...]:
    return tuple(row["function"] for row in rows("ways"))


def is_joined(function: str) -> bool:
    """Whether the structures of a function follow one another in space."""
    return function.startswith(joined())


def runs_turned(stations: list[Station]) -> list[Station]:
    """The stations as the pathway meets them: runs that the model lists from the other end are turned round."""
    runs = [list(run) for _, run in groupby(stations, key=run_of)]
    for number, run in enumerate(runs):
        before = runs[number - 1][-1].at if number else None
        after = runs[number + 1][0].at if number + 1 < len(runs) else None
        if way_between(before, run[-1].at, run[0].at, after) < way_between(before, run[0].at, run[-1].at, after):
            run.reverse()
    return [one for run in runs for one in run]


def run_of(one: Station) -> str:
    """Segments of one tract belong together, and so do the plexus and nerves of a limb."""
    name, _, side = one.key.rpartition(":")
    if name.startswith("cord."):
        return f"{name.rpartition('.')[0]}:{side}"
    if name.startswith(("root.", "axm.", "mus.", "nmj.", "axs.")):
        return one.key
    return f"limb:{side}" if one.plate.id in PERIPHERAL else one.key


def way_between(before: Point | None, first: Point, last: Point, after: Point | None) -> float:
    return (dist(before, first) if before else 0) + (dist(last, after) if after else 0)


def lines(stations: list[Station]) -> tuple[list[str], list[str]]:
    """Smooth lines within the axis or within one plate, and jumps between the others."""
    stops = thinned(stations)
    stretches = [[one.at] for one in stops[:1]]
    jumps = []
    for here, there in pairwise(stops):
        if here.plate is there.plate or {here.plate.id, there.plate.id} <= AXIS:
            stretches[-1].append(there.at)
        else:
            jumps.append(curve([here.at, there.at]))
            stretches.append([there.at])
    return [curve(points) for points in stretches if len(points) > 1], jumps


def thinned(stations: list[Station]) -> list[Station]:
    """Without the inner segments of a tract, and without standing still."""
    kept: list[Station] = []
    for number, one in enumerate(stations):
        inner = 0 < number < len(stations) - 1 and len({run_of(stations[number + step]) for step in (-1, 0, 1)}) == 1
        if not (inner and one.key.startswith("cord.")) and not (kept and dist(kept[-1].at, one.at) < 1):
            kept.append(one)
    return kept


def crossing(stations: list[Station]) -> Point | None:
    """Where the pathway first changes sides: between two stations, or in the drawing on the axis that it jumps from."""
    for here, there in pairwise([one for one in stations if one.side in (RIGHT, LEFT)]):
        if here.side != there.side:
            return crossing_between(here, there)
    return None


def crossing_between(here: Station, there: Station) -> Point:
    central = [one for one in (here, there) if one.plate.id in AXIS]
    if here.plate is not there.plate and len(central) == 1:
        return rounded((central[0].plate.axis, central[0].at[1]))
    return rounded(((here.at[0] + there.at[0]) / 2, (here.at[1] + there.at[1]) / 2))


def structure_name(model: neuraxis.Model, key: str) -> str:
    name, _, side = key.rpartition(":")
    return f"{SIDE_WORDS.get(side, '')}{model.atlas.structures[name].name}"


# Places


def marks(model: neuraxis.Model, key: str, response: Mapping[str, str], tracks: tuple[Track, ...]) -> list[Mark]:
    """The key and the answer; one mark where they are the same."""
    place = model.places[key]
    keyed = points_of(model, place, tracks)
    own_place = place_of(model, response)
    name = neuraxis.word_place(place)
    if own_place is not None and own_place.key == key:
        return marked("both", "Key and yours", name, keyed)
    if own_place is not None:
        own, words = points_of(model, own_place, tracks), neuraxis.word_place(own_place)
    else:
        own, words = [point_of_level(response)], level_words(response)
    return [
        *marked("key", "Key", name, keyed),
        *marked("yours", "Yours", words, [apart(at, keyed) for at in own]),
    ]


def marked(kind: str, word: str, name: str, points: list[Point]) -> list[Mark]:
    """A place with two sides is marked twice and labeled once, on the outer mark."""
    outer = max(points)
    return [Mark(kind, word, name, at, at == outer) for at in points]


def place_of(model: neuraxis.Model, response: Mapping[str, str]) -> neuraxis.Place | None:
    site = model.sites.get(response.get("site", ""))
    if site is None:
        return None
    wanted = f"{site.id}:{response.get('side', '')}"
    return model.places.get(wanted) or model.places[f"{site.id}:{site.sides[0]}"]


@lru_cache(maxsize=2)
def standing(version: str) -> Mapping[str, tuple[Region, ...]]:
    """The regions of every place; `version` of the model is there to be remembered by."""
    found: dict[str, list[Region]] = {}
    for region in regions(neuraxis.load_model(), load()):
        for place in region.choices:
            found.setdefault(place.key, []).append(region)
    return {key: tuple(those) for key, those in found.items()}


def points_of(model: neuraxis.Model, place: neuraxis.Place, tracks: tuple[Track, ...]) -> list[Point]:
    """Where a place is marked: nearest to the interruption of a pathway, on both sides if it has both."""
    found = standing(model.version)[place.key]
    broken = tracks[0].broken if tracks else (WIDTH / 2, 0)
    nearest = min(found, key=lambda region: dist(region.label_at, broken))
    return [region.label_at for region in found if region.area is nearest.area]


def point_of_level(response: Mapping[str, str]) -> Point:
    row = next(row for row in rows("levels") if row["level"] == response["level"])
    x, y = numbers(row["at"])
    plate = load().plates[row["plate"]]
    side = response.get("side", "")
    middle = side not in (RIGHT, LEFT) and not plate.split
    return rounded(plate.place((0 if middle else x, y), LEFT if side == LEFT else RIGHT))


def level_words(response: Mapping[str, str]) -> str:
    side = neuraxis.SIDE_NAMES[neuraxis.Side(response["side"])].lower()
    return f"{neuraxis.LEVEL_NAMES[neuraxis.Level(response['level'])].lower()}, {side}"


def apart(at: Point, others: list[Point]) -> Point:
    """Two marks never hide one another."""
    for other in others:
        if dist(at, other) < 16:
            return rounded((at[0], other[1] + 16))
    return at


def rounded(at: Point) -> Point:
    return round(at[0], 1), round(at[1], 1)
