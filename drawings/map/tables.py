"""What stands where on the map of the nervous system: the tables beside this module, read once.

Each plate is laid out in units of its own, for the patient's right half; the left half is its mirror image.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from drawings.map.shapes import Point, path_of

FOLDER = Path(__file__).parent
WIDTH, HEIGHT = 480, 764
RIGHT, LEFT, MIDLINE = "R", "L", "M"
SIDE_WORDS = {RIGHT: "Right", LEFT: "Left", MIDLINE: ""}
# Text of a plate that is looked at closely: this many lines of it would fill the plate.
LINES = 36
# Stands for every segment of the cord.
EVERY = "{k}"
Row = dict[str, str]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Plate:
    """One drawing of the map, and how its units become those of the map."""

    id: str
    title: str
    split: bool
    x: float
    y: float
    scale: float
    axis: float
    box: Box
    hit: Box
    edges: tuple[str, ...]

    def place(self, at: Point, side: str) -> Point:
        """A point of the plate as a point of the map; on the left it is mirrored."""
        x = self.x + self.scale * at[0]
        return (2 * self.axis - x if side == LEFT else x), self.y + self.scale * at[1]

    def transform(self, side: str) -> str:
        """The same for a whole drawing, as SVG says it."""
        x, _ = self.place((0, 0), side)
        flip = -self.scale if side == LEFT else self.scale
        return f"matrix({flip:g} 0 0 {self.scale:g} {x:g} {self.y:g})"

    def mirrored(self, box: Box) -> Box:
        x, y, width, height = box
        return 2 * self.axis - x - width, y, width, height

    @property
    def text_size(self) -> float:
        return round(max(self.box[2:]) / LINES, 2)


@dataclass(frozen=True)
class View:
    """What is shown when one looks closer: a plate, or its right or left half; `hit` is where one points for that."""

    id: str
    title: str
    plate: Plate
    box: Box
    hit: Box
    sides: str

    @property
    def shown(self) -> str:
        """The box as SVG says it."""
        return " ".join(f"{number:g}" for number in self.box)


@dataclass(frozen=True)
class Area:
    """A place that one can point at, with the sides that it has."""

    id: str
    plate: Plate
    sides: tuple[str, ...]
    path: str
    width: float
    tissue: str
    label: str
    at: Point
    name: str

    @property
    def is_line(self) -> bool:
        return self.width > 0

    def title(self, side: str) -> str:
        words = f"{SIDE_WORDS[side]} {self.name}".strip()
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class Outline:
    """What is drawn beneath the places or above them, only to be seen."""

    plate: Plate
    sides: tuple[str, ...]
    layer: str
    tissue: str
    path: str


@dataclass(frozen=True)
class Atlas:
    """Everything that is drawn; `patterns` are the sites by area as they are written, with * for any letters."""

    plates: MappingProxyType[str, Plate]
    views: tuple[View, ...]
    areas: MappingProxyType[str, Area]
    outlines: tuple[Outline, ...]
    patterns: MappingProxyType[str, tuple[str, ...]]

    def sites_of(self, area: str, known: list[str]) -> list[str]:
        """The sites of an area, in the order in which they are written."""
        found: list[str] = []
        for pattern in self.patterns.get(area, ()):
            found += [site for site in known if site == pattern or ("*" in pattern and fnmatchcase(site, pattern))]
        return list(dict.fromkeys(found))


@lru_cache(maxsize=1)
def load() -> Atlas:
    plates = {row["plate"]: plate(row) for row in rows("plates")}
    written = [area(plates, row) for row in rows("regions")]
    areas = {one.id: one for one in [*written, *segments(plates)]}
    return Atlas(
        MappingProxyType(plates),
        tuple(view for one in plates.values() for view in views(one)),
        MappingProxyType(areas),
        tuple(outline(plates, row) for row in rows("outlines")),
        MappingProxyType(site_patterns()),
    )


def rows(name: str) -> list[Row]:
    """The rows of a table; the first line that is no comment names the columns."""
    path = FOLDER / f"{name}.psv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    head, *body = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(head, cells, strict=True)) for cells in body]


def plate(row: Row) -> Plate:
    return Plate(
        row["plate"],
        row["title"],
        row["split"] == "yes",
        float(row["x"]),
        float(row["y"]),
        float(row["scale"]),
        float(row["axis"]),
        box(row["box"]),
        box(row["hit"] or row["box"]),
        tuple(row["edges"].split()),
    )


def box(text: str) -> Box:
    x, y, width, height = numbers(text)
    return x, y, width, height


def views(one: Plate) -> list[View]:
    if not one.split:
        return [View(one.id, one.title, one, one.box, one.hit, RIGHT + LEFT + MIDLINE)]
    return [
        View(f"{one.id}.{side}", f"{SIDE_WORDS[side]} {one.title}", one, turn(one.box), turn(one.hit), side)
        for side, turn in ((RIGHT, lambda this: this), (LEFT, one.mirrored))
    ]


def area(plates: dict[str, Plate], row: Row) -> Area:
    x, y = numbers(row["at"])
    kind, _, width = row["kind"].partition(" ")
    return Area(
        row["region"],
        plates[row["plate"]],
        tuple(row["sides"]),
        path_of(row["shape"]),
        float(width) if kind == "line" else 0,
        row["tissue"],
        row["label"],
        (x, y),
        row["name"],
    )


def outline(plates: dict[str, Plate], row: Row) -> Outline:
    return Outline(plates[row["plate"]], tuple(row["sides"]), row["layer"], row["tissue"], path_of(row["shape"]))


def segments(plates: dict[str, Plate]) -> list[Area]:
    """The halves of every segment of the cord, and the roots beside them."""
    made = []
    table = rows("cord")
    y = 2.0
    for row, below in pairwise(table):
        name, height, half, end = row["segment"], float(row["height"]), float(row["half"]), float(below["half"])
        plate, foot, leaves = plates[row["plate"]], y + height, float(row["exit"])
        band = f"poly -0.3 {y + 0.15:g} -{half:g} {y + 0.15:g} -{end:g} {foot - 0.15:g} -0.3 {foot - 0.15:g}"
        middle = y + height / 2
        made.append(
            area_of_segment(
                f"cord.{name}", plate, band, 0, "cord", name, (-half / 2, middle), f"half of the cord at {name}"
            )
        )
        way = f"curve -{half:g} {middle:g} -{half + 3.4:g} {middle + (leaves - middle) * 0.5:g} -14 {leaves:g}"
        made.append(area_of_segment(f"root.{name}", plate, way, 0.8, "nerve", "", (-17, leaves), f"{name} root"))
        y = foot
    return made


def area_of_segment(
    key: str, plate: Plate, shape: str, width: float, tissue: str, label: str, at: Point, name: str
) -> Area:
    return Area(key, plate, (RIGHT, LEFT), path_of(shape), width, tissue, label, at, name)


def site_patterns() -> dict[str, tuple[str, ...]]:
    """The sites by area as they are written; what is written for every segment stands first."""
    made: dict[str, tuple[str, ...]] = {}
    for row in sorted(rows("sites"), key=lambda row: EVERY not in row["region"]):
        names = [one["segment"] for one in rows("cord")[:-1]] if EVERY in row["region"] else [""]
        for name in names:
            area = row["region"].replace(EVERY, name)
            made[area] = (*made.get(area, ()), *row["sites"].replace(EVERY, name).split())
    return made


def numbers(text: str) -> list[float]:
    return [float(number) for number in text.split()]
