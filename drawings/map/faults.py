"""What is wrong between the tables of the map and the places and structures of the model, in words."""

from collections.abc import Iterator

import neuraxis
from drawings.map.drawing import regions
from drawings.map.stations import rule_of, undrawn
from drawings.map.tables import EVERY, Atlas, rows

FOLDER = "drawings/map"


def map_faults(model: neuraxis.Model, atlas: Atlas) -> list[str]:
    """A sentence for each site, structure or level without a place, and each region without a site; else empty."""
    return [
        *sites_without_a_region(model, atlas),
        *regions_without_a_site(model, atlas),
        *structures_without_a_station(model),
        *levels_without_a_place(),
    ]


def sites_without_a_region(model: neuraxis.Model, atlas: Atlas) -> Iterator[str]:
    shown = {place.key for region in regions(model, atlas) for place in region.choices}
    missing: dict[str, list[str]] = {}
    for place in model.places.values():
        if place.key not in shown:
            missing.setdefault(place.site, []).append(str(place.side))
    for site, sides in missing.items():
        of_sides = "" if len(sides) == len(model.sites[site].sides) else f" on the side {', '.join(sides)}"
        yield (
            f"The site {site} has no region on the map{of_sides}. "
            f"Write it beside a region of {FOLDER}/sites.psv, or draw one in {FOLDER}/regions.psv."
        )


def regions_without_a_site(model: neuraxis.Model, atlas: Atlas) -> Iterator[str]:
    for region in dict.fromkeys(row["region"] for row in rows("sites")):
        if EVERY not in region and region not in atlas.areas:
            yield f"{FOLDER}/sites.psv names the region {region}, which is not in {FOLDER}/regions.psv."
    for site in dict.fromkeys(word for row in rows("sites") for word in row["sites"].split()):
        if "*" not in site and EVERY not in site and site not in model.sites:
            yield f"{FOLDER}/sites.psv names {site}, which is no site of the model."
    pointed = {region.key for region in regions(model, atlas)}
    for row in rows("regions"):
        for side in row["sides"]:
            if f"{row['region']}:{side}" not in pointed:
                yield f"The region {row['region']} holds no site on the side {side}: one could point at nothing."


def structures_without_a_station(model: neuraxis.Model) -> Iterator[str]:
    for name in model.atlas.structures:
        if rule_of(name) is None and name not in undrawn():
            yield (
                f"The structure {name} has no station on the map. Give it a row in {FOLDER}/stations.psv, "
                f"or in {FOLDER}/not_drawn.psv with the reason."
            )


def levels_without_a_place() -> Iterator[str]:
    placed = {row["level"] for row in rows("levels")}
    for level in neuraxis.Level:
        if str(level) not in placed:
            yield f"The level {level} has no place on the map. Give it a row in {FOLDER}/levels.psv."
