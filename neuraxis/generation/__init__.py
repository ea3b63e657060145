"""From a seed to a case whose findings leave one answer class."""

from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.generation.forms import parallel_forms
from neuraxis.generation.puzzles import (
    OddOneOut,
    Prediction,
    decisive_findings,
    make_odd_one_out,
    make_prediction,
)
from neuraxis.generation.twins import Twin, find_twin

__all__ = [
    "GeneratedCase",
    "GenerationError",
    "OddOneOut",
    "Prediction",
    "Twin",
    "decisive_findings",
    "find_twin",
    "generate",
    "make_odd_one_out",
    "make_prediction",
    "parallel_forms",
]
