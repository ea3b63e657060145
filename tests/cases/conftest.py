"""Cases made without the model, for tests of what is kept and shown; and a small content folder."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import neuraxis
from cases.checking import read_model
from cases.models import Case, CaseVersion, Concept, Reference, Status

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
LINT = {"rank": 1, "probability": 0.93, "rivals": [], "issues": [], "suggestions": []}

REFERENCES = """
[brazis-2016]
kind = "textbook"
authors = "Brazis PW, Masdeu JC, Biller J"
title = "Localization in Clinical Neurology, 7th ed."
container = "Wolters Kluwer"
year = 2016

[rupp-2021]
kind = "guideline"
authors = "Rupp R, et al."
title = "International Standards for Neurological Classification of Spinal Cord Injury"
year = 2021
"""

CONCEPT = """+++
slug = "spinal-shock"
title = "Spinal shock"
summary = "Limp first, brisk later."
status = "Submitted"
updated = 2026-11-20
topic = "cord"
order = 5
related = []
references = ["rupp-2021", "brazis-2016"]
+++

One idea [@brazis-2016].

## From the guidelines

Sacral sparing is examined [@rupp-2021].

## From the research

Reflexes return in a sequence [@brazis-2016].
"""

CASE = """
slug = "the-park-bench"
title = "Asleep on a bench"
status = "Submitted"
stage = "acute"
reading = "vignette"
difficulty = 1
key = "radsg:R"
topic = "nerves"
updated = 2026-11-21
vignette = "A 24-year-old man woke on a *park bench* with a hand that drops."
teaching = "The triceps is spared: below the axilla [@brazis-2016]."
concepts = ["spinal-shock"]
references = ["brazis-2016"]

[findings]
"str.triceps.R" = "5"
"str.brachiorad.R" = "1"
"str.ecr.R" = "1"
"str.ecu.R" = "1"
"str.edc.R" = "0"
"str.epl.R" = "0"
"str.deltoid.R" = "5"
"str.biceps.R" = "5"
"str.fcr.R" = "5"
"str.fdi.R" = "5"
"str.apb.R" = "5"
"str.edc.L" = "5"
"dtr.triceps.R" = "2"
"dtr.brachior.R" = "0"
"dtr.biceps.R" = "2"
"dtr.brachior.L" = "2"
"sens.pin.web1h.R" = "absent"
"sens.pin.thumb.R" = "normal"
"sens.pin.little.R" = "normal"
"sens.pin.c5.R" = "normal"
"weak.facelow.R" = "normal"
"plantar.R" = "flexor"
"waste.upperarm.R" = "normal"
"""


def current_of(case: Case) -> CaseVersion:
    """The version that counts, as the database has it now."""
    case.refresh_from_db()
    assert case.current is not None
    return case.current


@pytest.fixture
def make_case(db: None) -> Callable[..., Case]:
    """A case as loading would leave it, with the model's verdict given."""

    def make(slug: str = "the-park-bench", *, status: Status = Status.SUBMITTED, **fields: Any) -> Case:
        values: dict[str, Any] = {
            "number": 1,
            "title": "Asleep on a bench",
            "vignette": "He woke on a *park bench*.",
            "teaching": "Secret: below the axilla the triceps is spared.",
            "stage": "acute",
            "reading": "vignette",
            "findings": [["str.ecr.R", "0"], ["str.triceps.R", "5"]],
            "key": "radsg:R",
            "topic": "nerves",
            "difficulty": 1,
            "model_version": "0123456789ab",
            "lint": LINT,
            "sound": True,
            "digest": slug,
            "source": "file",
            "created_at": NOW,
        } | fields
        author = values.pop("author", None)
        case = Case.objects.create(slug=slug, title=values["title"], status=status, author=author, updated=NOW.date())
        case.current = CaseVersion.objects.create(case=case, **values)
        case.save()
        return case

    return make


@pytest.fixture
def make_concept(db: None) -> Callable[..., Concept]:
    def make(slug: str = "spinal-shock", **fields: Any) -> Concept:
        values: dict[str, Any] = {
            "title": "Spinal shock",
            "summary": "Limp first, brisk later.",
            "body": CONCEPT.split("+++\n")[2],
            "topic": "cord",
            "order": 5,
            "status": Status.SUBMITTED,
            "updated": dt.date(2026, 11, 20),
        } | fields
        concept = Concept.objects.create(slug=slug, **values)
        for key, kind, title in (
            ("brazis-2016", "textbook", "Localization in Clinical Neurology"),
            ("rupp-2021", "guideline", "International Standards"),
        ):
            reference, _ = Reference.objects.get_or_create(
                key=key, defaults={"kind": kind, "authors": "A", "title": title, "year": 2016}
            )
            concept.references.add(reference)
        return concept

    return make


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder like content/, with one of each."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "concepts").mkdir()
    (tmp_path / "references.toml").write_text(REFERENCES)
    (tmp_path / "concepts" / "spinal-shock.md").write_text(CONCEPT)
    (tmp_path / "cases" / "the-park-bench.toml").write_text(CASE)
    return tmp_path


@pytest.fixture(scope="session")
def model() -> neuraxis.Model:
    return read_model()


@pytest.fixture
def references(db: None) -> list[Reference]:
    return [
        Reference.objects.create(key=key, kind="textbook", authors="A", title=f"Title {key}", year=2016)
        for key in ("brazis-2016", "obrien-2010")
    ]


@pytest.fixture
def typed(references: list[Reference]) -> dict[str, Any]:
    """What an instructor types into the form of a case with which the model agrees."""
    findings = CASE.split("[findings]")[1].strip().replace('"', "")
    return {
        "title": "Asleep on a bench",
        "vignette": "He woke on a *park bench*.",
        "stage": "acute",
        "reading": "vignette",
        "findings": findings,
        "key": "radsg:R",
        "topic": "nerves",
        "difficulty": "1",
        "teaching": "The triceps is spared.",
        "references": [str(references[0].pk)],
        "concepts": [],
        **{
            f"{prefix}-{name}": "0"
            for prefix in ("versions", "events")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        },
    }
