"""The atlas in words: complete, sourced, and checked for freshness."""

import re
from pathlib import Path

import pytest

import neuraxis
from neuraxis.book import write_book
from neuraxis.cli import main


@pytest.fixture(scope="module")
def model() -> neuraxis.Model:
    return neuraxis.load_model()


@pytest.fixture(scope="module")
def book(model: neuraxis.Model) -> str:
    return write_book(model.atlas)


def rows(book: str) -> list[list[str]]:
    """The cells of every table row."""
    return [line.strip("| ").split(" | ") for line in book.splitlines() if line.startswith("|")]


def test_every_muscle_reflex_and_spot_is_in_it(model: neuraxis.Model, book: str) -> None:
    first_cells = {cells[0] for cells in rows(book)}
    muscles = [one.name for one in model.atlas.muscles.values()]
    reflexes = [one.name for one in model.atlas.reflexes.values()]
    spots = [spot.description for spot in model.atlas.spots.values()]
    assert [name for name in (*muscles, *reflexes, *spots) if name not in first_cells] == []


def test_every_site_is_in_it(model: neuraxis.Model, book: str) -> None:
    single = [site for site in model.atlas.sites.values() if site.segment is None]
    assert [site.id for site in single if f"| {site.name}" not in book] == []


def test_every_table_is_rectangular(book: str) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", book, flags=re.MULTILINE):
        assert len({line.count("|") for line in block.splitlines()}) == 1, block[:200]


def test_no_placeholder_and_no_pattern_is_left_unsaid(book: str) -> None:
    assert "{k" not in book
    assert [cell for cells in rows(book) for cell in cells if re.search(r"[a-z]\.\*", cell)] == []


def test_the_side_of_a_crossed_pathway_is_said_where_it_changes(book: str) -> None:
    arm = next(cells for cells in rows(book) if cells[0] == "`umn.arm`")
    assert arm[2].startswith("*opposite side:* arm area of the precentral gyrus")
    assert "→ *same side:* pyramidal decussation" in arm[2]
    assert arm[2].endswith("lateral corticospinal tract from C1 to the segment, arm fibers")


def test_every_source_named_in_a_table_is_in_the_bibliography(book: str) -> None:
    body, _, bibliography = book.partition("## Bibliography")
    known = set(re.findall(r"^\| `([^`]+)`", bibliography, flags=re.MULTILINE))
    blocks = re.findall(r"^\| [^\n]*\| Sources \|\n\| ---[^\n]*\n((?:\|.*\n)+)", body, flags=re.MULTILINE)
    cited = {key for block in blocks for cells in rows(block) for key in cells[-1].split()}
    assert cited == known


def test_check_is_silent_on_a_fresh_page(tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "atlas.md"
    page.write_text(book, encoding="utf-8")
    assert main(["atlas", "--check", str(page)]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_names_the_line_of_a_stale_page(tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "atlas.md"
    page.write_text(book.replace("| deltoid |", "| deltoideus |", 1), encoding="utf-8")
    assert main(["atlas", "--check", str(page)]) == 1
    line = book[: book.index("| deltoid |")].count("\n") + 1
    assert f"is stale from line {line}: write it again with python -m neuraxis atlas" in capsys.readouterr().err


def test_check_says_that_a_page_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["atlas", "--check", str(tmp_path / "none.md")]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_without_a_file_the_page_is_written_out(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["atlas"]) == 0
    assert capsys.readouterr().out == book
