"""What the atlas states, as plain frozen values. Sides: a key is `id:side`, as in `md.pyr.arm:R`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from neuraxis.vocabulary import MODELED_STAGES, Level, Side, Stage, Topic

ATLAS_FOLDER = Path(__file__).parent.parent / "atlas"


class Structure(NamedTuple):
    """Something that can be damaged. `length` (cm) and `proximal` (0..1) are set for end organs only."""

    id: str
    midline: bool
    level: str
    kind: str
    name: str
    segment: str | None = None
    length: float = 0.0
    proximal: float = 0.0


class Route(NamedTuple):
    """One of the parallel ways that serve a function: (structure key, gain) in order from source to effector."""

    weight: float
    chain: tuple[tuple[str, float], ...]


class Muscle(NamedTuple):
    """A muscle as it is tested.

    Roots sum to 1; `pyramidal` (0..1) is the share of its power that needs the corticospinal tract.
    """

    id: str
    name: str
    action: str
    region: str
    roots: Mapping[str, float]
    pyramidal: float


class Reflex(NamedTuple):
    """A tendon or superficial reflex."""

    id: str
    name: str
    superficial: bool
    roots: Mapping[str, float]


class Spot(NamedTuple):
    """A place on the skin that is tested for pin and touch."""

    id: str
    description: str
    lamina: str
    roots: Mapping[str, float]


class Cause(NamedTuple):
    """One value of a sign and what produces it: probability `sens` at full drive, `fp` with nothing wrong."""

    value: str
    drive: str
    sens: float
    fp: float
    stage: str


class Sign(NamedTuple):
    """A sign of the examination: its values (normal first), their wording, and the causes of each."""

    item: str
    midline: bool
    chart: str
    values: tuple[str, ...]
    wording: Mapping[str, str]
    causes: tuple[Cause, ...]


class Involvement(NamedTuple):
    """One structure (or a pattern with *) of a site: how much is interrupted and how often it is involved.

    `severity` is a number 0..1 or a profile over end organs, by name and numbers.
    """

    structure: str
    side: str
    severity: float | tuple[str, tuple[float, ...]]
    probability: float


@dataclass(frozen=True)
class SiteFact:
    """A place where a lesion can be. `sides` are the sides it exists on; involvements are relative to that side.

    `onsets` are the usual ways in which a disease there begins: sudden, days, weeks, months, years; `ages` (years,
    both included) and `sex` are those of a usual patient.
    """

    id: str
    sides: tuple[Side, ...]
    topic: Topic
    level: Level
    name: str
    structures: tuple[Involvement, ...]
    prior: float
    note: str
    segment: str | None
    where: str
    onsets: tuple[str, ...] = ("sudden",)
    ages: tuple[int, int] = (34, 78)
    sex: str = ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in which its disease is met: one that takes weeks never in the first days."""
        found = set()
        for onset in self.onsets:
            found |= {"sudden": {Stage.ACUTE, Stage.CHRONIC}, "days": {Stage.ACUTE}}.get(onset, {Stage.CHRONIC})
        return tuple(stage for stage in MODELED_STAGES if stage in found)


class MotorRole(NamedTuple):
    """Counts a function toward the motor-neuron class of a region: `kind` is UMN, LMN, NMJ or MUSCLE."""

    function: str
    region: str
    kind: str


class PathwayName(NamedTuple):
    """What the pathway of a function is called, what kind of thing it is, and where it crosses, in words."""

    prefix: str
    role: str
    pathway: str
    crossing: str


class Words(NamedTuple):
    """What clinicians and patients call a thing. An empty text: the student's words hold."""

    clinician: str
    lay: str


class OntologyIds(NamedTuple):
    """Ids of public ontologies, for links and interchange; empty where there is none."""

    hpo: str
    uberon: str


class ConfusedPair(NamedTuple):
    """Two places (keys `site:side`) that students confuse, in the stage in which they do."""

    first: str
    second: str
    stage: Stage


class Territory(NamedTuple):
    """What an artery feeds: structures (ids without side) always and sometimes, and the usual picture of an infarct."""

    id: str
    name: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    picture: str


class Vertebra(NamedTuple):
    """The segments of the adult cord behind a vertebra, by landmark: `spine` (spinous process) or `body`."""

    name: str
    landmark: str
    segments: tuple[str, ...]


@dataclass(frozen=True)
class Atlas:
    """Everything the tables state, with sides resolved. Functions are keyed `id:side`."""

    structures: Mapping[str, Structure]
    functions: Mapping[str, tuple[Route, ...]]
    muscles: Mapping[str, Muscle]
    reflexes: Mapping[str, Reflex]
    spots: Mapping[str, Spot]
    signs: Mapping[str, Sign]
    sites: Mapping[str, SiteFact]
    motor_roles: tuple[MotorRole, ...]
    pathway_names: tuple[PathwayName, ...]
    sources: Mapping[str, Mapping[str, object]]
    row_sources: Mapping[str, tuple[str, ...]]
    dominant: Side
    registers: Mapping[str, Mapping[str, Words]]
    ontology: Mapping[str, OntologyIds]
    pairs: tuple[ConfusedPair, ...] = ()
    territories: Mapping[str, Territory] = field(default_factory=dict)
    vertebrae: tuple[Vertebra, ...] = ()
