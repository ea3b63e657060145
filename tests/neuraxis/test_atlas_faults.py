"""A fault of the atlas says where it stands and what would be right, and all faults come at once."""

import re
import shutil
from pathlib import Path

import pytest

import neuraxis
from neuraxis import InputError
from neuraxis.knowledge import ATLAS_FOLDER, load_atlas

WITH_LINE = re.compile(r"^[\w./]+\.psv:\d+: ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the atlas to spoil."""
    return Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces the first `old` of a file by `new`; the number of its line."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old!r} is not in {name}"
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def add(folder: Path, name: str, row: str) -> int:
    """Adds a row at the end of a file; the number of its line."""
    file = folder / name
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\n{row}\n", encoding="utf-8")
    return text.count("\n") + 2


def faults_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(InputError) as error:
        load_atlas(folder)
    return error.value.faults


def test_the_atlas_itself_has_no_fault() -> None:
    atlas = load_atlas()
    assert len(atlas.sites) > 400
    assert all(atlas.row_sources.values())


ROWS = [
    ("routes/vision.psv", "vf.nose | 2 | 1 | otrakt:c | blum-visual",
     "unknown structure 'otrakt'; did you mean otract"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | cord.cx.C6:c | blum-visual", "is a midline structure"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | otract:m | blum-visual", "'otract' is not a midline structure"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | otract | blum-visual", "'otract' has no side; add :i, :c, :m, :R or :L"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | otract:c > > m1.arm:c | blum-visual", "cannot read ''"),
    ("routes/vision.psv", "vf.nose | 2 | 3 | otract:c | blum-visual", "weight '3' is not a number from 0 to 2"),
    ("routes/vision.psv", "vf.nose | 2 | one | otract:c | blum-visual", "weight 'one' is not a number from 0 to 2"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | otract:c |", "no source; name at least one key of sources.toml"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | otract:c | blum-visuel",
     "unknown source 'blum-visuel'; did you mean blum-visual"),
    ("routes/vision.psv", "vf.nose | 2 | 1 | cord.ah[C1..C9]:i | blum-visual", "unknown segment 'C9'"),
    ("structures/central.psv", "nose1 | 2 | face | tract | nose | blum-motor", "unknown level 'face'"),
    ("structures/central.psv", "nose2 | 2 | pons | tarct | nose | blum-motor",
     "unknown kind 'tarct'; did you mean tract"),
    ("structures/central.psv", "nose3 | 2 | pons | tract | nose | blum-motor",
     "'nose3' is used by no route; remove it or add"),
    ("pathways.psv", "smell.arm | 1 | m1.arm:c | blum-motor", "pathway 'smell.arm' is used by nothing; remove it"),
    ("structures/central.psv", "m1.arm | 2 | cortex | cortex | arm | blum-motor", "structure 'm1.arm' stands twice"),
    ("sites/cauda.psv", "nose | 2 | cranial | nerve | nose | otrakt | 1 | | blum-motor", "unknown structure 'otrakt'"),
    ("sites/cauda.psv", "nose | X | cranial | nerve | nose | otract | 1 | | blum-motor",
     "sides 'X'; they should be 2, M, D or N"),
    ("sites/cauda.psv", "nose | M | cranial | nerve | nose | otract | 1 | | blum-motor",
     "'otract' needs a side in a site without sides"),
    ("sites/cauda.psv", "nose | 2 | head | nerve | nose | otract | 1 | | blum-motor", "'head' is not a valid Topic"),
    ("sites/cauda.psv", "nose | 2 | cranial | nose | nose | otract | 1 | | blum-motor", "'nose' is not a valid Level"),
    ("sites/cauda.psv", "nose | 2 | cranial | nerve | nose | otract=x | 1 | | blum-motor", "cannot read 'otract=x'"),
    ("sites/cauda.psv", "nose | 2 | cranial | nerve | nose | axs.*=length(1,2) | 1 | | blum-motor",
     "unknown profile 'length(1,2)'"),
    ("sites/cauda.psv", "nose | 2 | cranial | nerve | nose | otract | 7 | | blum-motor",
     "prior '7' is not a number from 0 to 1"),
    ("sites/cauda.psv", "wallen | 2 | cranial | nerve | nose | otract | 1 | | blum-motor",
     "site 'wallen' stands twice"),
    ("templates/cord.psv", "nose | M | C9 | cord | cord | nose at {k} | cord.ah.{k}:b | 1 | | brazis-cord",
     "unknown segment 'C9'"),
    ("templates/cord.psv", "nose | M | T1..C3 | cord | cord | nose at {k} | cord.ah.{k}:b | 1 | | brazis-cord",
     "unknown segment 'T1..C3'"),
    ("skin.psv", "nose | tip of the nose | C2:.5 C3:.4 | C2,C3=. | arm | 15 | isncsci-2019",
     "sum to 0.9; they should sum to 1"),
    ("skin.psv", "nose | tip of the nose | C2:.5 C9:.5 | C2,C3=. | arm | 15 | isncsci-2019", "unknown root 'C9'"),
    ("skin.psv", "nose | tip of the nose | C2:.5 C3:.5 | C2=. | arm | 15 | isncsci-2019", "no chain for root C3"),
    ("skin.psv", "nose | tip of the nose | C2:1 | C2,C3=. | arm | 15 | isncsci-2019",
     "names root 'C3', which has no weight"),
    ("skin.psv", "nose | tip of the nose | C2:1 | C2=. | head | 15 | isncsci-2019",
     "no pathway 'pin.head' in pathways.psv"),
    ("skin.psv", "nose | tip of the nose | C2:1 | C2=. | arm | far | isncsci-2019",
     "length 'far' is not a number from 0 to 200"),
    ("motor_roles.psv", "u.nose | face | UMN | brazis-motor", "unknown function 'u.nose'"),
    ("motor_roles.psv", "u.jaw | face | XMN | brazis-motor", "unknown class 'XMN'"),
    ("motor_roles.psv", "u.jaw | nose | UMN | brazis-motor", "unknown region 'nose'"),
]  # fmt: skip


IMPLICATIONS = [
    ("headtilts.R=abnormal | excludes | headtilt.L=abnormal | one side | leigh-zee",
     "unknown item 'headtilts.R'; did you mean headtilt.R"),
    ("gait=normal | excludes | str.tibant.{s}=0-6 | it hangs | leigh-zee",
     "str.tibant.R cannot be '6'; it is one of 0, 1, 2, 3, 4, 5"),
    ("gait=normal | forbids | truncal=abnormal | it sways | leigh-zee",
     "rule 'forbids'; it is excludes or needs"),
    ("gait=normal | excludes | truncal | it sways | leigh-zee", "'truncal' should be item=value"),
    ("gait=normal | excludes | truncal=abnormal |  | leigh-zee", "no reason; say why"),
    ("gait=normal | excludes | str.@leg.{s}=0 | it is weak | leigh-zee",
     "no muscles in region 'leg'; did you mean leg.p or leg.d"),
    ("gait=normal | excludes | gait=ataxic | one walk | leigh-zee", "gait stands twice in one rule"),
]  # fmt: skip


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[int], tuple[str, ...]]:
    """All bad rows in one atlas: their lines, and the faults of loading it once."""
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path_factory.mktemp("spoiled") / "atlas"))
    lines = [add(folder, name, row) for name, row, _ in ROWS]
    return lines, faults_of(folder)


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[said[:40] for _, _, said in ROWS])
def test_a_bad_row_is_named_with_its_line(spoiled: tuple[list[int], tuple[str, ...]], number: int) -> None:
    lines, faults = spoiled
    name, _, said = ROWS[number]
    assert any(fault.startswith(f"{name}:{lines[number]}: ") and said in fault for fault in faults), faults


