"""The motor-neuron class of a lesion, from what it interrupts, by body region and overall."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from neuraxis.knowledge import Atlas
from neuraxis.network import Network
from neuraxis.vocabulary import LATERAL, MotorClass, Side

Array = npt.NDArray[np.float64]
CLASSES = tuple(MotorClass)
OVERALL = "overall"
CRANIAL = ("eyes", "face", "bulbar")
TRUNK = ("trunk", "neck")
# A deficit below this is too small to show as weakness or as a sign of its class.
COUNTS = 0.2
# Both is said when the lesser part is not a mere trace beside the greater one.
LESSER_PART = 0.5
_KINDS = ("UMN", "LMN", "NMJ", "MUSCLE")
_KIND_OF_PART = {"u": "UMN", "l": "LMN", "n": "NMJ", "p": "MUSCLE"}


def limb_regions() -> tuple[str, ...]:
    """The four limbs, as regions of a motor-neuron class."""
    return tuple(f"{limb}.{side}" for limb in ("arm", "leg") for side in LATERAL)


REGIONS = (*CRANIAL, *limb_regions(), *TRUNK, OVERALL)


class MotorCounter:
    """Finds, for every row of deficits, the class of each region."""

    def __init__(self, atlas: Atlas, network: Network) -> None:
        self._columns: dict[tuple[str, str], list[int]] = {}
        for muscle in atlas.muscles.values():
            for side in LATERAL:
                for part, kind in _KIND_OF_PART.items():
                    region = _region(muscle.region, side)
                    self._add(network, region, kind, f"{part}.{muscle.id}:{side}")
        for role in atlas.motor_roles:
            for side in LATERAL:
                self._add(network, role.region, role.kind, f"{role.function}:{side}")

    def _add(self, network: Network, region: str, kind: str, function: str) -> None:
        self._columns.setdefault((region, kind), []).append(network.function_index[function])

    def classes(self, deficits: Array) -> npt.NDArray[np.int8]:
        """Index into CLASSES per row and region; shape (rows, regions), the last region is overall.

        Overall is the class of limbs and cranial muscles together (a crossed brainstem syndrome has both);
        trunk, diaphragm and sphincter count only when neither limbs nor cranial muscles are affected.
        """
        worst = {region: self._worst(region, deficits) for region in REGIONS if region != OVERALL}
        main: Array = np.maximum.reduce([worst[region] for region in (*CRANIAL, *limb_regions())])
        axial: Array = np.maximum.reduce([worst[region] for region in TRUNK])
        worst[OVERALL] = np.where((main.max(axis=1) >= COUNTS)[:, None], main, axial)
        return np.stack([_classify(worst[region]) for region in REGIONS], axis=1)

    def _worst(self, region: str, deficits: Array) -> Array:
        kinds = [self._columns.get((region, kind), []) for kind in _KINDS]
        rows = len(deficits)
        return np.stack([deficits[:, columns].max(axis=1) if columns else np.zeros(rows) for columns in kinds], axis=1)


def _region(muscle_region: str, side: Side) -> str:
    limb = muscle_region.partition(".")[0]
    return f"{limb}.{side}" if limb in ("arm", "leg") else limb


def _classify(worst: Array) -> npt.NDArray[np.int8]:
    upper, lower, junction, muscle = (worst[:, column] for column in range(4))
    lesser, greater = np.minimum(upper, lower), np.maximum(upper, lower)
    conditions = [
        (lesser >= COUNTS) & (lesser >= LESSER_PART * greater),
        (upper >= COUNTS) & (upper >= lower),
        lower >= COUNTS,
        (junction >= COUNTS) & (junction >= muscle),
        muscle >= COUNTS,
    ]
    order = [MotorClass.BOTH, MotorClass.UPPER, MotorClass.LOWER, MotorClass.JUNCTION, MotorClass.MUSCLE]
    codes = [CLASSES.index(one) for one in order]
    return np.select(conditions, codes, CLASSES.index(MotorClass.NEITHER)).astype(np.int8)
