"""Which seed tells of a wanted site: found without making the cases, by the place that each tries first."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from neuraxis.generation.cases import draw_place, eligible_places
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Topic


def find_seed(model: Model, seeds: Iterable[int], sites: Collection[str], topic: Topic | None = None) -> int | None:
    """The first of `seeds` from which `generate`, with the same topic, tries one of `sites` first; None if none does.

    The place that is tried first is not always the one that a case is made of: some cannot be proven.
    """
    places = _places(model, topic)
    if not any(place.site in sites for group in places.values() for place in group):
        return None
    return next((seed for seed in seeds if draw_place(places, random.Random(f"neuraxis:{seed}")).site in sites), None)


@lru_cache(maxsize=16)
def _places(model: Model, topic: Topic | None) -> Mapping[str, list[Place]]:
    return eligible_places(model, topic, frozenset(model.sites))
