"""What learners get wrong, each as the model that would make it right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from neuraxis.knowledge import Atlas, SiteFact
from neuraxis.misconceptions.changes import (
    Change,
    crossing_at_entry,
    exchanged,
    expected,
    in_turn,
    mirrored,
    mistaken_sites,
    served_alike,
    served_by_both_sides,
    spared_in_sites,
    unchanged,
    without,
)
from neuraxis.misconceptions.readings import Parameters, Shockless, exact_levels, lower_babinski, swapped_reflexes
from neuraxis.responses import Responses
from neuraxis.simulation.model import Model, mutate, mutate_tables
from neuraxis.vocabulary import Level, Topic

MOTOR_TRACT = r"(m1|cr|ic|mb\.crus|po\.base|pol\.base|md\.pyr)\."
HEMISPHERE = r"(m1|s1|v1|cr|ic|lgn|rad|thal|pfc)\.|(fef|ipl|sma|put|caud|stn|snigra|otract):"
CEREBELLUM = r"cb\.|(mcp|scp|md\.icp):"
CRANIAL_NERVES = r"cn\d|(mb\.[nf]3|mb\.n4|mb\.ew|pol\.[nf][67]|po\.vmot|po\.v5e|md\.na|md\.n12|c\.n11):"
LEG_TRACTS = r"cord\.(lcst|dc|stt)\.(leg|sac)\.[CT]"
# A root and the nerve that it is most often confused with.
ROOTS_AND_NERVES = {
    "root.C5": "axn",
    "root.C6": "cts",
    "root.C7": "radsg",
    "root.C8": "ulnelb",
    "root.L4": "feming",
    "root.L5": "cpn",
    "root.S1": "tibpop",
}
CORD = (Level.CERVICAL, Level.THORACIC, Level.LUMBOSACRAL)
PURE_MOTOR = ("als", "alsb", "pma", "flailarm", "sma3", "kennedy", "polio", "mmn", "aman", "pcb")


@dataclass(frozen=True)
class Misconception:
    """One wrong belief. `name` and `lesson` are keys of the sentence table; `source` are keys of the atlas.

    The sources say what is right. That learners believe otherwise is the judgment of the authors, unless a source
    says it.
    """

    id: str
    source: str
    change: Change = field(default=unchanged, repr=False)
    respond: Callable[[Atlas, Parameters], Responses] = field(default=Responses, repr=False)

    @property
    def name(self) -> str:
        """The key of the sentence that says what is believed."""
        return f"misconception.{self.id}"

    @property
    def lesson(self) -> str:
        """The key of the sentence that says what is right."""
        return f"lesson.{self.id}"


def _is_cord(site: SiteFact) -> bool:
    return site.topic is Topic.CORD and site.level in CORD


def _is_pure_motor(site: SiteFact) -> bool:
    return site.level is Level.JUNCTION or site.id in PURE_MOTOR


def _is_muscle(site: SiteFact) -> bool:
    return site.level is Level.MUSCLE


_SIDES = (
    Misconception("motor_uncrossed", "blum-motor judgment", mirrored(MOTOR_TRACT, r"ub?\.")),
    Misconception(
        "pain_uncrossed",
        "blum-sensory brazis-cord judgment",
        in_turn((mirrored(r"cord\.stt\."), without(r"cord\.cx\."))),
    ),
    Misconception("columns_crossed", "blum-sensory brazis-cord judgment", mirrored(r"cord\.dc\.")),
    Misconception("hemisphere_same_side", "blum-motor blum-sensory blum-visual judgment", mirrored(HEMISPHERE)),
    Misconception("cerebellum_crossed", "blum-cerebellum judgment", mirrored(CEREBELLUM, r"atx\.")),
    Misconception("cranial_nerves_crossed", "blum-cn leigh-zee judgment", mirrored(CRANIAL_NERVES, r"[el]\.")),
)
_PATHWAYS = (
    Misconception("forehead_always_weak", "brazis-face judgment", served_alike("u.faceup", "u.facelow")),
    Misconception(
        "forehead_reversed",
        "brazis-face judgment",
        in_turn((served_alike("u.faceup", "u.facelow"), served_by_both_sides("l.faceup"))),
    ),
    Misconception("quadrants_swapped", "blum-visual judgment", exchanged(".uq", ".lq", r"(rad|v1)\.", r"vf\.")),
    Misconception("legs_lumbar", "brazis-cord judgment", without(LEG_TRACTS)),
    Misconception("level_exact", "brazis-cord brazis-motor judgment", crossing_at_entry, exact_levels),
)
_PLACES = (
    Misconception("cord_upper_only", "brazis-cord judgment", spared_in_sites(r"cord\.ah\.", _is_cord)),
    Misconception("root_is_nerve", "brazis-radicular preston-radiculopathy judgment", mistaken_sites(ROOTS_AND_NERVES)),
    Misconception(
        "motor_is_muscle",
        "preston-mnd preston-nmj judgment",
        in_turn((expected(1e-4, _is_pure_motor), expected(10, _is_muscle))),
    ),
)
_SIGNS = (
    Misconception("babinski_lower", "isaza-2014 brazis-motor judgment", respond=lower_babinski),
    Misconception("reflexes_swapped", "brazis-motor judgment", respond=swapped_reflexes),
    Misconception("shock_lower", "ko-1999 judgment", respond=Shockless),
)


def misconceptions(model: Model) -> tuple[Misconception, ...]:
    """Every misconception that the model can recognize."""
    return (*_SIDES, *_PATHWAYS, *_PLACES, *_SIGNS)


@lru_cache(maxsize=64)
def believed(model: Model, misconception: Misconception) -> Model:
    """The model as a learner with this misconception has it in mind: other facts, the same places and items.

    The first time it is compiled, as long as the model itself (1.5 s); then its tables are mapped from disk (0.1 s),
    and it stays in memory with what differs (5 to 10 MB).
    """
    return mutate(model, misconception.id, misconception.change, misconception.respond)


def believed_tables(model: Model, misconception: Misconception) -> Model:
    """The same for localizing only, which is all that a diagnosis needs; not kept in memory."""
    return mutate_tables(model, misconception.id, misconception.change, misconception.respond)
