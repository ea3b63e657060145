"""The story of a generated case as parameters: who, how fast, and what the patient noticed. Worded elsewhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from neuraxis.examination import Finding, Item, is_abnormal
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import MODELED_STAGES, Side, Stage, modeled

MOST_COMPLAINTS = 2
# Complaints by the start of an item's id, in the order in which a patient would tell them.
COMPLAINTS: tuple[tuple[str, str], ...] = (
    ("drowsy", "drowsy"),
    ("nonfluent", "words"),
    ("naming", "words"),
    ("comprehension", "understanding"),
    ("amnesia", "memory"),
    ("abulia", "drive"),
    ("bilateral_blindness", "blind"),
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
    ("reg.arm", "arm"),
    ("reg.leg", "leg"),
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
)


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


def tell_story(model: Model, place: Place, stage: Stage, findings: Sequence[Finding], rng: random.Random) -> Story:
    """A story that fits the findings and the stage and names no place."""
    abnormal = [model.items[one.item] for one in findings if _is_noticed(model, one)]
    age = rng.randint(34, 78)
    onsets = model.atlas.sites[place.site].onsets
    return Story(
        age,
        rng.choice(("woman", "man")),
        "right-handed",
        _tempo(onsets, stage, rng),
        rng.randrange(4),
        _complaints(model, abnormal),
    )


def _is_noticed(model: Model, finding: Finding) -> bool:
    """Whether the patient would complain of it; a limp limb is told as weak."""
    return is_abnormal(model.items, finding) and finding.value != "flaccid"


def possible_stages(onsets: Sequence[str]) -> tuple[Stage, ...]:
    """The stages in which a disease that begins in one of these ways is met: slow ones never in the first days."""
    found = set()
    for onset in onsets:
        found |= {"sudden": {Stage.ACUTE, Stage.CHRONIC}, "days": {Stage.ACUTE}}.get(onset, {Stage.CHRONIC})
    return tuple(stage for stage in MODELED_STAGES if stage in found)


def _tempo(onsets: Sequence[str], stage: Stage, rng: random.Random) -> str:
    """How it began, as a key of the sentence table, among the onsets that the stage allows."""
    acute = modeled(stage) is Stage.ACUTE
    fitting = [one for one in onsets if (one in ("sudden", "days") if acute else one != "days")] or ["weeks"]
    onset = rng.choice(fitting)
    if onset != "sudden":
        return onset
    return rng.choice(("today", "yesterday") if acute else ("sudden_weeks", "sudden_months"))


def _complaints(model: Model, abnormal: Sequence[Item]) -> tuple[Complaint, ...]:
    found: dict[tuple[str, str], list[Side]] = {}
    told_of: set[str] = set()
    for prefix, key in COMPLAINTS:
        for item in abnormal:
            if item.id.startswith(prefix) and item.id not in told_of:
                told_of.add(item.id)
                found.setdefault((key if key != "limb" else _part(model, item), _part(model, item)), []).append(
                    item.side
                )
    told = [Complaint(key, part, tuple(dict.fromkeys(sides))) for (key, part), sides in found.items()]
    unique = {(one.key, one.part): one for one in told}
    return tuple(list(unique.values())[:MOST_COMPLAINTS])


def _part(model: Model, item: Item) -> str:
    """The limb that an item belongs to: arm, leg, or nothing."""
    name = item.base.rpartition(".")[2]
    region = model.atlas.muscles[name].region if item.base.startswith("str.") else item.family
    if item.base.startswith("sens."):
        spot = model.atlas.spots.get(name)
        region = spot.lamina if spot else {"hand": "arm", "foot": "leg"}.get(name, "face")
    for part in ("arm", "leg", "trunk", "neck", "face"):
        if part in region:
            return part
    return "leg" if "sac" in region else ""
