"""The discriminator sheet: what separates places that students confuse, with likelihood ratios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from neuraxis.examination import NOT_EXAMINED, Item, Kind
from neuraxis.localization import rows_of
from neuraxis.network import Place
from neuraxis.simulation import Model
from neuraxis.simulation.model import NATS
from neuraxis.vocabulary import Stage
from neuraxis.wording import word_place

SHOWN = 5
# Beyond this a ratio says no more than "very strong".
STRONGEST = 50.0


@dataclass(frozen=True)
class Discriminator:
    """One item: the chance that it is abnormal in the first and in the second place."""

    item: Item
    first: float
    second: float

    @property
    def ratio(self) -> float:
        """Likelihood ratio of the abnormal finding for the first place, or for the second when below 1."""
        return self.first / self.second


@dataclass(frozen=True)
class Sheet:
    """One pair: its best discriminators and the information of the whole examination (nats)."""

    first: Place
    second: Place
    stage: Stage
    items: tuple[Discriminator, ...]
    total: float


def discriminate(model: Model, first: str, second: str, stage: Stage) -> Sheet:
    """The items whose findings differ most between two places, one per family, best first."""
    ours, theirs = (_expected(model, key, stage) for key in (first, second))
    terms = (ours - theirs) * (np.log(ours) - np.log(theirs))
    gains = np.add.reduceat(terms, list(model.offsets.values()))
    items = list(model.items.values())
    fine = [item.kind not in (Kind.REGION_STRENGTH, *NOT_EXAMINED) for item in items]
    families: set[str] = set()
    best: list[Discriminator] = []
    for at in np.argsort(-gains, kind="stable").tolist():
        item = items[at]
        family = item.family.replace("skin.touch", "skin.pin")
        if fine[at] and family not in families and len(best) < SHOWN:
            families.add(family)
            normal = model.column(item.id, item.normal)
            best.append(Discriminator(item, 1 - float(ours[normal]), 1 - float(theirs[normal])))
    total = float(gains[fine].sum())
    return Sheet(model.places[first], model.places[second], stage, tuple(best), total)


def _expected(model: Model, key: str, stage: Stage) -> np.ndarray:
    rows = rows_of(model, key)
    weights = np.exp(model.compiled.row_logs[rows].astype(np.float64))
    expected: np.ndarray = np.exp(model.compiled.stages[stage].logs[model.value_rows, rows] / NATS) @ weights
    return expected


def write_sheet(model: Model) -> Iterator[str]:
    """The sheet as Markdown, one table per pair of the atlas."""
    yield "# Discriminators"
    yield ""
    yield "Made by `python -m neuraxis discriminators`. Chances are the model's; none was measured on patients."
    yield "A likelihood ratio above 1 speaks for the first place, below 1 for the second. For reflexes any grade other"
    yield "than 2+ counts as abnormal. An implausible row is an error of the atlas: please report it."
    for pair in model.atlas.pairs:
        yield from _write_pair(discriminate(model, pair.first, pair.second, pair.stage))


def _write_pair(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield f"## {_title(sheet.first)} or {_title(sheet.second)} ({sheet.stage})"
    yield ""
    yield "| finding | first | second | likelihood ratio |"
    yield "| --- | ---: | ---: | ---: |"
    for one in sheet.items:
        yield f"| {_name(one.item)} | {one.first:.0%} | {one.second:.0%} | {_ratio(one.ratio)} |"
    yield ""
    yield f"Whole examination: {sheet.total:.0f} nats."


def _name(item: Item) -> str:
    """What is tested; a sign by its first abnormal value."""
    tested = item.kind not in (Kind.SIGN, Kind.GRADED)
    return item.name if tested else item.wording[item.values[1]]


def _title(place: Place) -> str:
    text = word_place(place)
    return text[:1].upper() + text[1:]


def _ratio(ratio: float) -> str:
    if ratio >= STRONGEST:
        return f"over {STRONGEST:.0f}"
    if ratio <= 1 / STRONGEST:
        return f"under {1 / STRONGEST:.2f}"
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"
