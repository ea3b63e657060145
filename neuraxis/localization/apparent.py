"""What the signs alone suggest, blind to anatomy and stage. In spinal shock this differs from the lesion's class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neuraxis.examination import Finding, Item, Kind
from neuraxis.vocabulary import MotorClass, Side

_LEG_REFLEXES = ("knee", "adductor", "medham", "ankle")
UPPER, LOWER = "upper", "lower"


def apparent_classes(items: Mapping[str, Item], findings: Iterable[Finding]) -> dict[str, MotorClass]:
    """Class by limb (`arm.R` ...) and `overall`, from reflexes, tone, release signs, wasting and fasciculation."""
    seen: dict[str, set[str]] = {}
    for finding in findings:
        item = items[finding.item]
        points = points_to(item, finding.value)
        if points:
            seen.setdefault(_limb(item), set()).add(points)
    classes = {limb: _class(found) for limb, found in sorted(seen.items())}
    return {**classes, "overall": _class({points for found in seen.values() for points in found})}


def points_to(item: Item, value: str) -> str:
    """Which motor neuron a value points to by itself, upper or lower; empty for weakness and all else."""
    if item.kind is Kind.TENDON and value != "2":
        return UPPER if int(value) > 2 else LOWER
    if value == item.normal:
        return ""
    if item.kind is Kind.TONE:
        return {"spastic": UPPER, "flaccid": LOWER}.get(value, "")
    if item.kind is Kind.PLANTAR:
        return UPPER if value == "extensor" else ""
    if item.base == "jawjerk" or item.kind is Kind.RELEASE:
        return UPPER
    if item.base.startswith(("waste.", "fasc.", "tongue.waste")):
        return LOWER
    return ""


def _limb(item: Item) -> str:
    if item.side is Side.MIDLINE:
        return "bulbar"
    name = item.base.rpartition(".")[2]
    if item.kind is Kind.TENDON:
        limb = "leg" if name in _LEG_REFLEXES else "arm"
    elif item.base in ("plantar", "clonus") or name in ("leg", "thigh", "calf", "foot"):
        limb = "leg"
    else:
        limb = "bulbar" if "tongue" in item.base else "arm"
    return f"{limb}.{item.side}"


def _class(found: set[str]) -> MotorClass:
    if found == {UPPER, LOWER}:
        return MotorClass.BOTH
    if not found:
        return MotorClass.NEITHER
    return MotorClass.UPPER if UPPER in found else MotorClass.LOWER
