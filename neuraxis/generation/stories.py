"""The story of a generated case as parameters: who, how fast, and what the patient noticed. Worded elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neuraxis.chance import Chance
from neuraxis.examination import Finding, Item, is_abnormal
from neuraxis.knowledge.onsets import NO_MECHANISM
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Side, Stage, Topic, modeled

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
    ("vf.altitudinal", "vision"),
    ("vf.", "field"),
    ("eye.", "double"),
    ("gazepalsy", "gaze"),
    ("upgaze", "gaze"),
    ("ptosis", "lid"),
    ("hit", "spinning"),
    ("nystagmus.type", "jumping"),
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


# Parts of the body by what a muscle's region or a skin spot's description says; the first that fits.
PARTS = {
    "hand": ("arm.d", "hand", "palm", "thumb", "finger"),
    "foot": ("leg.d", "foot", "heel", "sole", "toe", "malleolus"),
    "thigh": ("thigh",),
    "groin": ("groin",),
    "neck": ("neck", "occiput"),
    "shoulder": ("shoulder",),
    "arm": ("arm",),
    "leg": ("leg", "popliteal"),
    "trunk": ("trunk",),
    "buttock": ("sac",),
    "face": ("face",),
}
# The limb that a part belongs to: a hand and an arm are told as the arm.
LIMBS = {"hand": "arm", "shoulder": "arm", "arm": "arm", "foot": "leg", "thigh": "leg", "groin": "leg", "leg": "leg"}
LEFT_HANDED = 0.1


@dataclass(frozen=True)
class Complaint:
    """One thing that the patient noticed: a key of the sentence table, the body part, the sides."""

    key: str
    part: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Story:
    """Who the patient is and how it began. `variant` chooses among wordings.

    `tempo` and `mechanism` (what brought it on, or nothing) are keys of the sentence table.
    """

    age: int
    sex: str
    handed: str
    tempo: str
    variant: int
    complaints: tuple[Complaint, ...]
    mechanism: str = ""


def tell_story(model: Model, place: Place, stage: Stage, findings: Sequence[Finding], seed: int) -> Story:
    """A story that fits the findings, the stage and the usual patient, and names no place.

    The same seed tells of the same person at a place, whatever of the findings is shown.
    """
    chance = Chance("story", seed, place.key)
    abnormal = [model.items[one.item] for one in findings if _is_noticed(model, one)]
    site = model.atlas.sites[place.site]
    age, variant = _age_and_wording(site.ages, seed)
    sex = chance.pick("sex", ("woman", "man"))
    onset = _onset(site.onsets, stage, chance)
    mechanism = _mechanism(site.mechanisms, onset, chance)
    tempo = _tempo(onset, stage, chance)
    complaints = _complaints(model, abnormal, site.noticed_first)
    return Story(age, site.sex or sex, _handed(place, chance), tempo, variant, complaints, mechanism)


def _handed(place: Place, chance: Chance) -> str:
    """Left-handed now and then, but not where language and its hemisphere are at stake."""
    left = chance.share("handed") < LEFT_HANDED and place.topic is not Topic.HEMISPHERE
    return "left-handed" if left else "right-handed"


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


def _onset(onsets: Sequence[str], stage: Stage, chance: Chance) -> str:
    """How it began, among the onsets that the stage allows."""
    acute = modeled(stage) is Stage.ACUTE
    fitting = [one for one in onsets if (one in ("sudden", "days") if acute else one != "days")] or ["weeks"]
    return chance.pick("onset", fitting)


def _mechanism(mechanisms: Sequence[tuple[str, str]], onset: str, chance: Chance) -> str:
    """What brought it on, among the mechanisms of this onset; nothing where there is none."""
    fitting = [name for only, name in mechanisms if only in ("", onset)]
    chosen = chance.pick("mechanism", fitting) if fitting else NO_MECHANISM
    return "" if chosen == NO_MECHANISM else chosen


def _tempo(onset: str, stage: Stage, chance: Chance) -> str:
    """When it began, as a key of the sentence table."""
    if onset != "sudden":
        return onset
    acute = modeled(stage) is Stage.ACUTE
    return chance.pick("tempo", ("today", "yesterday") if acute else ("sudden_weeks", "sudden_months"))


def _complaints(model: Model, abnormal: Sequence[Item], first: Sequence[str]) -> tuple[Complaint, ...]:
    """The first things a patient would tell, weakness and numbness of one part together.

    `first` names complaints and parts of the body that this disease takes before others.
    """
    found: dict[tuple[str, str], list[Side]] = {}
    told_of: set[str] = set()
    parts = _parts(model, abnormal)
    for prefix, key in COMPLAINTS:
        for item in abnormal:
            if item.id.startswith(prefix) and item.id not in told_of:
                told_of.add(item.id)
                part = parts[item.id]
                found.setdefault((_weakness(part) if key == "limb" else key, part), []).append(item.side)
    told = {one: tuple(dict.fromkeys(sides)) for one, sides in found.items()}
    joined = [
        Complaint("weak_numb" if key == "weak" and told.get(("numb", part)) == sides else key, part, sides)
        for (key, part), sides in told.items()
    ]
    both = {one.part for one in joined if one.key == "weak_numb"}
    kept = [one for one in joined if one.key != "numb" or one.part not in both]
    return tuple(sorted(kept, key=lambda one: _turn(one, first))[:MOST_COMPLAINTS])


def _turn(complaint: Complaint, first: Sequence[str]) -> int:
    """When a complaint is told: at the place of its first name among `first`, else after all of them."""
    names = {complaint.key, complaint.part, LIMBS.get(complaint.part, "")}
    if complaint.key == "weak_numb":
        names |= {"weak", "numb"}
    return next((at for at, name in enumerate(first) if name in names), len(first))


def _weakness(part: str) -> str:
    return "weak" if part in LIMBS else part


def _parts(model: Model, abnormal: Iterable[Item]) -> dict[str, str]:
    """The part of the body of each item: hand, foot or thigh by name where no more of the limb is affected."""
    parts = {item.id: _part(model, item) for item in abnormal}
    affected: dict[str, set[str]] = {}
    for part in parts.values():
        affected.setdefault(LIMBS.get(part, ""), set()).add(part)
    whole = {limb for limb, found in affected.items() if limb and len(found) > 1}
    return {item: limb if (limb := LIMBS.get(part, "")) in whole else part for item, part in parts.items()}


def _part(model: Model, item: Item) -> str:
    """The part of the body that an item belongs to, as a patient would name it, or nothing."""
    name = item.base.rpartition(".")[2]
    where = item.family
    if item.base.startswith("sens."):
        spot = model.atlas.spots.get(name)
        where = f"{spot.description} {spot.lamina}" if spot else name if name in LIMBS else "face"
    elif item.base.startswith("str."):
        where = model.atlas.muscles[name].region
    return next((part for part, words in PARTS.items() if any(word in where for word in words)), "")
