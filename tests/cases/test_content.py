"""Faults of content files: all at once, each with its file and what would be right."""

from pathlib import Path

import pytest

import neuraxis
from cases.content import ContentError, read_content


def faults_of(content: Path, model: neuraxis.Model) -> tuple[str, ...]:
    with pytest.raises(ContentError) as error:
        read_content(content, model)
    return error.value.faults


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_good_content_is_read_whole(content: Path, model: neuraxis.Model) -> None:
    read = read_content(content, model)
    assert [reference["key"] for reference in read.references] == ["brazis-2016", "rupp-2021"]
    assert read.concepts[0].body.startswith("One idea")
    assert read.cases[0].text.draft.findings[0] == ("str.triceps.R", "5")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "radsg:R"', 'key = "radsg:X"', "cases/the-park-bench.toml: key: 'radsg:X' is not known; did you mean"),
        ('stage = "acute"', 'stage = "late"', "stage: 'late' is not known; it is one of hyperacute, acute, chronic"),
        ('reading = "vignette"', "", "reading: is missing; give"),
        ("difficulty = 1", 'difficulty = "1"', "difficulty: is '1'; give a whole number from 1 to 4"),
        ("difficulty = 1", "difficulty = 7", "difficulty: is 7; it lies between 1 and 4"),
        ("difficulty = 1", "difficulty = true", "difficulty: is True; give a whole number"),
        ('topic = "nerves"', 'topic = "nerve"', "topic: 'nerve' is not known; it is one of"),
        ("updated = 2026-11-21", 'updated = "yesterday"', "updated: is 'yesterday'; give a date such as"),
        (
            'status = "Submitted"',
            'status = "Approved"',
            "status: 'Approved' is not known; it is one of Draft, Submitted",
        ),
        ('slug = "the-park-bench"', 'slug = "bench"', "slug: is 'bench'; it must be the name of the file"),
        ('title = "Asleep on a bench"', 'title = " "', "title: is empty"),
        ('title = "Asleep on a bench"', f'title = "{"x" * 121}"', "title: has 121 characters; at most 120 fit"),
        ('concepts = ["spinal-shock"]', 'concepts = ["spinal-shok"]', "did you mean spinal-shock?"),
        ('references = ["brazis-2016"]', 'references = ["brazis"]', "references: 'brazis' is not known; did you mean"),
        ('references = ["brazis-2016"]', 'references = "brazis-2016"', "references: is 'brazis-2016'; give a list"),
        ("[@brazis-2016]", "[@rupp-2021]", "teaching: cites 'rupp-2021', which is not in the references"),
        ("[@brazis-2016]", "[@brazis 2016]", "teaching: has a citation that cannot be read; write [@key]"),
        (
            '"str.triceps.R" = "5"',
            '"str.tricep.R" = "5"',
            "findings: finding 1: unknown item 'str.tricep.R'; did you mean",
        ),
        (
            '"str.triceps.R" = "5"',
            '"str.triceps.R" = "6"',
            "str.triceps.R cannot be '6'; it is one of 0, 1, 2, 3, 4, 5",
        ),
        ('teaching = "', 'teching = "', "teching: is not a field here; did you mean teaching"),
        ('topic = "nerves"', "topic = nerves", "cases/the-park-bench.toml: is no valid TOML"),
        ("[findings]", 'findings = "none"\n[other]', "findings: is 'none'; give a table [findings]"),
    ],
)
def test_a_fault_of_a_case_says_what_would_be_right(
    content: Path, model: neuraxis.Model, old: str, new: str, said: str
) -> None:
    change(content / "cases" / "the-park-bench.toml", old, new)
    assert any(said in fault for fault in faults_of(content, model)), faults_of(content, model)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("+++\nslug", "slug", "concepts/spinal-shock.md: begin with a line +++"),
        ("## From the guidelines", "## Guidelines", "needs one section “## From the guidelines”; it has 0"),
        (
            "[@rupp-2021]",
            "[@rup-2021]",
            "text: cites 'rup-2021', which is not in the references; did you mean rupp-2021",
        ),
        ("[@rupp-2021]", "", "'rupp-2021' is listed and never cited"),
        ("related = []", 'related = ["nowhere"]', "related: 'nowhere' is not known"),
        ("order = 5", "order = -1", "order: is -1; it lies between 0 and 999"),
        ("One idea", "One [idea](/concepts/nowhere/)", "links to the article 'nowhere', which is not there"),
        ("One idea", "x" * 20_001, "at most 20,000 are read"),
    ],
)
def test_a_fault_of_an_article_says_what_would_be_right(
    content: Path, model: neuraxis.Model, old: str, new: str, said: str
) -> None:
    change(content / "concepts" / "spinal-shock.md", old, new)
    assert any(said in fault for fault in faults_of(content, model)), faults_of(content, model)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "textbook"', 'kind = "blog"', "references.toml: [brazis-2016]: kind: 'blog' is not known"),
        ("year = 2016", 'year = "2016"', "[brazis-2016]: year: is '2016'"),
        ("year = 2016", 'year = 2016\ndoi = "doi:10.1"', "is no DOI; it begins with 10."),
        ("year = 2016", 'year = 2016\npmid = "PMC1"', "is no PMID; it has digits only"),
        ("year = 2016", 'year = 2016\nurl = "javascript:alert(1)"', "is no address; it begins with https://"),
        ("[brazis-2016]", 'stray = "x"\n[brazis-2016]', "stray: is no table"),
    ],
)
def test_a_fault_of_a_reference_says_what_would_be_right(
    content: Path, model: neuraxis.Model, old: str, new: str, said: str
) -> None:
    change(content / "references.toml", old, new)
    assert any(said in fault for fault in faults_of(content, model)), faults_of(content, model)


def test_all_faults_of_all_files_come_at_once(content: Path, model: neuraxis.Model) -> None:
    change(content / "references.toml", "year = 2021", "year = 1066")
    change(content / "concepts" / "spinal-shock.md", "order = 5", 'order = "five"')
    change(content / "cases" / "the-park-bench.toml", 'key = "radsg:R"', 'key = "elbow"')
    (content / "cases" / "torn.toml").write_bytes(b"\xff\xfe")
    files = {fault.split(":")[0] for fault in faults_of(content, model)}
    assert files == {"references.toml", "concepts/spinal-shock.md", "cases/the-park-bench.toml", "cases/torn.toml"}


def test_two_cases_of_one_title_are_told_apart(content: Path, model: neuraxis.Model) -> None:
    twin = (content / "cases" / "the-park-bench.toml").read_text().replace('"the-park-bench"', '"twin"')
    (content / "cases" / "twin.toml").write_text(twin)
    assert "title: is also that of the-park-bench.toml" in faults_of(content, model)[0]


def test_missing_references_are_named(content: Path, model: neuraxis.Model) -> None:
    (content / "references.toml").unlink()
    assert "references.toml: cannot be read" in faults_of(content, model)[0]
