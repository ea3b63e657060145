"""Where things stand in the figures: the tables beside this module, read once."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians, sin
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent
MODALITIES = {"pin": "Pinprick", "touch": "Light touch", "temp": "Temperature"}
# The figure that a picture belongs to by its view; the head has the rest.
PICTURED = {"reflexes": "reflexes", "fields": "fields", "skin": "pin"}
PICTURED |= dict.fromkeys(("front", "back", "palm", "dorsum", "feet", "soles"), "strength")
PICTURED |= dict.fromkeys(("coord", "stance", "gait"), "movement")
EYE = "eye"
WIDE = 240
Row = dict[str, str]
Point = tuple[float, float]


@dataclass(frozen=True)
class View:
    """A drawing that is laid out for one side of the patient; `right` and `left` place a drawn x on the page."""

    id: str
    title: str
    width: int
    height: int
    right: str
    left: str
    marked: tuple[str, ...]
    outline: tuple[tuple[str, str], ...]

    @property
    def has_body(self) -> bool:
        return any(part == "body" for part, _ in self.outline)

    @property
    def is_wide(self) -> bool:
        """Whether it needs a column of its own, wider than the others."""
        return self.width > WIDE

    @property
    def right_mark(self) -> int:
        return self.width - 10

    def frame(self, side: str) -> str:
        return self.left if side == "L" else self.right


@dataclass(frozen=True)
class Place:
    """Where an item, or one value of it, is drawn: a shape, or a point, or both."""

    figure: str
    view: str
    value: str = ""
    shape: str = ""
    part: str = "area"
    at: Point | None = None
    name: str = ""
    name_at: Point | None = None
    sign: str = ""
    limb: str = ""


@dataclass(frozen=True)
class Position:
    """A position of gaze: toward temple (-1) or nose, up or down (-1), and the items that move the eye there."""

    side: int
    up: int
    across: tuple[str, ...]
    along: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True)
class Rest:
    """Where an eye stands at rest when an item has a value, and the word beside it."""

    item: str
    value: str
    side: float
    up: float
    word: str


@dataclass(frozen=True)
class Atlas:
    """Every place by the base id of its item; `listed` are the items that no figure shows."""

    views: MappingProxyType[str, View]
    places: MappingProxyType[str, tuple[Place, ...]]
    listed: tuple[str, ...]
    positions: tuple[Position, ...]
    rests: tuple[Rest, ...]


@lru_cache(maxsize=1)
def load() -> Atlas:
    places: dict[str, list[Place]] = {}
    readers = (strength, tags, reflexes, skin, deep, levels, eyes, pictures)
    for base, place in (pair for reader in readers for pair in reader()):
        places.setdefault(base, []).append(place)
    return Atlas(
        MappingProxyType({view.id: view for view in views()}),
        MappingProxyType({base: tuple(found) for base, found in places.items()}),
        tuple(row["item"] for row in rows("only_listed")),
        positions(),
        rests(),
    )


def all_views() -> tuple[View, ...]:
    return tuple(load().views.values())


def rows(name: str) -> list[Row]:
    """The rows of a table; the first line that is no comment names the columns."""
    path = FOLDER / f"{name}.psv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    head, *body = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(head, cells, strict=True)) for cells in body]


def views() -> list[View]:
    outline: dict[str, list[tuple[str, str]]] = {}
    for row in rows("outlines"):
        outline.setdefault(row["view"], []).append((row["part"], row["path"]))
    return [
        View(
            row["view"],
            row["title"],
            int(row["width"]),
            int(row["height"]),
            row["right"],
            row["left"],
            tuple(row["marked"].split()),
            tuple(outline[row["view"]]),
        )
        for row in rows("views")
    ]


def strength() -> list[tuple[str, Place]]:
    return [
        (
            row["item"],
            Place("strength", row["view"], shape=outline(row["shape"]), at=point(row["at"]), limb=row["part"]),
        )
        for row in rows("strength")
    ]


def tags() -> list[tuple[str, Place]]:
    """Letters that say what is seen beside the strength: only the abnormal is drawn."""
    made = []
    for row in rows("tags"):
        figure = "head" if row["view"] == "face" else "strength"
        place = Place(figure, row["view"], "abnormal", part="tag", at=point(row["at"]), sign=row["letter"])
        made.append((row["item"], place))
    return made


def reflexes() -> list[tuple[str, Place]]:
    made = []
    for row in rows("reflexes"):
        named = Place(
            "reflexes", "reflexes", part="disc", at=point(row["at"]), name=row["name"], name_at=point(row["name at"])
        )
        signs = {"normal": row["normal"], "abnormal": row["abnormal"]} if row["normal"] else {"": ""}
        made += [(row["item"], replace(named, value=value, sign=sign)) for value, sign in signs.items()]
    return made


def skin() -> list[tuple[str, Place]]:
    made = []
    for modality in MODALITIES:
        for row in rows("skin"):
            place = Place(modality, row["view"], shape=outline(row["shape"]), at=point(row["at"]))
            made.append((f"sens.{modality}.{row['spot']}", place))
    return made


def deep() -> list[tuple[str, Place]]:
    return [
        (
            row["item"],
            Place("deep", row["view"], shape=outline(row["shape"]), at=point(row["at"]), sign=row["letter"]),
        )
        for row in rows("deep")
    ]


def levels() -> list[tuple[str, Place]]:
    """A sensory level is a line; without one, a line down the trunk says where it was looked for."""
    made = [("senslevel", Place("pin", "front", "none", "M80 82 L80 170", "line"))]
    for row in rows("levels"):
        x, y = numbers(row["from"])
        line, leader = f"M{row['from']} L{row['to']}", f"M26 {y:g} L{x:g} {y:g}"
        made += [
            ("senslevel", Place("pin", row["view"], row["level"], line, "line", (14, y), sign=row["level"])),
            ("senslevel", Place("pin", row["view"], row["level"], leader, "leader")),
        ]
    return made


def positions() -> tuple[Position, ...]:
    return tuple(
        Position(
            int(row["side"]),
            int(row["up"]),
            tuple(row["across"].split()),
            tuple(row["along"].split()),
            tuple(row["own"].split()),
        )
        for row in rows("gaze")
    )


def rests() -> tuple[Rest, ...]:
    return tuple(
        Rest(row["item"], row["value"], float(row["side"]), float(row["up"]), row["word"]) for row in rows("rest")
    )


def eyes() -> list[tuple[str, Place]]:
    """What is drawn as an eye in a position of gaze, not from a shape in a table."""
    names = [name for one in positions() for name in (*one.across, *one.along, *one.own)]
    names += [one.item for one in rests()]
    bases = dict.fromkeys(name.partition(":")[0] for name in names)
    palsies = {row["item"] for row in rows("pictures")}
    return [(base, Place("head", "gaze", part=EYE)) for base in bases if base not in palsies]


def pictures() -> list[tuple[str, Place]]:
    """What is drawn as it looks, and words that stand where a sign was seen."""
    return [
        (
            row["item"],
            Place(
                PICTURED.get(row["view"], "head"),
                row["view"],
                row["value"],
                outline(row["path"]),
                row["part"] or "word",
                point(row["at"]),
                row.get("name", ""),
                point(row.get("name at", "")),
                row["word"],
            ),
        )
        for table in ("pictures", "movement")
        for row in rows(table)
    ]


def numbers(text: str) -> list[float]:
    return [float(number) for number in text.split()]


def point(text: str) -> Point | None:
    if not text:
        return None
    x, y = numbers(text)
    return x, y


def outline(text: str) -> str:
    """A path as it stands, or an oval as a path."""
    if not text.startswith("oval "):
        return text
    x, y, rx, ry, turn = numbers(text.removeprefix("oval "))
    dx, dy = _turned(rx, turn)
    return (
        f"M{x - dx:.1f} {y - dy:.1f} A{rx:g} {ry:g} {turn:g} 0 1 {x + dx:.1f} {y + dy:.1f}"
        f" A{rx:g} {ry:g} {turn:g} 0 1 {x - dx:.1f} {y - dy:.1f} Z"
    )


def _turned(length: float, degrees: float) -> Point:
    angle = radians(degrees)
    return length * cos(angle), length * sin(angle)
