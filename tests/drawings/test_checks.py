"""At every start the site says, all at once and in words, what of the model has no place on the chart or the map."""

from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

import pytest
from django.core.checks import run_checks

import neuraxis
from drawings.chart.faults import chart_faults
from drawings.chart.tables import load as load_chart
from drawings.map import faults, stations
from drawings.map.faults import map_faults
from drawings.map.tables import load as load_map

T = TypeVar("T")


def without(mapping: MappingProxyType[str, T], *keys: str) -> MappingProxyType[str, T]:
    return MappingProxyType({key: value for key, value in mapping.items() if key not in keys})


def test_whatever_the_model_has_stands_on_the_chart_and_on_the_map() -> None:
    assert run_checks(tags=["drawings"]) == []


def test_every_item_without_a_place_on_the_chart_is_named_at_once(model: neuraxis.Model) -> None:
    chart = load_chart()
    short = replace(
        chart,
        places=without(chart.places, "str.deltoid", "plantar"),
        listed=tuple(item for item in chart.listed if item != "tinel"),
    )
    said = chart_faults(model, short)
    assert [sentence.split(" has")[0] for sentence in said] == [
        f"The item {base}" for base in bases(model) if base in ("str.deltoid", "plantar", "tinel")
    ]
    assert all("has no place on the chart" in sentence for sentence in said)


def bases(model: neuraxis.Model) -> list[str]:
    return list(dict.fromkeys(item.base for item in model.items.values()))


def test_a_place_for_what_is_no_item_or_stands_nowhere_is_named(model: neuraxis.Model) -> None:
    chart = load_chart()
    (deltoid, *_) = chart.places["str.deltoid"]
    odd = replace(
        chart,
        places=MappingProxyType(
            {**chart.places, "str.tail": (deltoid,), "str.deltoid": (replace(deltoid, view="under"),)}
        ),
        listed=(*chart.listed, "wag", "plantar"),
    )
    said = "\n".join(chart_faults(model, odd))
    assert "a place for str.tail, which is no item" in said
    assert "a place for wag, which is no item" in said
    assert "str.deltoid stands on the drawing 'under'" in said
    assert "plantar is drawn and stands in" in said


def test_every_site_without_a_region_is_named_at_once(model: neuraxis.Model) -> None:
    here = load_map()
    regions = {"lat.orb": ("orbfr",), "lat.ang": ("angular", "parietal.n")}
    assert {key: here.patterns[key] for key in regions} == regions
    said = map_faults(model, replace(here, patterns=without(here.patterns, *regions)))
    unplaced = [sentence for sentence in said if "has no region" in sentence]
    # What stands in another region as well has a place still.
    elsewhere = {site for area, sites in here.patterns.items() if area not in regions for site in sites}
    lost = [site for sites in regions.values() for site in sites if site not in elsewhere]
    assert lost
    assert sorted(sentence.split()[2] for sentence in unplaced) == sorted(lost)
    assert "The region lat.orb holds no site on the side R: one could point at nothing." in said


def test_a_site_that_stands_on_one_side_only_says_which_is_missing(model: neuraxis.Model) -> None:
    here = load_map()
    left_only = replace(here.areas["lat.fef"], sides=("L",))
    said = map_faults(model, replace(here, areas=MappingProxyType({**here.areas, "lat.fef": left_only})))
    assert any("The site fefsite has no region on the map on the side R." in sentence for sentence in said)


def test_a_structure_without_a_station_is_named(model: neuraxis.Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "undrawn", lambda: stations.undrawn() - {"calf.big"})
    said = map_faults(model, load_map())
    assert len(said) == 1
    assert said[0].startswith("The structure calf.big has no station on the map.")
