"""Which seed tells of a wanted site: found without making the cases, by the place that each tries first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from neuraxis.generation.cases import Pool, chance_of_case, draw_places, eligible_places
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Topic


def find_seed(model: Model, seeds: Iterable[int], sites: Collection[str], topic: Topic | None = None) -> int | None:
    """The first of `seeds` from which `generate`, with the same topic, tries one of `sites` first; None if none does.

    The place that is tried first is not always the one that a case is made of: some cannot be proven.
    """
    pool = _pool(model, topic)
    if not any(place.site in sites for group in pool.places.values() for place in group):
        return None
    return next((seed for seed in seeds if _first_site(pool, seed) in sites), None)


def _first_site(pool: Pool, seed: int) -> str:
    place, _ = next(draw_places(pool, chance_of_case(seed)))
    return place.site


@lru_cache(maxsize=16)
def _pool(model: Model, topic: Topic | None) -> Pool:
    return eligible_places(model, topic, frozenset(model.sites))
