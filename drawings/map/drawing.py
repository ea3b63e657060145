"""The map as it is printed: drawn once per process, the same for every question."""

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

import neuraxis
from drawings.map.tables import HEIGHT, MIDLINE, WIDTH, Area, Atlas, Outline, load

STYLE = "drawings/schematic-map.css"


@dataclass(frozen=True)
class Region:
    """One side of an area, with the places of the model that it stands for."""

    key: str
    area: Area
    side: str
    view: str
    title: str
    choices: tuple[neuraxis.Place, ...]

    @property
    def transform(self) -> str:
        return self.area.plate.transform(self.side)

    @property
    def label_at(self) -> tuple[float, float]:
        x, y = self.area.plate.place(self.area.at, self.side)
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Schematic:
    """The map in the forms that are sent: a fragment to point at, a picture, and what stands where."""

    version: str
    fragment: str
    picture: str
    data: bytes
    style: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def style_hash(self) -> str:
        """What the content policy of the picture allows: this style and no other."""
        return style_hash(self.style)


@lru_cache(maxsize=2)
def schematic(model_version: str) -> Schematic:
    """`model_version` is there to be remembered by."""
    model, atlas = neuraxis.load_model(), load()
    found = regions(model, atlas)
    style = Path(finders.find(STYLE) or "").read_text(encoding="utf-8")
    context = map_context(atlas, found)
    fragment = render_to_string("drawings/map/_map.html", context)
    picture = render_to_string("drawings/map/picture.svg", context | {"style": style})
    data = json.dumps(site_data(model, found), separators=(",", ":"), ensure_ascii=False).encode()
    digest = sha256(fragment.encode() + picture.encode() + data).hexdigest()[:12]
    return Schematic(f"{model_version[:12]}-{digest}", fragment, picture, data, style)


def regions(model: neuraxis.Model, atlas: Atlas) -> list[Region]:
    """Every side of every area at which the model knows a place."""
    known = list(model.sites)
    made = []
    for area in atlas.areas.values():
        sites = atlas.sites_of(area.id, known)
        for side in area.sides:
            choices = tuple(place for site in sites for place in choices_at(model, site, side))
            if choices:
                view = next(v.id for v in atlas.views if v.plate is area.plate and side in v.sides)
                made.append(Region(f"{area.id}:{side}", area, side, view, area.title(side), choices))
    return made


def choices_at(model: neuraxis.Model, site: str, side: str) -> list[neuraxis.Place]:
    """The places of a site on a side; one that lies in the middle is met from both sides."""
    places = [model.places[f"{site}:{one}"] for one in model.sites[site].sides]
    if side == MIDLINE:
        return places
    here = [place for place in places if place.side == side]
    return here or [place for place in places if place.side not in (neuraxis.Side.RIGHT, neuraxis.Side.LEFT)]


def map_context(atlas: Atlas, found: list[Region]) -> dict[str, Any]:
    chosen = {region.key for region in found}
    plain = [
        (area, area.plate.transform(side))
        for area in atlas.areas.values()
        for side in area.sides
        if f"{area.id}:{side}" not in chosen
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "base": layered(atlas, "base"),
        "detail": layered(atlas, "detail"),
        "regions": found,
        "plain": plain,
        "views": atlas.views,
        "plates": list(atlas.plates.values()),
    }


def layered(atlas: Atlas, layer: str) -> list[tuple[str, list[tuple[str, list[Outline]]]]]:
    """Per plate and side: what is drawn there in this layer."""
    made = []
    for plate, group in groupby((one for one in atlas.outlines if one.layer == layer), key=lambda one: one.plate):
        outlines = list(group)
        sides = [
            (plate.transform(side), [one for one in outlines if side in one.sides])
            for side in dict.fromkeys(side for one in outlines for side in one.sides)
        ]
        made.append((plate.id, sides))
    return made


def site_data(model: neuraxis.Model, found: list[Region]) -> dict[str, Any]:
    """What choosing a place fills in, as the model has it: structure, side, level, and the class where it is one."""
    places = [
        [
            place.key,
            place.site_name,
            place.note,
            str(place.level),
            neuraxis.class_of_place(model, place.key) or "",
        ]
        for place in model.places.values()
    ]
    index = {place.key: number for number, place in enumerate(model.places.values())}
    return {
        "places": places,
        "regions": {region.key: [index[place.key] for place in region.choices] for region in found},
        "levels": {str(level): name for level, name in neuraxis.LEVEL_NAMES.items()},
    }


def style_hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
