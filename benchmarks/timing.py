"""Measurements: medians of many rounds of processor time, because the machine has other work too."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the report. `target` and `values` in the same unit; `floor` names the line it is compared with."""

    name: str
    unit: str
    values: tuple[float, ...]
    target: float | None = None
    floor: str = ""

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def most(self) -> float:
        """What nine of ten values do not exceed."""
        return sorted(self.values)[math.ceil(0.9 * len(self.values)) - 1]


def time_calls(calls: Iterable[Callable[[], object]], rounds: int = 1) -> tuple[float, ...]:
    """Milliseconds of processor time of every call; with several rounds, the median of each call's rounds."""
    found = []
    for call in calls:
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            call()
            taken.append((time.process_time() - start) * 1000)
        found.append(statistics.median(taken))
    return tuple(found)
