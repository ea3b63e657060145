"""Routes compiled to arrays. Capacity = min(1, sum of weight * product of (1 - gain * lesion)); deficit = 1 - capacity.

Weights of parallel routes may exceed 1 in sum: that is reserve, as in the bilateral supply of the upper face.
Several lesions combine at route level, where they multiply, so that what both of them cut counts exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from neuraxis.knowledge import Atlas

Array = npt.NDArray[np.float64]
# No lesion is quite complete: keeps every logarithm finite.
COMPLETE = 0.9995


class Network:
    """Immutable compiled routes of an atlas."""

    def __init__(self, atlas: Atlas) -> None:
        self.functions: tuple[str, ...] = tuple(atlas.functions)
        self.function_index = {key: index for index, key in enumerate(self.functions)}
        routes = [(key, route) for key in self.functions for route in atlas.functions[key]]
        counts = [len(atlas.functions[key]) for key in self.functions]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
        self._weights: Array = np.array([route.weight for _, route in routes])
        # A function whose routes sum to less than 1 (roots of weight 0.99) is whole when nothing is cut.
        totals = np.add.reduceat(self._weights, self._starts)
        self._scale: Array = np.maximum(1.0, 1.0 / totals)
        self._touched = _index_structures(route.chain for _, route in routes)

    def deficits(self, lesions: Iterable[Mapping[str, float]]) -> Array:
        """Deficit 0..1 of every function for one or more lesions at once ({structure key: fraction interrupted})."""
        open_share = np.ones(len(self._weights))
        for extent in lesions:
            for structure, fraction in extent.items():
                routes, gains = self._touched.get(structure, _NOTHING)
                open_share[routes] *= 1.0 - np.minimum(COMPLETE, gains * fraction)
        capacity = np.add.reduceat(open_share * self._weights, self._starts) * self._scale
        deficit: Array = np.clip(1.0 - capacity, 0.0, 1.0)
        return deficit

    def deficit_rows(self, extents: Sequence[Mapping[str, float]]) -> Array:
        """One row of deficits per single lesion; shape (lesions, functions)."""
        return np.array([self.deficits([extent]) for extent in extents])


_NOTHING: tuple[npt.NDArray[np.intp], Array] = (np.array([], dtype=np.intp), np.array([]))


def _index_structures(
    chains: Iterable[tuple[tuple[str, float], ...]],
) -> dict[str, tuple[npt.NDArray[np.intp], Array]]:
    found: dict[str, dict[int, float]] = {}
    for index, chain in enumerate(chains):
        for structure, gain in chain:
            at = found.setdefault(structure, {})
            at[index] = max(at.get(index, 0.0), gain)
    return {
        structure: (np.array(list(at), dtype=np.intp), np.array(list(at.values()))) for structure, at in found.items()
    }
