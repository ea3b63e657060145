"""A cord lesion is one lesion with two faces: lower motor neuron at its level, upper below; shock hides the latter."""

import random
from collections.abc import Mapping

import pytest

import neuraxis
from neuraxis import MotorClass, Reading, Stage
from neuraxis.network import place_nodes
from neuraxis.puzzles.chances import place_chances

SCREENING = (
    "str.deltoid", "str.biceps", "str.ecr", "str.triceps", "str.fdi", "str.iliopsoas", "str.quads", "str.tibant",
    "str.gastroc", "dtr.biceps", "dtr.brachior", "dtr.triceps", "dtr.fingflex", "dtr.knee", "dtr.ankle", "plantar",
    "tone.arm", "tone.leg", "hoffmann", "invsup", "sens.pin.thumb", "sens.pin.middle", "sens.pin.c5", "sens.pin.t8",
    "sens.pin.l4", "sens.jps.hand", "sens.jps.foot", "senslevel", "weak.facelow",
)  # fmt: skip
MOTOR_TEMPLATES = ("transect", "hemi", "ccs", "anterior", "sulcal")
SHOCKED = ("transect.T4:M", "transect.T6:M", "transect.T10:M", "anterior.T6:M", "hemi.T8:L")


def examine(model: neuraxis.Model, place: str, stage: Stage) -> tuple[neuraxis.Finding, ...]:
    """What is most likely found there in a screening examination."""
    items = [f"{base}.{side}" for base in SCREENING for side in "RL"] + ["bladder", "jawjerk"]
    lesion = neuraxis.lesion(model, place)
    return neuraxis.sample_examination(model, [lesion], stage, random.Random(0), noise="canonical", items=items)


def of_template(model: neuraxis.Model, *templates: str) -> list[str]:
    return [key for key in model.places if key.partition(".C6")[0] in templates]


def test_there_are_templates_at_c6(model: neuraxis.Model) -> None:
    assert len(of_template(model, *MOTOR_TEMPLATES)) == 7


@pytest.mark.parametrize("template", MOTOR_TEMPLATES)
def test_at_c6_the_anterior_horn_is_lost_and_the_tract_below(model: neuraxis.Model, template: str) -> None:
    for place in of_template(model, template):
        lost = neuraxis.deficits(model, [neuraxis.lesion(model, place)])
        side = "L" if place.endswith("L") else "R"
        assert lost[f"l.biceps:{side}"] > 0.2, place
        assert lost[f"a.brachior:{side}"] > 0.3, place
        assert lost[f"u.fdi:{side}"] > 0.5 > lost[f"l.fdi:{side}"], place
        assert lost[f"u.tibant:{side}"] > 0.2 > lost[f"l.tibant:{side}"], place


@pytest.mark.parametrize("template", MOTOR_TEMPLATES)
def test_a_lesion_at_c6_is_found_as_one_lesion_of_both_classes(model: neuraxis.Model, template: str) -> None:
    for place in of_template(model, template):
        posterior = neuraxis.localize(model, examine(model, place, Stage.CHRONIC), Stage.CHRONIC)
        side = "L" if place.endswith("L") else "R"
        assert model.places[place] in posterior.ranked[0].members
        assert posterior.likely_class is MotorClass.BOTH
        assert most_likely(posterior.motor_class[f"arm.{side}"]) is MotorClass.BOTH
        assert most_likely(posterior.motor_class[f"leg.{side}"]) is MotorClass.UPPER
        assert posterior.motor_class[f"leg.{side}"][MotorClass.LOWER] < 0.05
        assert posterior.apparent_class is MotorClass.BOTH


def most_likely(classes: Mapping[MotorClass, float]) -> MotorClass:
    return max(classes, key=lambda one: classes[one])


