"""Findings of one patient, read once, so that many sets of them can be weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.localization.scoring import ALL_ROWS, WEIGHT, Array, hear_silence, kin_of, mix_stages, share, stages_of
from neuraxis.simulation.compilation import POWER
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage, modeled


class Reader:
    """`read` says what some of the findings say; the others count as not examined."""

    def __init__(self, model: Model, findings: Sequence[Finding], stage: Stage) -> None:
        self._model, self._stage, self._findings = model, stage, tuple(findings)
        self._kins = np.array([_kin_number(model, one) for one in findings], dtype=np.intp)
        kinds = [model.items[one.item].kind for one in findings]
        self._power = [at for at, kind in enumerate(kinds) if kind in POWER]
        self._tendons = [at for at, kind in enumerate(kinds) if kind is Kind.TENDON]
        self._plain = [at for at in range(len(findings)) if at not in {*self._power, *self._tendons}]
        columns = [model.column(findings[at].item, findings[at].value) for at in self._plain]
        stages = [model.compiled.stages[one] for one in stages_of(stage)]
        self._logs = [np.asarray(tables.logs)[columns] / np.float32(NATS) for tables in stages]
        graded, tendons = ([findings[at] for at in places] for places in (self._power, self._tendons))
        self._graded = _shared_logs(model, graded, model.compiled.power, model.power_offsets)
        self._brisk = [_shared_logs(model, tendons, tables.brisk, model.brisk_offsets) for tables in stages]

    def read(self, chosen: npt.NDArray[np.bool_]) -> Array:
        """Log likelihood (nats) of every row by the chosen findings; a flag for each."""
        counts = np.bincount(self._kins[chosen], minlength=int(self._kins.max(initial=0)) + 1)
        counted = np.maximum(counts[self._kins], 1) ** -self._model.reading["discount"]
        weights = (np.rint(np.where(chosen, counted, 0.0) * WEIGHT) / WEIGHT).astype(np.float32)
        passing = [weights[self._plain] @ logs for logs in self._logs]
        if self._tendons:
            briskness = self._model.responses.briskness
            passing = [
                one + share(np.einsum("i,ikr->kr", weights[self._tendons], brisk), briskness)
                for one, brisk in zip(passing, self._brisk, strict=True)
            ]
        total = mix_stages(self._model, self._stage, passing)
        if self._power:
            graded = np.einsum("i,ikr->kr", weights[self._power], self._graded)
            total = total + share(graded, self._model.responses.grading)
        told = [one for one, is_chosen in zip(self._findings, chosen.tolist(), strict=True) if is_chosen]
        silence = hear_silence(self._model, told, told, modeled(self._stage), Reading.EXAM, ALL_ROWS)
        scores: Array = (total + silence).astype(np.float64)
        return scores


def _kin_number(model: Model, finding: Finding) -> int:
    """A number for the kin of a finding and whether it is abnormal: what is counted together."""
    return 2 * _kin_numbers(model)[kin_of(model.items[finding.item])] + is_abnormal(model.items, finding)


@lru_cache(maxsize=8)
def _kin_numbers(model: Model) -> dict[str, int]:
    kins = dict.fromkeys(kin_of(item) for item in model.items.values())
    return {kin: number for number, kin in enumerate(kins)}


def _shared_logs(
    model: Model, findings: Sequence[Finding], tables: npt.NDArray[np.int16], offsets: Mapping[str, int]
) -> Array:
    """Log P (nats) of findings that share a hidden quantity; shape (findings, values of it, rows)."""
    columns = [np.asarray(tables)[:, offsets[one.item] + model.items[one.item].index(one.value)] for one in findings]
    return np.stack(columns) / np.float32(NATS) if columns else np.zeros((0, 0, 0), dtype=np.float32)
