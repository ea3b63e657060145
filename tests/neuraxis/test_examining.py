"""What to examine next: what a neurologist would."""

import pytest

import neuraxis
from neuraxis import Stage
from neuraxis.examination import Kind

ROWS = [
    (
        "foot drop: root or nerve",
        {"str.tibant.R": "2", "str.ehl.R": "2", "sens.pin.l5dor.R": "reduced"},
        ("str.tibpost", "str.glutmed", "str.hamstr", "str.bfshort", "dtr.medham", "str.peronei", "str.medhams"),
    ),
    (
        "weak ulnar hand: root, trunk or nerve",
        {"str.fdi.R": "2", "str.adm.R": "2", "sens.pin.little.R": "reduced"},
        ("str.fdp2", "str.fpl", "str.apb", "str.fds", "dtr.fingflex", "sens.pin.t1", "str.epl", "sens.pin.ringr"),
    ),
    (
        "weak triceps: root or nerve",
        {"str.triceps.R": "3", "dtr.triceps.R": "0"},
        ("sens.pin.middle", "str.brachiorad", "str.fcr", "str.edc", "str.ecr", "str.pronteres"),
    ),
    (
        "Horner syndrome: hand or not",
        {"ptosis.R": "partial", "pupil.R": "miotic"},
        ("str.apb", "str.fdi", "sens.pin.t1", "sens.touch.t1", "skinsweat", "str.adm", "sens.pin.v1"),
    ),
    (
        "spastic paraparesis: a level",
        {f"{item}.{side}": value for side in "RL" for item, value in
         (("reg.leg.p", "4"), ("reg.leg.d", "4"), ("dtr.knee", "4"), ("plantar", "extensor"), ("reg.arm.d", "5"))}
        | {"bladder": "overactive"},
        ("senslevel", "sens.pin.t8", "sens.pin.t10", "sens.pin.t6", "sens.pin.l4"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("findings", "sensible"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_next_items_are_those_a_neurologist_would_ask(
    model: neuraxis.Model, findings: dict[str, str], sensible: tuple[str, ...]
) -> None:
    parsed = neuraxis.parse_findings(model, findings)
    found = neuraxis.next_findings(model, parsed, Stage.CHRONIC, most=5)
    assert {model.items[item].base for item, _ in found} & set(sensible), found


def test_suggestions_are_new_one_per_family_and_best_first(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, ROWS[0][1])
    found = neuraxis.next_findings(model, findings, Stage.CHRONIC, most=8)
    items = [model.items[item] for item, _ in found]
    gains = [gain for _, gain in found]
    assert len(items) == 8
    assert not {item.id for item in items} & set(ROWS[0][1])
    assert len({item.family for item in items}) == 8
    assert gains == sorted(gains, reverse=True)
    assert min(gains) >= 0
    assert Kind.REGION_STRENGTH not in {item.kind for item in items}


def test_between_two_rivals_only_what_tells_them_apart_is_suggested(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, ROWS[0][1])
    found = neuraxis.next_findings(model, findings, Stage.CHRONIC, most=5, rivals=["root.L5:R", "cpn:R"])
    apart = {
        "str.tibpost",
        "str.glutmed",
        "str.hamstr",
        "dtr.medham",
        "str.tfl",
        "str.toeflex",
        "waste.thigh",
        "str.medhams",
    }
    assert {model.items[item].base for item, _ in found} & apart


def test_nothing_tells_a_place_from_itself(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, ROWS[0][1])
    found = neuraxis.next_findings(model, findings, Stage.CHRONIC, rivals=["cpn:R"])
    assert all(gain == pytest.approx(0, abs=1e-6) for _, gain in found)
