"""From a seed to a case whose findings leave one answer class."""

from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.generation.forms import parallel_forms
from neuraxis.generation.seeds import find_seed
from neuraxis.generation.twins import Twin, find_twin

__all__ = [
    "GeneratedCase",
    "GenerationError",
    "Twin",
    "find_seed",
    "find_twin",
    "generate",
    "parallel_forms",
]
