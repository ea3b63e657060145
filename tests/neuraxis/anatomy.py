"""What the tests need to say about functions and places: mirror images, roots, deficits."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import neuraxis
from neuraxis.knowledge import Atlas
from neuraxis.vocabulary import SEGMENT_INDEX, SEGMENTS, Level, Side

CORD = (Level.CERVICAL, Level.THORACIC, Level.LUMBOSACRAL)
HEMISPHERE = (Level.CORTEX, Level.SUBCORTICAL, Level.BASAL_GANGLIA, Level.THALAMUS, Level.VISUAL)
BELOW_CORD = (
    Level.ROOT, Level.CAUDA, Level.PLEXUS, Level.NERVE, Level.INNER_EAR, Level.SYMPATHETIC, Level.JUNCTION,
    Level.MUSCLE,
)  # fmt: skip


@lru_cache(maxsize=1)
def place_keys() -> tuple[str, ...]:
    """Every place of the model, for strategies and parametrization."""
    return tuple(neuraxis.load_model().places)


def mirrored(key: str) -> str:
    """`wallen:R` as `wallen:L`, `u.apb:L` as `u.apb:R`; midline keys as themselves."""
    name, _, side = key.rpartition(":")
    return f"{name}:{Side(side).opposite}"


def mirrored_item(model: neuraxis.Model, item: str) -> str:
    base, side = model.items[item].base, model.items[item].side
    return item if side is Side.MIDLINE else f"{base}.{side.opposite}"


def whole_deficits(model: neuraxis.Model, place: str) -> dict[str, float]:
    """Deficits of the largest and most severe lesion of a place."""
    return neuraxis.deficits(model, [neuraxis.lesion(model, place, extent=1.0, severity=1.0)])


def spinal_roots(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """The roots that serve each function (without side) of limbs and trunk."""
    served: dict[str, Iterable[str]] = {f"d.{segment}": [segment] for segment in SEGMENTS}
    for muscle in atlas.muscles.values():
        served |= {f"{part}.{muscle.id}": muscle.roots for part in ("u", "ub", "l", "n", "p")}
    for reflex in atlas.reflexes.values():
        served |= {f"{part}.{reflex.id}": reflex.roots for part in ("a", "u.rx", "ub.rx")}
    for spot in atlas.spots.values():
        served |= {f"s.{part}.{spot.id}": spot.roots for part in ("pin", "touch")}
    return {function: tuple(roots) for function, roots in served.items()}


def lowest(roots: Iterable[str]) -> int:
    """The index of the most caudal of some roots."""
    return max(SEGMENT_INDEX[root] for root in roots)


def above(values: Mapping[str, float], threshold: float) -> dict[str, float]:
    return {key: value for key, value in values.items() if value > threshold}
