"""`manage.py load_content`, through the command itself."""

import dataclasses
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import neuraxis
from accounts.models import User
from cases.models import Case, CaseVersion, Concept, Reference, ReviewEvent, Status
from cases.review import Action
from cases.texts import text_of
from cases.versions import lapse_approvals, recheck, store_version, take_step
from tests.cases.conftest import NOW, current_of

pytestmark = pytest.mark.django_db


def load(root: Path) -> str:
    out = StringIO()
    call_command("load_content", root=root, stdout=out)
    return out.getvalue()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.fixture
def bench(content: Path) -> Path:
    return content / "cases" / "the-park-bench.toml"


def test_loading_brings_everything_in(content: Path) -> None:
    out = load(content)
    assert out.splitlines() == ["references: 2 new", "concepts: 1 new", "cases: 1 new"]
    case = Case.objects.get()
    version = current_of(case)
    assert (case.slug, case.status, str(case.updated)) == ("the-park-bench", "submitted", "2026-11-21")
    assert (version.number, version.source, version.key, version.sound) == (1, "file", "radsg:R", True)
    assert version.findings[0] == ["str.triceps.R", "5"]
    assert (version.lint["rank"], version.model_version) == (1, neuraxis.load_model().version)
    assert [row.reference.key for row in version.reference_rows.all()] == ["brazis-2016"]
    assert [row.concept.slug for row in version.concept_rows.all()] == ["spinal-shock"]
    assert [(event.before, event.after) for event in case.events.all()] == [("draft", "submitted")]
    concept = Concept.objects.get()
    assert (concept.status, str(concept.updated), concept.references.count()) == ("submitted", "2026-11-20", 2)


def test_loading_twice_changes_nothing(content: Path) -> None:
    load(content)
    before = snapshot()
    assert load(content).splitlines() == ["references: 2 unchanged", "concepts: 1 unchanged", "cases: 1 unchanged"]
    assert snapshot() == before


def snapshot() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Reference, Concept, Case, CaseVersion, ReviewEvent)
    ]


def test_a_changed_file_makes_a_new_version_and_keeps_the_old(content: Path, bench: Path) -> None:
    load(content)
    change(bench, "24-year-old", "25-year-old")
    assert "cases: 1 changed" in load(content)
    case = Case.objects.get()
    assert [version.number for version in case.versions.all()] == [2, 1]
    assert case.current == case.versions.first()
    assert "24-year-old" in case.versions.get(number=1).vignette


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Asleep on a bench"', 'title = "Asleep"'),
        ("difficulty = 1", "difficulty = 2"),
        ('concepts = ["spinal-shock"]', "concepts = []"),
        ('"str.deltoid.R" = "5"\n', ""),
        ('stage = "acute"', 'stage = "hyperacute"'),
    ],
)
def test_every_part_of_the_text_counts_as_a_change(content: Path, bench: Path, old: str, new: str) -> None:
    load(content)
    change(bench, old, new)
    load(content)
    assert Case.objects.get().versions.count() == 2


def test_a_new_date_alone_is_no_new_version(content: Path, bench: Path) -> None:
    load(content)
    change(bench, "updated = 2026-11-21", "updated = 2026-11-22")
    load(content)
    case = Case.objects.get()
    assert (case.versions.count(), str(case.updated)) == (1, "2026-11-22")


def test_an_article_that_changes_is_changed_in_place(content: Path) -> None:
    load(content)
    change(content / "concepts" / "spinal-shock.md", "Limp first", "First limp")
    assert "concepts: 1 changed" in load(content)
    assert Concept.objects.get().summary.startswith("First limp")


def test_a_fault_loads_nothing_and_says_all(content: Path, bench: Path) -> None:
    change(bench, 'key = "radsg:R"', 'key = "elbow"')
    change(content / "concepts" / "spinal-shock.md", "order = 5", "order = -5")
    with pytest.raises(CommandError) as error:
        load(content)
    assert "Nothing was loaded. 2 to correct" in str(error.value)
    assert not Reference.objects.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        load(tmp_path / "nowhere")


def test_a_case_with_which_the_model_disagrees_stays_a_draft_and_is_remarked(content: Path, bench: Path) -> None:
    change(bench, 'key = "radsg:R"', 'key = "wallen:L"')
    assert "look at the-park-bench: not shown, the model does not agree" in load(content)
    case = Case.objects.get()
    assert (case.status, current_of(case).sound) == ("draft", False)
    assert not Case.objects.shown().exists()


