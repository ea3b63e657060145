"""Which other place a student would think of: one of the same region, age and tempo, and the confused pairs first."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import lru_cache

from neuraxis.localization.posterior import Candidate
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Side

# How many times more readily a student thinks of a place that forms a known pair with the key, lies in its region,
# begins as its disease does, or strikes at its age (judgment).
PAIR, REGION, TEMPO, AGE = 1000.0, 10.0, 5.0, 2.0
# So many of the likeliest other places are thought of.
THOUGHT_OF = 40
TIE = 9


def confusion(model: Model, key: Place, other: Place) -> float:
    """How readily `other` is taken for `key`, as a factor of its probability; 1 for a place that shares nothing."""
    ours, theirs = model.atlas.sites[key.site], model.atlas.sites[other.site]
    youngest, oldest = (max(ours.ages[0], theirs.ages[0]), min(ours.ages[1], theirs.ages[1]))
    factors = (
        (PAIR, frozenset((key.key, other.key)) in _pairs(model)),
        (REGION, key.topic is other.topic or key.level is other.level),
        (TEMPO, bool(set(ours.onsets) & set(theirs.onsets))),
        (AGE, youngest <= oldest and (not ours.sex or ours.sex == (theirs.sex or ours.sex))),
    )
    return math.prod(factor for factor, holds in factors if holds)


def best_rival(model: Model, key: Place, ranked: Sequence[Candidate], accepted: Collection[str]) -> Place | None:
    """Of the likeliest places that are not accepted, the one that a student would think of; None if there is none.

    Between two places of one answer class the one that comes first is named.
    """
    others = [one for one in ranked if all(place.key not in accepted for place in one.members)][:THOUGHT_OF]
    named = [(one.probability, place) for one in others for place in one.members]
    best = max(named, key=lambda one: round(_weight(model, key, *one), TIE), default=None)
    return best[1] if best else None


def _weight(model: Model, key: Place, probability: float, other: Place) -> float:
    return math.log(max(probability, 1e-12) * confusion(model, key, other))


@lru_cache(maxsize=4)
def _pairs(model: Model) -> frozenset[frozenset[str]]:
    """The confused pairs and their mirror images."""
    pairs = [(one.first, one.second) for one in model.atlas.pairs]
    return frozenset(frozenset(pair) for first, second in pairs for pair in ((first, second), _mirror(first, second)))


def _mirror(*places: str) -> tuple[str, ...]:
    return tuple(f"{site}:{Side(side).opposite}" for site, _, side in (place.rpartition(":") for place in places))
