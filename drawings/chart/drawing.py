"""From findings to figures: pure functions over the tables of places."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import neuraxis
from drawings.chart.gaze import gaze_gaps, gaze_marks
from drawings.chart.marks import Drawing, Figures, Mark, Picture, Said, Shape, Sheet, placed, transform
from drawings.chart.tables import EYE, MODALITIES, Atlas, Place, Point, load
from drawings.chart.words import SIDES, UNTESTED, Cells, base_of, name_of, words_of

GAPS_SAID = 2
SHEETS = {
    "strength": ("Strength", ("strength",)),
    "reflexes": ("Reflexes", ("reflexes",)),
    "sensation": ("Sensation", (*MODALITIES, "deep")),
    "head": ("Head and eyes", ("head",)),
    "fields": ("Visual fields", ("fields",)),
    "movement": ("Gait and coordination", ("movement",)),
}
LAYERS = {**MODALITIES, "deep": "Position and vibration"}
# A limb in which nothing was tested is hatched as a whole, a face is not drawn without its features, and
# of four quadrants none is left blank.
LIMBS = {"arm.p": "reg.arm.p", "arm.d": "reg.arm.d", "leg.p": "reg.leg.p", "leg.d": "reg.leg.d"}
FEATURES = ("weak.faceup", "weak.facelow", "pupil")
QUADRANTS = ("vf.uq", "vf.lq")
START = re.compile(r"^M(-?[\d.]+) (-?[\d.]+)")
SIGNS = {"reduced": "↓", "absent": "0"}
COORDINATION = ("ataxia.arm", "ataxia.leg")
FIELDS = (*QUADRANTS, "vf.altitudinal", "vf.nasal", "vf.crescent", "scotoma", "vf.bitempcentral")


def figures(
    model: neuraxis.Model,
    findings: Collection[neuraxis.Finding],
    *,
    seen: Collection[neuraxis.Finding] = (),
    prefix: str = "",
    heading: int = 2,
) -> Figures:
    """What a chart of these findings shows, and what it says in words.

    Where the findings are predicted, `seen` are those that were found instead: their places are marked.
    """
    atlas = load()
    known = [found for found in findings if is_known(model, found)]
    cells = with_gaps(atlas, charted(model, known))
    changed = {found.item for found in seen}
    otherwise = {item: cell for item, cell in charted(model, list(seen)).items() if item in changed}
    marks = [compared(atlas, mark, otherwise.get(mark.item)) for mark in marks_of(model, atlas, cells)]
    sheets = tuple(sheet for name in SHEETS if (sheet := sheet_of(model, atlas, name, marks)).drawings)
    drawn = {mark.item: sheet.title for sheet in sheets for mark in marks_on(sheet)}
    abnormal, normal = (
        [found for found in known if cells[found.item].state == state]
        for state in (neuraxis.State.ABNORMAL, neuraxis.State.NORMAL)
    )
    return Figures(
        sheets,
        said(model, abnormal, drawn),
        tuple(neuraxis.word_finding(model, found) for found in normal if found.item not in drawn),
        len(findings) - len(known),
        prefix,
        heading,
    )


def is_known(model: neuraxis.Model, found: neuraxis.Finding) -> bool:
    """Whether today's model has the item and the value of an older finding."""
    return found.item in model.items and found.value in model.items[found.item].takes


def charted(model: neuraxis.Model, findings: list[neuraxis.Finding]) -> dict[str, neuraxis.Cell]:
    """The cells of the chart by item; a side that is missing beside the other is there as not examined."""
    bases: dict[str, list[neuraxis.Finding]] = {}
    for finding in findings:
        bases.setdefault(model.items[finding.item].base, []).append(finding)
    cells = {}
    for base, found in bases.items():
        row = neuraxis.chart(model, found)[0].rows[0]
        if row.midline is not None:
            cells[base] = row.midline
        for side, letter in SIDES.items():
            cell = getattr(row, side)
            if cell is not None:
                cells[f"{base}.{letter}"] = cell
    return cells


