"""The story of a generated case as parameters: who, how fast, and what the patient noticed. Worded elsewhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from neuraxis.examination import Finding, Item, is_abnormal
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Side, Stage, modeled

MOST_COMPLAINTS = 2
# Wordings of a story; with the ages they are gone through in steps of a prime, so that neighboring seeds differ widely.
VARIANTS = 8
TURN = 223
# Complaints by the start of an item's id, in the order in which a patient would tell them.
COMPLAINTS: tuple[tuple[str, str], ...] = (
    ("drowsy", "drowsy"),
    ("nonfluent", "words"),
    ("naming", "words"),
    ("comprehension", "understanding"),
    ("amnesia", "memory"),
    ("abulia", "drive"),
    ("bilateral_blindness", "blind"),
    ("reg.arm", "weak"),
    ("reg.leg", "weak"),
    ("acuity", "vision"),
    ("vf.", "field"),
    ("eye.", "double"),
    ("gazepalsy", "gaze"),
    ("upgaze", "gaze"),
    ("ptosis", "lid"),
    ("hit", "spinning"),
    ("nystagmus", "spinning"),
    ("hearing", "hearing"),
    ("weak.face", "face"),
    ("dysphagia", "swallowing"),
    ("weak.palate", "swallowing"),
    ("dysarthria", "speech"),
    ("weak.tongue", "speech"),
    ("hoarse", "voice"),
    ("str.neck", "neck"),
    ("str.diaphragm", "breath"),
    ("str.analsq", "bowel"),
    ("str.", "limb"),
    ("ataxia", "clumsy"),
    ("truncal", "unsteady"),
    ("romberg", "unsteady"),
    ("chorea", "jerks"),
    ("hemiballism", "jerks"),
    ("parkinsonism", "slow"),
    ("bladder", "bladder"),
    ("sens.", "numb"),
    ("tone.", "stiff"),
    ("gait", "unsteady"),
    ("neglect", "field"),
    ("paraphasia", "slips"),
    ("reading", "reading"),
    ("alienlimb", "hand"),
    ("balint", "reach"),
    ("opticataxia", "reach"),
    ("accommodation", "near"),
    ("weak.trap", "shoulder"),
    ("executive", "plans"),
)


PARTS = ("arm", "leg", "trunk", "neck", "face")
LIMBS = ("arm", "leg")


@dataclass(frozen=True)
class Complaint:
    """One thing that the patient noticed: a key of the sentence table, the body part, the sides."""

    key: str
    part: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Story:
    """Who the patient is and how it began. `variant` chooses among wordings; `tempo` is a key of the sentence table."""

    age: int
    sex: str
    handed: str
    tempo: str
    variant: int
    complaints: tuple[Complaint, ...]


def tell_story(
    model: Model, place: Place, stage: Stage, findings: Sequence[Finding], seed: int, rng: random.Random
) -> Story:
    """A story that fits the findings, the stage and the usual patient, and names no place."""
    abnormal = [model.items[one.item] for one in findings if _is_noticed(model, one)]
    site = model.atlas.sites[place.site]
    age, variant = _age_and_wording(site.ages, seed)
    sex = rng.choice(("woman", "man"))
    tempo = _tempo(site.onsets, stage, rng)
    return Story(age, site.sex or sex, "right-handed", tempo, variant, _complaints(model, abnormal))


def _age_and_wording(ages: tuple[int, int], seed: int) -> tuple[int, int]:
    """Every pair of both in turn, so that of fifty seeds in a row no two of one place tell the same story.

    No range of ages is narrower than seven years.
    """
    youngest, oldest = ages
    at = seed * TURN % ((oldest - youngest + 1) * VARIANTS)
    return youngest + at // VARIANTS, at % VARIANTS


def _is_noticed(model: Model, finding: Finding) -> bool:
    """Whether the patient would complain of it; a limp limb is told as weak."""
    return is_abnormal(model.items, finding) and finding.value != "flaccid"


def _tempo(onsets: Sequence[str], stage: Stage, rng: random.Random) -> str:
    """How it began, as a key of the sentence table, among the onsets that the stage allows."""
    acute = modeled(stage) is Stage.ACUTE
    fitting = [one for one in onsets if (one in ("sudden", "days") if acute else one != "days")] or ["weeks"]
    onset = rng.choice(fitting)
    if onset != "sudden":
        return onset
    return rng.choice(("today", "yesterday") if acute else ("sudden_weeks", "sudden_months"))


def _complaints(model: Model, abnormal: Sequence[Item]) -> tuple[Complaint, ...]:
    """The first things a patient would tell, weakness and numbness of one part together."""
    found: dict[tuple[str, str], list[Side]] = {}
    told_of: set[str] = set()
    for prefix, key in COMPLAINTS:
        for item in abnormal:
            if item.id.startswith(prefix) and item.id not in told_of:
                told_of.add(item.id)
                part = _part(model, item)
                found.setdefault((_weakness(part) if key == "limb" else key, part), []).append(item.side)
    told = {one: tuple(dict.fromkeys(sides)) for one, sides in found.items()}
    joined = [
        Complaint("weak_numb" if key == "weak" and told.get(("numb", part)) == sides else key, part, sides)
        for (key, part), sides in told.items()
    ]
    both = {one.part for one in joined if one.key == "weak_numb"}
    return tuple(one for one in joined if one.key != "numb" or one.part not in both)[:MOST_COMPLAINTS]


def _weakness(part: str) -> str:
    return "weak" if part in LIMBS else part


def _part(model: Model, item: Item) -> str:
    """The part of the body that an item belongs to, as a patient would name it, or nothing."""
    name = item.base.rpartition(".")[2]
    if item.base.startswith("sens."):
        spot = model.atlas.spots.get(name)
        region = spot.lamina if spot else {"hand": "arm", "foot": "leg"}.get(name, "face")
        return "buttock" if region == "sac" else region
    region = model.atlas.muscles[name].region if item.base.startswith("str.") else item.family
    return next((part for part in PARTS if part in region), "")
