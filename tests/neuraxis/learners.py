"""Learners who answer as a model of their own would, and cases that show what they believe."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

import neuraxis
from neuraxis import Answer, Case, Model, Stage
from neuraxis.vocabulary import MODELED_STAGES, Level, MotorClass, Side

FACE = ("weak.facelow", "weak.faceup", "taste", "hyperacusis", "tear", "weak.tongue", "dysarthria", "reg.arm.d")
LEG = ("reg.leg.p", "reg.leg.d", "dtr.knee", "dtr.ankle", "plantar")
# Muscles and spots that tell roots from nerves, beside what every vignette mentions.
FINE = (
    "str.deltoid", "str.triceps", "str.fdi", "str.apb", "str.ecr", "str.edc", "str.fdp2",
    "str.quads", "str.glutmed", "str.tibant", "str.tibpost", "str.ehl", "str.gastroc", "sens.pin.l5dor",
)  # fmt: skip
STAGES = tuple(MODELED_STAGES)
SEVERITIES = (0.85, 1.0, 0.9, 0.8, 0.7)


@dataclass(frozen=True)
class Pool:
    """Places by pattern, examined by some items (by base; all of a vignette if none) in some stages.

    `besides` are places where the belief changes nothing, but a similar one would.
    """

    places: str
    bases: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = STAGES
    besides: str = ""


# Where each misconception shows.
POOLS = {
    "motor_uncrossed": Pool("rolandic:? m1leg:? handknob:? thal.haem:? weber:? heubner:? mca.sup:?"),
    "pain_uncrossed": Pool("sulcal.C?:? hemi.C[2-7]:? sulcal.T?:?"),
    "columns_crossed": Pool("psa.*:? hemi.C[3-6]:? hemi.T3:?"),
    "hemisphere_same_side": Pool("cheirooral:? thal.post:? pd:? stn:? mca.inf:? mca.full:? thalcap:?"),
    "cerebellum_crossed": Pool("cb*:? latmidpons:? nothnagel:?"),
    "cranial_nerves_crossed": Pool("cn10:? cn11:? jugular:? n3nuc:? cn6:? collet:? weber:? foville:?"),
    "forehead_always_weak": Pool("m1face:?", FACE, besides="bell:? cn7sm:?"),
    "forehead_reversed": Pool("m1face:? bell:? cn7sm:? cn7mast:? fncanal:?", FACE),
    "quadrants_swapped": Pool("meyer:? parrad:? lingual:? cuneus:?"),
    "legs_lumbar": Pool("transect.[CT]?:M hemi.T?:? anterior.T?:M"),
    "level_exact": Pool("partial.*:M hemi.T?:? anterior.T?:M"),
    "cord_upper_only": Pool("ccs.*:M hemi.C[5-8]:? transect.C[5-8]:M csm*:M"),
    "root_is_nerve": Pool("root.C[5-8]:? root.L5:? root.S1:? cpn:? radsg:? axn:? cts:?"),
    "motor_is_muscle": Pool("m?gen:M m?oc:M lems:M kennedy:M mmn:M polio:M pma:M botul:M musk:M sma3:M flailarm:M"),
    "babinski_lower": Pool("m1leg:? corona:? ic.motor:? pyramid:? parasag:M", LEG),
    "reflexes_swapped": Pool("anterior.T*:M root.C?:? lems:M flailarm:M cmt1:M hemi.L?:? transect.T?:M"),
    "shock_lower": Pool("csm*:M partial.*:M anterior.*:M hemi.C?:?", (), (Stage.ACUTE,)),
}


def cases(model: Model, pool: Pool) -> Iterator[Case]:
    """One typical examination for every place, stage and severity of a pool, in an order that mixes them."""
    told = (item for group in model.atlas.silence for item in group.items)
    bases = frozenset(pool.bases or (*told, *FINE))
    items = [key for key, item in model.items.items() if item.base in bases]
    wanted = [
        (place, stage, severity)
        for place in model.places
        if any(fnmatchcase(place, pattern) for pattern in pool.places.split())
        for stage in pool.stages
        for severity in SEVERITIES
    ]
    random.Random(7).shuffle(wanted)
    for place, stage, severity in wanted:
        lesion = neuraxis.lesion(model, place, severity=severity)
        findings = neuraxis.sample_examination(model, [lesion], stage, random.Random(0), noise="canonical", items=items)
        yield Case(stage, findings, place)


def best_answer(model: Model, case: Case) -> Answer:
    """What a learner answers who has this model in mind."""
    posterior = neuraxis.localize(model, case.findings, case.stage, reading=case.reading)
    place = posterior.ranked[0].place
    return Answer(posterior.likely_class, place.level, place.side, place.site)


def affected(model: Model, believed: Model, pool: Pool, count: int) -> list[Case]:
    """The first cases in which the belief changes the answer, and knowledge finds the place."""
    found: list[Case] = []
    for case in cases(model, pool):
        right = best_answer(model, case)
        if right.place_key(model) in model.class_of(case.key, case.stage) and best_answer(believed, case) != right:
            found.append(case)
        if len(found) == count:
            break
    return found


def guess(model: Model, rng: random.Random) -> Answer:
    """An answer without looking."""
    motor_class, level, side = rng.choice(list(MotorClass)), rng.choice(list(Level)), rng.choice(list(Side))
    return Answer(motor_class, level, side, rng.choice(list(model.sites)))
