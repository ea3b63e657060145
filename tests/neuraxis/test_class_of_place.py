"""The motor-neuron class that a place has by itself, before anything is found."""

import pytest

import neuraxis


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("ic.motor:R", neuraxis.MotorClass.UPPER),
        ("root.C7:L", neuraxis.MotorClass.LOWER),
        ("bell:R", neuraxis.MotorClass.LOWER),
        ("mggen:M", neuraxis.MotorClass.JUNCTION),
        ("dm2:M", neuraxis.MotorClass.MUSCLE),
        ("vpl:R", neuraxis.MotorClass.NEITHER),
    ],
)
def test_a_place_whose_lesions_agree_has_their_class(
    model: neuraxis.Model, place: str, expected: neuraxis.MotorClass
) -> None:
    assert neuraxis.class_of_place(model, place) is expected


def test_a_place_whose_lesions_differ_has_none(model: neuraxis.Model) -> None:
    classes = {key: neuraxis.class_of_place(model, key) for key in model.places}
    assert None in classes.values()
    for key, found in classes.items():
        weights = neuraxis.explain(model, [], neuraxis.Stage.CHRONIC, key).motor_classes
        assert (found is None) == (max(weights.values()) < 1 - 1e-9)


def test_a_place_and_its_mirror_image_agree(model: neuraxis.Model) -> None:
    for key, place in model.places.items():
        mirror = f"{place.site}:{place.side.opposite}"
        if mirror in model.places:
            assert neuraxis.class_of_place(model, key) is neuraxis.class_of_place(model, mirror)


def test_an_unknown_place_is_refused(model: neuraxis.Model) -> None:
    with pytest.raises(neuraxis.InputError):
        neuraxis.class_of_place(model, "nowhere:R")
