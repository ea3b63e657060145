"""What the atlas states, as plain frozen values. Sides: a key is `id:side`, as in `md.pyr.arm:R`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from neuraxis.vocabulary import MODELED_STAGES, Level, Side, Stage, Topic

ATLAS_FOLDER = Path(__file__).parent.parent / "atlas"
# An item and some of its values.
Term = tuple[str, frozenset[str]]


# How much more often than an uncommon place one of each word is the answer: orders of magnitude, held flat on purpose,
# since a teaching case may be of anything (judgment; tried against vignettes and acceptance rows, docs/adr/0021).
INCIDENCES = {"frequent": 3.0, "common": 2.0, "uncommon": 1.0, "rare": 0.5, "exceptional": 0.2}


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

    Roots sum to 1; `pyramidal` (0..1) is the share of its power that needs the corticospinal tract, `uncrossed` (0..1)
    the share of its upper motor neuron supply that does not cross.
    """

    id: str
    name: str
    action: str
    region: str
    roots: Mapping[str, float]
    pyramidal: float
    uncrossed: float


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
    """A sign of the examination: its values (normal first), their wording, and the causes of each.

    `sets` are further values that stand for several of them: dysarthria, kind not stated.
    """

    item: str
    midline: bool
    chart: str
    values: tuple[str, ...]
    wording: Mapping[str, str]
    causes: tuple[Cause, ...]
    sets: Mapping[str, tuple[str, ...]]


class Umbrella(NamedTuple):
    """An item that stands for several, by base id with the values that count (none: every abnormal one).

    `sides` is `2`, `M`, or `U`: one side or both, not stated which.
    """

    item: str
    sides: str
    chart: str
    wording: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]


class Involvement(NamedTuple):
    """One structure (or a pattern with *) of a site: how much is interrupted and how often it is involved.

    `severity` is a number 0..1 or a profile over end organs, by name and numbers.
    """

    structure: str
    side: str
    severity: float | tuple[str, tuple[float, ...]]
    probability: float


class Form(NamedTuple):
    """A further form in which the disease of a site is met; `weight` beside that of the written one, which is 1."""

    name: str
    weight: float
    structures: tuple[Involvement, ...]


@dataclass(frozen=True)
class SiteFact:
    """A place where a lesion can be. `sides` are the sides it exists on; involvements are relative to that side.

    `onsets` are the usual ways in which a disease there begins: sudden, days, weeks, months, years; `only` is the one
    stage in which it is met, where the onsets allow more. `ages` (years, both included) and `sex` are those of a usual
    patient; `mechanisms` are what brought it on, each with its onset (empty: any); `noticed_first` are complaints.
    `incidence` says how often its kind is the answer, `of_kind` how often this segment of it; `forms` are the further
    forms in which it is met.
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
    only: Stage | None = None
    ages: tuple[int, int] = (34, 78)
    sex: str = ""
    mechanisms: tuple[tuple[str, str], ...] = ()
    noticed_first: tuple[str, ...] = ()
    incidence: str = "uncommon"
    of_kind: str = "uncommon"
    forms: tuple[Form, ...] = ()

    @property
    def is_midline(self) -> bool:
        """Whether the site has no side."""
        return self.sides == (Side.MIDLINE,)

    @property
    def kind(self) -> str:
        """The id without its segment: all segments of a template are one kind of lesion."""
        return self.id.rpartition(".")[0] if self.segment else self.id

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in which its disease is met: one that takes weeks never in the first days."""
        found = set()
        for onset in self.onsets:
            found |= {"sudden": {Stage.ACUTE, Stage.CHRONIC}, "days": {Stage.ACUTE}}.get(onset, {Stage.CHRONIC})
        return tuple(stage for stage in MODELED_STAGES if stage in found and self.only in (None, stage))


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


class SilentGroup(NamedTuple):
    """Parts of the examination that a report mentions together.

    `told` says whether the patient complains of them unasked; `unsaid` (0..1) how much more seldom they go unmentioned
    when abnormal than when normal.
    """

    name: str
    items: tuple[str, ...]
    told: bool
    unsaid: float


class Implication(NamedTuple):
    """Values by item that no patient shows all at once, and why."""

    terms: tuple[Term, ...]
    why: str
    where: str


@dataclass(frozen=True)
class Implications:
    """Every implication of the atlas, in the order of the table, and by the items that it speaks of."""

    rows: tuple[Implication, ...] = ()

    @cached_property
    def by_item(self) -> Mapping[str, tuple[int, ...]]:
        """The positions in `rows` of what is said of each item."""
        found: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            for item, _ in row.terms:
                found.setdefault(item, []).append(at)
        return {item: tuple(places) for item, places in found.items()}


@dataclass(frozen=True)
class Atlas:
    """Everything the tables state, with sides resolved. Functions are keyed `id:side`.

    `minimum` are the items, without side, that every examination of a site charts beside the routine;
    `defining` are the values of such items by which the syndrome of a site is known.
    """

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
    silence: tuple[SilentGroup, ...] = ()
    umbrellas: Mapping[str, Umbrella] = field(default_factory=dict)
    implications: Implications = field(default_factory=Implications)
    minimum: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defining: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
