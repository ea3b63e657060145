"""A lesion on the map, before anything is answered about it."""

from functools import lru_cache

import neuraxis
from drawings.map.paths import LesionPicture, marked, points_of


def place_picture(key: str) -> LesionPicture | None:
    """The map with a place marked; None where this model does not know the place."""
    return kept_place(neuraxis.load_model().version, key)


@lru_cache(maxsize=64)
def kept_place(version: str, key: str) -> LesionPicture | None:
    """`version` of the model is there to be remembered by."""
    model = neuraxis.load_model()
    place = model.places.get(key)
    if place is None:
        return None
    return LesionPicture((), tuple(marked("key", "Lesion", neuraxis.word_place(place), points_of(model, place, ()))))
