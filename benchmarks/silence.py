"""Fits what silence says (`unsaid` of silence.psv) to patients described by others, and cross-validates the fit.

    python -m benchmarks.silence

Expectation and maximization: given the level and side that the source names, each lesion of the model is as probable as
it explains the findings; a part that the lesion spoils is expected to be mentioned, and how often it is not is counted.
Every group is drawn towards one half by three patients who do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import numpy.typing as npt

import neuraxis
from neuraxis import Model, Reading
from neuraxis.knowledge import SilentGroup
from neuraxis.localization import log_priors, place_scores, score_rows
from neuraxis.localization.scoring import silent_groups
from neuraxis.simulation.compilation import omissions
from neuraxis.vocabulary import modeled
from tests.neuraxis.described import Described, judge, read_published, read_vignettes

ROUNDS = 5
FOLDS = 5
Array = npt.NDArray[np.float64]


def row_shares(model: Model, one: Described) -> Array:
    """The share of every lesion among those of the levels and the side that the source names."""
    rows = score_rows(model, one.findings, one.stage, Reading.VIGNETTE)
    scores = place_scores(model, rows) + log_priors(model, one.stage)
    allowed = [
        str(place.level) in one.levels | one.near_levels and one.side in ("", str(place.side))
        for place in model.places.values()
    ]
    scores = np.where(allowed, scores, -np.inf)
    places = np.exp(scores - scores.max())
    starts = model.compiled.starts
    lengths = np.diff([*starts, len(rows)])
    weighed = rows + model.compiled.row_logs
    spread = np.exp(weighed - np.repeat(np.maximum.reduceat(weighed, starts), lengths))
    shares: Array = spread * np.repeat(places / places.sum() / np.add.reduceat(spread, starts), lengths)
    return shares


def intact_groups(model: Model, one: Described) -> Array:
    """P(nothing abnormal) of every group under every lesion; shape (groups, rows)."""
    logs = np.asarray(model.compiled.stages[modeled(one.stage)].logs)
    found = [
        logs[[model.column(key, model.items[key].normal) for key in keys]].min(axis=0)
        for keys in model.silent_groups.values()
    ]
    intact: Array = np.exp(np.array(found) / 1024)
    return intact


def fit(model: Model, patients: Sequence[Described]) -> Array:
    """`unsaid` of every group."""
    unsaid = np.array([group.unsaid for group in model.atlas.silence])
    for _ in range(ROUNDS):
        counts = np.tile([[1.5], [3.0], [2.0], [2.5]], (1, len(unsaid)))
        with told(model, unsaid):
            for one in patients:
                counts += _count(model, one, unsaid)
        unsaid = np.minimum(1.0, counts[0] / counts[1] / (counts[2] / counts[3]))
    return unsaid


def _count(model: Model, one: Described, unsaid: Array) -> Array:
    """Expected number of patients per group: spoiled and unmentioned, spoiled, intact and unmentioned, intact."""
    shares, intact = row_shares(model, one), intact_groups(model, one)
    silent = np.isin(np.arange(len(unsaid)), silent_groups(model, one.findings))
    weight = np.where(silent[:, None], unsaid[:, None] / (intact + unsaid[:, None] * (1 - intact)), 1.0)
    spoiled = ((1 - intact) * weight) @ shares
    return np.array([spoiled * silent, spoiled, (1 - spoiled) * silent, 1 - spoiled])


@contextmanager
def told(model: Model, unsaid: Array) -> Iterator[None]:
    """The model with another `unsaid`, for as long as it is tried."""
    groups = [replace_unsaid(group, value) for group, value in zip(model.atlas.silence, unsaid.tolist(), strict=True)]
    before = dict(model.compiled.stages)
    stages = {}
    for stage, tables in before.items():
        omitted, untold = omissions(model.items, groups, np.asarray(tables.logs), model.reading["untold"])
        stages[stage] = replace(tables, omitted=omitted, untold=untold)
    object.__setattr__(model.compiled, "stages", stages)
    try:
        yield
    finally:
        object.__setattr__(model.compiled, "stages", before)


def replace_unsaid(group: SilentGroup, value: float) -> SilentGroup:
    """The group with another `unsaid`."""
    return group._replace(unsaid=value)


def main() -> None:
    """Prints the fit and how the patients left out of it fare."""
    model = neuraxis.load_model()
    vignettes, published = read_vignettes(model), read_published(model)
    whole = fit(model, [*vignettes, *published])
    for group, value in zip(model.atlas.silence, whole, strict=True):
        print(f"{group.name:32} {group.unsaid:.2f} in the atlas, {value:.2f} fitted")
    hits: dict[str, list[bool]] = {}
    for fold in range(FOLDS):
        kept = [one for at, one in enumerate(vignettes) if at % FOLDS != fold]
        with told(model, fit(model, [*kept, *published])):
            for one in vignettes[fold::FOLDS]:
                if one.core:
                    hit = judge(model, one, one.localize(model))
                    for what in ("level", "near_level", "near_class", "side"):
                        hits.setdefault(what, []).append(getattr(hit, what))
    for what, found in hits.items():
        print(f"left out of the fit: {what} {sum(found)} of {len(found)}")


if __name__ == "__main__":
    main()
