"""What nobody would leave out of an examination, and what nobody would put into it."""

import shutil
from pathlib import Path

import pytest

import neuraxis
from neuraxis import InputError, Side, Topic
from neuraxis.knowledge import ATLAS_FOLDER, load_atlas

# A site with what its examination has to chart, whatever the seed.
CHARTED = [
    ("transect.T6", {"bladder", "analtone", "senslevel", "sens.jps.foot"}),
    ("caudaS", {"bladder", "analtone", "senslevel", "sens.jps.foot", "sens.pin.s45"}),
    ("mggen", {"fatigability"}),
    ("wallen", {"ataxia.arm"}),
    ("mfs", {"ataxia.leg", "truncal"}),
    ("ulnelb", {"str.fdi", "sens.pin.little"}),
    ("cpn", {"str.tibant", "sens.pin.l5dor"}),
    ("root.C7", {"dtr.triceps"}),
    ("root.C8", {"dtr.fingflex"}),
    ("ino", {"eye.add"}),
]


@pytest.mark.parametrize(("site", "charted"), CHARTED)
def test_a_site_is_examined_for_what_everybody_would(model: neuraxis.Model, site: str, charted: set[str]) -> None:
    for seed in (1, 2):
        case = neuraxis.generate(model, seed, include=[site])
        assert charted <= {model.items[one.item].base for one in case.findings}, (seed, case.key)


def test_every_cord_is_examined_below(model: neuraxis.Model) -> None:
    for site in model.atlas.sites.values():
        if site.topic is Topic.CORD:
            wanted = {"bladder", "analtone", "sens.jps.foot"}
            assert wanted <= set(model.atlas.minimum[site.id]), site.id
            assert {"senslevel", "sens.pin.t4"} & set(model.atlas.minimum[site.id]), site.id


def test_every_nerve_is_examined_by_a_muscle_or_its_skin(model: neuraxis.Model) -> None:
    """The skin of the lateral antebrachial cutaneous nerve is in every examination."""
    for site in model.atlas.sites.values():
        if site.topic is Topic.NERVES and site.id not in ("labcn", "iingn", "pelvplex"):
            assert any(one.startswith(("str.", "sens.")) for one in model.atlas.minimum[site.id]), site.id


def test_a_numb_cheek_is_no_reason_to_test_the_shoulder(model: neuraxis.Model) -> None:
    for seed in range(4):
        case = neuraxis.generate(model, seed, include=["v2n"])
        muscles = [one.item for one in case.findings if one.item.startswith("str.")]
        assert len(muscles) <= 2, (seed, muscles)


def test_both_sides_of_the_minimum_are_charted(model: neuraxis.Model) -> None:
    case = neuraxis.generate(model, 5, include=["ulnelb"])
    assert {f"str.fdi.{side}" for side in (Side.RIGHT, Side.LEFT)} <= {one.item for one in case.findings}


BAD = [
    ("topic:spine | bladder | judgment", "no site fits 'topic:spine'"),
    ("bells | corneal | judgment", "no site fits 'bells'; did you mean bell"),
    ("bell | cornea | judgment", "unknown item 'cornea'; did you mean corneal"),
]


def test_a_bad_row_of_the_minimum_is_named_with_its_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))
    file = folder / "minimum.psv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, *(row for row, _ in BAD), ""]), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_atlas(folder)
    for number, (_, said) in enumerate(BAD, start=len(lines) + 1):
        assert any(one.startswith(f"minimum.psv:{number}: ") and said in one for one in error.value.faults), said


@pytest.mark.parametrize(
    ("site", "base", "value"),
    [
        ("anterior.T6", "sens.jps.foot", "normal"),
        ("mggen", "fatigability", "abnormal"),
        ("tcmotor", "repetition", "normal"),
        ("ino", "eye.add", "abnormal"),
    ],
)
def test_the_sign_that_defines_a_syndrome_decides(model: neuraxis.Model, site: str, base: str, value: str) -> None:
    for seed in (1, 2):
        case = neuraxis.generate(model, seed, include=[site])
        shown = {model.items[one.item].base for one in case.findings if one.value == value}
        deciding = neuraxis.decisive_findings(model, case.findings, case.stage, case.key)
        if base in shown:
            assert base in {model.items[one.item].base for one in deciding}, (seed, case.key)
            rows = {model.items[one.item].base for one in deciding}
            assert neuraxis.judge_decisive(model, case.case, rows).score == 1.0
