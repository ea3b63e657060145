"""Mild and incomplete forms, and places beyond the common ones, are found from the signs that textbooks give them."""

import pytest

import neuraxis
from neuraxis import Stage

POWER = {f"reg.{part}.{side}": "5" for part in ("arm.p", "arm.d", "leg.p", "leg.d") for side in "RL"}


COMA = {"drowsy": "abnormal"} | dict.fromkeys(POWER, "1") | {"plantar.R": "extensor", "plantar.L": "extensor"}


def both(**signs: str) -> dict[str, str]:
    return {f"{item.replace('_', '.')}.{side}": value for item, value in signs.items() for side in "RL"}


ACUTE = (
    ("aion:R", {"vf.altitudinal.R": "abnormal", "disc.R": "swollen", "rapd.R": "abnormal", "disc.L": "normal"}),
    ("vert15:R", {"upgaze": "abnormal", "eye.dep.R": "abnormal", "eye.dep.L": "normal", "pupil.R": "normal"}),
    ("crossvert:R", {"eye.elev.L": "abnormal", "eye.dep.R": "abnormal", "eye.dep.L": "normal", "eye.elev.R": "normal"}),
    ("webino:M", both(eye_add="abnormal", eyepos="outward", ptosis="normal") | {"convergence": "abnormal"}),
    ("mbherni:M", COMA | {"comapupils": "midfixed", "posture": "decerebrate", "breathing": "hyperventilation"}),
    ("diencherni:M", COMA | {"comapupils": "small", "posture": "decorticate", "breathing": "cheynestokes"}),
    (
        "ponshaem:M",
        COMA
        | both(gazepalsy="abnormal", pupil="miotic")
        | {"comapupils": "pinpoint", "posture": "decerebrate", "nystagmus.type": "bobbing"},
    ),
    (
        "caudainc:M",
        both(sens_pin_s45="reduced", sens_pin_genit="reduced", dtr_ankle="0", dtr_knee="2", plantar="flexor")
        | {"bladder": "normal", "analtone": "normal"},
    ),
    (
        "thal.ant:L",
        POWER
        | {"smile.R": "emotional", "naming": "abnormal", "repetition": "normal"}
        | {"amnesia": "abnormal", "plantar.R": "flexor"},
    ),
)
CHRONIC = (
    ("cmj:M", {"nystagmus.type": "downbeat", "ataxia.arm.R": "normal", "ataxia.arm.L": "normal"} | POWER),
    ("oms:M", {"nystagmus.type": "opsoclonus", "truncal": "abnormal"}),
    ("hfs:R", {"facespasm.R": "abnormal", "weak.facelow.R": "normal"} | POWER),
    ("brissaud:R", {"facespasm.R": "abnormal", "reg.arm.p.L": "3", "reg.leg.p.L": "3", "plantar.L": "extensor"}),
    ("ccf:R", {"proptosis.R": "abnormal", "orbitbruit.R": "abnormal", "eye.abd.R": "abnormal"}),
    ("exner:L", POWER | {"writing": "abnormal", "reading": "normal", "naming": "normal", "gerstmann": "normal"}),
    ("anttemp:L", POWER | {"naming.persons": "abnormal", "naming": "normal", "comprehension": "normal"}),
    ("nph:M", {"gait": "frontal", "bladder": "overactive", "executive": "abnormal"} | both(plantar="flexor")),
    (
        "ctsmild:R",
        {"sens.pin.middle.R": "reduced", "sens.pin.thumb.R": "reduced", "sens.pin.thenar.R": "normal", "str.apb.R": "5"}
        | {"sens.pin.little.R": "normal", "waste.thenar.R": "normal", "tinel.R": "abnormal", "phalen.R": "abnormal"},
    ),
    (
        "csmmild:M",
        both(fingertap="abnormal", hoffmann="abnormal", sens_vib_hand="abnormal", plantar="flexor", dtr_knee="3")
        | both(dtr_triceps="3", clonus="normal", ptosis="normal", weak_facelow="normal")
        | {"bladder": "normal", "jawjerk": "normal"},
    ),
    ("lems:M", both(dtr_knee="0", str_iliopsoas="4", ptosis="normal") | {"facilitation": "abnormal"}),
    ("fshd:M", {"beevor": "abnormal", "weak.facelow.R": "mild", "str.deltoid.R": "5", "winging.R": "medial"}),
)


