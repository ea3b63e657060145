"""The sensory level: the first dermatome below which pin is lost, as it is found at the bedside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from neuraxis.examination import Item
from neuraxis.responses.curves import Array
from neuraxis.vocabulary import Side


class Columns(Protocol):
    """Deficits by function and side."""

    rows: Array

    def __call__(self, function: str, side: Side) -> Array: ...


def sensory_level(item: Item, deficits: Columns, p: Mapping[str, Any]) -> Array:
    """P(level) per row. A level needs loss at three or more dermatomes without a gap down to the sacral ones.

    One root or nerve gives no level. Loss of the whole half of the body mostly reads as hemisensory loss.
    The observed level lies at or below the true one more often than above it.
    """
    levels = item.values[1:]
    loss = np.stack([deficits(f"d.{segment}", item.side) for segment in levels], axis=1) > p["threshold"]
    floor = levels.index(p["caudal"])
    whole_below = np.flip(np.logical_and.accumulate(np.flip(loss[:, : floor + 1], axis=1), axis=1), axis=1)
    extent = whole_below.sum(axis=1)
    true = np.where(extent >= p["least_segments"], floor + 1 - extent, -1)
    observed = np.array([_observed(first, len(levels), p) for first in range(-1, len(levels))])
    found: Array = observed[true + 1]
    return found


def _observed(first: int, count: int, p: Mapping[str, Any]) -> Array:
    """Distribution over none and the levels when the true one has index `first` (-1: there is none)."""
    probabilities = np.zeros(count + 1)
    if first < 0:
        probabilities[1:] = p["false_positive"] / count
    else:
        none = p["hemibody_none"] if first == 0 else p["none"]
        for offset, share in p["offsets"]:
            probabilities[1 + min(max(first + offset, 0), count - 1)] += share * (1 - none)
        probabilities[1:] += 0.01 * (1 - none) / count
        probabilities[0] = none
    probabilities[0] = max(probabilities[0], 1 - probabilities[1:].sum()) if first < 0 else probabilities[0]
    normalized: Array = probabilities / probabilities.sum()
    return normalized
