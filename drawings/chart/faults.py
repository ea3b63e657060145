"""What is wrong between the tables of the chart and the examination that the model knows, in words."""

from collections.abc import Iterator

import neuraxis
from drawings.chart.tables import MODALITIES, Atlas, rows

FOLDER = "drawings/chart"


def chart_faults(model: neuraxis.Model, atlas: Atlas) -> list[str]:
    """A sentence for each item without a place and each place without an item; empty where all is well."""
    return [*places_that_are_missing(model, atlas), *places_too_many(model, atlas)]


def places_that_are_missing(model: neuraxis.Model, atlas: Atlas) -> Iterator[str]:
    for base in dict.fromkeys(item.base for item in model.items.values()):
        is_drawn, is_listed = base in atlas.places, base in atlas.listed
        if not is_drawn and not is_listed:
            yield (
                f"The item {base} has no place on the chart. Give it a row in a table of {FOLDER}, "
                f"or in {FOLDER}/only_listed.psv if no figure shows it."
            )
        if is_drawn and is_listed:
            yield f"The item {base} is drawn and stands in {FOLDER}/only_listed.psv. Take one of them away."


def places_too_many(model: neuraxis.Model, atlas: Atlas) -> Iterator[str]:
    bases = {item.base for item in model.items.values()}
    # A patch of skin has a place for every modality, whether or not it is tested by each.
    spots = {f"sens.{modality}.{row['spot']}" for modality in MODALITIES for row in rows("skin")}
    for base in (*atlas.places, *atlas.listed):
        if base not in bases and base not in spots:
            yield f"The tables of {FOLDER} have a place for {base}, which is no item of the model."
    for base, places in atlas.places.items():
        for view in dict.fromkeys(place.view for place in places if place.view not in atlas.views):
            yield f"The item {base} stands on the drawing {view!r}, which is not in {FOLDER}/views.psv."
