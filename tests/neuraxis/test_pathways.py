"""What anatomy forbids: no tract signs from nerves, no wasting from cortex, nothing on the wrong side or above."""

import pytest

import neuraxis
from neuraxis.vocabulary import SEGMENT_INDEX, Level, Side
from tests.neuraxis.anatomy import BELOW_CORD, CORD, HEMISPHERE, above, lowest, spinal_roots, whole_deficits

TRACE = 1e-9
LATERAL_SIDES = (Side.RIGHT, Side.LEFT)


def upper(function: str) -> bool:
    return function.startswith(("u.", "ub."))


def test_no_lesion_below_the_cord_gives_an_upper_motor_neuron_deficit(model: neuraxis.Model) -> None:
    places = [place for place in model.places.values() if place.level in BELOW_CORD]
    assert len(places) > 250
    for place in places:
        upper_lost = [one for one in above(whole_deficits(model, place.key), TRACE) if upper(one)]
        assert not upper_lost, (place.key, upper_lost)


def test_no_lesion_of_the_hemisphere_gives_a_lower_motor_neuron_deficit(model: neuraxis.Model) -> None:
    final_path = {role.function for role in model.atlas.motor_roles if role.kind != "UMN"}
    for place in model.places.values():
        if place.level not in (Level.CORTEX, Level.SUBCORTICAL):
            continue
        lower_lost = [
            one
            for one in above(whole_deficits(model, place.key), TRACE)
            if one.startswith(("l.", "ah.", "a.", "n.", "p.")) or one.partition(":")[0] in final_path
        ]
        assert not lower_lost, (place.key, lower_lost)


def one_sided_hemisphere(model: neuraxis.Model) -> list[neuraxis.Place]:
    return [place for place in model.places.values() if place.level in HEMISPHERE and place.side in LATERAL_SIDES]


def test_a_lesion_of_one_hemisphere_spares_limbs_and_face_of_its_own_side(model: neuraxis.Model) -> None:
    limb_or_face = ("u.", "ub.", "l.", "s.", "d.", "jps.", "vib.", "cortsens", "a.", "n.", "p.")
    for place in one_sided_hemisphere(model):
        own_side = [
            function
            for function in above(whole_deficits(model, place.key), 0.05)
            if function.endswith(f":{place.side}") and function.startswith(limb_or_face)
        ]
        # The sternocleidomastoid is the muscle of its own hemisphere: it turns the head to the other side.
        assert set(own_side) <= {f"u.scm:{place.side}"}, (place.key, own_side)


def test_the_sternocleidomastoid_weakens_on_the_side_of_the_hemisphere(model: neuraxis.Model) -> None:
    lost = whole_deficits(model, "mca.full:R")
    assert lost["u.scm:R"] > lost["u.scm:L"]
    assert lost["u.trap:L"] > lost["u.trap:R"]


def test_a_lesion_of_one_hemisphere_alone_gives_no_coma_and_keeps_the_bladder(model: neuraxis.Model) -> None:
    for place in one_sided_hemisphere(model):
        lost = whole_deficits(model, place.key)
        assert lost["arousal:M"] <= 0.05, place.key
        assert max(value for key, value in lost.items() if key.startswith(("bl.", "sph."))) <= 0.2, place.key


def test_both_hemispheres_together_do_what_neither_does_alone(model: neuraxis.Model) -> None:
    lesions = [neuraxis.lesion(model, f"corona:{side}", severity=1.0) for side in "RL"]
    together = neuraxis.deficits(model, lesions)
    for function in ("u.bulb:R", "u.bulb:L", "emolab:M"):
        assert together[function] > 0.5
        assert max(neuraxis.deficits(model, [one])[function] for one in lesions) < 0.1


def test_a_peripheral_lesion_stays_within_the_territory_of_its_parent_roots(model: neuraxis.Model) -> None:
    spinal = spinal_roots(model.atlas)
    for place in model.places.values():
        if place.level not in (Level.NERVE, Level.PLEXUS):
            continue
        extent = neuraxis.lesion(model, place.key, extent=1.0, severity=1.0).extent
        parents = {
            key: 1.0
            for function, routes in model.atlas.functions.items()
            if function.partition(":")[0] in spinal
            for route in routes
            if any(structure in extent for structure, _ in route.chain)
            for key, _ in route.chain
            if key.startswith("root.")
        }
        here = whole_deficits(model, place.key)
        roots = neuraxis.deficits(model, [neuraxis.Lesion(parents)])
        beyond = [
            function
            for function, value in here.items()
            if function.partition(":")[0] in spinal and value > roots[function] + 1e-3
        ]
        assert not beyond, (place.key, beyond)


def test_a_cord_lesion_leaves_what_leaves_the_cord_above_it(model: neuraxis.Model) -> None:
    """Unchanged above k - 2; the fibers of pain still cross within two segments."""
    spinal = spinal_roots(model.atlas)
    places = [place for place in model.places.values() if place.segment and place.level in CORD]
    assert len(places) > 150
    for place in places:
        assert place.segment is not None
        spared = SEGMENT_INDEX[place.segment] - 2
        lost = [
            function
            for function in above(whole_deficits(model, place.key), TRACE)
            if lowest(spinal.get(function.partition(":")[0], ("S5",))) < spared
        ]
        assert not lost, (place.key, lost)


def test_a_cord_lesion_never_reaches_the_cranial_motor_nuclei(model: neuraxis.Model) -> None:
    cranial = ("l.face", "u.face", "l.tongue", "u.tongue", "l.jaw", "e.", "gz.", "acuity", "vf.", "hear", "aph.")
    for place in model.places.values():
        if place.segment and place.level in CORD:
            lost = [one for one in above(whole_deficits(model, place.key), TRACE) if one.startswith(cranial)]
            assert not lost, (place.key, lost)


@pytest.mark.parametrize(
    ("place", "lost", "kept"),
    [
        ("ic.motor:L", "u.facelow:R", "u.faceup:R"),
        ("ic.motor:L", "u.fdi:R", "u.fdi:L"),
        ("pyramid:L", "u.tibant:R", "u.facelow:R"),
        ("bell:R", "l.faceup:R", "l.faceup:L"),
        ("root.C7:R", "l.triceps:R", "l.deltoid:R"),
        ("radsg:R", "l.edc:R", "l.triceps:R"),
        ("ulnelb:R", "l.fdi:R", "l.apb:R"),
        ("cts:R", "l.apb:R", "l.fdi:R"),
        ("cpn:R", "l.tibant:R", "l.tibpost:R"),
        ("root.L5:R", "l.tibpost:R", "l.quads:R"),
        ("hemi.T8:L", "jps.foot:L", "jps.foot:R"),
        ("hemi.T8:L", "s.pin.l4:R", "s.pin.l4:L"),
        ("wallen:R", "s.pin.l4:L", "jps.foot:L"),
        ("dejerine:L", "jps.foot:R", "s.pin.l4:R"),
    ],
)  # fmt: skip
def test_classic_lesions_cut_what_they_are_known_for(model: neuraxis.Model, place: str, lost: str, kept: str) -> None:
    deficits = neuraxis.deficits(model, [neuraxis.lesion(model, place)])
    assert deficits[lost] > 0.4
    assert deficits[kept] < 0.2