def test_a_bad_implication_is_named_with_its_line(folder: Path) -> None:
    lines = [add(folder, "implications.psv", row) for row, _ in IMPLICATIONS]
    faults = faults_of(folder)
    for line, (_, said) in zip(lines, IMPLICATIONS, strict=True):
        found = [fault for fault in faults if fault.startswith(f"implications.psv:{line}: ")]
        assert any(said in fault for fault in found), (said, found)


def test_every_fault_has_a_file_and_a_line_and_stands_once(spoiled: tuple[list[int], tuple[str, ...]]) -> None:
    _, faults = spoiled
    assert [fault for fault in faults if not WITH_LINE.match(fault)] == []
    assert len(faults) == len(set(faults))


def test_a_row_with_too_few_cells_is_named(folder: Path) -> None:
    line = add(folder, "routes/vision.psv", "vf.nose | 2 | 1 | otract:c")
    assert faults_of(folder) == (f"routes/vision.psv:{line}: 4 cells; the table has 5 columns",)


def test_a_sign_with_an_unknown_function_is_named(folder: Path) -> None:
    line = spoil(folder, "signs/central.psv", "u.jaw:R", "u.jow:R")
    faults = faults_of(folder)
    assert any(fault.startswith(f"signs/central.psv:{line}: unknown function 'u.jow:R'") for fault in faults), faults


