"""Two lesions at once. Pairs are proposed by a bound over single places and scored exactly at route level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.localization.posterior import log_priors
from neuraxis.localization.scoring import (
    Array,
    brisk_scores,
    check_findings,
    drop_coarse,
    place_scores,
    score_rows,
)
from neuraxis.network import Place
from neuraxis.responses import Deficits
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage, modeled

# Prior of a second lesion, and the odds over the best single place at which a pair is reported.
SECOND_LESION = 0.03
REPORTED = 3.0
USEFUL_SEEDS = 40
LIKELY_SEEDS = 12
PARTNERS = 8
PROPOSED = 48
LESIONS_EACH = 2
HEALTHY = "healthy:M"
# A finding counts as explained when its chance is at least this.
EXPLAINED = 0.25
# Sites where demyelination likes to sit: two of them together suggest dissemination rather than two strokes.
DISSEMINATED = ("onerve", "ino", "bino", "latmidpons", "n5nuc", "scpm", "dent", "corona", "partial", "posterior", "mcp")


class Pattern(StrEnum):
    """What two places together suggest."""

    TWO_LESIONS = "two_lesions"
    DISSEMINATION = "dissemination"


@dataclass(frozen=True)
class Pair:
    """Two places that explain the findings together. `odds` is against the best single place."""

    places: tuple[Place, Place]
    odds: float
    pattern: Pattern
    gained: tuple[Finding, ...]


def localize_pair(
    model: Model, findings: Sequence[Finding], stage: Stage, *, reading: Reading = Reading.VIGNETTE
) -> Pair | None:
    """The best pair of places, if it is clearly better than any one place and explains a finding that this does not.

    Raises InputError on unreadable findings.
    """
    check_findings(model, findings)
    stage = modeled(stage)
    used = drop_coarse(model.items, findings)
    rows = score_rows(model, findings, stage, reading)
    single = place_scores(model, rows) + log_priors(model, stage)
    best_rows = _best_rows(model, rows)
    logs = _finding_logs(model, used, stage, best_rows)
    proposals = _propose(model, used, logs, single)
    if not proposals:
        return None
    scores = _score_exactly(model, used, stage, reading, best_rows, proposals) + [
        np.log(SECOND_LESION) + log_priors(model, stage)[[i, j]].sum() for i, j in proposals
    ]
    best = int(np.argmax(scores))
    return _accept(model, used, logs, single, proposals[best], float(scores[best]))


def _best_rows(model: Model, rows: Array) -> np.ndarray:
    """For every place its best fitting rows, best first; shape (places, LESIONS_EACH), padded by the best."""
    starts = model.compiled.starts
    ends = np.append(starts[1:], len(rows))
    best = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        order = start + np.argsort(-rows[start:end], kind="stable")[:LESIONS_EACH]
        best.append(np.resize(order, LESIONS_EACH))
    return np.array(best)


def _finding_logs(model: Model, findings: Sequence[Finding], stage: Stage, best_rows: np.ndarray) -> Array:
    """log P of every finding under the best row of every place; shape (findings, places)."""
    columns = np.array([model.column(one.item, one.value) for one in findings], dtype=np.intp)
    logs: Array = model.compiled.stages[stage].logs[np.ix_(columns, best_rows[:, 0])] / NATS
    return logs


def _propose(model: Model, findings: Sequence[Finding], logs: Array, single: Array) -> list[tuple[int, int]]:
    """Pairs of a place that explains much and a partner that explains what it leaves.

    A partner earns what it adds on abnormal findings that the first place does not explain, and pays for every
    normal finding that it would have changed.
    """
    abnormal = np.array([is_abnormal(model.items, one) for one in findings])
    healthy = logs[:, [model.place_keys.index(HEALTHY)]]
    explained = np.maximum(logs[abnormal] - healthy[abnormal], 0).sum(axis=0)
    spoiled = np.minimum(logs[~abnormal] - healthy[~abnormal], 0).sum(axis=0)
    useful = np.argsort(-(explained + spoiled), kind="stable")[:USEFUL_SEEDS].tolist()
    likely = np.argsort(-single, kind="stable")[:LIKELY_SEEDS].tolist()
    found: dict[tuple[int, int], float] = {}
    for seed in dict.fromkeys([*likely, *useful]):
        open_ones = abnormal & (logs[:, seed] < np.log(EXPLAINED))
        added = np.maximum(logs[open_ones] - logs[open_ones][:, [seed]], 0).sum(axis=0) + spoiled
        for partner in np.argsort(-added, kind="stable")[:PARTNERS].tolist():
            if partner != seed:
                pair = (min(seed, partner), max(seed, partner))
                found[pair] = max(found.get(pair, -np.inf), float(single[seed] + added[partner]))
    return sorted(found, key=lambda pair: -found[pair])[:PROPOSED]


def _score_exactly(
    model: Model,
    findings: Sequence[Finding],
    stage: Stage,
    reading: Reading,
    best_rows: np.ndarray,
    proposals: Sequence[tuple[int, int]],
) -> Array:
    """Log likelihood of every pair, its lesions combined route by route."""
    choices = [(i, j, a, b) for i, j in proposals for a in best_rows[i] for b in best_rows[j]]
    extents = [(model.row_extent(int(a)), model.row_extent(int(b))) for _, _, a, b in choices]
    table = Deficits(model.network, np.array([model.network.deficits(pair) for pair in extents]))
    scores = _log_likelihood(model, findings, table, stage)
    if reading is Reading.VIGNETTE:
        scores += _silence(model, findings, stage, [(int(a), int(b)) for _, _, a, b in choices])
    each = LESIONS_EACH**2
    joined: Array = np.logaddexp.reduceat(scores, np.arange(0, len(scores), each)) - np.log(each)
    return joined


def _log_likelihood(model: Model, findings: Sequence[Finding], table: Deficits, stage: Stage) -> Array:
    """Tempered log P of the findings for every row of deficits; reflexes share the patient's briskness."""
    total = np.zeros(len(table.rows))
    brisk = np.zeros((len(model.responses.briskness), len(table.rows)))
    for finding in findings:
        item = model.items[finding.item]
        at = item.index(finding.value)
        if item.kind is Kind.TENDON:
            for index, (shift, _) in enumerate(model.responses.briskness):
                brisk[index] += np.log(model.responses.tendon_at(item, table, stage, shift)[:, at])
        else:
            total += np.log(model.responses.probabilities(item, table, stage)[:, at])
    temper = model.reading["temper"]
    return np.asarray(temper * total + brisk_scores(model, brisk * NATS, temper))


