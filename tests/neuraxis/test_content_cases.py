"""The curated cases: the model finds the key of each, however silence is read, and explains what is charted."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import neuraxis
from neuraxis import Case, Reading, Severity, Stage
from neuraxis.explanation import Fit

FOLDER = Path(__file__).parents[2] / "content" / "cases"
SLUGS = sorted(file.stem for file in FOLDER.glob("*.toml"))


@lru_cache(maxsize=64)
def read(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


def case_of(model: neuraxis.Model, slug: str) -> Case:
    data = read(slug)
    findings = neuraxis.parse_findings(model, data["findings"])
    return Case(Stage(data["stage"]), findings, data["key"], Reading(data["reading"]))


@pytest.mark.parametrize("reading", [Reading.VIGNETTE, Reading.EXAM])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_answer_class_of_the_key_ranks_first(model: neuraxis.Model, slug: str, reading: Reading) -> None:
    case = case_of(model, slug)
    posterior = neuraxis.localize(model, case.findings, case.stage, reading=reading)
    ranked = [(one.place.key, round(one.probability, 2)) for one in posterior.ranked[:3]]
    assert model.places[case.key] in posterior.ranked[0].members, ranked


@pytest.mark.parametrize("slug", SLUGS)
def test_the_case_can_be_submitted(model: neuraxis.Model, slug: str) -> None:
    lint = neuraxis.lint(model, case_of(model, slug), read(slug)["vignette"])
    assert not [issue for issue in lint.issues if issue.severity is Severity.ERROR]
    assert not {"stage", "giveaway", "few"} & {issue.code for issue in lint.issues}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_key_leaves_nothing_unexplained(model: neuraxis.Model, slug: str) -> None:
    case = case_of(model, slug)
    explanation = neuraxis.explain(model, case.findings, case.stage, case.key)
    assert explanation.with_fit(Fit.UNEXPLAINED) == ()


def test_the_topic_of_a_case_is_that_of_its_key(model: neuraxis.Model) -> None:
    for slug in SLUGS:
        assert model.places[read(slug)["key"]].topic == read(slug)["topic"], slug


def test_the_cases_cover_every_class(model: neuraxis.Model) -> None:
    found = set()
    for slug in SLUGS:
        case = case_of(model, slug)
        found.add(neuraxis.localize(model, case.findings, case.stage).likely_class)
    assert found >= set(neuraxis.MotorClass) - {neuraxis.MotorClass.NEITHER}