def test_a_sign_without_its_normal_row_is_named(folder: Path) -> None:
    row = "coldnose | M | face | abnormal | nose cold | acuity:R | .9 | .1 | | blum-visual"
    line = add(folder, "signs/central.psv", row)
    assert f"signs/central.psv:{line}: the first row of 'coldnose'" in " ".join(faults_of(folder))


def test_a_muscle_with_bad_root_weights_is_named(folder: Path) -> None:
    line = spoil(folder, "muscles.psv", "C5:.7 C6:.3", "C5:.7 C6:.4")
    (fault, *_) = faults_of(folder)
    assert fault.startswith(f"muscles.psv:{line}: root weights 'C5:.7 C6:.4' sum to 1.1")


def test_wrong_columns_are_named_with_the_right_ones(folder: Path) -> None:
    line = spoil(folder, "motor_roles.psv", "function | region", "function | part")
    (fault,) = faults_of(folder)
    assert fault.startswith(f"motor_roles.psv:{line}: the columns are function | part")
    assert fault.endswith("they should be function | region | class | source")


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "skin.psv").unlink()
    (fault,) = faults_of(folder)
    assert "skin: the table is missing" in fault


def test_a_source_without_its_facts_is_named(folder: Path) -> None:
    (folder / "sources_more.toml").write_text('[nose-2020]\nkind = "textbook"\n', encoding="utf-8")
    assert "sources_more.toml: source 'nose-2020' lacks title, authors, year" in faults_of(folder)


def test_one_unknown_structure_in_a_shared_pathway_is_one_fault(folder: Path) -> None:
    spoil(folder, "pathways.psv", "md.pyr.arm", "md.pyr.arn")
    unknown = [fault for fault in faults_of(folder) if "md.pyr.arn" in fault]
    assert len(unknown) == 1


def test_the_model_refuses_a_spoiled_atlas_too(folder: Path) -> None:
    spoil(folder, "muscles.psv", "C5:.7 C6:.3", "C5:.7 C6:.4")
    with pytest.raises(InputError, match="sum to 1"):
        neuraxis.load_model(folder)


def test_a_bad_umbrella_is_named_with_its_line(folder: Path) -> None:
    rows = {
        "nose | M | face | nose fine | nose ill | dysartria | judgment": "unknown item 'dysartria'; did you mean",
        "nose | M | face | nose fine | nose ill | gait=odd | judgment": "gait cannot be 'odd'; it is one of normal,",
        "nose | 3 | face | nose fine | nose ill | gait | judgment": "sides '3'; they should be 2, M, U",
        "dysphagia | U | | | | | judgment": "'dysphagia' has no sides that could go unstated",
        "aphasia | M | face | nose fine | nose ill | gait | judgment": "'aphasia' stands twice",
    }
    lines = [add(folder, "umbrellas.psv", row) for row in rows]
    faults = faults_of(folder)
    for line, said in zip(lines, rows.values(), strict=True):
        assert any(fault.startswith(f"umbrellas.psv:{line}: ") and said in fault for fault in faults), faults


def test_a_set_of_an_unknown_value_is_named(folder: Path) -> None:
    line = spoil(folder, "signs/central.psv", "any(spastic, ataxic, flaccid)", "any(spastic, ataxik)")
    assert f"signs/central.psv:{line}: unknown value 'ataxik'; did you mean ataxic?" in faults_of(folder)


def test_a_mention_of_an_unknown_item_is_named(folder: Path) -> None:
    line = add(folder, "mentions.psv", "headache | nekpain | judgment")
    (fault,) = faults_of(folder)
    assert fault.startswith(f"mentions.psv:{line}: unknown item 'nekpain'")
