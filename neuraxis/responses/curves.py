"""Two shapes serve every response: a broken line, and a latent value cut into grades."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
_STEP = 0.01


class Curve:
    """A broken line through knots [x, y], flat beyond its ends."""

    def __init__(self, knots: Sequence[Sequence[float]]) -> None:
        self._x = np.array([x for x, _ in knots], dtype=np.float64)
        self._y = np.array([y for _, y in knots], dtype=np.float64)

    def __call__(self, x: Array) -> Array:
        """The line at every x."""
        return np.interp(x, self._x, self._y)


class Scale:
    """Grades 0..n cut from a normally distributed latent value at n + .5, with a share of random grades."""

    def __init__(self, grades: int, sd: float, contamination: float, low: float, high: float) -> None:
        self._low = low
        latent = np.arange(low, high + _STEP, _STEP)
        table = [_grade_probabilities(mu, grades, sd, contamination) for mu in latent]
        # Grade by grade in memory, as is all that is made of it.
        self._table: Array = np.ascontiguousarray(np.array(table).T)
        self._rises: Array = np.diff(self._table, axis=1)

    def __call__(self, latent: Array) -> Array:
        """Probability of every grade; shape (len(latent), grades)."""
        steps = np.clip((latent - self._low) / _STEP, 0, self._rises.shape[1])
        index = np.minimum(steps.astype(np.intp), self._rises.shape[1] - 1)
        # The line between two steps, not the nearer one: over many findings its rounding would add up.
        rises = np.take(self._rises, index, axis=1)
        probabilities: Array = (np.take(self._table, index, axis=1) + (steps - index) * rises).T
        return probabilities


def _grade_probabilities(mu: float, grades: int, sd: float, contamination: float) -> list[float]:
    below = [0.0, *(_normal_cdf((grade + 0.5 - mu) / sd) for grade in range(grades - 1)), 1.0]
    exact = [high - low for low, high in itertools.pairwise(below)]
    return [(1 - contamination) * p + contamination / grades for p in exact]


def _normal_cdf(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
