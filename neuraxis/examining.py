"""Which item to examine next: the one whose answer is expected to tell most about the answer class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neuraxis.examination import NOT_EXAMINED, Finding, Kind
from neuraxis.localization import place_scores, score_rows
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage, modeled

HYPOTHESES = 40
# Coarse or unreliable items are not worth a suggestion.
NOT_SUGGESTED = (Kind.REGION_STRENGTH, *NOT_EXAMINED)


def next_findings(
    model: Model,
    findings: Sequence[Finding],
    stage: Stage,
    *,
    reading: Reading = Reading.VIGNETTE,
    most: int = 5,
    rivals: Sequence[str] | None = None,
) -> tuple[tuple[str, float], ...]:
    """Items with their expected information about the answer class (nats), best first, one per family.

    `rivals` restricts the hypotheses to these place keys; else the 40 most probable places are weighed.
    """
    gains = _gains(model, findings, stage, reading, rivals)
    return _best_per_family(model, findings, gains, most)


def expected_information(
    model: Model, findings: Sequence[Finding], stage: Stage, *, reading: Reading = Reading.VIGNETTE
) -> dict[str, float]:
    """What examining each item is expected to tell about the answer class (nats), for every item of the model."""
    return dict(zip(model.items, _gains(model, findings, stage, reading, None).tolist(), strict=True))


def _gains(
    model: Model, findings: Sequence[Finding], stage: Stage, reading: Reading, rivals: Sequence[str] | None
) -> np.ndarray:
    stage = modeled(stage)
    rows = score_rows(model, findings, stage, reading)
    scores = place_scores(model, rows)
    if rivals is None:
        chosen = np.argsort(-scores, kind="stable")[:HYPOTHESES]
    else:
        chosen = np.array([model.place_keys.index(key) for key in rivals], dtype=np.intp)
    weights = np.exp(scores[chosen] - scores[chosen].max())
    likelihood = _expected_values(model, stage, rows, chosen)
    return _information(model, stage, likelihood, chosen, weights / weights.sum())


def _expected_values(model: Model, stage: Stage, rows: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """P(value) under each chosen place, its lesions weighed by how well they fit; shape (values, places)."""
    compiled = model.compiled
    ends = np.append(compiled.starts[1:], len(rows))
    columns = []
    for place in chosen:
        span = slice(compiled.starts[place], ends[place])
        shares = rows[span] + compiled.row_logs[span]
        shares = np.exp(shares - shares.max())
        columns.append(np.exp(compiled.stages[stage].logs[model.value_rows, span] / NATS) @ (shares / shares.sum()))
    return np.stack(columns, axis=1)


def _information(
    model: Model, stage: Stage, likelihood: np.ndarray, chosen: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Mutual information of each item with the answer class, nats."""
    numbers = model.compiled.stages[stage].classes[chosen]
    groups = np.unique(numbers)
    by_class = np.stack([likelihood[:, numbers == one] @ weights[numbers == one] for one in groups], axis=1)
    shares = np.array([weights[numbers == one].sum() for one in groups])
    marginal = by_class.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(by_class > 0, by_class * np.log(by_class / (marginal * shares)), 0.0)
    gains: np.ndarray = np.add.reduceat(terms.sum(axis=1), list(model.offsets.values()))
    return gains


def _best_per_family(
    model: Model, findings: Sequence[Finding], gains: np.ndarray, most: int
) -> tuple[tuple[str, float], ...]:
    known = {finding.item for finding in findings}
    families: set[str] = set()
    best: list[tuple[str, float]] = []
    items = list(model.items.values())
    for index in np.argsort(-gains, kind="stable"):
        item = items[int(index)]
        if item.id in known or item.family in families or item.kind in NOT_SUGGESTED:
            continue
        families.add(item.family)
        best.append((item.id, float(gains[index])))
        if len(best) == most:
            break
    return tuple(best)
