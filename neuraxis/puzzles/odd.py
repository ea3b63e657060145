"""One finding is unreliable: which? The one that all the others make unlikely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from neuraxis.chance import Chance
from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.grading import Case
from neuraxis.localization.scoring import Array
from neuraxis.puzzles.chances import NOT_ASKED, likeliest, place_chances
from neuraxis.puzzles.weighing import Weigher, leave_out
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Topic

ATTEMPTS = 16
TRIED = 4
# Every examination has eight tendon reflexes: without a bound the odd finding would mostly be one of them.
REFLEX = 0.25
EVEN = 0.5
OFFERED, MOST_ABNORMAL = 6, 3
# What the other findings make of the odd one (nats against it), and how far ahead of any other it must be.
SURPRISING, PROVEN_BY = 3.0, 1.5
NOT_EXPECTED = 0.06
# Surprises that agree to so many digits are equal, so that rounding never decides.
TIE = 9


@dataclass(frozen=True)
class OddOneOut:
    """A case with one unreliable finding: `odd` stands in the case's findings, `true` is what it replaced.

    `offered` are the findings to choose from, in charting order; `odd` is one of them.
    """

    case: GeneratedCase
    odd: Finding
    true: Finding
    offered: tuple[Finding, ...]


@dataclass(frozen=True)
class OddGrade:
    """Credit 1 or 0. `chances` holds, per offered item, how likely the other findings make what was found.

    `expected` is what the key would have shown instead of the odd finding, with its probability.
    """

    score: float
    odd: Finding
    given: Finding
    chances: dict[str, float]
    expected: Finding
    probability: float


def make_odd_one_out(model: Model, seed: int, *, topic: Topic | None = None) -> OddOneOut:
    """A case in which exactly one finding does not belong, proven: without it, and only without it, all fits.

    Raises GenerationError when no such case was found.
    """
    reflex = Chance("odd", seed).share("reflex") < REFLEX
    for attempt in range(ATTEMPTS):
        chance = Chance("odd", seed, attempt)
        base = generate(model, chance.seed(), topic=topic, difficulty=1)
        for at, odd in _contradictions(model, base, reflex, chance):
            shown = (*base.findings[:at], odd, *base.findings[at + 1 :])
            offered = _prove(model, replace(base, findings=shown), odd, chance)
            if offered:
                return OddOneOut(replace(base, findings=shown), odd, base.findings[at], offered)
    raise GenerationError(["no case with one provably odd finding was found; choose another topic"])


def judge_odd_one_out(model: Model, case: Case, offered: Sequence[str], given: str) -> OddGrade:
    """Grades the item that was named: right is the one that all other findings make least likely."""
    surprises = surprise(model, case)
    by_item = {one.item: value for one, value in zip(case.findings, surprises.tolist(), strict=True)}
    found = {one.item: one for one in case.findings}
    odd = max(offered, key=lambda item: round(by_item[item], TIE))
    chances = place_chances(model, case.key, case.stage)
    expected = likeliest(model, model.items[odd], chances)
    return OddGrade(
        1.0 if round(by_item[given], TIE) >= round(by_item[odd], TIE) else 0.0,
        found[odd],
        found[given],
        {item: float(np.exp(-max(by_item[item], 0.0))) for item in offered},
        expected,
        float(chances[model.column(odd, expected.value)]),
    )


def surprise(model: Model, case: Case) -> Array:
    """How unlikely all other findings make each one: -log P(finding | the rest), nats, places and lesions weighed."""
    weigher = Weigher(model, case.findings, case.stage)
    whole = weigher.whole()
    without = leave_out(whole, [[at] for at in range(len(case.findings))])
    surprises: Array = weigher.weigh(without).evidence - weigher.weigh(whole).evidence
    return surprises


def _contradictions(model: Model, base: GeneratedCase, reflex: bool, chance: Chance) -> list[tuple[int, Finding]]:
    """A few positions with other values that the key makes very unlikely: signs that were overlooked or imagined.

    Tendon reflexes are among them only if `reflex`.
    """
    chances = place_chances(model, base.key, base.stage)
    found = []
    for at, true in enumerate(base.findings):
        item = model.items[true.item]
        values = {value: float(chances[model.column(item.id, value)]) for value in item.values}
        unlikely = [value for value, share in values.items() if share < NOT_EXPECTED and value != true.value]
        if unlikely and item.kind not in NOT_ASKED and (reflex or item.kind is not Kind.TENDON):
            # Of the unlikely values the likeliest: a slip of the hammer, not an absurdity.
            slip = item.normal if item.normal in unlikely else max(unlikely, key=values.__getitem__)
            found.append((at, Finding(item.id, slip)))
    mixed = chance.mix("tried", found, key=lambda pair: pair[1].item)
    overlooked = [pair for pair in mixed if not is_abnormal(model.items, pair[1])][:TRIED]
    imagined = [pair for pair in mixed if is_abnormal(model.items, pair[1])][:TRIED]
    return [*overlooked, *imagined] if chance.share("overlooked first") < EVEN else [*imagined, *overlooked]


def _prove(model: Model, case: GeneratedCase, odd: Finding, chance: Chance) -> tuple[Finding, ...]:
    """The findings to offer if the odd one provably does not belong; else nothing."""
    weigher = Weigher(model, case.findings, case.stage)
    number = weigher.class_of(case.key)
    whole = weigher.whole()
    at = case.findings.index(odd)
    sets = np.concatenate([whole, leave_out(whole, [[at]])])
    shares = weigher.weigh(sets)
    first = shares.of(number)[0] > shares.best_other(number)[0]
    odds = float(shares.evidence[1] - shares.evidence[0])
    if not (first and shares.alone(number)[1] and odds >= SURPRISING):
        return ()
    surprises = surprise(model, case.case).tolist()
    if any(other > odds - PROVEN_BY for place, other in enumerate(surprises) if place != at):
        return ()
    return _offer(model, case, at, surprises, chance)


def _offer(
    model: Model, case: GeneratedCase, at: int, surprises: Sequence[float], chance: Chance
) -> tuple[Finding, ...]:
    """The odd finding among others of other rows: abnormal ones first, then those that are least expected."""
    others: dict[str, list[int]] = {}
    for place, one in enumerate(case.findings):
        item = model.items[one.item]
        if item.base != model.items[case.findings[at].item].base and item.kind not in NOT_ASKED:
            others.setdefault(item.base, []).append(place)
    rows = [max(row, key=lambda place: round(surprises[place], TIE)) for row in others.values()]
    rows = chance.mix("others", rows, key=lambda place: case.findings[place].item)
    abnormal = [place for place in rows if is_abnormal(model.items, case.findings[place])]
    rest = sorted((place for place in rows if place not in abnormal), key=lambda place: -round(surprises[place], TIE))
    chosen = [*abnormal[:MOST_ABNORMAL], *rest][: OFFERED - 1]
    return tuple(case.findings[place] for place in sorted([at, *chosen]))