def with_gaps(atlas: Atlas, cells: dict[str, neuraxis.Cell]) -> dict[str, neuraxis.Cell]:
    """The cells, and what a figure shows as not examined though no chart has a line for it."""
    shown = {place.view for item, cell in cells.items() for place in shown_at(atlas, item, cell)}
    gaps = untested_limbs(atlas, cells)
    if "face" in shown:
        gaps += both_sides(FEATURES)
    if "coord" in shown:
        gaps += both_sides(COORDINATION)
    if "fields" in shown and any(base_of(item) in FIELDS for item in cells):
        gaps += both_sides(QUADRANTS)
    return dict.fromkeys(gaps, UNTESTED) | gaze_gaps(atlas, cells) | cells


def shown_at(atlas: Atlas, item: str, cell: neuraxis.Cell) -> list[Place]:
    """Where this value of an item is drawn; a letter beside something else draws nothing itself."""
    places = atlas.places.get(base_of(item), ())
    return [place for place in places if place.part != "tag" and place.value in ("", cell.value)]


def untested_limbs(atlas: Atlas, cells: Cells) -> list[str]:
    """The parts of limbs in which nothing was tested, if anything was in another."""
    tested = [item for item, cell in cells.items() if cell.state != neuraxis.State.NOT_EXAMINED]
    parts = {(place.limb, item[-1]) for item in tested for place in atlas.places.get(base_of(item), ())}
    if not any(limb for limb, _ in parts):
        return []
    return [f"{base}.{side}" for limb, base in LIMBS.items() for side in "RL" if (limb, side) not in parts]


def both_sides(bases: Iterable[str]) -> list[str]:
    return [f"{base}.{side}" for base in bases for side in "RL"]


def marks_of(model: neuraxis.Model, atlas: Atlas, cells: Cells) -> Iterator[Mark]:
    """Marks in the order of the tables, so that what is drawn later lies on top."""
    yield from gaze_marks(model, atlas, cells)
    for base, places in atlas.places.items():
        if places[0].part == EYE:
            continue
        for item in (base, f"{base}.R", f"{base}.L"):
            if item in cells:
                for view in dict.fromkeys(place.view for place in places):
                    here = chosen([place for place in places if place.view == view], model.items[item], cells[item])
                    if here:
                        yield mark_of(model, atlas, here, item, cells[item])


def chosen(places: list[Place], item: neuraxis.Item, cell: neuraxis.Cell) -> list[Place]:
    """The places of this value; what was not examined is drawn in the shape of the normal."""
    value = cell.value or item.normal
    return [place for place in places if place.value in ("", value)]


def mark_of(model: neuraxis.Model, atlas: Atlas, places: list[Place], item: str, cell: neuraxis.Cell) -> Mark:
    frame = atlas.views[places[0].view].frame(model.items[item].side)
    labeled = next((place for place in places if place.at), places[0])
    label = label_of(labeled, cell)
    return Mark(
        item=item,
        figure=places[0].figure,
        view=places[0].view,
        state=str(cell.state),
        value=cell.value,
        says=words_of(model, item, cell),
        shapes=tuple(
            Shape(place.shape, place.part, transform(frame), pattern_of(place, cell)) for place in places if place.shape
        ),
        label=label,
        at=placed(labeled.at, frame) if labeled.at and (label or labeled.part == "disc") else None,
        form=form_of(labeled, label),
        name=labeled.name,
        name_at=placed(labeled.name_at, frame) if labeled.name_at else None,
    )


def compared(atlas: Atlas, mark: Mark, seen: neuraxis.Cell | None) -> Mark:
    """A predicted mark, with what was seen in its place if that differs."""
    if seen is None or mark.is_echo:
        return mark
    spot = mark.at or spot_of(atlas, mark)
    width = atlas.views[mark.view].width
    return replace(mark, seen=seen.text, spot=spot, width=width, says=f"{mark.says}; differs, seen: {seen.text}")


def spot_of(atlas: Atlas, mark: Mark) -> Point:
    """Where an item without a label is marked: where another value's label stands, else where its shape begins."""
    places = [place for place in atlas.places[base_of(mark.item)] if place.view == mark.view and place.at]
    frame = atlas.views[mark.view].frame(mark.item[-1])
    if places and places[0].at:
        return placed(places[0].at, frame)
    x, y = (float(number) for number in START.findall(mark.shapes[0].path)[0])
    return placed((x, y), frame)


