"""The least that localizing could cost: a naive Bayes of the same size that knows no anatomy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.timing import Figure, time_calls

SITES, ITEMS, FINDINGS = 400, 600, 20
NAIVE_BAYES = f"numpy naive Bayes, {SITES} sites x {ITEMS} items, {FINDINGS} findings"


def measure_floor(rounds: int) -> Figure:
    """One table of log probabilities: add the rows of the findings, normalize, sort."""
    random = np.random.default_rng(1)
    logs = np.log(random.random((2 * ITEMS, SITES)))
    cases = [random.choice(2 * ITEMS, FINDINGS, replace=False) for _ in range(20)]
    return Figure(NAIVE_BAYES, "ms", time_calls([_localizer(logs, rows) for rows in cases], rounds))


def _localizer(logs: np.ndarray, rows: np.ndarray) -> Callable[[], object]:
    def localize() -> object:
        total = logs[rows].sum(axis=0)
        spread = np.exp(total - total.max())
        shares = spread / spread.sum()
        return np.argsort(-shares), shares

    return localize
