"""Who the patient is, how it began and what was noticed first."""

import shutil
from pathlib import Path

import pytest

import neuraxis
from neuraxis import Finding, InputError, Stage
from neuraxis.generation.stories import COMPLAINTS, PARTS, Story, tell_story
from neuraxis.knowledge import ATLAS_FOLDER, load_atlas
from neuraxis.knowledge.onsets import NO_MECHANISM
from neuraxis.wording import word_story


def tell(
    model: neuraxis.Model, place: str, chart: dict[str, str], stage: Stage = Stage.CHRONIC, seed: int = 0
) -> Story:
    findings = [Finding(item, value) for item, value in chart.items()]
    return tell_story(model, model.places[place], stage, findings, seed)


def complaints(story: Story) -> list[tuple[str, str]]:
    return [(one.key, one.part) for one in story.complaints]


def both(chart: dict[str, str]) -> dict[str, str]:
    return {f"{item}.{side}": value for item, value in chart.items() for side in "RL"}


TOLD = [
    # a hand or a foot is named where no more of the limb is affected
    ("ulnelb:R", {"str.fdi.R": "2", "sens.pin.little.R": "absent"}, [("weak_numb", "hand")]),
    ("cpn:L", {"str.tibant.L": "1", "sens.pin.web1f.L": "absent"}, [("weak_numb", "foot")]),
    ("lfcn:R", {"sens.pin.l2lat.R": "absent"}, [("numb", "thigh")]),
    ("bppan:R", {"str.deltoid.R": "2", "str.fdi.R": "2"}, [("weak", "arm")]),
    ("pn", both({"str.tibant": "4", "sens.pin.sole": "absent", "sens.pin.little": "reduced"}),
     [("weak_numb", "foot"), ("numb", "hand")]),
    # what rises begins in the legs, and a tumor of the angle begins with the ear
    ("gbs:M", both({"reg.arm.p": "4", "reg.leg.p": "3", "weak.facelow": "mild"}), [("weak", "leg"), ("weak", "arm")]),
    ("cpa:R", {"weak.facelow.R": "mild", "hearing.R": "abnormal"}, [("hearing", ""), ("face", "face")]),
    ("pancoast:R", {"str.fdi.R": "2", "ptosis.R": "partial"}, [("weak", "hand"), ("lid", "")]),
    ("mfs:M", both({"eye.abd": "abnormal", "ataxia.leg": "abnormal"}), [("double", ""), ("clumsy", "leg")]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "chart", "told"), TOLD)
def test_what_is_told_first(
    model: neuraxis.Model, place: str, chart: dict[str, str], told: list[tuple[str, str]]
) -> None:
    key = "pnsev:M" if place == "pn" else place
    assert complaints(tell(model, key, chart)) == told


def test_a_child_is_a_boy_or_a_girl(model: neuraxis.Model) -> None:
    story = word_story(tell(model, "dmd:M", both({"reg.leg.p": "3"})))
    assert " boy " in story
    assert " man " not in story


def test_an_injury_is_told_and_named_with_its_own_onset(model: neuraxis.Model) -> None:
    chart = {"str.deltoid.R": "2", "str.fdi.R": "2"}
    for seed in range(8):
        story = tell(model, "bpmed:R", chart, seed=seed)
        injured = story.mechanism in ("collarbone", "dislocation")
        assert injured is (story.tempo in ("sudden_weeks", "sudden_months"))
        assert ("collar bone" in word_story(story)) is (story.mechanism == "collarbone")


def test_legs_that_were_crossed_are_told_of_a_foot_that_hangs(model: neuraxis.Model) -> None:
    told = {word_story(tell(model, "cpn:L", {"str.tibant.L": "1"}, seed=seed)) for seed in range(20)}
    assert any("crossed legs" in one for one in told)
    assert any("plaster cast" in one for one in told)


@pytest.mark.parametrize("site", ["uncal", "kernohan", "ponshaem", "hypok"])
def test_what_passes_or_kills_is_not_met_after_weeks(model: neuraxis.Model, site: str) -> None:
    assert model.atlas.sites[site].stages == (Stage.ACUTE,)


def test_discs_do_not_swell_within_minutes(model: neuraxis.Model) -> None:
    """Papilledema needs raised pressure for days."""
    raised = [
        site.id for site in model.atlas.sites.values() if any("icp.raised" in one.structure for one in site.structures)
    ]
    assert raised == ["bicn6"]
    assert "sudden" not in model.atlas.sites["bicn6"].onsets


def test_every_site_is_told_in_known_words(model: neuraxis.Model) -> None:
    known = {key for _, key in COMPLAINTS} | set(PARTS) | {"weak", "numb", "limb"}
    mechanisms = neuraxis.wording.sentences()["mechanism"]
    for site in model.atlas.sites.values():
        assert set(site.noticed_first) <= known, site.id
        assert {name for _, name in site.mechanisms} <= {NO_MECHANISM, *mechanisms}, site.id
        assert {onset for onset, _ in site.mechanisms} <= {"", *site.onsets}, site.id


BAD = [
    ("* | sudden |  |  |  |  |  | judgment", "fits every site"),
    ("nosuch | sudden |  |  |  |  |  | judgment", "no site fits 'nosuch'"),
    ("bell | slowly |  |  |  |  |  | judgment", "unknown onset 'slowly'"),
    ("bell | sudden | late |  |  |  |  | judgment", "stage 'late'"),
    ("bell | sudden |  | 20-24 |  |  |  | judgment", "span fewer than 7 years"),
    ("bell | sudden |  |  |  | soon:fall |  | judgment", "unknown onset 'soon'"),
]


def test_a_bad_onset_is_named_with_its_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))
    file = folder / "onsets.psv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, *(row for row, _ in BAD), ""]), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_atlas(folder)
    for number, (_, said) in enumerate(BAD, start=len(lines) + 1):
        assert any(one.startswith(f"onsets.psv:{number}: ") and said in one for one in error.value.faults), said


def test_a_site_without_an_onset_fails_the_gate(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))
    file = folder / "onsets.psv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("bell | sudden days", "healthy | sudden days"), encoding="utf-8")
    with pytest.raises(InputError, match="site 'bell' has no onset"):
        load_atlas(folder)