def test_a_corrected_key_is_submitted_at_the_next_load(content: Path, bench: Path) -> None:
    change(bench, 'key = "radsg:R"', 'key = "wallen:L"')
    load(content)
    change(bench, 'key = "wallen:L"', 'key = "radsg:R"')
    load(content)
    assert Case.objects.shown().get().status == "submitted"


def approve(subject: Case | Concept, reviewer: User, model_version: str = "") -> None:
    for action in (Action.TAKE_UP, Action.APPROVE):
        take_step(subject, action, by=reviewer, now=NOW, model_version=model_version)


def test_what_review_decided_stays_when_nothing_changed(content: Path, reviewer: User, model: neuraxis.Model) -> None:
    load(content)
    approve(Case.objects.get(), reviewer, model.version)
    approve(Concept.objects.get(), reviewer)
    load(content)
    assert Case.objects.get().status == Concept.objects.get().status == Status.APPROVED


def test_an_approved_text_that_changes_is_under_review_again(
    content: Path, bench: Path, reviewer: User, model: neuraxis.Model
) -> None:
    load(content)
    approve(Case.objects.get(), reviewer, model.version)
    approve(Concept.objects.get(), reviewer)
    change(bench, "24-year-old", "25-year-old")
    change(content / "concepts" / "spinal-shock.md", "Limp first", "First limp")
    load(content)
    case, concept = Case.objects.get(), Concept.objects.get()
    assert case.status == concept.status == Status.UNDER_REVIEW
    assert case.events.all()[0].reason == "The text changed with version 2."
    assert case.events.all()[0].actor is None


def test_approval_lapses_when_the_model_changes(content: Path, reviewer: User, model: neuraxis.Model) -> None:
    load(content)
    approve(Case.objects.get(), reviewer, "an old one")
    assert "was approved under another model; it is under review again" in load(content)
    case = Case.objects.get()
    assert case.status == Status.UNDER_REVIEW
    assert f"The model changed to version {model.version}" in case.events.all()[0].reason
    take_step(case, Action.APPROVE, by=reviewer, now=NOW, model_version=model.version)
    assert lapse_approvals(model, NOW) == []


def test_a_model_that_changes_its_mind_makes_a_version_and_one_that_does_not_makes_none(
    content: Path, model: neuraxis.Model
) -> None:
    load(content)
    case = Case.objects.select_related("current").get()
    wrong = dataclasses.replace(
        text_of(current_of(case)), draft=dataclasses.replace(current_of(case).draft, key="wallen:L")
    )
    store_version(case, wrong, model=model, source=CaseVersion.Source.SITE, by=None, now=NOW)
    assert recheck(case, model=model, now=NOW) is None
    pretend_an_older_model_thought(case, sound=False)
    assert recheck(Case.objects.get(), model=model, now=NOW) is None
    pretend_an_older_model_thought(case, sound=True)
    checked = recheck(Case.objects.get(), model=model, now=NOW)
    assert checked is not None
    assert (checked.number, checked.sound, checked.model_version) == (3, False, model.version)


def pretend_an_older_model_thought(case: Case, *, sound: bool) -> None:
    """History cannot be rewritten through its own door; a test goes round it."""
    CaseVersion._base_manager.filter(pk=current_of(case).pk).update(model_version="older", sound=sound)


def test_a_correction_on_the_site_stays_until_its_file_changes(
    content: Path, bench: Path, instructor: User, model: neuraxis.Model
) -> None:
    load(content)
    case = Case.objects.get()
    text = dataclasses.replace(text_of(current_of(case)), vignette="Corrected on the site.")
    store_version(case, text, model=model, source=CaseVersion.Source.SITE, by=instructor, now=NOW)
    assert "cases: 1 unchanged" in load(content)
    assert current_of(Case.objects.get()).vignette == "Corrected on the site."
    change(bench, "24-year-old", "25-year-old")
    assert "the file changed after version 2 was written on the site" in load(content)
    case = Case.objects.get()
    assert "25-year-old" in current_of(case).vignette
    assert case.versions.get(number=2).vignette == "Corrected on the site."


def test_the_content_that_ships_loads_and_the_model_agrees_with_every_key(settings: Any) -> None:
    out = load(settings.BASE_DIR / "content")
    assert "look at" not in out
    shown = Case.objects.shown()
    assert shown.count() == Case.objects.count() >= 15
    assert Concept.objects.shown().count() >= 6


def test_no_title_or_story_of_the_library_gives_its_key_away(settings: Any, model: neuraxis.Model) -> None:
    load(settings.BASE_DIR / "content")
    for version in CaseVersion.objects.current():
        site = model.places[version.key].site_name.lower()
        assert site not in f"{version.title} {version.case.slug.replace('-', ' ')} {version.vignette}".lower()
