"""The fast path and the slow one, which share nothing but the facts, give the same answers.

The fast path keeps log probabilities as whole 1/1024 nat and reads grades from a table in steps of 1/100, between which
it draws a line. A finding may thus move the log odds of a class by a thousandth of a nat; cases have up to seventy
findings.
"""

import math
from itertools import pairwise

import pytest

import neuraxis
from neuraxis.vocabulary import MODELED_STAGES, Reading, Stage, modeled
from tests.deep.slow_solver import SlowSolver

pytestmark = pytest.mark.deep
ROUNDING = 0.05
# Shares below this play no part in any answer.
NEGLIGIBLE = 1e-4
AGREEING = 200


@pytest.mark.parametrize("stage", MODELED_STAGES)
def test_both_ways_find_the_same_answer_classes(model: neuraxis.Model, slow: SlowSolver, stage: Stage) -> None:
    assert slow.places == list(model.places)
    assert slow.classes(stage) == model.compiled.stages[stage].classes.tolist()


@pytest.mark.parametrize("reading", [Reading.VIGNETTE, Reading.EXAM])
def test_both_ways_rank_and_weigh_the_answer_classes_alike(
    model: neuraxis.Model, slow: SlowSolver, reading: Reading
) -> None:
    for seed in range(AGREEING):
        case = neuraxis.generate(model, seed)
        fast = neuraxis.localize(model, case.findings, case.stage, reading=reading, top=len(model.places)).ranked
        shares = {frozenset(places): p for places, p in slow.posterior(case.findings, modeled(case.stage), reading)}
        slowly = [shares[frozenset(place.key for place in one.members)] for one in fast]
        assert len(shares) == len(fast)
        for one, share in zip(fast, slowly, strict=True):
            if one.probability > NEGLIGIBLE:
                assert math.log(one.probability / share) == pytest.approx(0, abs=ROUNDING), (seed, one.place.key)
        for better, worse in pairwise(share for share in slowly if share > NEGLIGIBLE):
            assert math.log(better / worse) > -2 * ROUNDING, seed


def test_both_ways_agree_on_harder_cases_too(model: neuraxis.Model, slow: SlowSolver) -> None:
    """Half of the findings only: several classes remain, and their shares still agree."""
    for seed in range(0, AGREEING, 4):
        case = neuraxis.generate(model, seed)
        some = case.findings[seed % 2 :: 2]
        fast = neuraxis.localize(model, some, case.stage, top=5).ranked
        shares = {frozenset(places): p for places, p in slow.posterior(some, modeled(case.stage), Reading.VIGNETTE)}
        for one in fast:
            share = shares[frozenset(place.key for place in one.members)]
            assert one.probability == pytest.approx(share, abs=0.01), (seed, one.place.key)
