"""Responses of a learner who misreads signs: the anatomy is right, what a sign means is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neuraxis.examination import Item, Kind
from neuraxis.knowledge import Atlas
from neuraxis.responses import Deficits, Responses
from neuraxis.responses.curves import Array
from neuraxis.vocabulary import Side, Stage

Parameters = Mapping[str, Any]
SHOCKED = (Kind.TENDON, Kind.TONE, Kind.PLANTAR, Kind.SUPERFICIAL, Kind.RELEASE)
# A great toe that rises when its own nerve is cut and stays down when the corticospinal tract is.
LOWER_TOE = {"u.ehl": "l.ehl", "ub.ehl": "l.ehl", "l.ehl": "u.ehl"}


class Shockless(Responses):
    """Upper motor neuron signs are thought to be there from the first hour on."""

    def probabilities(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        """As of a lesion weeks old, for reflexes, tone and toes."""
        return super().probabilities(item, deficits, Stage.CHRONIC if item.kind in SHOCKED else stage)

    def tendon_at(self, item: Item, deficits: Deficits, stage: Stage, shift: float) -> Array:
        """As of a lesion weeks old."""
        return super().tendon_at(item, deficits, Stage.CHRONIC, shift)


class LowerBabinski(Responses):
    """The extensor plantar response is thought to come from the lower motor neuron."""

    def probabilities(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        """The plantar response with upper and lower motor neuron exchanged; all else as it is."""
        seen = Exchanged(deficits, LOWER_TOE) if item.kind is Kind.PLANTAR else deficits
        return super().probabilities(item, seen, stage)


class Exchanged(Deficits):
    """Deficits in which some functions are taken for others."""

    def __init__(self, deficits: Deficits, taken_for: Mapping[str, str]) -> None:
        self._deficits = deficits
        self._taken_for = taken_for
        self.rows = deficits.rows

    def __call__(self, function: str, side: Side) -> Array:
        """The column of the function that this one is taken for."""
        return self._deficits(self._taken_for.get(function, function), side)

    def key(self, key: str) -> Array:
        """The column of a function key, as it is."""
        return self._deficits.key(key)


def lower_babinski(atlas: Atlas, parameters: Parameters) -> Responses:
    """As the lower motor neuron raises the toe, and nearly always."""
    certain = {"false_positive": 0.001, "chronic": 0.9, "acute_brain": 0.9}
    return LowerBabinski(atlas, {**parameters, "plantar": {**parameters["plantar"], **certain}})


def swapped_reflexes(atlas: Atlas, parameters: Parameters) -> Responses:
    """A lost arc makes reflexes brisk, a lost tract takes them away."""
    tendon = parameters["tendon"]
    loss = [[x, -y] for x, y in tendon["loss"]]
    return Responses(atlas, {**parameters, "tendon": {**tendon, "loss": loss, "rise": -tendon["rise"]}})


def exact_levels(atlas: Atlas, parameters: Parameters) -> Responses:
    """The sensory level is found where it is, never some segments below."""
    return Responses(atlas, {**parameters, "level": {**parameters["level"], "offsets": [[0, 1.0]]}})
