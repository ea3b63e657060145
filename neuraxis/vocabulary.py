"""Closed vocabularies: every word that an answer, a finding or a site may use.

The values are what is stored in databases and files; they never change meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum


class InputError(ValueError):
    """Input that cannot be read. `faults` has one sentence per fault, each saying what would be right."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


class Side(StrEnum):
    """A side of the patient's body or of a lesion."""

    RIGHT = "R"
    LEFT = "L"
    MIDLINE = "M"
    NONE = "N"

    @property
    def opposite(self) -> Side:
        """The mirror image; midline and none are their own."""
        if self is Side.RIGHT:
            return Side.LEFT
        return Side.RIGHT if self is Side.LEFT else self


LATERAL = (Side.RIGHT, Side.LEFT)


class Stage(StrEnum):
    """How long ago: hours, first days, or weeks and later."""

    HYPERACUTE = "hyperacute"
    ACUTE = "acute"
    CHRONIC = "chronic"


# The response curves know two stages; hours after onset the examination is that of the first days.
MODELED_STAGES = (Stage.ACUTE, Stage.CHRONIC)


def modeled(stage: Stage) -> Stage:
    """The stage whose response curves answer for `stage`."""
    return Stage.ACUTE if stage is Stage.HYPERACUTE else stage


class Age(StrEnum):
    """The age of a patient, as far as it tells what is likely."""

    INFANT = "infant"
    CHILD = "child"
    ADULT = "adult"
    OLD = "old"


# Years, both included.
AGES: dict[Age, tuple[int, int]] = {
    Age.INFANT: (0, 1), Age.CHILD: (2, 15), Age.ADULT: (16, 64), Age.OLD: (65, 110)
}  # fmt: skip


class MotorClass(StrEnum):
    """Which part of the motor unit or of its supply has failed."""

    UPPER = "UMN"
    LOWER = "LMN"
    BOTH = "MIXED"
    JUNCTION = "NMJ"
    MUSCLE = "MUSCLE"
    NEITHER = "NONE"


class Level(StrEnum):
    """The level of the neuraxis, from cortex to muscle."""

    CORTEX = "cortex"
    SUBCORTICAL = "subcortical"
    BASAL_GANGLIA = "basal_ganglia"
    THALAMUS = "thalamus"
    VISUAL = "visual"
    MIDBRAIN = "midbrain"
    PONS = "pons"
    MEDULLA = "medulla"
    CEREBELLUM = "cerebellum"
    CERVICAL = "cervical"
    THORACIC = "thoracic"
    LUMBOSACRAL = "lumbosacral"
    ANTERIOR_HORN = "anterior_horn"
    ROOT = "root"
    CAUDA = "cauda"
    PLEXUS = "plexus"
    NERVE = "nerve"
    INNER_EAR = "inner_ear"
    SYMPATHETIC = "sympathetic"
    JUNCTION = "junction"
    MUSCLE = "muscle"
    MULTIPLE = "multiple"
    NONE = "none"


class Reading(StrEnum):
    """What an unlisted item means: not examined, unmentioned in a vignette, or normal."""

    EXAM = "exam"
    VIGNETTE = "vignette"
    COMPLETE = "complete"


class Topic(StrEnum):
    """A field of practice."""

    HEMISPHERE = "hemisphere"
    BRAINSTEM = "brainstem"
    CRANIAL = "cranial"
    CORD = "cord"
    ROOTS = "roots"
    NERVES = "nerves"
    JUNCTION_MUSCLE = "junction_muscle"
    DIFFUSE = "diffuse"


SEGMENTS: tuple[str, ...] = tuple(
    f"{part}{number}" for part, count in (("C", 8), ("T", 12), ("L", 5), ("S", 5)) for number in range(1, count + 1)
)
SEGMENT_INDEX: dict[str, int] = {name: index for index, name in enumerate(SEGMENTS)}


def segment_range(first: str, last: str) -> tuple[str, ...]:
    """All segments from `first` to `last`, both included; empty when `last` lies above `first`."""
    return SEGMENTS[SEGMENT_INDEX[first] : SEGMENT_INDEX[last] + 1]


def neighbor(segment: str, offset: int) -> str:
    """The segment `offset` below (negative: above), clipped to C1 and S5."""
    return SEGMENTS[min(max(SEGMENT_INDEX[segment] + offset, 0), len(SEGMENTS) - 1)]


def cord_level(segment: str) -> Level:
    """The part of the cord that a segment belongs to."""
    return {"C": Level.CERVICAL, "T": Level.THORACIC}.get(segment[0], Level.LUMBOSACRAL)


def suggest(word: str, known: Iterable[str]) -> str:
    """A clause that names the closest known words, or nothing."""
    close = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""


MOTOR_CLASS_NAMES: dict[MotorClass, str] = {
    MotorClass.UPPER: "Upper motor neuron",
    MotorClass.LOWER: "Lower motor neuron",
    MotorClass.BOTH: "Both upper and lower",
    MotorClass.JUNCTION: "Neuromuscular junction",
    MotorClass.MUSCLE: "Muscle",
    MotorClass.NEITHER: "Neither",
}

LEVEL_NAMES: dict[Level, str] = {
    Level.CORTEX: "Cortex",
    Level.SUBCORTICAL: "Subcortical white matter and internal capsule",
    Level.BASAL_GANGLIA: "Basal ganglia",
    Level.THALAMUS: "Thalamus",
    Level.VISUAL: "Visual pathway",
    Level.MIDBRAIN: "Midbrain",
    Level.PONS: "Pons",
    Level.MEDULLA: "Medulla",
    Level.CEREBELLUM: "Cerebellum",
    Level.CERVICAL: "Cervical cord",
    Level.THORACIC: "Thoracic cord",
    Level.LUMBOSACRAL: "Lumbosacral cord",
    Level.ANTERIOR_HORN: "Anterior horn",
    Level.ROOT: "Root",
    Level.CAUDA: "Cauda equina",
    Level.PLEXUS: "Plexus",
    Level.NERVE: "Peripheral or cranial nerve",
    Level.INNER_EAR: "Inner ear",
    Level.SYMPATHETIC: "Sympathetic chain",
    Level.JUNCTION: "Neuromuscular junction",
    Level.MUSCLE: "Muscle",
    Level.MULTIPLE: "More than one place",
    Level.NONE: "None",
}

SIDE_NAMES: dict[Side, str] = {
    Side.RIGHT: "Right",
    Side.LEFT: "Left",
    Side.MIDLINE: "Both sides or midline",
    Side.NONE: "Not applicable",
}

TOPIC_NAMES: dict[Topic, str] = {
    Topic.HEMISPHERE: "Hemisphere",
    Topic.BRAINSTEM: "Brainstem and cerebellum",
    Topic.CRANIAL: "Cranial nerves",
    Topic.CORD: "Spinal cord",
    Topic.ROOTS: "Roots and plexus",
    Topic.NERVES: "Peripheral nerves",
    Topic.JUNCTION_MUSCLE: "Junction and muscle",
    Topic.DIFFUSE: "Diffuse processes",
}
