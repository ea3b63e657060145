"""The examination that lesions predict, as probabilities or as one sampled patient."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from neuraxis.chance import Chance, value_at
from neuraxis.consistency import reconcile
from neuraxis.examination import Finding, Item, Kind
from neuraxis.network import Lesion
from neuraxis.responses import Deficits
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL, InputError, Side, Stage, modeled, suggest


def deficits(model: Model, lesions: Sequence[Lesion]) -> dict[str, float]:
    """Deficit 0..1 of every function (`id:side`) under all lesions together; InputError on unknown structures."""
    return dict(zip(model.network.functions, _deficit_values(model, lesions).tolist(), strict=True))


def simulate(
    model: Model, lesions: Sequence[Lesion], stage: Stage, *, items: Iterable[str] | None = None
) -> dict[str, dict[str, float]]:
    """P(value) of every item (or of `items`) under the lesions; each item's probabilities sum to 1, none is 0.

    Umbrellas, which repeat their members, are among them only where `items` names them. Raises InputError on unknown
    structures and items.
    """
    values = _deficit_values(model, lesions)
    table = Deficits(model.network, values[None, :])
    if items is None:
        items = [key for key, item in model.items.items() if item.kind is not Kind.UMBRELLA]
    wanted = list(items)
    return {key: _probabilities(model, _item(model, key), table, modeled(stage)) for key in wanted}


def sample_examination(
    model: Model,
    lesions: Sequence[Lesion],
    stage: Stage,
    rng: random.Random,
    *,
    noise: Literal["canonical", "realistic"] = "realistic",
    items: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """One examination: every item's most probable value (`canonical`) or a draw from its distribution.

    Each item is drawn by its own id: what the others are does not matter, nor how many.
    A realistic patient does not contradict himself: what the draw of one item makes impossible in another is changed,
    or left out where nothing fits.
    """
    expected = simulate(model, lesions, stage, items=items)
    if noise == "canonical":
        return tuple(Finding(key, max(values, key=values.__getitem__)) for key, values in expected.items())
    chance = Chance("examination", rng.getrandbits(64))
    drawn = {key: value_at(chance.share(key), tuple(values), values.values()) for key, values in expected.items()}
    drawn = reconcile(model.atlas.implications, model.items, drawn, lambda item, value: expected[item][value])
    return tuple(Finding(key, value) for key, value in drawn.items())


def _deficit_values(model: Model, lesions: Sequence[Lesion]) -> npt.NDArray[np.float64]:
    unknown = sorted({key for lesion in lesions for key in lesion.extent if not _is_structure(model, key)})
    if unknown:
        raise InputError(f"unknown structure {key!r}; write id:side, as in md.pyr.arm:R" for key in unknown)
    return model.network.deficits([lesion.extent for lesion in lesions])


def _is_structure(model: Model, key: str) -> bool:
    """Whether the atlas has this structure on this side, be it silent there (language in the other hemisphere)."""
    name, _, side = key.rpartition(":")
    structure = model.atlas.structures.get(name)
    return structure is not None and side in ((Side.MIDLINE,) if structure.midline else LATERAL)


def _item(model: Model, key: str) -> Item:
    if key not in model.items:
        raise InputError([f"unknown item {key!r}{suggest(key, model.items)}"])
    return model.items[key]


def _probabilities(model: Model, item: Item, table: Deficits, stage: Stage) -> dict[str, float]:
    row = model.responses.probabilities(item, table, stage)[0]
    return dict(zip(item.values, np.asarray(row).tolist(), strict=True))
