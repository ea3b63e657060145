"""One patient does not contradict himself: what excludes what, how a draw is mended, and who says so."""

import random
from collections.abc import Mapping

import pytest

import neuraxis
from neuraxis import Case, Finding, Severity, Stage
from neuraxis.consistency import reconcile

# Findings, and whether one patient can show them all.
CHARTS = [
    ({"headtilt.R": "abnormal", "headtilt.L": "abnormal"}, False),
    ({"headtilt.R": "abnormal", "headtilt.L": "normal"}, True),
    ({"gazedev.R": "abnormal", "gazedev.L": "abnormal"}, False),
    ({"lateropulsion.R": "abnormal", "lateropulsion.L": "abnormal"}, False),
    ({"rapd.R": "abnormal", "rapd.L": "abnormal"}, False),
    # an eye whose nerve fails does not follow the head, while the gaze of both eyes is spared
    ({"eye.abd.L": "abnormal", "oculoceph.L": "normal"}, False),
    ({"eye.abd.L": "abnormal", "oculoceph.R": "normal", "gazepalsy.L": "normal"}, True),
    ({"gazepalsy.L": "abnormal", "eye.abd.L": "normal"}, False),
    ({"gazepalsy.L": "abnormal", "eye.add.R": "normal"}, True),
    ({"gazepalsy.L": "abnormal", "eye.add.R": "normal", "convergence": "abnormal"}, False),
    ({"gazepalsy.L": "abnormal", "eye.abd.R": "normal", "eye.add.L": "normal"}, True),
    ({"upgaze": "abnormal", "eye.elev.R": "normal"}, True),
    ({"upgaze": "abnormal", "eye.elev.R": "normal", "eye.elev.L": "normal"}, False),
    ({"nystagmus": "normal", "nystagmus.type": "gazeevoked"}, False),
    ({"nystagmus": "normal", "nystagmus.type": "opsoclonus"}, True),
    ({"waste.hypothenar.R": "abnormal", "waste.fdi.R": "normal"}, False),
    ({"waste.hypothenar.R": "abnormal", "waste.fdi.L": "normal"}, True),
    ({"gait": "normal", "str.tibant.R": "3"}, False),
    ({"gait": "normal", "str.tibant.R": "4"}, True),
    ({"gait": "normal", "reg.leg.p.L": "2"}, False),
    ({"gait": "normal", "reg.arm.p.L": "2"}, True),
    ({"froment.R": "abnormal", "str.addpol.R": "5"}, False),
    ({"froment.R": "abnormal", "str.addpol.R": "3"}, True),
    ({"froment.R": "abnormal", "str.fpl.R": "1"}, False),
    ({"wristdrop.R": "wrist", "str.ecr.R": "5"}, False),
    ({"wristdrop.R": "wrist", "str.ecr.R": "3"}, False),
    ({"wristdrop.R": "wrist", "str.ecr.R": "1"}, True),
    ({"froment.R": "abnormal", "reg.arm.d.R": "5"}, False),
    ({"waste.thenar.R": "abnormal", "reg.arm.d.R": "5"}, False),
    ({"waste.thenar.R": "abnormal", "reg.arm.d.R": "4"}, True),
    ({"wristdrop.R": "fingers", "str.ecr.R": "5", "str.edc.R": "1"}, True),
    ({"plantar.R": "flexor", "str.toeflex.R": "0"}, False),
    ({"plantar.R": "mute", "str.toeflex.R": "0"}, True),
    ({"plantar.R": "flexor", "reg.leg.d.R": "2"}, True),
    ({"str.apb.R": "0", "reg.arm.d.R": "5"}, False),
    ({"str.apb.R": "0", "reg.arm.p.R": "5"}, True),
    # a need is broken only when everything that would meet it was examined
    ({"gait": "steppage", "str.tibant.R": "5"}, True),
    ({"gait": "steppage", "str.tibant.R": "5", "reg.leg.d.R": "5", "str.tibant.L": "5", "reg.leg.d.L": "5"}, False),
    ({"winging.R": "lateral", "weak.trap.R": "normal", "str.rhomboid.R": "4"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("chart", "possible"), CHARTS)
def test_what_one_patient_can_show(model: neuraxis.Model, chart: dict[str, str], possible: bool) -> None:
    found = neuraxis.contradictions(model, neuraxis.parse_findings(model, chart))
    assert (not found) is possible
    for one in found:
        assert {(each.item, each.value) for each in one.findings} <= set(chart.items())


def test_a_contradiction_is_said_in_words(model: neuraxis.Model) -> None:
    chart = {"headtilt.R": "abnormal", "headtilt.L": "abnormal"}
    (found,) = neuraxis.contradictions(model, neuraxis.parse_findings(model, chart))
    said = neuraxis.word_contradiction(model, found)
    assert "head tilted to both sides" in said
    assert said.endswith("; it goes to one side at a time.")


def test_lint_warns_of_findings_that_exclude_each_other(model: neuraxis.Model) -> None:
    chart = {"str.tibant.R": "1", "str.ehl.R": "1", "str.peronei.R": "1", "sens.pin.web1f.R": "absent",
             "str.tibpost.R": "5", "gait": "normal"}  # fmt: skip
    case = Case(Stage.CHRONIC, neuraxis.parse_findings(model, chart), "cpn:R")
    issues = {issue.code: issue for issue in neuraxis.lint(model, case).issues}
    assert issues["impossible"].severity is Severity.WARNING
    assert issues["impossible"].params["findings"] == [Finding("gait", "normal"), Finding("str.tibant.R", "1")]


CHANCES: Mapping[tuple[str, str], float] = {
    # a foot that cannot lift: whoever says that the walk is normal has not looked
    ("gait", "normal"): 0.2, ("gait", "steppage"): 0.7, ("gait", "ataxic"): 0.1, ("str.tibant.R", "1"): 0.6,
    ("str.tibant.R", "4"): 0.05,
    # an abducens palsy: the head thrust to that side says nothing that can be charted
    ("eye.abd.R", "abnormal"): 0.9, ("eye.abd.R", "normal"): 0.1, ("oculoceph.R", "normal"): 0.99,
    ("oculoceph.R", "abnormal"): 0.01,
    # both sides alike, and one that is seen by chance only
    ("headtilt.R", "abnormal"): 0.4, ("headtilt.R", "normal"): 0.6, ("headtilt.L", "abnormal"): 0.4,
    ("headtilt.L", "normal"): 0.6, ("lateropulsion.R", "abnormal"): 0.75, ("lateropulsion.R", "normal"): 0.25,
    ("lateropulsion.L", "abnormal"): 0.005, ("lateropulsion.L", "normal"): 0.995,
}  # fmt: skip
MENDED = [
    ({"str.tibant.R": "1", "gait": "normal"}, {"str.tibant.R": "1", "gait": "steppage"}),
    ({"eye.abd.R": "abnormal", "oculoceph.R": "normal"}, {"eye.abd.R": "abnormal"}),
    ({"headtilt.R": "abnormal", "headtilt.L": "abnormal"}, {"headtilt.R": "normal", "headtilt.L": "normal"}),
    ({"lateropulsion.R": "abnormal", "lateropulsion.L": "abnormal"},
     {"lateropulsion.R": "abnormal", "lateropulsion.L": "normal"}),
    ({"headtilt.R": "abnormal", "gait": "ataxic"}, {"headtilt.R": "abnormal", "gait": "ataxic"}),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "mended"), MENDED)
def test_what_gives_way(model: neuraxis.Model, drawn: dict[str, str], mended: dict[str, str]) -> None:
    def chance(item: str, value: str) -> float:
        return CHANCES.get((item, value), 0.0)

    assert reconcile(model.atlas.implications, model.items, drawn, chance) == mended


def test_what_is_kept_does_not_give_way(model: neuraxis.Model) -> None:
    drawn = {"str.tibant.R": "1", "gait": "normal"}
    kept = reconcile(model.atlas.implications, model.items, drawn, lambda item, value: 0.5, kept=("gait",))
    assert kept["gait"] == "normal"
    assert kept.get("str.tibant.R") != "1"


def test_eyes_that_do_not_look_aside_are_charted_in_place_of_their_abduction(model: neuraxis.Model) -> None:
    told = 0
    for seed in range(5):
        case = neuraxis.generate(model, seed, include=["lockedin"], difficulty=1)
        shown = {one.item: one.value for one in case.findings}
        assert "gazepalsy.R" in shown or "eye.abd.R" in shown, seed
        told += shown.get("gazepalsy.R") == "abnormal"
    assert told


def test_generated_patients_do_not_contradict_themselves(model: neuraxis.Model) -> None:
    for seed in range(60):
        case = neuraxis.generate(model, seed)
        assert not neuraxis.contradictions(model, case.findings), seed


@pytest.mark.parametrize("place", ["millard:R", "lockedin:M", "transect.T4:M", "ulnelb:R", "m1face:L"])
def test_drawn_examinations_do_not_contradict_themselves(model: neuraxis.Model, place: str) -> None:
    lesion = neuraxis.lesion(model, place)
    for seed in range(5):
        drawn = neuraxis.sample_examination(model, [lesion], Stage.ACUTE, random.Random(seed))
        assert not neuraxis.contradictions(model, drawn)
        assert len(drawn) > 0.9 * len(model.items)


def test_every_reason_is_a_clause(model: neuraxis.Model) -> None:
    for row in model.atlas.implications.rows:
        assert row.why[0].islower()
        assert not row.why.endswith(".")