def label_of(place: Place, cell: neuraxis.Cell) -> str:
    """What is written at a mark: grades always at reflexes, elsewhere only what is abnormal."""
    is_abnormal = cell.state == neuraxis.State.ABNORMAL
    if place.part == "disc":
        return "" if cell.state == neuraxis.State.NOT_EXAMINED else place.sign or cell.text
    if place.figure == "deep":
        return place.sign + ("↓" if is_abnormal else "")
    return (place.sign or SIGNS.get(cell.value, cell.value)) if is_abnormal else ""


def form_of(place: Place, label: str) -> str:
    if place.part == "tag":
        return "tag"
    return "word" if len(label) > 2 or place.figure == "deep" else "disc"


def pattern_of(place: Place, cell: neuraxis.Cell) -> str:
    """The hatch of an area, so that no state is told by color alone; strength has its grade written on it."""
    if place.part != "area" or cell.state == neuraxis.State.NORMAL:
        return ""
    if cell.state == neuraxis.State.NOT_EXAMINED:
        return "untested"
    return "" if place.figure == "strength" else place.figure


def sheet_of(model: neuraxis.Model, atlas: Atlas, name: str, marks: list[Mark]) -> Sheet:
    title, layers = SHEETS[name]
    drawings = (drawing_of(model, atlas, layer, LAYERS.get(layer, title), marks) for layer in layers)
    return Sheet(name, title, tuple(drawing for drawing in drawings if drawing.pictures))


def drawing_of(model: neuraxis.Model, atlas: Atlas, layer: str, title: str, marks: list[Mark]) -> Drawing:
    """The views of a layer that show something which no earlier one shows."""
    pictures = []
    shown: frozenset[str] = frozenset()
    for view in atlas.views.values():
        here = tuple(mark for mark in marks if mark.figure == layer and mark.view == view.id)
        fresh = frozenset(mark.item for mark in here) - shown
        if fresh:
            says = picture_words(model, here)
            pictures.append(Picture(f"{layer}-{view.id}", view, here, fresh, says))
            shown |= fresh
    return Drawing(layer, title, tuple(pictures))


def picture_words(model: neuraxis.Model, marks: tuple[Mark, ...]) -> str:
    """A view in words: what is abnormal one by one, what is normal together, what was not examined."""
    by_item = {mark.item: mark for mark in marks}.values()
    abnormal = [mark.says for mark in by_item if mark.state == "abnormal"]
    normal = [neuraxis.Finding(mark.item, mark.value) for mark in by_item if mark.state == "normal"]
    gaps = [name_of(model, mark.item) for mark in by_item if mark.state == "not_examined"]
    parts = [
        f"Abnormal: {'; '.join(abnormal)}." if abnormal else "Nothing abnormal.",
        f"Normal: {neuraxis.word_findings(model, normal, len(normal))}." if normal else "",
        f"Not examined: {'; '.join(some(gaps))}." if gaps else "",
    ]
    return " ".join(part for part in parts if part)


def some(names: list[str]) -> list[str]:
    """The first few; the tables have them all."""
    more = len(names) - GAPS_SAID
    return [*names[:GAPS_SAID], f"{more} more"] if more > 1 else names


def marks_on(sheet: Sheet) -> Iterator[Mark]:
    for drawing in sheet.drawings:
        for picture in drawing.pictures:
            yield from picture.marks


def said(
    model: neuraxis.Model, findings: list[neuraxis.Finding], drawn: Mapping[str, str]
) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """Abnormal findings in words under the title of the figure that shows them; the others come last."""
    groups: dict[str, list[Said]] = {title: [] for title in (*(title for title, _ in SHEETS.values()), "Not drawn")}
    for finding in findings:
        is_drawn = finding.item in drawn
        words = neuraxis.word_finding(model, finding)
        groups[drawn.get(finding.item, "Not drawn")].append(Said(words, finding.item if is_drawn else ""))
    return tuple((title, tuple(group)) for title, group in groups.items() if group)
