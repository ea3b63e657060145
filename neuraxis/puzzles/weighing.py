"""Weighs many sets of the same findings at once: which places each set leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Finding
from neuraxis.generation.proofs import MARGIN
from neuraxis.localization import log_priors
from neuraxis.localization.reader import Reader
from neuraxis.localization.scoring import Array
from neuraxis.simulation.model import Model
from neuraxis.simulation.motor import CLASSES, OVERALL, REGIONS
from neuraxis.vocabulary import Stage, modeled


@dataclass(frozen=True)
class Shares:
    """Per set of findings: the share of every answer class (rows: sets) and the log evidence of the set."""

    classes: Array
    evidence: Array

    def of(self, number: int) -> Array:
        """The share of one answer class in every set."""
        own: Array = self.classes[:, number]
        return own

    def best_other(self, number: int) -> Array:
        """The share of the strongest other answer class in every set."""
        others = self.classes.copy()
        others[:, number] = -1.0
        best: Array = others.max(axis=1)
        return best

    def alone(self, number: int) -> npt.NDArray[np.bool_]:
        """Whether no other class stays within 3:1, for every set."""
        stands: npt.NDArray[np.bool_] = self.of(number) >= MARGIN * self.best_other(number)
        return stands


class Weigher:
    """Findings of one patient, each read once. What is not in a set counts as not examined."""

    def __init__(self, model: Model, findings: Sequence[Finding], stage: Stage) -> None:
        self.findings = tuple(findings)
        self._reader = Reader(model, self.findings, stage)
        stage = modeled(stage)
        tables = model.compiled.stages[stage]
        self._row_logs = model.compiled.row_logs
        self._starts = model.compiled.starts
        self._priors = log_priors(model, stage)
        lengths = np.diff([*self._starts, len(self._row_logs)])
        self._row_priors = self._row_logs + np.repeat(self._priors, lengths)
        overall = model.compiled.motor[:, REGIONS.index(OVERALL)]
        self._of_class = (overall[:, None] == np.arange(len(CLASSES))).astype(np.float64)
        numbers = tables.classes
        self._order = np.argsort(numbers, kind="stable")
        self._firsts = np.searchsorted(numbers[self._order], np.arange(int(numbers.max()) + 1))
        self._numbers = dict(zip(model.place_keys, numbers.tolist(), strict=True))

    def class_of(self, place: str) -> int:
        """The number of a place's answer class, as `Shares` counts them."""
        return int(self._numbers[place])

    def rows(self, sets: Array) -> Array:
        """Log likelihood of every lesion under every set; `sets` has a line per set and a column per finding."""
        return np.stack([self._reader.read(chosen > 0) for chosen in sets])

    def weigh(self, sets: Array) -> Shares:
        """Where every answer class stands under every set."""
        weighed = self.rows(sets) + self._row_logs
        best = weighed.max(axis=1, keepdims=True)
        places = np.add.reduceat(np.exp(weighed - best), self._starts, axis=1) * np.exp(self._priors)
        totals = places.sum(axis=1, keepdims=True)
        classes = np.add.reduceat(places[:, self._order], self._firsts, axis=1) / totals
        return Shares(classes, (best + np.log(totals))[:, 0])

    def motor_classes(self, sets: Array) -> Array:
        """The probability of every motor-neuron class (in the order of CLASSES) under every set."""
        weighed = self.rows(sets) + self._row_priors
        shares = np.exp(weighed - weighed.max(axis=1, keepdims=True))
        classes: Array = shares @ self._of_class / shares.sum(axis=1, keepdims=True)
        return classes

    def whole(self) -> Array:
        """The set of all findings."""
        return np.ones((1, len(self.findings)))

    def subset(self, chosen: Iterable[Finding]) -> Array:
        """The set of the chosen findings."""
        kept = set(chosen)
        return np.array([[float(one in kept) for one in self.findings]])


def leave_out(sets: Array, groups: Sequence[Sequence[int]]) -> Array:
    """One set, as many times as there are groups of columns, each time without one group."""
    trials = np.repeat(sets, len(groups), axis=0)
    for line, group in enumerate(groups):
        trials[line, list(group)] = 0.0
    return trials


def chart_rows(model: Model, findings: Sequence[Finding]) -> dict[str, tuple[int, ...]]:
    """The findings by row of the chart, both sides together, as positions."""
    rows: dict[str, tuple[int, ...]] = {}
    for at, one in enumerate(findings):
        base = model.items[one.item].base
        rows[base] = (*rows.get(base, ()), at)
    return rows
