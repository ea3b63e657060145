"""What the values of an examination mean, for who writes or reads findings."""

from __future__ import annotations

from collections.abc import Mapping

from neuraxis.examination import Item, Kind

CONVENTIONS = """\
Right (R) and left (L) are the patient's.
An item of two sides may be written without its side (gag, not gag.R) where a source does not state it, if the list \
has it with .U: one is one side, both is both, abnormal is one or both.
What points somewhere is named by where it points: gaze palsy and deviation, diplopia, head impulse, pull of the body, \
tongue, jaw, uvula and head by the side to which; optokinetic nystagmus by the side to which the stripes move.
A field defect without an eye (vf.uq, vf.lq, vf.wedge, vf.macsplit) is homonymous, on the side of the field that is \
lost; vf.temporal, vf.nasal, vf.altitudinal, vf.crescent, scotoma and acuity are of the eye of that side.
skew is named by the lower eye, rapd by the eye that conducts less, neglect by the half of space that is neglected, \
ataxia, parkinsonism and chorea by the limbs that show it.
Acute is the first days, chronic weeks and later.
What is not listed is unknown (exam), would probably have been mentioned (vignette) or is normal (complete).
""".splitlines()
_MEANINGS: Mapping[Kind, str] = {
    Kind.STRENGTH: "MRC grade: 5 full, 4 against some resistance, 3 against gravity, 2 without it, 1 a flicker, 0 "
    "none; weak is 0 to 4, grade not stated.",
    Kind.REGION_STRENGTH: "MRC grade of the region as a whole, 5 full to 0 none; weak is 0 to 4, grade not stated. It "
    "says nothing more once single muscles of the region are given.",
    Kind.TENDON: "0 absent, 1 reduced, 2 normal, 3 brisk, 4 very brisk with clonus.",
    Kind.SUPERFICIAL: "abnormal is absent.",
    Kind.PLANTAR: "flexor is normal, mute is no movement, extensor is the Babinski sign.",
    Kind.TONE: "spastic rises with speed, rigid does not, flaccid is lost; increased is spastic or rigid, not stated.",
    Kind.RELEASE: "abnormal is present.",
    Kind.SKIN: "reduced is felt less, absent is not felt.",
    Kind.GRADED: "mild moves well against resistance, severe hardly or not at all; weak is either, degree not stated.",
    Kind.LEVEL: "the first (highest) segment that is abnormal on this side, where all below is too: one below the "
    "neurological level, which is the last normal segment. none was looked for and not found; abnormal is a level "
    "whose height is not stated.",
    Kind.SIGN: "abnormal beside other values is what the wording says: nearly always any of them, kind not stated.",
    Kind.SYMPTOM: "told by the patient.",
    Kind.UMBRELLA: "stands for others, for what is told without its kind, place or side; says nothing more once one of "
    "them is known.",
}


def word_kind(kind: Kind) -> str:
    """What the values of this kind of item mean."""
    return _MEANINGS[kind]


def word_meaning(item: Item) -> str:
    """What the values of an item mean, and for an umbrella below it what stands."""
    below = ", ".join(member.id for member, _ in item.members)
    return word_kind(item.kind) + (f" It is abnormal when one of these is: {below}." if below else "")
