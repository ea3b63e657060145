"""What the lesions of a place show, mild and severe ones weighed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from neuraxis.examination import NOT_EXAMINED, Finding, Item, Kind
from neuraxis.explanation import same_direction
from neuraxis.generation.evidence import routine_settings
from neuraxis.localization import rows_of
from neuraxis.localization.scoring import Array
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Side, Stage, modeled

# Power of a whole region is too coarse to ask for; a sensory level is many answers in one.
NOT_ASKED = (Kind.REGION_STRENGTH, Kind.LEVEL, *NOT_EXAMINED)


def place_chances(model: Model, place: str, stage: Stage) -> Array:
    """P(value) of every value of every item, in the order of the value tables."""
    span = rows_of(model, place)
    weights = np.exp(model.compiled.row_logs[span].astype(np.float64))
    logs = np.asarray(model.compiled.stages[modeled(stage)].logs)[:, span]
    chances: Array = np.exp(logs / NATS) @ (weights / weights.sum())
    return chances


def chance_of(model: Model, finding: Finding, chances: Array) -> float:
    """P of a finding in this direction: any weakness for a weak muscle, a lost or low reflex for a lost one."""
    item = model.items[finding.item]
    values = same_direction(item, finding.value) or (finding.value,)
    return float(sum(chances[model.column(item.id, value)] for value in values))


def likeliest(model: Model, item: Item, chances: Array, values: Sequence[str] = ()) -> Finding:
    """The likeliest of these values of an item; of all its values when none are named."""
    return Finding(item.id, max(values or item.values, key=lambda value: float(chances[model.column(item.id, value)])))


@lru_cache(maxsize=4)
def askable_items(model: Model) -> tuple[Item, ...]:
    """Items that a student may be asked for by name: none too coarse, too special or too unreliable."""
    rare = (*routine_settings()["rare"]["items"], *routine_settings()["never"]["items"])
    return tuple(item for item in model.items.values() if item.kind not in NOT_ASKED and not item.base.startswith(rare))


def family_of(item: Item) -> str:
    """What a clinician reports together, on whichever side."""
    return item.family if item.side is Side.MIDLINE else item.family.removesuffix(f".{item.side}")
