"""The figures of a chart as pictures that stand alone, drawn by the same templates as on the pages.

An Anki card knows nothing of our style sheets: each picture carries the rules that draw it, with the light palette on
white, which is right on a light and on a dark card.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import escape

from drawings.chart.marks import Drawing, Figures, Picture, Sheet

MARGIN, CAPTION, ROW = 14, 24, 480
DRAWN = ("fill", "stroke", "opacity", "r", "font", "text-", "dominant-baseline", "paint-order")
LIVE = (":target", ":has(", ":hover", ".is-pointed", ".key", ".switch", ".said", ".count", ".sheet", ".layer")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
LIGHT = re.compile(r"light-dark\(([^,()]+),[^()]*\)")
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
MIX = re.compile(r"color-mix\(in oklab, #(\w{6}) (\d+)%, #(\w{6})\)")
NOT_DRAWN = re.compile(r"<(title|desc)\b.*?</\1>|\n\s*", re.DOTALL)


@dataclass(frozen=True)
class Media:
    """A picture by the name that its content gives it."""

    name: str
    title: str
    svg: str
    letters: tuple[tuple[str, str], ...]


def media_of(figures: Figures) -> list[Media]:
    return [media(figures, sheet, drawing) for sheet in figures.sheets for drawing in sheet.drawings]


def media(figures: Figures, sheet: Sheet, drawing: Drawing) -> Media:
    title = sheet.title if drawing.title == sheet.title else f"{sheet.title}: {drawing.title.lower()}"
    svg = picture_of(figures, sheet, drawing, title)
    name = f"neuroquiz-{hashlib.sha256(svg.encode()).hexdigest()[:20]}.svg"
    return Media(name, title, svg, tuple(drawing.letters))


def picture_of(figures: Figures, sheet: Sheet, drawing: Drawing, title: str) -> str:
    """All views of one drawing."""
    spots, width, height = laid_out(drawing)
    parts = [placed(figures, sheet, drawing, picture, x, y) for picture, x, y in spots]
    views = list({picture.view.id: picture.view for picture in drawing.pictures}.values())
    defs = re.search(r"<defs>.*</defs>", render_to_string("drawings/chart/_defs.html", {"views": views}), re.DOTALL)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>{escape(title)}</title><style>{rules()}</style>{squeezed(defs[0]) if defs else ''}"
        f'<rect width="{width}" height="{height}" rx="6" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def laid_out(drawing: Drawing) -> tuple[list[tuple[Picture, int, int]], int, int]:
    """Where each view stands, in the columns that the page gives them; in rows, where a phone is too narrow."""
    spots: list[tuple[Picture, int, int]] = []
    x, top, bottom, widest = MARGIN, MARGIN, MARGIN, 0
    for column in drawing.columns:
        width = max(picture.view.width for picture in column)
        if x > MARGIN and x + width > ROW:
            x, top = MARGIN, bottom
        y = top
        for picture in column:
            spots.append((picture, x, y))
            y += CAPTION + picture.view.height + MARGIN
        x, bottom = x + width + MARGIN, max(bottom, y)
        widest = max(widest, x)
    return spots, widest, bottom


def placed(figures: Figures, sheet: Sheet, drawing: Drawing, picture: Picture, x: int, y: int) -> str:
    """A view with its caption, as the page prints it, at its place."""
    context = {"figures": figures, "sheet": sheet, "drawing": drawing, "picture": picture}
    printed = render_to_string("drawings/chart/_picture.html", context)
    view = picture.view
    inner = printed[printed.index("<svg") : printed.rindex("</svg>") + len("</svg>")]
    at = f'<svg x="{x}" y="{y + CAPTION}" width="{view.width}" height="{view.height}" overflow="visible"'
    return (
        f'<g class="figure picture--{view.id}">'
        f'<text class="caption" x="{x + view.width / 2:g}" y="{y + 8}">{escape(view.title)}</text>'
        f"{squeezed(inner).replace('<svg', at, 1)}</g>"
    )


def squeezed(svg: str) -> str:
    """Without what is not drawn: a picture of a card is described by the words under it."""
    return NOT_DRAWN.sub(lambda found: "" if found[1] else " ", svg)


@lru_cache(maxsize=1)
def rules() -> str:
    """The rules of the site's style sheet that draw figures, in what every web view of the last years understands.

    Colors are worked out, and there are no layers: what is left to the hatch by `revert-layer` names it.
    """
    palette = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", source("css/base.css")))
    sheet = COMMENT.sub("", source("drawings/chart.css")).partition("@media")[0]
    kept = [f"{selector}{{{drawn}}}" for selector, drawn in drawn_rules(sheet, palette)]
    return "".join([*kept, ".caption{fill:#475856;font-size:13px}"])


def drawn_rules(sheet: str, palette: dict[str, str]) -> Iterator[tuple[str, str]]:
    for selectors, body in RULE.findall(sheet.partition("{")[2]):
        still = ",".join(one.strip() for one in selectors.split(",") if not any(word in one for word in LIVE))
        declared = (one.strip() for one in body.split(";"))
        drawn = ";".join(one for one in declared if one.startswith(DRAWN))
        if still and drawn:
            yield still, resolved(drawn, palette).replace("revert-layer", "url(#hatch-untested)")


def resolved(text: str, palette: dict[str, str]) -> str:
    while VARIABLE.search(text):
        text = VARIABLE.sub(lambda found: palette[found[1]].strip(), text)
    return MIX.sub(mixed, LIGHT.sub(lambda found: found[1].strip(), text))


def mixed(found: re.Match[str]) -> str:
    """Two colors as one; for shades of one color it is near enough to what a browser mixes."""
    share = int(found[2]) / 100
    pairs = [(int(found[1][at : at + 2], 16), int(found[3][at : at + 2], 16)) for at in (0, 2, 4)]
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in pairs)


def source(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")