@pytest.mark.parametrize(("place", "findings"), ACUTE)
def test_an_early_picture_leads_to_its_place(model: neuraxis.Model, place: str, findings: dict[str, str]) -> None:
    assert place in _best(model, findings, Stage.ACUTE)


@pytest.mark.parametrize(("place", "findings"), CHRONIC)
def test_a_late_picture_leads_to_its_place(model: neuraxis.Model, place: str, findings: dict[str, str]) -> None:
    assert place in _best(model, findings, Stage.CHRONIC)


@pytest.mark.parametrize(
    ("item", "value", "with_it", "without_it"),
    [
        ("nystagmus.type", "retraction", "parinaud:M", "ino:R"),
        ("nystagmus.type", "dissociated", "ino:R", "cn3:R"),
        ("ocularpulsion.R", "abnormal", "wallen:R", "suplatpons:R"),
        ("ocularpulsion.L", "abnormal", "suplatpons:R", "wallen:R"),
        ("skew.R", "abnormal", "wallen:R", "vneur:R"),
        ("hit.R", "abnormal", "vneur:R", "cbpica:R"),
        ("wristdrop.R", "fingers", "pin:R", "ulnelb:R"),
        ("froment.R", "abnormal", "ulnwr:R", "cts:R"),
        ("claw.R", "partial", "ulnwr:R", "ulnz3:R"),
        ("trendelenburg.R", "abnormal", "sgn:R", "cpn:R"),
        ("winging.R", "medial", "ltn:R", "cn11pt:R"),
        ("winging.R", "lateral", "cn11pt:R", "ltn:R"),
        ("beevor", "abnormal", "transect.T10:M", "transect.T4:M"),
        ("jawdev.R", "abnormal", "v3n:R", "v1n:R"),
        ("uvuladev.L", "abnormal", "cn10:R", "rln:R"),
        ("headtilt.L", "abnormal", "cn4:R", "cn6:R"),
        ("smile.R", "volitional", "m1face:L", "bell:R"),
        ("smile.R", "emotional", "thal.ant:L", "m1face:L"),
        ("gait", "steppage", "cpn:R", "tibtt:R"),
        ("gait", "waddling", "myop:M", "pnmod:M"),
        ("gait", "spastic", "hsp:M", "ic.motor:L"),
        ("gait", "hemiparetic", "ic.motor:L", "hsp:M"),
        ("gait", "parkinsonian", "pd:R", "cbverm:M"),
        ("gait", "ataxic", "cbverm:M", "pd:R"),
        ("gait", "sensory", "tabes:M", "pd:R"),
        ("gait", "frontal", "nph:M", "hsp:M"),
        ("bladder", "dyssynergia", "transect.T6:M", "caudaS:M"),
        ("sens.temp.middle.R", "absent", "central.C5:M", "posterior.C5:M"),
        ("sens.pin.faceedge.R", "absent", "syrbulb:R", "v2n:R"),
        ("sens.pin.perioral.R", "absent", "v2n:R", "syrbulb:R"),
        ("drift.R", "abnormal", "corona:L", "radsg:R"),
        ("eyepos.R", "downout", "cn3:R", "cn6:R"),
        ("eyepos.R", "inward", "cn6:R", "cn4:R"),
    ],
)
def test_a_sign_belongs_to_one_place_and_not_to_the_other(
    model: neuraxis.Model, item: str, value: str, with_it: str, without_it: str
) -> None:
    stage = Stage.CHRONIC if item.split(".")[0] in ("claw", "gait", "bladder") else Stage.ACUTE
    here, there = (_chance(model, place, stage, item, value) for place in (with_it, without_it))
    assert here > 4 * there, (here, there)


def _best(model: neuraxis.Model, findings: dict[str, str], stage: Stage) -> list[str]:
    posterior = neuraxis.localize(model, neuraxis.parse_findings(model, findings), stage)
    return [place.key for place in posterior.ranked[0].members]


def _chance(model: neuraxis.Model, place: str, stage: Stage, item: str, value: str) -> float:
    return neuraxis.simulate(model, [neuraxis.lesion(model, place)], stage, items=[item])[item][value]