def test_the_inverted_supinator_jerk_stands_for_c6(model: neuraxis.Model) -> None:
    expected = {
        place: neuraxis.simulate(model, [neuraxis.lesion(model, place)], Stage.CHRONIC, items=["invsup.R"])["invsup.R"]
        for place in ("csm56:M", "transect.C6:M", "transect.T6:M", "root.C6:R", "ic.motor:L")
    }
    assert expected["transect.C6:M"]["abnormal"] > 0.3
    assert max(expected[place]["abnormal"] for place in ("transect.T6:M", "root.C6:R", "ic.motor:L")) < 0.1


def test_cervical_spondylotic_myelopathy_has_both_classes_in_the_arms_and_one_in_the_legs(
    model: neuraxis.Model,
) -> None:
    posterior = neuraxis.localize(model, examine(model, "csm56:M", Stage.CHRONIC), Stage.CHRONIC)
    assert posterior.ranked[0].place.key == "csm56:M"
    assert most_likely(posterior.motor_class["arm.R"]) is MotorClass.BOTH
    assert most_likely(posterior.motor_class["leg.R"]) is MotorClass.UPPER


@pytest.mark.parametrize("reading", [Reading.EXAM, Reading.VIGNETTE])
@pytest.mark.parametrize("place", SHOCKED)
def test_in_spinal_shock_the_lesion_is_upper_and_the_signs_look_lower(
    model: neuraxis.Model, place: str, reading: Reading
) -> None:
    findings = examine(model, place, Stage.ACUTE)
    posterior = neuraxis.localize(model, findings, Stage.ACUTE, reading=reading)
    assert model.places[place] in posterior.ranked[0].members
    assert posterior.likely_class is MotorClass.UPPER
    assert posterior.apparent_class is MotorClass.LOWER


@pytest.mark.parametrize("place", SHOCKED)
def test_weeks_later_the_signs_look_upper_too(model: neuraxis.Model, place: str) -> None:
    posterior = neuraxis.localize(model, examine(model, place, Stage.CHRONIC), Stage.CHRONIC)
    assert posterior.likely_class is MotorClass.UPPER
    assert posterior.apparent_class is MotorClass.UPPER


def test_in_spinal_shock_reflexes_and_tone_are_lost_and_return_brisk_and_spastic(model: neuraxis.Model) -> None:
    lesion = [neuraxis.lesion(model, "transect.T6:M", severity=1.0)]
    items = ["dtr.knee.R", "tone.leg.R", "plantar.R", "clonus.R", "dtr.biceps.R"]
    first, later = (neuraxis.simulate(model, lesion, stage, items=items) for stage in (Stage.ACUTE, Stage.CHRONIC))
    assert first["dtr.knee.R"]["0"] + first["dtr.knee.R"]["1"] > 0.8
    assert later["dtr.knee.R"]["3"] + later["dtr.knee.R"]["4"] > 0.8
    assert first["tone.leg.R"]["flaccid"] > 0.7 < later["tone.leg.R"]["spastic"]
    assert first["plantar.R"]["extensor"] < later["plantar.R"]["extensor"]
    assert first["clonus.R"]["abnormal"] < 0.05 < later["clonus.R"]["abnormal"]
    assert first["dtr.biceps.R"] == pytest.approx(later["dtr.biceps.R"])


def test_the_bulbocavernosus_reflex_survives_shock_but_not_the_conus(model: neuraxis.Model) -> None:
    def lost(place: str) -> float:
        lesion = neuraxis.lesion(model, place)
        return neuraxis.simulate(model, [lesion], Stage.ACUTE, items=["bcr"])["bcr"]["abnormal"]

    assert lost("transect.T6:M") < 0.3
    assert lost("conus:M") > 0.6


def test_a_cerebral_lesion_does_not_abolish_reflexes_in_its_first_days(model: neuraxis.Model) -> None:
    lesion = neuraxis.lesion(model, "ic.motor:L")
    first = neuraxis.simulate(model, [lesion], Stage.ACUTE, items=["dtr.knee.R"])["dtr.knee.R"]
    assert first["0"] < 0.05


