"""The motor-neuron class that the findings show: that of the lesion, in the regions that show a motor sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neuraxis.examination import Finding, Item, Kind, is_abnormal
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
_UPPER = frozenset((MotorClass.UPPER, MotorClass.BOTH))
_LOWER = frozenset((MotorClass.LOWER, MotorClass.BOTH))
# The regions whose classes make the overall class; trunk and neck only where nothing else is affected.
_MAIN = tuple(region for region in REGIONS if region not in ("trunk", "neck", OVERALL))


def shown_classes(model: Model, findings: Iterable[Finding], shares: Array) -> dict[MotorClass, float]:
    """The probability of every class in the regions that show a motor sign; `shares` is that of every row.

    Where no motor sign is shown, a lesion of motor neurons counts as neither: nothing tells.
    """
    abnormal = [one for one in findings if is_abnormal(model.items, one)]
    regions = shown_regions(model.items, abnormal)
    codes = _codes_of(model, regions or (OVERALL,))
    totals = dict(zip(CLASSES, np.bincount(codes, weights=shares, minlength=len(CLASSES)).tolist(), strict=True))
    if not regions:
        silent = (MotorClass.UPPER, MotorClass.LOWER, MotorClass.BOTH)
        totals[MotorClass.NEITHER] += sum(totals[one] for one in silent)
        totals.update(dict.fromkeys(silent, 0.0))
    return totals


def shown_regions(items: Mapping[str, Item], abnormal: Iterable[Finding]) -> tuple[str, ...]:
    """The regions in which an abnormal finding is a motor sign, in the order of the body."""
    abnormal = list(abnormal)
    found = {region for one in abnormal for region in _regions_of(items[one.item], one.value)}
    if not found and abnormal and all(items[one.item].base in COMPLAINTS for one in abnormal):
        found = {"bulbar"}
    return tuple(region for region in REGIONS if region in found)


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
def _codes_of(model: Model, regions: tuple[str, ...]) -> npt.NDArray[np.intp]:
    """The class of every row in these regions together, as an index into CLASSES."""
    if regions == (OVERALL,):
        return np.ascontiguousarray(model.compiled.motor[:, REGIONS.index(OVERALL)], dtype=np.intp)
    codes = model.compiled.motor[:, [REGIONS.index(region) for region in regions]]

    def holds(*classes: MotorClass) -> npt.NDArray[np.bool_]:
        there: npt.NDArray[np.bool_] = np.isin(codes, [CLASSES.index(one) for one in classes]).any(axis=1)
        return there

    upper, lower = holds(*_UPPER), holds(*_LOWER)
    order = [MotorClass.BOTH, MotorClass.UPPER, MotorClass.LOWER, MotorClass.JUNCTION, MotorClass.MUSCLE]
    conditions = [upper & lower, upper, lower, holds(MotorClass.JUNCTION), holds(MotorClass.MUSCLE)]
    chosen = np.select(conditions, [CLASSES.index(one) for one in order], CLASSES.index(MotorClass.NEITHER))
    return chosen.astype(np.intp)


def forget_codes() -> None:
    """Lets go of what is remembered of models."""
    _codes_of.cache_clear()
