"""The model on the command line: what it prints, what it refuses, and how it ends."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import neuraxis
from neuraxis.cli import main
from neuraxis.examination import Kind
from neuraxis.knowledge import ATLAS_FOLDER
from neuraxis.reach import stamp

RADIAL = {
    "stage": "chronic",
    "reading": "vignette",
    "findings": {
        "str.edc.R": "1", "str.ecr.R": "1", "str.brachiorad.R": "2", "str.triceps.R": "5", "dtr.brachior.R": "0",
    },
}  # fmt: skip


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(RADIAL))
    return file


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The errors of a refused command, which prints nothing else and ends with 2."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(line.startswith("error: ") for line in err.splitlines())
    return err


def test_items_lists_every_item_with_its_values(model: neuraxis.Model, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for line in output(capsys, "items").splitlines() if not line.startswith("# ")]
    assert len(lines) == len(model.items)
    assert any(line.split()[:5] == ["str.apb.R", "0", "1", "2", "3"] for line in lines)


def test_items_says_what_its_values_mean(capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "items")
    assert "# level: the first (highest) segment that is abnormal on this side" in out
    assert "skew is named by the lower eye" in out
    rows = {row["id"]: row for row in json.loads(output(capsys, "items", "--json"))}
    assert "kind not stated" in rows["gait"]["meaning"]
    assert rows["aphasia"]["meaning"].endswith(
        "It is abnormal when one of these is: nonfluent, comprehension, repetition, naming, paraphasia."
    )
    assert "MRC grade" in rows["str.apb.R"]["meaning"]


def test_items_as_json_has_ids_values_and_wording(model: neuraxis.Model, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "items", "--json"))
    assert [row["id"] for row in rows] == list(model.items)
    for row in rows:
        assert row["normal"] in row["values"]
        assert list(row["wording"]) == row["values"]
        assert all(row["wording"].values())


def test_localize_ranks_places_and_explains_the_first(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "localize", str(case_file))
    assert "Class: LMN (signs alone: LMN)" in out
    ranked = [line for line in out.splitlines() if "%" in line[:8]]
    assert "radsg:R" in ranked[0]
    assert "the right radial nerve in the spiral groove (Saturday night palsy) explains" in out
    assert "right extensor digitorum 1/5" in out.partition("explains")[2]
    assert "interrupted there" in out


def test_localize_as_json_is_complete(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(output(capsys, "localize", "--json", str(case_file)))
    assert set(data) >= {"model", "ranked", "side", "level", "motor_class", "apparent_class", "fit_z", "explanation"}
    assert data["ranked"][0]["place"] == "radsg:R"
    assert data["ranked"][0]["place"] in data["ranked"][0]["members"]
    assert sum(data["side"].values()) == pytest.approx(1, abs=1e-3)
    assert data["motor_class"] == "LMN"
    assert all(sentence.endswith(".") for sentence in data["explanation"])


def test_localize_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(RADIAL)))
    assert json.loads(output(capsys, "localize", "--json", "-"))["ranked"][0]["place"] == "radsg:R"


def test_stage_and_reading_may_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "short.json"
    file.write_text(json.dumps({"findings": [{"item": "str.edc.R", "value": "1"}]}))
    assert json.loads(output(capsys, "localize", "--json", str(file)))["ranked"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[]", 'should hold an object with "stage", "reading" and "findings"'),
        ('{"stage": "chronic"}', "should hold an object"),
        ('{"stage": "late", "findings": {}}', "stage 'late' is not one of hyperacute, acute, chronic"),
        ('{"stage": 3, "findings": {}}', "stage 3 is not one of"),
        ('{"stage": ["acute"], "findings": {}}', "stage ['acute'] is not one of"),
        ('{"reading": "all", "findings": {}}', "reading 'all' is not one of exam, vignette, complete"),
        ('{"findings": 7}', "findings should be an object"),
        ('{"findings": {"str.tricep.R": "3"}}', "unknown item 'str.tricep.R'; did you mean str.triceps.R"),
        ('{"findings": {"str.triceps.R": "9"}}', "str.triceps.R cannot be '9'; it is one of 0, 1, 2, 3, 4, 5"),
    ],
)
def test_localize_refuses_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    assert said in refusal(capsys, "localize", str(file))


def test_localize_names_every_fault_on_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({"findings": {"nose": "cold", "str.apb.R": "cold"}}))
    assert len(refusal(capsys, "localize", str(file)).splitlines()) == 2


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot read nowhere.json: No such file" in refusal(capsys, "localize", "nowhere.json")
    assert "cannot read nowhere.psv: No such file" in refusal(capsys, "catalogue", "nowhere.psv")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "noise"
    file.write_bytes(b"\xff\xfe\x00")
    for command in ("localize", "catalogue"):
        assert str(file) in refusal(capsys, command, str(file))


def test_simulate_says_what_a_lesion_shows(capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "simulate", "wallen", "--side", "R", "--stage", "acute")
    first, *findings = out.splitlines()
    assert first == "right lateral medulla (Wallenberg syndrome), acute"
    assert any("right" in line and "ptosis" in line for line in findings)
    assert not any("left limb" in line for line in findings)


def test_simulate_as_json_gives_every_item(model: neuraxis.Model, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(output(capsys, "simulate", "root", "--segment", "C7", "--side", "L", "--json"))
    assert data["place"] == "root.C7:L"
    assert set(data["expected"]) == {key for key, item in model.items.items() if item.kind is not Kind.UMBRELLA}
    assert sum(data["expected"]["str.triceps.L"].values()) == pytest.approx(1)


def test_a_site_on_one_side_or_in_the_midline_needs_no_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert "conus" in output(capsys, "simulate", "conus")
    assert output(capsys, "simulate", "broca").startswith("left ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["walen", "--side", "R"], "unknown site 'walen'; did you mean wallen"),
        (["root", "--segment", "C9", "--side", "R"], "unknown site 'root.C9'"),
        (["wallen", "--segment", "C7", "--side", "R"], "unknown site 'wallen.C7'"),
        (["wallen"], "wallen needs --side R or L"),
        (["wallen", "--side", "M"], "wallen exists on side R L, not 'M'"),
        (["wallen", "--side", "left"], "wallen exists on side R L, not 'left'"),
        (["conus", "--side", "R"], "conus exists on side M, not 'R'"),
        (["wallen", "--side", "R", "--stage", "late"], "stage 'late' is not one of hyperacute, acute, chronic"),
    ],
)
def test_simulate_refuses_what_does_not_exist(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert said in refusal(capsys, "simulate", *arguments)


def test_catalogue_counts_what_passed(capsys: pytest.CaptureFixture[str]) -> None:
    last = output(capsys, "catalogue", str(ATLAS_FOLDER / "catalogue.psv")).splitlines()[-1]
    passed, failed = (int(word) for word in last.split() if word.isdigit())
    assert (last, failed) == (f"{passed} passed, 0 failed", 0)
    assert passed >= 100


@pytest.fixture
def mixed_catalogue(tmp_path: Path) -> Path:
    """A row that passes, one that misses its place, one that misses its class, one that cannot be run."""
    findings = "str.edc=1 str.ecr=1 str.brachiorad=1 str.triceps=5 dtr.brachior=0 dtr.triceps=2"
    file = tmp_path / "rows.psv"
    file.write_text(
        f"# rows\nradsg | | R | chronic | {findings} | LMN\ncts | | R | chronic | {findings} | LMN\n"
        f"radsg | | R | chronic | {findings} | UMN\nradsgg | | R | chronic | {findings} | LMN\n"
    )
    return file


def test_catalogue_prints_misses_with_the_top_three(mixed_catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", str(mixed_catalogue)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ok", "radsg", "line", "2"]
    assert lines[1].startswith("MISS place   cts            line 3: radsg:R")
    assert lines[1].count(",") == 2
    assert lines[2].startswith("MISS class LMN")
    assert "line 5: unknown site 'radsgg'; did you mean radsg" in lines[3]
    assert lines[4] == "1 passed, 3 failed"


def test_catalogue_as_json_says_the_same(mixed_catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "--json", str(mixed_catalogue)]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["passed"], data["failed"]) == (1, 3)
    assert [row["line"] for row in data["rows"]] == [2, 3, 4, 5]
    assert [row["passed"] for row in data["rows"]] == [True, False, False, False]
    assert data["rows"][3]["fault"].startswith("line 5")


@pytest.mark.parametrize("arguments", [[], ["locate"], ["localize"], ["simulate"], ["items", "--xml"]])
def test_an_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m neuraxis" in capsys.readouterr().err


def test_the_module_runs_by_itself() -> None:
    command = [sys.executable, "-m", "neuraxis", "simulate", "walen"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: unknown site 'walen'")


def test_a_fresh_page_of_frequencies_passes_and_a_changed_one_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "frequencies.md"
    assert main(["frequencies"]) == 0
    page.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["frequencies", "--check", str(page)]) == 0
    page.write_text(page.read_text(encoding="utf-8").replace("% |", "percent |", 1), encoding="utf-8")
    assert main(["frequencies", "--check", str(page)]) == 1
    assert "is stale from line" in capsys.readouterr().err


def test_a_page_of_reached_sites_is_stale_when_its_model_is_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, model: neuraxis.Model
) -> None:
    page = tmp_path / "reachability.md"
    page.write_text(f"Of {stamp(model)}.", encoding="utf-8")
    assert main(["reach", "--check", str(page)]) == 0
    page.write_text("Of model 0123456789ab, draws 0123456789ab.", encoding="utf-8")
    assert main(["reach", "--check", str(page)]) == 1
    assert main(["reach", "--check", str(tmp_path / "none.md")]) == 2
    assert "write it again with python -m neuraxis reach" in capsys.readouterr().err