@pytest.mark.parametrize("place", ["hemi.T8:L", "hemi.C6:R", "hemi.T6:R"])
def test_half_a_cord_separates_pain_from_position(model: neuraxis.Model, place: str) -> None:
    same, other = ("L", "R") if place.endswith("L") else ("R", "L")
    lost = neuraxis.deficits(model, [neuraxis.lesion(model, place)])
    assert lost[f"jps.foot:{same}"] > 0.5 > lost[f"jps.foot:{other}"]
    assert lost[f"s.pin.l4:{other}"] > 0.5 > lost[f"s.pin.l4:{same}"]
    assert lost[f"u.tibant:{same}"] > 0.5 > lost[f"u.tibant:{other}"]


def test_pain_is_lost_one_or_two_segments_below_a_hemisection_on_the_other_side(model: neuraxis.Model) -> None:
    lost = neuraxis.deficits(model, [neuraxis.lesion(model, "hemi.T6:R")])
    assert lost["d.T6:L"] < 0.1 < lost["d.T7:L"] < lost["d.T8:L"] < lost["d.T9:L"] + 1e-9


def test_a_syrinx_takes_pain_in_a_band_and_spares_position(model: neuraxis.Model) -> None:
    lost = neuraxis.deficits(model, [neuraxis.lesion(model, "central.C6:M")])
    assert lost["d.C7:R"] > 0.5
    assert max(lost[key] for key in ("d.T4:R", "jps.hand:R", "jps.foot:R")) < 0.1


def test_the_central_cord_syndrome_is_worse_in_the_hands_than_in_the_legs(model: neuraxis.Model) -> None:
    lost = neuraxis.deficits(model, [neuraxis.lesion(model, "ccs.C5:M")])
    assert lost["u.fdi:R"] > lost["u.tibant:R"]


def test_the_anterior_cord_syndrome_spares_the_dorsal_columns(model: neuraxis.Model) -> None:
    for node in place_nodes(model.atlas, model.places["anterior.T6:M"]):
        lost = neuraxis.deficits(model, [neuraxis.Lesion(node.extent)])
        assert lost["jps.foot:R"] < 0.05 < lost["s.pin.l4:R"]


@pytest.mark.parametrize(
    ("place", "paralyzed"),
    [("transect.T6:M", True), ("anterior.T6:M", True), ("hemi.T6:R", True), ("hemi.T6:L", False)],
)
def test_a_tract_that_is_cut_leaves_no_power_on_its_side(model: neuraxis.Model, place: str, paralyzed: bool) -> None:
    """Brown-Séquard: paralysis on the side of the lesion, power kept on the other (docs/reference-decisions.md)."""
    lesion = neuraxis.lesion(model, place, severity=1.0)
    quads = neuraxis.simulate(model, [lesion], Stage.CHRONIC, items=["str.quads.R"])
    weak = sum(quads["str.quads.R"][grade] for grade in ("0", "1", "2"))
    assert weak > 0.9 if paralyzed else weak < 0.2


@pytest.mark.parametrize("place", ["transect.T6:M", "thalcap:L"])
def test_a_sole_that_is_numb_from_above_does_not_stop_the_toe(model: neuraxis.Model, place: str) -> None:
    lesion = neuraxis.lesion(model, place)
    found = neuraxis.simulate(model, [lesion], Stage.CHRONIC, items=["plantar.R", "sens.touch.sole.R"])
    assert found["sens.touch.sole.R"]["normal"] < 0.2
    assert found["plantar.R"]["extensor"] > 0.6


def test_a_lesion_above_the_medulla_gives_no_sensory_level(model: neuraxis.Model) -> None:
    """Pons, midbrain, thalamus and hemisphere take half of the body; what a healthy body shows by chance is 2 %."""
    above = ("pons", "midbrain", "thalamus", "subcortical", "basal_ganglia", "cortex")
    for place in (one for one in model.places.values() if one.level in above):
        chances = place_chances(model, place.key, Stage.CHRONIC)
        for side in "RL":
            item = model.items[f"senslevel.{side}"]
            assert chances[model.column(item.id, item.normal)] > 0.95, place.key
