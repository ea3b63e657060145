"""What a figure is made of, ready to be printed."""

from dataclasses import dataclass
from functools import cached_property

from drawings.chart.tables import Point, View

MIRROR = "-"
COLUMN = 440
# The words beside a difference: how far from its middle they begin, and about how wide a letter is.
BESIDE, LETTER = 12, 6
LETTERS = {
    "W": "wasted",
    "F": "fasciculating",
    "P": "position",
    "V": "vibration",
    "C": "stereognosis and graphesthesia",
}


@dataclass(frozen=True)
class Shape:
    """A path in drawn coordinates; `transform` carries it to its side of the page."""

    path: str
    part: str
    transform: str
    pattern: str


@dataclass(frozen=True)
class Mark:
    """One side of one item in one view: its shapes, its grade or word, and the sentence that both stand for.

    An echo repeats a mark elsewhere in the same view, as a weak muscle shows in several positions of gaze. `seen` is
    what was found in its place, where the mark is of a prediction that differs; `spot` is where that is marked, in a
    view of `width`.
    """

    item: str
    figure: str
    view: str
    state: str
    value: str
    says: str
    shapes: tuple[Shape, ...]
    label: str = ""
    at: Point | None = None
    form: str = ""
    name: str = ""
    name_at: Point | None = None
    is_echo: bool = False
    seen: str = ""
    spot: Point | None = None
    width: int = 0

    @property
    def is_said_to_the_left(self) -> bool:
        """Where the words beside `spot` go: away from the midline, unless that leads off the page."""
        if self.spot is None:
            return False
        needed = BESIDE + LETTER * len(f"seen: {self.seen}")
        is_left = self.spot[0] < self.width / 2
        room = self.spot[0] if is_left else self.width - self.spot[0]
        return is_left if room >= needed else not is_left

    @property
    def id(self) -> str:
        return place_id(self.item)


@dataclass(frozen=True)
class Picture:
    """One view with what is marked on it, and the same in words. `anchors` are the items that links lead to here."""

    id: str
    view: View
    marks: tuple[Mark, ...]
    anchors: frozenset[str]
    says: str

    @property
    def halves(self) -> tuple[str, str]:
        """How the drawn half and its mirror image come onto the page."""
        return transform(self.view.right), transform(self.view.left)

    @cached_property
    def names(self) -> list[tuple[str, Point]]:
        """The names beside the marks; a name in the middle is written once."""
        return list(dict.fromkeys((mark.name, mark.name_at) for mark in self.marks if mark.name_at))


@dataclass(frozen=True)
class Drawing:
    """The views of one figure, or of one modality of sensation."""

    id: str
    title: str
    pictures: tuple[Picture, ...]

    @cached_property
    def columns(self) -> list[list[Picture]]:
        """The pictures in columns of about one body's height."""
        columns: list[list[Picture]] = []
        for picture in self.pictures:
            taken = sum(other.view.height for other in columns[-1]) if columns else COLUMN
            is_apart = picture.view.is_wide or bool(columns and columns[-1][-1].view.is_wide)
            if is_apart or taken + picture.view.height > COLUMN:
                columns.append([])
            columns[-1].append(picture)
        return columns

    @cached_property
    def abnormal(self) -> int:
        marks = (mark for picture in self.pictures for mark in picture.marks)
        return len({mark.item for mark in marks if mark.state == "abnormal"})

    @cached_property
    def letters(self) -> list[tuple[str, str]]:
        """The letters that are used, with what they stand for."""
        marks = [mark for picture in self.pictures for mark in picture.marks]
        used = {mark.label[:1] for mark in marks if mark.figure == "deep" or mark.form == "tag"}
        return [(letter, meaning) for letter, meaning in LETTERS.items() if letter in used]


@dataclass(frozen=True)
class Sheet:
    """A titled group of drawings; more than one are layers to choose from."""

    id: str
    title: str
    drawings: tuple[Drawing, ...]

    @property
    def columns(self) -> int:
        return max(len(drawing.columns) for drawing in self.drawings)

    @cached_property
    def shown(self) -> str:
        """The layer to begin with: the first that has something to see."""
        return next((drawing.id for drawing in self.drawings if drawing.abnormal), self.drawings[0].id)


@dataclass(frozen=True)
class Said:
    """A finding in words, and the item whose mark it belongs to; empty when no figure shows it."""

    words: str
    item: str

    @property
    def id(self) -> str:
        return place_id(self.item) if self.item else ""


@dataclass(frozen=True)
class Figures:
    """All that a chart shows: the sheets, the abnormal findings in words by sheet, and the normal ones not drawn.

    `unknown` counts the findings of an old question that the model no longer has words for. On a page with several
    charts each has a `prefix` to its ids, and the patterns and outlines are printed once for all of them; `heading` is
    the level of the chart's own heading.
    """

    sheets: tuple[Sheet, ...]
    abnormal: tuple[tuple[str, tuple[Said, ...]], ...]
    normal: tuple[str, ...]
    unknown: int
    prefix: str = ""
    heading: int = 2

    @cached_property
    def place_ids(self) -> dict[str, str]:
        """Where the item of each mark is drawn."""
        pictures = (picture for sheet in self.sheets for drawing in sheet.drawings for picture in drawing.pictures)
        return {item: self.prefix + place_id(item) for picture in pictures for item in sorted(picture.anchors)}

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Each view that is drawn, once."""
        drawn = (picture.view for sheet in self.sheets for drawing in sheet.drawings for picture in drawing.pictures)
        return tuple({view.id: view for view in drawn}.values())


def place_id(item: str) -> str:
    return "place-" + item.replace(".", "-").lower()


def placed(at: Point, frame: str) -> Point:
    """A drawn point on its side of the page."""
    x, y = at
    offset = float(frame[1:])
    return (offset - x if frame.startswith(MIRROR) else offset + x), y


def transform(frame: str) -> str:
    """The same for a path, as SVG says it."""
    if frame.startswith(MIRROR):
        return f"matrix(-1 0 0 1 {frame[1:]} 0)"
    return "" if frame == "+0" else f"translate({frame[1:]} 0)"
