"""The model, its slow double, and the cases of many seeds, each made once for all deep tests.

SEEDS sets how many seeds are drawn (10,000), FIRST_SEED from which on (0), so that they can be drawn in pieces; SLOWLY
which of them are also solved slowly (every one; 25: one in 25).
"""

import os
from collections.abc import Sequence

import pytest

import neuraxis
from neuraxis.responses import load_parameters
from tests.deep.slow_solver import SlowSolver

SEEDS = int(os.environ.get("SEEDS", "10000"))
FIRST_SEED = int(os.environ.get("FIRST_SEED", "0"))
SLOWLY = int(os.environ.get("SLOWLY", "1"))


@pytest.fixture(scope="session")
def model() -> neuraxis.Model:
    return neuraxis.load_model()


@pytest.fixture(scope="session")
def slow(model: neuraxis.Model) -> SlowSolver:
    return SlowSolver(model.atlas, model.items, load_parameters())


@pytest.fixture(scope="session")
def cases(model: neuraxis.Model) -> Sequence[neuraxis.GeneratedCase]:
    """A case of every seed; a seed that gives none raises."""
    return [neuraxis.generate(model, seed) for seed in range(FIRST_SEED, FIRST_SEED + SEEDS)]


@pytest.fixture(scope="session")
def sampled(cases: Sequence[neuraxis.GeneratedCase]) -> Sequence[neuraxis.GeneratedCase]:
    """The cases that are also solved slowly."""
    return cases[::SLOWLY]
