"""Several lesions at once: pairs, then triples, proposed by what they leave and scored exactly at route level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np

from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.localization.posterior import log_priors
from neuraxis.localization.scoring import (
    Array,
    check_findings,
    drop_coarse,
    mix_stages,
    place_scores,
    score_rows,
    share,
    silent_groups,
    stages_of,
    weigh,
)
from neuraxis.network import Place
from neuraxis.responses import Deficits
from neuraxis.simulation.compilation import POWER
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage, modeled

# Prior of a second lesion, and the odds over the best single place at which a pair is reported.
SECOND_LESION = 0.03
REPORTED = 3.0
USEFUL_SEEDS = 40
LIKELY_SEEDS = 12
PARTNERS = 8
PROPOSED = 40
EXTENDED = 12
LESIONS_EACH = 2
HEALTHY = "healthy:M"
# A finding counts as explained when its chance is at least this.
EXPLAINED = 0.25
# Sites where demyelination likes to sit: two of them together suggest dissemination rather than two strokes.
DISSEMINATED = ("onerve", "ino", "bino", "latmidpons", "n5nuc", "scpm", "dent", "corona", "partial", "posterior", "mcp")


class Pattern(StrEnum):
    """What the places together suggest."""

    SEPARATE = "separate"
    DISSEMINATION = "dissemination"


@dataclass(frozen=True)
class Combination:
    """Places that explain the findings together. `odds` is against the best simpler account."""

    places: tuple[Place, ...]
    odds: float
    pattern: Pattern
    gained: tuple[Finding, ...]


def localize_several(
    model: Model,
    findings: Sequence[Finding],
    stage: Stage,
    *,
    reading: Reading = Reading.VIGNETTE,
    most: int = 3,
) -> Combination | None:
    """The best two (or up to `most`) places, if clearly better than fewer and explaining a finding that these do not.

    Raises InputError on unreadable findings.
    """
    check_findings(model, findings)
    search = _Search(model, drop_coarse(model.items, findings), stage, reading, findings)
    best = None
    tried: list[tuple[int, ...]] = [(int(at),) for at in np.argsort(-search.single, kind="stable")[:LIKELY_SEEDS]]
    reached = {tried[0]: float(search.single[tried[0][0]])}
    for _ in range(most - 1):
        scored = search.score(search.extend(tried, first=len(tried[0]) == 1))
        if not scored:
            break
        simpler = max(reached, key=lambda places: reached[places])
        winner = max(scored, key=lambda places: scored[places])
        accepted = search.accept(winner, scored[winner] - reached[simpler], simpler)
        if accepted is None:
            break
        best, reached = accepted, {winner: scored[winner]}
        tried = sorted(scored, key=lambda places: -scored[places])[:EXTENDED]
    return best


class _Search:
    """One set of findings: how every place fits it alone, and how sets of places fit it together."""

    def __init__(
        self, model: Model, used: Sequence[Finding], stage: Stage, reading: Reading, findings: Sequence[Finding]
    ) -> None:
        self._model, self._used, self._reading = model, used, reading
        self._onset, self._stage = stage, modeled(stage)
        rows = score_rows(model, findings, stage, reading)
        self.single: Array = place_scores(model, rows) + log_priors(model, stage)
        self._best_rows = _best_rows(model, rows)
        self._logs = _finding_logs(model, used, self._stage, self._best_rows)
        self._abnormal = np.array([is_abnormal(model.items, one) for one in used], dtype=bool)
        healthy = self._logs[:, [model.place_keys.index(HEALTHY)]]
        self._gain = np.maximum(self._logs - healthy, 0)
        self._spoiled = np.minimum(self._logs[~self._abnormal] - healthy[~self._abnormal], 0).sum(axis=0)

    def extend(self, seeds: Sequence[tuple[int, ...]], first: bool) -> list[tuple[int, ...]]:
        """Sets with one place more: it earns what it adds on abnormal findings that are open, and pays for normal ones.

        At first, places that explain much are seeds too, however badly they fit the rest.
        """
        useful = np.argsort(-(self._gain[self._abnormal].sum(axis=0) + self._spoiled), kind="stable")[:USEFUL_SEEDS]
        starts = [*seeds, *((int(at),) for at in useful)] if first else list(seeds)
        found: dict[tuple[int, ...], float] = {}
        for seed in dict.fromkeys(starts):
            covered = self._logs[:, list(seed)].max(axis=1)
            left = self._abnormal & (covered < np.log(EXPLAINED))
            added = np.maximum(self._logs[left] - covered[left][:, None], 0).sum(axis=0) + self._spoiled
            for partner in np.argsort(-added, kind="stable")[:PARTNERS].tolist():
                places = tuple(sorted({*seed, partner}))
                if len(places) > len(seed):
                    found[places] = max(found.get(places, -np.inf), float(self.single[seed[0]] + added[partner]))
        return sorted(found, key=lambda places: -found[places])[:PROPOSED]

    def score(self, proposals: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], float]:
        """Log prior plus log likelihood of every set, its lesions combined route by route."""
        if not proposals:
            return {}
        choices = [list(product(*(self._best_rows[place].tolist() for place in places))) for places in proposals]
        flat = [rows for group in choices for rows in group]
        extents = {row: self._model.row_extent(row) for rows in flat for row in rows}
        deficits = [self._model.network.deficits([extents[row] for row in rows]) for rows in flat]
        table = Deficits(self._model.network, np.array(deficits))
        scores = _log_likelihood(self._model, self._used, table, self._onset)
        if self._reading is Reading.VIGNETTE:
            scores = scores + self._silence(flat)
        priors, each = log_priors(self._model, self._stage), len(choices[0])
        joined = np.logaddexp.reduceat(scores, np.arange(0, len(scores), each)) - np.log(each)
        more = [(len(places) - 1) * np.log(SECOND_LESION) + priors[list(places)].sum() for places in proposals]
        return {places: float(score + prior) for places, score, prior in zip(proposals, joined, more, strict=True)}

    def _silence(self, rows: Sequence[tuple[int, ...]]) -> Array:
        """Unmentioned parts speak against whichever of the lesions they fit worst; a report may be terse."""
        omitted = self._model.compiled.stages[self._stage].omitted
        silent = silent_groups(self._model, self._used)
        worst = omitted[silent][:, np.array(rows, dtype=np.intp)].min(axis=2)
        whole = worst.sum(axis=0, dtype=np.int64) / NATS
        chance, part = self._model.reading["terse"]
        return np.asarray(np.logaddexp(np.log(1 - chance) + whole, np.log(chance) + part * whole))

    def accept(self, places: tuple[int, ...], gain: float, simpler: tuple[int, ...]) -> Combination | None:
        """The set, if its odds over the simpler account suffice and it explains something more."""
        explained = np.exp(self._logs[:, list(places)]).max(axis=1) >= EXPLAINED
        before = np.exp(self._logs[:, list(simpler)]).max(axis=1) >= EXPLAINED
        gained = tuple(
            one
            for one, abnormal, now, then in zip(self._used, self._abnormal, explained, before, strict=True)
            if abnormal and now and not then
        )
        odds = float(np.exp(min(gain, 50.0)))
        if odds < REPORTED or not gained:
            return None
        named = tuple(self._model.places[self._model.place_keys[at]] for at in places)
        return Combination(named, odds, _pattern(named), gained)


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


def _log_likelihood(model: Model, findings: Sequence[Finding], table: Deficits, stage: Stage) -> Array:
    """Log P of the findings for every row of deficits, weighed and shared as those of one place are."""
    weights = weigh(model.items, findings, model.reading["discount"]).tolist()
    scores = []
    for one in stages_of(stage):
        total = np.zeros(len(table.rows))
        brisk = np.zeros((len(model.responses.briskness), len(table.rows)))
        graded = np.zeros((len(model.responses.grading), len(table.rows)))
        for finding, weight in zip(findings, weights, strict=True):
            item = model.items[finding.item]
            at = [item.index(value) for value in item.meant(finding.value)]
            if item.kind is Kind.TENDON:
                by_shift = [
                    model.responses.tendon_at(item, table, one, shift) for shift, _ in model.responses.briskness
                ]
                brisk += [weight * np.log(chances[:, at].sum(axis=1)) for chances in by_shift]
            elif item.kind in POWER:
                by_shift = [model.responses.power_at(item, table, shift) for shift, _ in model.responses.grading]
                graded += [weight * np.log(chances[:, at].sum(axis=1)) for chances in by_shift]
            else:
                chances = model.responses.probabilities(item, table, one)
                total += weight * np.log(chances[:, at].sum(axis=1))
        scores.append(total + share(brisk, model.responses.briskness) + share(graded, model.responses.grading))
    return mix_stages(model, stage, scores)


def _pattern(places: Sequence[Place]) -> Pattern:
    liked = all(place.site.partition(".")[0] in DISSEMINATED for place in places)
    return Pattern.DISSEMINATION if liked else Pattern.SEPARATE
