"""Every seed gives a case with one answer, no rival that its findings fit, and a text of its own."""

from collections.abc import Iterator, Sequence

import pytest

import neuraxis
from neuraxis.explanation import Fit, explain
from neuraxis.vocabulary import Reading, modeled
from tests.deep.slow_solver import SlowSolver

pytestmark = pytest.mark.deep
Cases = Sequence[neuraxis.GeneratedCase]
READINGS = (Reading.VIGNETTE, Reading.EXAM)
DISTRACTORS = 5
# A row of the chart (an item on both sides) contradicts a place when the key predicts it this much better (nats).
CONTRADICTS = -1.0
MISFITS = (Fit.UNEXPLAINED, Fit.PREDICTED_ABSENT)
SESSION = 50


def test_the_key_is_the_single_best_class_of_every_seed(model: neuraxis.Model, cases: Cases) -> None:
    lost = []
    for case in cases:
        for reading in READINGS:
            best, second = neuraxis.localize(model, case.findings, case.stage, reading=reading, top=2).ranked
            keys = [place.key for place in best.members]
            if case.key not in keys or best.probability <= second.probability:
                lost.append((case.seed, reading, case.key, best.place.key))
    assert not lost


def test_the_slow_path_finds_the_same_single_best_class(slow: SlowSolver, sampled: Cases) -> None:
    lost = []
    for case in sampled:
        for reading in READINGS:
            (best, share), (_, rival) = slow.posterior(case.findings, modeled(case.stage), reading)[:2]
            if case.key not in best or share <= rival:
                lost.append((case.seed, reading, case.key, best))
    assert not lost


def distractors(model: neuraxis.Model, case: neuraxis.GeneratedCase) -> Iterator[neuraxis.Place]:
    """The strongest places outside the key's answer class."""
    ranked = neuraxis.localize(model, case.findings, case.stage, top=DISTRACTORS + 1).ranked
    others = [one.place for one in ranked if case.key not in [place.key for place in one.members]]
    yield from others[:DISTRACTORS]


def contradicted(model: neuraxis.Model, case: neuraxis.GeneratedCase, rival: neuraxis.Place) -> bool:
    """Whether one row of the chart speaks against the rival, or one finding misfits it and not the key."""
    rows: dict[str, float] = {}
    for finding, weight in neuraxis.contrast(model, case.findings, case.stage, rival.key, case.key).weights:
        base = model.items[finding.item].base
        rows[base] = rows.get(base, 0.0) + weight
    if min(rows.values()) < CONTRADICTS:
        return True
    theirs, mine = (explain(model, case.findings, case.stage, key).with_fit(*MISFITS) for key in (rival.key, case.key))
    return bool(set(theirs) - set(mine))


def test_no_distractor_is_consistent_with_the_findings(model: neuraxis.Model, cases: Cases) -> None:
    consistent = [
        (case.seed, case.key, rival.key)
        for case in cases
        for rival in distractors(model, case)
        if not contradicted(model, case, rival)
    ]
    assert not consistent, f"{len(consistent)} of {DISTRACTORS * len(cases)}"


def test_no_two_stems_of_a_session_are_the_same(model: neuraxis.Model, cases: Cases) -> None:
    """A stem is the story with the findings."""
    stems = [(neuraxis.word_vignette(case), case.stage, case.findings) for case in cases]
    for start in range(0, len(cases), SESSION):
        session = stems[start : start + SESSION]
        twice = [stem for at, stem in enumerate(session) if stem in session[:at]]
        assert not twice, start
