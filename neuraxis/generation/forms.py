"""Parallel forms: two different cases of equal modeled difficulty, for a test before and after."""

from __future__ import annotations

from neuraxis.chance import Chance
from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.generation.proofs import strength_of_proof
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Topic

ATTEMPTS = 40
CLOSE = 0.08


def parallel_forms(
    model: Model, seed: int, *, topic: Topic | None = None, difficulty: int = 2
) -> tuple[GeneratedCase, GeneratedCase]:
    """Two cases with different keys, the same topic and stage, and equal strength of proof (within 0.08).

    Raises GenerationError when no match was found.
    """
    chance = Chance("forms", seed)
    first = generate(model, chance.seed("first"), topic=topic, difficulty=difficulty)
    goal = strength_of_proof(model, first.findings, first.stage, first.key)
    for attempt in range(ATTEMPTS):
        second = generate(
            model, chance.seed("second", attempt), topic=first.topic, difficulty=difficulty, stage=first.stage
        )
        if second.key in model.class_of(first.key, first.stage):
            continue
        if abs(strength_of_proof(model, second.findings, second.stage, second.key) - goal) <= CLOSE:
            return first, second
    raise GenerationError(["no second case of equal difficulty was found; choose another topic or difficulty"])
