"""Patients in the words of those who tell of them: complaints, findings of unstated kind, grade, place or side.

Each row is a picture of a textbook, told so, and the places of which one must stand near the top.
"""

import pytest

import neuraxis
from neuraxis import Reading, Stage
from neuraxis.localization import place_scores, score_rows

ACUTE, CHRONIC = Stage.ACUTE, Stage.CHRONIC


def both(*told: str) -> dict[str, str]:
    """`item=value` on both sides."""
    pairs = (one.split("=") for one in told)
    return {f"{item}.{side}": value for item, value in pairs for side in "RL"}


def plain(*told: str) -> dict[str, str]:
    return dict(one.split("=") for one in told)


ROWS = [
    # --- complaints
    ("dry mouth and weak hips", CHRONIC, both("reg.leg.p=weak", "dtr.knee=1", "dtr.ankle=1")
     | plain("drymouth=abnormal", "constipation=abnormal"), "lems:M", 2),
    ("weakness that rises, with tingling feet", ACUTE, both("reg.leg.p=weak", "reg.leg.d=weak", "reg.arm.d=weak",
     "dtr.knee=0", "dtr.ankle=0", "dtr.biceps=0", "tingle.foot=abnormal") | plain("spread=ascending"), "gbs:M", 3),
    ("double vision in the evening", CHRONIC, both("ptosis=abnormal")
     | plain("diplopia=abnormal", "fluctuation=abnormal"), "mgoc:M mggen:M", 2),
    ("double vision on the stairs", ACUTE, plain("diplopia=vertical", "diplopia.down=abnormal"),
     "cn4:R cn4:L cn4b:M", 4),
    ("double vision on looking right", ACUTE, plain("diplopia=horizontal", "diplopia.gaze.R=abnormal"),
     "cn6:R bicn6:M", 4),
    ("adduction fails, double on left gaze", ACUTE, plain("eye.add.R=abnormal", "diplopia.gaze.L=abnormal",
     "nystagmus.any=abnormal"), "ino:R", 2),
    ("headache, swollen discs, double side by side", ACUTE, both("disc=swollen")
     | plain("headache=abnormal", "diplopia=horizontal"), "bicn6:M", 1),
    ("vertigo, tinnitus and a deaf ear", ACUTE, plain("vertigo=abnormal", "tinnitus.L=abnormal", "hearing.L=abnormal",
     "nystagmus.any=abnormal"), "labyr:L", 2),
    ("vertigo with good hearing", ACUTE, both("hearing=normal") | plain("vertigo=abnormal", "hit.R=abnormal",
     "nystagmus=peripheral"), "vneur:R", 1),
    ("pain from the neck into the arm", CHRONIC, plain("pain.arm.R=radicular", "pain.neck=abnormal",
     "str.triceps.R=weak", "dtr.triceps.R=1"), "root.C7:R", 2),
    ("pain from the back into the leg", CHRONIC, plain("pain.leg.L=radicular", "pain.back=abnormal",
     "str.gastroc.L=weak", "dtr.ankle.L=0"), "root.S1:L", 1),
    ("hands that tingle at night", CHRONIC, plain("tingle.hand.R=abnormal", "sens.pin.index.R=reduced",
     "str.apb.R=weak"), "cts:R", 2),
    ("tapping the elbow tingles", CHRONIC, plain("tinel.elbow.R=abnormal", "tingle.hand.R=abnormal", "str.fdi.R=weak",
     "sens.pin.little.R=reduced"), "ulnelb:R", 1),
    ("tapping the fibular head tingles", ACUTE, plain("tinel.knee.L=abnormal", "str.tibant.L=weak", "str.ehl.L=weak"),
     "cpn:L", 1),
    ("burning feet", CHRONIC, both("pain.leg=other", "tingle.foot=abnormal", "sens.any.foot=abnormal", "dtr.ankle=0"),
     "pnmild:M pnmod:M pnsens:M", 1),
    ("cramps and wasting", CHRONIC, both("fasc.arm=abnormal", "dtr.knee=3") | plain("cramps=abnormal",
     "walking=abnormal", "reg.arm.R=abnormal", "dysarthria=abnormal"), "als:M alsb:M", 1),
    ("girdle pain", CHRONIC, plain("pain.trunk=abnormal", "sens.any.trunk.R=abnormal"),
     "root.T4:R root.T6:R root.T8:R root.T10:R diabtrun:R", 3),
    ("both legs hurt, the saddle is numb", ACUTE, both("pain.leg=radicular", "sens.any.saddle=abnormal",
     "reg.leg.d=weak", "dtr.ankle=0") | plain("pain.back=abnormal", "bladder=abnormal"),
     "caudahi:M caudaL5:M caudaS:M caudainc:M", 2),
    ("confused, unsteady, eyes that do not move", ACUTE, plain("confusion=abnormal", "eyemovements=abnormal",
     "unsteady=abnormal", "nystagmus.horizontal=abnormal"), "wernencep:M", 1),
    ("disoriented and forgetful", CHRONIC, plain("orientation=abnormal", "amnesia=abnormal", "attention=normal"),
     "hippo:M", 1),
    # --- findings of unstated kind, grade or side
    ("hemiparesis and aphasia", ACUTE, plain("reg.arm.R=abnormal", "reg.leg.R=abnormal", "weak.face.R=abnormal",
     "aphasia=abnormal"), "mca.full:L mca.sup:L", 3),
    ("intention tremor", ACUTE, plain("intention.R=abnormal", "ram.R=abnormal", "dysarthria=abnormal",
     "tandem=abnormal"), "cbsca:R cbhemi:R", 2),
    ("unsteady child with jerks", CHRONIC, plain("unsteady=abnormal", "myoclonus=abnormal",
     "nystagmus.type=opsoclonus"), "oms:M", 1),
    ("warm and cold crossed", ACUTE, plain("vertigo=abnormal", "nystagmus.horizontal=abnormal", "gag=one",
     "sens.temp.v2.L=reduced", "sens.temp.t4.R=reduced", "hoarse=abnormal"), "wallen:L wallenv:L", 2),
    ("tongue to the left", CHRONIC, plain("tonguedev.L=abnormal", "weak.tongue.L=weak", "tongue.waste.L=abnormal"),
     "cn12:L", 1),
    ("numb front of the tongue", CHRONIC, plain("sens.tongue.R=reduced", "sens.pin.v3.R=reduced",
     "sens.pin.v1.R=normal", "str.deltoid.R=5"), "v3n:R", 3),
    ("high arches", CHRONIC, both("str.tibant=weak", "sens.any.foot=abnormal", "dtr.ankle=0", "dtr.knee=0",
     "dtr.biceps=0") | plain("pescavus=abnormal"), "cmt1:M", 2),
    ("a cape without warm and cold", CHRONIC, both("sens.pin.back=reduced", "sens.temp.c4=reduced",
     "sens.temp.middle=reduced", "sens.vib.foot=normal"), "central.C4:M central.C5:M ccs.C3:M ccs.C4:M highcord:M", 2),
    ("tender muscles", CHRONIC, both("reg.arm.p=weak", "reg.leg.p=weak", "sens.any.foot=normal")
     | plain("tenderness=abnormal"), "myop:M", 1),
    ("a tremor and slow steps", CHRONIC, plain("tremor.R=abnormal", "tone.arm.R=increased", "gait=parkinsonian",
     "constipation=abnormal"), "pd:L pd:R", 1),
    ("a newborn whose arm does not startle", ACUTE, plain("moro.R=absent", "infantgrasp.R=normal", "str.deltoid.R=weak",
     "str.biceps.R=weak"), "bpup:R avulsup:R root.C5:R", 2),
    ("wasted forearm and wrist drop", CHRONIC, plain("waste.forearm.R=abnormal", "wristdrop.R=wrist", "str.edc.R=weak"),
     "radsg:R radax:R", 2),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "told", "places", "within"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_is_told_leads_near_the_place(
    model: neuraxis.Model, stage: Stage, told: dict[str, str], places: str, within: int
) -> None:
    findings = neuraxis.parse_findings(model, told)
    ranked = neuraxis.localize(model, findings, stage, reading=Reading.VIGNETTE).ranked
    near = {place.key for candidate in ranked[:within] for place in candidate.members}
    assert near & set(places.split()), [(one.place.key, round(one.probability, 2)) for one in ranked[:6]]


@pytest.mark.parametrize(
    ("stage", "told", "more", "place"),
    [
        (CHRONIC, both("reg.leg.p=weak", "reg.arm.p=weak"), plain("drymouth=abnormal"), "lems:M"),
        (CHRONIC, both("ptosis=partial"), plain("diplopia=abnormal", "fluctuation=abnormal"), "mgoc:M"),
        (CHRONIC, plain("str.ecr.R=weak"), plain("pain.neck=abnormal", "pain.arm.R=abnormal"), "root.C6:R"),
        (CHRONIC, plain("hearing.R=abnormal"), plain("vertigo=abnormal", "tinnitus.R=abnormal"), "labyr:R"),
        (ACUTE, plain("amnesia=abnormal", "nystagmus=central"), plain("orientation=abnormal", "gait=abnormal"),
         "wernencep:M"),
        (CHRONIC, plain("nystagmus.type=opsoclonus"), plain("myoclonus=abnormal", "unsteady=abnormal"), "oms:M"),
        (ACUTE, plain("dysphagia=abnormal"), plain("vertigo=abnormal", "ataxia=abnormal", "speech=abnormal"),
         "wallen:R"),
        (CHRONIC, plain("reg.arm.p.R=weak"), plain("winging.R=abnormal"), "ltn:R"),
        (CHRONIC, both("dtr.ankle=0", "str.tibant=weak"), plain("pescavus=abnormal"), "cmt1:M"),
        (ACUTE, both("reg.leg.d=weak", "dtr.ankle=0"), plain("spread=ascending", "pain.back=abnormal"), "gbs:M"),
    ],
)  # fmt: skip
def test_what_could_not_be_charted_before_speaks_for_its_place(
    model: neuraxis.Model, stage: Stage, told: dict[str, str], more: dict[str, str], place: str
) -> None:
    before, after = (probability(model, findings, stage, place) for findings in (told, told | more))
    assert after / (1 - after) > 1.5 * before / (1 - before)


def probability(model: neuraxis.Model, told: dict[str, str], stage: Stage, place: str) -> float:
    findings = neuraxis.parse_findings(model, told)
    ranked = neuraxis.localize(model, findings, stage, top=len(model.places)).ranked
    return next(one.probability for one in ranked if place in {member.key for member in one.members})


def test_a_complaint_that_is_not_told_does_not_speak_against_a_place(model: neuraxis.Model) -> None:
    """Silence is counted for groups of the examination, and a complaint is of none of them."""
    complaints = {key for key, item in model.items.items() if item.chart == "history"}
    assert complaints
    assert complaints.isdisjoint(key for keys in model.silent_groups.values() for key in keys)


def test_no_generated_case_charts_a_complaint(model: neuraxis.Model) -> None:
    for seed in range(12):
        assert all(model.items[one.item].chart != "history" for one in neuraxis.generate(model, seed).findings), seed


def test_who_tells_of_double_vision_has_told_of_the_eyes(model: neuraxis.Model) -> None:
    """The silence of a story about single eye movements counts against a palsy, but not once it says "double"."""

    def silence(told: str) -> float:
        findings = neuraxis.parse_findings(model, {told: "abnormal"})
        readings = (score_rows(model, findings, ACUTE, one) for one in (Reading.VIGNETTE, Reading.EXAM))
        vignette, exam = (place_scores(model, rows)[model.place_keys.index("cn3:R")] for rows in readings)
        return float(vignette - exam)

    assert silence("diplopia") > silence("headache")
