"""Which findings decide? Any set that alone still puts the key's class first and alone is right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from neuraxis.chance import Chance
from neuraxis.examination import Finding, is_abnormal
from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.generation.proofs import MARGIN
from neuraxis.grading import Case
from neuraxis.localization import best_rival, localize
from neuraxis.localization.scoring import Array
from neuraxis.network import Place
from neuraxis.puzzles.marks import Mark
from neuraxis.puzzles.retelling import retell
from neuraxis.puzzles.weighing import Shares, Weigher, chart_rows, leave_out
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Reading, Stage, Topic

ATTEMPTS = 8
OFFERED = 10
FEWEST, MOST = 2, 5
SUPERFLUOUS_COST = 0.1
# A set that does not suffice earns at most this, by how far it narrows the places down.
PART_CREDIT = 0.6
# Places that are looked at for the rival.
LEFT = 12


@dataclass(frozen=True)
class DecisiveGrade:
    """Credit 0..1. Marks stand by row of the chart; what is wanted is the learner's own proof, if there is one.

    `suffices` is whether the ticked rows alone leave one answer class. `rivals` names, per wanted row, the place
    that comes up when that row is taken from the wanted ones. `left` is what the ticked rows leave, if they do not
    suffice: the strongest other place.
    """

    score: float
    suffices: bool
    marks: tuple[Mark, ...]
    rivals: Mapping[str, Place]
    left: Place | None


def decisive_findings(model: Model, findings: Sequence[Finding], stage: Stage, key: str) -> tuple[Finding, ...]:
    """The findings of the fewest rows of the chart, found greedily, that alone put the key's class first and alone.

    Rows are given up one by one, those first whose loss costs least; what remains is needed. The finding by which the
    syndrome is known stays.
    """
    weigher = Weigher(model, findings, stage)
    rows = chart_rows(model, findings)
    needed = _needed(weigher, rows, tuple(rows), weigher.class_of(key), _defining(model, findings, key))
    kept = {at for base in needed for at in rows[base]}
    return tuple(one for at, one in enumerate(findings) if at in kept)


def make_decisive_question(model: Model, seed: int, *, topic: Topic | None = None) -> GeneratedCase:
    """A case of few enough rows to tick, two to five of which decide. Raises GenerationError when none was found."""
    for attempt in range(ATTEMPTS):
        chance = Chance("decisive", seed, attempt)
        base = generate(model, chance.seed(), topic=topic)
        rows = chart_rows(model, base.findings)
        weigher = Weigher(model, base.findings, base.stage)
        number = weigher.class_of(base.key)
        needed = _needed(weigher, rows, tuple(rows), number, _defining(model, base.findings, base.key))
        if not FEWEST <= len(needed) <= MOST:
            continue
        kept = _fill_up(model, base, rows, needed, chance)
        if weigher.weigh(_set(rows, kept, len(base.findings))).alone(number)[0]:
            columns = {at for one in kept for at in rows[one]}
            shown = tuple(one for at, one in enumerate(base.findings) if at in columns)
            return retell(model, base, shown)
    raise GenerationError(["no case with a few deciding findings was found; choose another topic"])


def judge_decisive(model: Model, case: Case, chosen: Collection[str]) -> DecisiveGrade:
    """Grades the rows of the chart that were ticked. Raises InputError on an unknown key."""
    weigher, rows = Weigher(model, case.findings, case.stage), chart_rows(model, case.findings)
    number = weigher.class_of(case.key)
    ticked = tuple(base for base in rows if base in chosen)
    size = len(case.findings)
    shares = weigher.weigh(np.concatenate([_set(rows, kept, size) for kept in ((), ticked, tuple(rows))]))
    suffices = bool(ticked) and bool(shares.alone(number)[1])
    defining = _defining(model, case.findings, case.key)
    wanted = _needed(weigher, rows, ticked if suffices else tuple(rows), number, defining)
    score = 1 - SUPERFLUOUS_COST * (len(ticked) - len(wanted)) if suffices else _part(shares, number)
    return DecisiveGrade(
        round(min(max(score, 0.0), 1.0), 9),
        suffices,
        tuple(Mark(base, base in ticked, base in wanted) for base in rows),
        {base: _rival(model, case, rows, [one for one in wanted if one != base]) for base in wanted},
        None if suffices else _rival(model, case, rows, ticked),
    )


def _part(shares: Shares, number: int) -> float:
    """How far the ticked rows go from what is known beforehand to what all rows leave, in log share of the class."""
    before, reached, after = np.log(np.maximum(shares.of(number), 1e-12)).tolist()
    way = max(0.0, float(reached - before)) / max(float(after - before), 1e-9)
    return PART_CREDIT * min(way, 1.0)


def _defining(model: Model, findings: Sequence[Finding], key: str) -> frozenset[str]:
    """The rows by which the key's syndrome is known, among the findings."""
    wanted = dict(model.atlas.defining.get(model.places[key].site, ()))
    shown = ((model.items[one.item].base, one.value) for one in findings)
    return frozenset(base for base, value in shown if value in wanted.get(base, ()))


def _needed(
    weigher: Weigher,
    rows: Mapping[str, tuple[int, ...]],
    start: Sequence[str],
    number: int,
    defining: Collection[str],
) -> tuple[str, ...]:
    """What remains of these rows when those are given up that the proof can spare, the cheapest first.

    Those that define the syndrome are not given up.
    """
    kept = list(start)
    size = len(weigher.findings)
    while len(kept) > 1:
        shares = weigher.weigh(leave_out(_set(rows, kept, size), [rows[base] for base in kept]))
        spared = np.array([base not in defining for base in kept])
        possible = np.where(shares.alone(number) & spared, shares.of(number), -1.0)
        best = int(np.argmax(np.round(possible, 9)))
        if possible[best] < 0:
            break
        kept.pop(best)
    return tuple(kept)


def _set(rows: Mapping[str, tuple[int, ...]], kept: Sequence[str], size: int) -> Array:
    chosen = np.zeros((1, size))
    chosen[0, [at for base in kept for at in rows[base]]] = 1.0
    return chosen


def _rival(model: Model, case: Case, rows: Mapping[str, tuple[int, ...]], kept: Sequence[str]) -> Place:
    """Of the places outside the key's class that these rows leave, the one of which a student would think first."""
    findings = [case.findings[at] for base in kept for at in rows[base]]
    own = set(model.class_of(case.key, case.stage))
    ranked = localize(model, findings, case.stage, reading=Reading.EXAM, top=LEFT).ranked
    others = [one for one in ranked if one.place.key not in own]
    near = [one for one in others if one.probability * MARGIN >= others[0].probability]
    return best_rival(model, model.places[case.key], near, own) or others[0].place


def _fill_up(
    model: Model,
    base: GeneratedCase,
    rows: Mapping[str, tuple[int, ...]],
    needed: Sequence[str],
    chance: Chance,
) -> tuple[str, ...]:
    """The needed rows and others, abnormal ones first, in charting order."""
    others = [one for one in rows if one not in needed]
    mixed = chance.mix("others", others)
    mixed.sort(key=lambda one: not any(is_abnormal(model.items, base.findings[at]) for at in rows[one]))
    kept = {*needed, *mixed[: OFFERED - len(needed)]}
    return tuple(one for one in rows if one in kept)