def _silence(model: Model, findings: Sequence[Finding], stage: Stage, rows: Sequence[tuple[int, int]]) -> Array:
    """Unmentioned families speak against whichever of the two lesions they fit worse."""
    omitted = model.compiled.stages[stage].omitted
    mentioned = {model.items[one.item].family for one in findings}
    silent = [index for index, family in enumerate(model.summary_families) if family not in mentioned]
    first, second = ([pair[at] for pair in rows] for at in (0, 1))
    worse = np.minimum(omitted[silent][:, first], omitted[silent][:, second])
    return np.asarray(worse.sum(axis=0, dtype=np.int64) / NATS)


def _accept(
    model: Model, findings: Sequence[Finding], logs: Array, single: Array, pair: tuple[int, int], score: float
) -> Pair | None:
    """The pair, if its odds over the best single place suffice and it explains something more."""
    best = int(np.argmax(single))
    odds = float(np.exp(min(score - single[best], 50.0)))
    explained = np.exp(logs[:, [best, *pair]]) >= EXPLAINED
    gained = [
        one
        for one, (alone, first, second) in zip(findings, explained, strict=True)
        if is_abnormal(model.items, one) and (first or second) and not alone
    ]
    if odds < REPORTED or not gained:
        return None
    first, second = (model.places[model.place_keys[at]] for at in pair)
    return Pair((first, second), odds, _pattern(first, second), tuple(gained))


def _pattern(first: Place, second: Place) -> Pattern:
    liked = all(place.site.partition(".")[0] in DISSEMINATED for place in (first, second))
    return Pattern.DISSEMINATION if liked else Pattern.TWO_LESIONS
