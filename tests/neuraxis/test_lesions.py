"""Lesions: a larger one never spares more, several combine exactly, and unknown names never pass."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import neuraxis
from neuraxis import InputError, Lesion, Stage
from tests.neuraxis.anatomy import place_keys

PLACES = st.sampled_from(place_keys())
FRACTIONS = st.floats(0, 1)


@given(place=PLACES, extents=st.tuples(FRACTIONS, FRACTIONS), severities=st.tuples(FRACTIONS, FRACTIONS))
def test_a_larger_lesion_never_spares_a_function_that_a_smaller_one_cuts(
    model: neuraxis.Model, place: str, extents: tuple[float, float], severities: tuple[float, float]
) -> None:
    small = neuraxis.lesion(model, place, extent=min(extents), severity=min(severities))
    large = neuraxis.lesion(model, place, extent=max(extents), severity=max(severities))
    less, more = neuraxis.deficits(model, [small]), neuraxis.deficits(model, [large])
    assert all(more[function] >= less[function] - 1e-12 for function in less)


@given(places=st.lists(PLACES, min_size=2, max_size=3, unique=True))
def test_a_second_lesion_never_repairs_the_first(model: neuraxis.Model, places: list[str]) -> None:
    lesions = [neuraxis.lesion(model, place) for place in places]
    one, all_of_them = neuraxis.deficits(model, lesions[:1]), neuraxis.deficits(model, lesions)
    assert all(all_of_them[function] >= one[function] - 1e-12 for function in one)


@given(places=st.lists(PLACES, min_size=2, max_size=3, unique=True))
def test_lesions_combine_in_any_order(model: neuraxis.Model, places: list[str]) -> None:
    lesions = [neuraxis.lesion(model, place) for place in places]
    first = neuraxis.deficits(model, lesions)
    for order in itertools.permutations(lesions):
        assert neuraxis.deficits(model, order) == pytest.approx(first, abs=1e-12)


@given(places=st.lists(PLACES, min_size=3, max_size=3, unique=True))
def test_one_lesion_of_all_takes_no_more_than_its_parts_and_no_less_than_any(
    model: neuraxis.Model, places: list[str]
) -> None:
    """One lesion along a tract cuts the same fibers all the way down; two lesions each cut some of them."""
    struck: set[str] = set()
    parts = []
    for place in places:
        extent = neuraxis.lesion(model, place).extent
        parts.append(Lesion({key: fraction for key, fraction in extent.items() if key not in struck}))
        struck |= set(extent)
    separate = neuraxis.deficits(model, parts)
    whole = neuraxis.deficits(model, [Lesion({key: part.extent[key] for part in parts for key in part.extent})])
    each = [neuraxis.deficits(model, [part]) for part in parts]
    for function, lost in whole.items():
        assert max(one[function] for one in each) - 1e-12 <= lost <= separate[function] + 1e-12, function


def test_a_lesion_along_a_tract_cuts_as_much_as_its_worst_place(model: neuraxis.Model) -> None:
    """Half of the fibers at T4 and the same half at T5 are half of the fibers; two lesions leave a quarter."""
    key = "cord.lcst.leg.{}:R"
    one = neuraxis.deficits(model, [Lesion({key.format("T4"): 0.5, key.format("T5"): 0.5})])
    two = neuraxis.deficits(model, [Lesion({key.format("T4"): 0.5}), Lesion({key.format("T5"): 0.5})])
    alone = neuraxis.deficits(model, [Lesion({key.format("T4"): 0.5})])
    # The crossed fibers carry 1, the uncrossed .15 as a reserve.
    assert alone["u.quads:R"] == pytest.approx(1 - (0.5 + 0.15))
    assert one["u.quads:R"] == pytest.approx(1 - (0.5 + 0.15))
    assert two["u.quads:R"] == pytest.approx(1 - (0.25 + 0.15))


def test_two_lesions_of_one_structure_cut_what_the_first_has_left(model: neuraxis.Model) -> None:
    half = Lesion({"md.pyr.arm:R": 0.5})
    once, twice = (neuraxis.deficits(model, [half] * count)["u.fdi:L"] for count in (1, 2))
    assert 0 < once < twice < 1


@given(place=PLACES)
def test_an_empty_lesion_changes_nothing(model: neuraxis.Model, place: str) -> None:
    lesion = neuraxis.lesion(model, place)
    assert neuraxis.deficits(model, [lesion, Lesion({})]) == neuraxis.deficits(model, [lesion])


def test_without_a_lesion_nothing_is_missing(model: neuraxis.Model) -> None:
    assert set(neuraxis.deficits(model, []).values()) == {0.0}
    assert set(neuraxis.deficits(model, [Lesion({})]).values()) == {0.0}


@given(place=PLACES)
def test_every_place_can_be_put_into_the_model_again(model: neuraxis.Model, place: str) -> None:
    lesion = neuraxis.lesion(model, place, extent=1.0, severity=1.0)
    assert set(neuraxis.deficits(model, [lesion])) == set(model.network.functions)


@pytest.mark.parametrize("structure", ["md.pyr.armm:R", "md.pyr.arm:M", "md.pyr.arm", "cord.cx.C6:R", ""])
def test_an_unknown_structure_is_refused_by_name(model: neuraxis.Model, structure: str) -> None:
    lesion = Lesion({structure: 1.0})
    with pytest.raises(InputError, match="unknown structure"):
        neuraxis.deficits(model, [lesion])
    with pytest.raises(InputError, match="unknown structure"):
        neuraxis.simulate(model, [lesion], Stage.ACUTE)


def test_an_unknown_place_is_refused_with_its_neighbors(model: neuraxis.Model) -> None:
    with pytest.raises(InputError, match="unknown place 'walen:R'; did you mean wallen:R"):
        neuraxis.lesion(model, "walen:R")


@pytest.mark.parametrize(("extent", "severity"), [(-0.1, 0.5), (1.1, 0.5), (0.5, 2.0), (float("nan"), 0.5)])
def test_a_fraction_outside_zero_to_one_is_refused(model: neuraxis.Model, extent: float, severity: float) -> None:
    with pytest.raises(InputError, match="out of range; it goes from 0 to 1"):
        neuraxis.lesion(model, "wallen:R", extent=extent, severity=severity)


def test_an_unknown_item_is_refused_with_its_neighbors(model: neuraxis.Model) -> None:
    with pytest.raises(InputError, match=r"unknown item 'str\.tricep\.R'; did you mean str\.triceps\.R"):
        neuraxis.simulate(model, [], Stage.ACUTE, items=["str.tricep.R"])
