"""The motor-neuron class that the findings show: that of the lesion, in the regions that show a motor sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Finding, Item, Kind, is_abnormal
from neuraxis.localization.apparent import LOWER, UPPER, points_to
from neuraxis.simulation.model import Model
from neuraxis.simulation.motor import CLASSES, OVERALL, REGIONS
from neuraxis.vocabulary import LATERAL, MotorClass, Side

Array = npt.NDArray[np.float64]
_BULBAR = ("weak", "jawdev", "uvuladev", "gag", "tongue", "jawjerk")
_EYES = ("eye", "ptosis", "lidretraction")
_ARM = ("drift", "fingertap", "winging", "froment", "claw", "wristdrop", "hoffmann", "invsup")
_LEG = ("foottap", "trendelenburg", "clonus", "plantar")
_WASTED_LEG = ("thigh", "calf", "foot", "leg")
# What a patient says of voice, speech and swallowing shows no motor neuron where the examination shows something else.
COMPLAINTS = frozenset(("hoarse", "dysphagia", "dysarthria"))


class Shown(NamedTuple):
    """The regions in which a finding may show an upper, and those in which it may show a lower motor neuron."""

    upper: tuple[str, ...]
    lower: tuple[str, ...]


def shown_classes(model: Model, findings: Iterable[Finding], shares: Array) -> dict[MotorClass, float]:
    """The probability of every class in the regions that show a motor sign; `shares` is that of every row.

    Where no motor sign is shown, a lesion of motor neurons counts as neither: nothing tells.
    """
    shown = show_regions(model.items, [one for one in findings if is_abnormal(model.items, one)])
    totals = np.bincount(_codes_of(model, shown), weights=shares, minlength=len(CLASSES)).tolist()
    return dict(zip(CLASSES, totals, strict=True))


def show_regions(items: Mapping[str, Item], abnormal: Sequence[Finding]) -> Shown:
    """Where abnormal findings are motor signs, in the order of the body. A lost reflex shows no upper motor neuron."""
    upper, lower = set[str](), set[str]()
    for one in abnormal:
        regions, points = _regions_of(items[one.item], one.value), points_to(items[one.item], one.value)
        if points != LOWER:
            upper.update(regions)
        if points != UPPER:
            lower.update(regions)
    if abnormal and all(items[one.item].base in COMPLAINTS for one in abnormal):
        upper, lower = {"bulbar"}, {"bulbar"}
    return Shown(*(tuple(region for region in REGIONS if region in found) for found in (upper, lower)))


def _regions_of(item: Item, value: str) -> tuple[str, ...]:
    """The region whose motor neurons or muscles a finding shows; none for feeling, coordination and the like."""
    head, _, rest = item.family.partition(".")
    part, _, _ = rest.partition(".")
    if head in ("power", "tone", "reflex"):
        return (f"{part}.{item.side}" if part in ("arm", "leg") else part,)
    if item.kind is Kind.SIGN and head == "gait":
        return tuple(f"leg.{side}" for side in LATERAL) if value in ("spastic", "steppage", "waddling") else ()
    if head in ("waste", "fasc"):
        return _wasted(part, item.side)
    for heads, limb in ((_ARM, "arm"), (_LEG, "leg")):
        if head in heads:
            return (f"{limb}.{item.side}",)
    if head == "weak" and part.startswith("face"):
        return ("face",)
    return ("bulbar",) if head in _BULBAR else (("eyes",) if head in _EYES else ())


def _wasted(part: str, side: Side) -> tuple[str, ...]:
    if part in ("tongue", "face"):
        return ("bulbar" if part == "tongue" else "face",)
    return (f"leg.{side}" if part in _WASTED_LEG else f"arm.{side}",)


@lru_cache(maxsize=256)
def _codes_of(model: Model, shown: Shown) -> npt.NDArray[np.intp]:
    """The class of every row in what is shown of it, as an index into CLASSES.

    Junction and muscle are told by more than weakness (fatigue, myotonia): they count wherever they are.
    """
    upper = _holds(model, shown.upper, MotorClass.UPPER, MotorClass.BOTH)
    lower = _holds(model, shown.lower, MotorClass.LOWER, MotorClass.BOTH)
    order = [MotorClass.BOTH, MotorClass.UPPER, MotorClass.LOWER, MotorClass.JUNCTION, MotorClass.MUSCLE]
    everywhere = [_holds(model, (OVERALL,), one) for one in order[3:]]
    conditions = [upper & lower, upper, lower, *everywhere]
    chosen = np.select(conditions, [CLASSES.index(one) for one in order], CLASSES.index(MotorClass.NEITHER))
    return chosen.astype(np.intp)


def _holds(model: Model, regions: Sequence[str], *classes: MotorClass) -> npt.NDArray[np.bool_]:
    """Whether a row is of one of the classes in one of the regions."""
    codes = model.compiled.motor[:, [REGIONS.index(region) for region in regions]]
    there = np.isin(codes, [CLASSES.index(one) for one in classes])
    return np.asarray(there.any(axis=1), dtype=np.bool_)


def forget_codes() -> None:
    """Lets go of what is remembered of models."""
    _codes_of.cache_clear()
