"""Routes compiled to arrays. Capacity = min(1, sum of weight * least of (1 - gain * lesion)); deficit = 1 - capacity.

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
# Lesions that are worked out together: few enough to stay in the processor's cache.
_AT_ONCE = 64


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
        self._touched = _Touched([route.chain for _, route in routes])

    def deficits(self, lesions: Iterable[Mapping[str, float]]) -> Array:
        """Deficit 0..1 of every function for one or more lesions at once ({structure key: fraction interrupted})."""
        open_share = np.ones(len(self._weights))
        for extent in lesions:
            left = np.ones((1, len(self._weights)))
            self._touched.cut(left, [extent])
            open_share *= left[0]
        return self._deficits(open_share)

    def deficit_rows(self, extents: Sequence[Mapping[str, float]]) -> Array:
        """One row of deficits per single lesion; shape (lesions, functions)."""
        rows = np.empty((len(extents), len(self.functions)), order="F")
        for first in range(0, len(extents), _AT_ONCE):
            chunk = extents[first : first + _AT_ONCE]
            open_share = np.ones((len(chunk), len(self._weights)))
            self._touched.cut(open_share, chunk)
            rows[first : first + len(chunk)] = self._deficits(open_share)
        return rows

    def _deficits(self, open_share: Array) -> Array:
        capacity = np.add.reduceat(open_share * self._weights, self._starts, axis=-1) * self._scale
        deficit: Array = np.clip(1.0 - capacity, 0.0, 1.0)
        return deficit


class _Touched:
    """Which routes every structure touches, and with what gain: one array, in which each structure has its span."""

    def __init__(self, chains: Sequence[tuple[tuple[str, float], ...]]) -> None:
        self._numbers: dict[str, int] = {}
        pairs = [pair for chain in chains for pair in chain]
        structures = np.array([self._numbers.setdefault(key, len(self._numbers)) for key, _ in pairs], dtype=np.intp)
        routes = np.repeat(np.arange(len(chains)), [len(chain) for chain in chains])
        gains = np.array([gain for _, gain in pairs])
        order = np.lexsort((-gains, routes, structures))
        # A structure that stands twice in a route counts once, with its greater gain.
        first = np.ones(len(order), dtype=bool)
        first[1:] = (np.diff(structures[order]) != 0) | (np.diff(routes[order]) != 0)
        kept = order[first]
        self._routes, self._gains = routes[kept], gains[kept]
        self._counts = np.bincount(structures[kept], minlength=len(self._numbers))
        self._firsts = np.cumsum(self._counts) - self._counts

    def cut(self, open_share: Array, extents: Sequence[Mapping[str, float]]) -> None:
        """Lowers what each lesion leaves of its row of routes to what it leaves at its worst structure on the way.

        One lesion that runs along a tract cuts the same fibers all the way down, so its structures do not multiply.
        """
        numbers = np.array([self._numbers.get(key, -1) for extent in extents for key in extent], dtype=np.intp)
        fractions = np.array([fraction for extent in extents for fraction in extent.values()], dtype=np.float64)
        rows = np.repeat(np.arange(len(extents)), [len(extent) for extent in extents])
        known = numbers >= 0
        numbers, fractions, rows = numbers[known], fractions[known], rows[known]
        counts = self._counts[numbers]
        # Where the spans of the structures lie, one after the other.
        at = np.arange(counts.sum()) + np.repeat(self._firsts[numbers] - (np.cumsum(counts) - counts), counts)
        left = 1.0 - np.minimum(COMPLETE, self._gains[at] * np.repeat(fractions, counts))
        np.minimum.at(open_share.reshape(-1), np.repeat(rows * open_share.shape[1], counts) + self._routes[at], left)
