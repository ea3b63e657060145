"""The nine positions of gaze: where each eye goes, where it is held back, and how it stands at rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import neuraxis
from drawings.chart.marks import Mark, Shape, placed, transform
from drawings.chart.tables import EYE, Atlas, Point, Position, outline
from drawings.chart.words import UNTESTED, Cells, base_of, item_of, words_of

VIEW = "gaze"
# Where the right eye stands in the columns from temple to nose and in the rows from up to down.
COLUMNS = {-1: 31, 0: 120, 1: 209}
ROWS = {1: 34, 0: 93, -1: 152}
# How far it goes, and the size of what is drawn.
REACH = (8.5, 5.0)
IRIS = 4.8
ABOVE = 21
# A bar beside the eye closes the way.
BARS = {
    (-1, 0): ((-16, 0, -20, 0), (-20, -8, -20, 8)),
    (1, 0): ((16, 0, 18.5, 0), (18.5, -8, 18.5, 8)),
    (0, 1): ((0, -10, 0, -14), (-9, -14, 9, -14)),
    (0, -1): ((0, 10, 0, 14), (-9, 14, 9, 14)),
}
MOVED = ("eye.abd", "eye.add", "eye.elev", "eye.dep")


@dataclass(frozen=True)
class Movement:
    """One movement of an eye: the item that speaks for it, and the item's cell."""

    item: str
    cell: neuraxis.Cell

    @property
    def is_held(self) -> bool:
        return self.cell.state == neuraxis.State.ABNORMAL

    @property
    def is_gap(self) -> bool:
        return self.cell.state == neuraxis.State.NOT_EXAMINED


def gaze_gaps(atlas: Atlas, cells: Cells) -> dict[str, neuraxis.Cell]:
    """The movements of either eye that were not examined, where anything of the eyes was."""
    return {f"{base}.{side}": UNTESTED for base in MOVED for side in "RL"} if is_shown(atlas, cells) else {}


def is_shown(atlas: Atlas, cells: Cells) -> bool:
    """Whether there is anything to draw: a sign without a shape for the normal shows nothing when it is normal."""
    return any(has_shape(atlas, item, cell) for item, cell in cells.items())


def has_shape(atlas: Atlas, item: str, cell: neuraxis.Cell) -> bool:
    return any(place.view == VIEW and place.value in ("", cell.value) for place in atlas.places.get(base_of(item), ()))


def has_sign(atlas: Atlas, item: str, cell: neuraxis.Cell) -> bool:
    """Whether an item is drawn beside the eyes, not on them."""
    return has_shape(atlas, item, cell) and atlas.places[base_of(item)][0].part != EYE


def gaze_marks(model: neuraxis.Model, atlas: Atlas, cells: Cells) -> Iterator[Mark]:
    """A mark per eye and position; the first of an item is its place, unless a sign beside the eyes is it."""
    if not is_shown(atlas, cells):
        return
    drawn = [
        (side, *(eye_in(position, cells, side) if position else eye_at_rest(atlas, cells, side)))
        for position in (*atlas.positions, None)
        for side in "RL"
    ]
    seen = {item for item, cell in cells.items() if has_sign(atlas, item, cell)}
    for side, speaker, shapes, word, at in drawn:
        frame = atlas.views[VIEW].frame(side)
        yield Mark(
            item=speaker.item,
            figure="head",
            view=VIEW,
            state=str(speaker.cell.state),
            value=speaker.cell.value,
            says=words_of(model, speaker.item, speaker.cell),
            shapes=tuple(Shape(path, part, transform(frame), "") for part, path in shapes),
            label=word,
            at=placed(at, frame) if word else None,
            form="word",
            is_echo=speaker.item in seen,
        )
        seen.add(speaker.item)


Eye = tuple[Movement, list[tuple[str, str]], str, Point]


def eye_in(position: Position, cells: Cells, side: str) -> Eye:
    """An eye in one position, moved as far as it is free."""
    center = (COLUMNS[position.side], ROWS[position.up])
    across = movement(cells, position.across, side)
    along = movement(cells, (*position.own, *position.along), side)
    speaker = speaker_of(across, along, has_own=any(item_of(name, side) in cells for name in position.own))
    if speaker.is_gap:
        return speaker, [("solid", iris(center, (0, 0)))], "", center
    ways = {(position.side, 0): across, (0, position.up): along}
    held = [way for way, one in ways.items() if one and one.is_held]
    to = (
        0 if (position.side, 0) in held else position.side,
        0 if (0, position.up) in held else position.up,
    )
    return speaker, [("solid", iris(center, to)), *(("line", bar(center, way)) for way in held)], "", center


def speaker_of(across: Movement | None, along: Movement | None, *, has_own: bool) -> Movement:
    """Which movement speaks for a position: one that was not examined first, else the loudest.

    Where the position has an item of its own that was examined, nobody needs to have looked across.
    """
    is_excused = has_own and across is not None and across.is_gap
    parts = [one for one in (along, None if is_excused else across) if one is not None]
    return next((one for one in parts if one.is_gap), None) or loudest(parts)


def eye_at_rest(atlas: Atlas, cells: Cells, side: str) -> Eye:
    """An eye that looks straight ahead; what moves it away is named."""
    center = (COLUMNS[0], ROWS[0])
    above = (center[0], center[1] - ABOVE)
    found = [(rest, item_of(rest.item, side)) for rest in atlas.rests if item_of(rest.item, side) in cells]
    for rest, item in found:
        if cells[item].value == rest.value:
            return Movement(item, cells[item]), [("solid", iris(center, (rest.side, rest.up)))], rest.word, above
    speaker = next((Movement(item, cells[item]) for _, item in found), Movement(f"eyepos.{side}", UNTESTED))
    return speaker, [("solid", iris(center, (0, 0)))], "", above


def movement(cells: Cells, names: Sequence[str], side: str) -> Movement | None:
    """What speaks for a movement among the items that tell of it; None where it needs none."""
    items = [item_of(name, side) for name in names]
    known = [Movement(item, cells[item]) for item in items if item in cells]
    if not items:
        return None
    return loudest(known) if known else Movement(items[0], UNTESTED)


def loudest(movements: Sequence[Movement]) -> Movement:
    """The first that is abnormal, else the first that is normal, else the first."""
    return min(movements, key=lambda one: (not one.is_held, one.is_gap))


def iris(center: Point, to: Point) -> str:
    x, y = center[0] + to[0] * REACH[0], center[1] - to[1] * REACH[1]
    return outline(f"oval {x:g} {y:g} {IRIS} {IRIS} 0")


def bar(center: Point, way: tuple[int, int]) -> str:
    x, y = center
    return " ".join(f"M{x + a:g} {y + b:g} L{x + c:g} {y + d:g}" for a, b, c, d in BARS[way])
