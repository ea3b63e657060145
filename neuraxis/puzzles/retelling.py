"""The same patient with fewer findings: the story tells of no more than the examination shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from neuraxis.examination import Finding
from neuraxis.generation.cases import GeneratedCase
from neuraxis.generation.stories import tell_story
from neuraxis.simulation.model import Model


def retell(model: Model, case: GeneratedCase, shown: Sequence[Finding]) -> GeneratedCase:
    """The case with these findings only, and a story that fits them."""
    story = tell_story(model, model.places[case.key], case.stage, shown, case.seed)
    return replace(case, findings=tuple(shown), story=story)
