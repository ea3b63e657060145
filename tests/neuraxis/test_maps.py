"""Which artery feeds what, and which segments lie behind a vertebra: what the tables say, and what they refuse."""

import shutil
from pathlib import Path

import pytest

import neuraxis
from neuraxis import InputError
from neuraxis.knowledge import ATLAS_FOLDER, Vertebra, load_atlas
from neuraxis.vocabulary import SEGMENTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the atlas to spoil."""
    return Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))


def segments(model: neuraxis.Model, vertebra: str, landmark: str = "spine") -> tuple[str, ...]:
    return next(one.segments for one in model.atlas.vertebrae if (one.name, one.landmark) == (vertebra, landmark))


@pytest.mark.parametrize(
    ("artery", "fed", "spared"),
    [
        ("mca.sup", "broca", "m1.leg"),
        ("aca", "m1.leg", "m1.face"),
        ("aica", "cb.floc", "cb.nod"),
        ("pica", "cb.nod", "cb.floc"),
        ("pchor", "lgn.hilum", "lgn.horns"),
        ("asa.cord", "cord.ah.T9", "cord.dc.leg.T9"),
        ("psa", "cord.dh.C5", "cord.ah.C5"),
    ],
)
def test_an_artery_feeds_one_thing_and_spares_its_neighbor(
    model: neuraxis.Model, artery: str, fed: str, spared: str
) -> None:
    territory = model.atlas.territories[artery]
    assert fed in territory.always
    assert spared not in (*territory.always, *territory.sometimes)


def test_what_is_fed_at_times_is_kept_apart(model: neuraxis.Model) -> None:
    assert "mb.n4" in model.atlas.territories["sca"].sometimes
    for territory in model.atlas.territories.values():
        assert not set(territory.always) & set(territory.sometimes), territory.id


def test_the_rule_of_two_counts_from_the_spinous_process(model: neuraxis.Model) -> None:
    assert segments(model, "T4") == ("T6",)
    assert segments(model, "T4", "body") == ("T5",)
    assert segments(model, "C6") == ("C7", "C8")
    assert segments(model, "L1") == ("S2", "S3", "S4", "S5")


def test_vertebrae_run_down_the_cord_without_gaps(model: neuraxis.Model) -> None:
    spine: list[Vertebra] = [one for one in model.atlas.vertebrae if one.landmark == "spine"]
    assert [one.name for one in spine] == [*(f"C{n}" for n in range(1, 8)), *(f"T{n}" for n in range(1, 13)), "L1"]
    named = [segment for one in spine for segment in one.segments]
    assert list(dict.fromkeys(named)) == list(SEGMENTS)


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("vascular.psv", "mca | again | put | a picture | judgment", "artery 'mca' stands twice"),
        (
            "vascular.psv",
            "new | new artery | putt | a picture | judgment",
            "unknown structure 'putt'; did you mean put",
        ),
        ("vascular.psv", "new | new artery | cord.ah.[T9..C5] | a picture | judgment", "lies below C5"),
        ("vertebrae.psv", "T14 | T2 | spine | judgment", "unknown vertebra 'T14'"),
        ("vertebrae.psv", "L2 | S9 | spine | judgment", "unknown segment 'S9'"),
        ("vertebrae.psv", "L2 | S3..S2 | spine | judgment", "S3 lies below S2"),
        ("vertebrae.psv", "L2 | S5 | lamina | judgment", "unknown landmark 'lamina'; it is one of spine, body"),
        ("vertebrae.psv", "T3 | T5 | spine | judgment", "spine of T3 stands twice"),
    ],
)
def test_what_a_map_cannot_mean_is_named_with_its_line(folder: Path, table: str, row: str, said: str) -> None:
    file = folder / table
    file.write_text(f"{file.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    line = len(file.read_text(encoding="utf-8").splitlines())
    with pytest.raises(InputError) as caught:
        load_atlas(folder)
    assert any(fault.startswith(f"{table}:{line}: ") and said in fault for fault in caught.value.faults)
