"""From a seed to a case whose findings leave one answer class."""

from neuraxis.generation.cases import GeneratedCase, GenerationError, generate

__all__ = ["GeneratedCase", "GenerationError", "generate"]
