"""The database refuses by itself what no form would let through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Concept, Reference, Report, ReviewEvent, VersionReference
from tests.cases.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"stage": "yesterday"},
        {"reading": "aloud"},
        {"topic": "astrology"},
        {"difficulty": 5},
        {"difficulty": 0},
        {"source": "book"},
    ],
)
def test_a_version_outside_the_vocabularies_is_refused(make_case: Callable[..., Case], wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_case(**wrong)


def test_a_case_has_no_two_versions_of_one_number(make_case: Callable[..., Case]) -> None:
    version = make_case().versions.get()
    version.pk, version._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


@pytest.mark.parametrize("model", [Case, Concept])
def test_an_unknown_status_is_refused(make_case: Callable[..., Case], make_concept: Any, model: Any) -> None:
    make_case(), make_concept()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(status="blessed")


def test_a_version_cites_a_reference_once(make_case: Callable[..., Case], make_concept: Any) -> None:
    version, reference = make_case().versions.get(), make_concept().references.first()
    VersionReference.objects.create(version=version, reference=reference, position=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionReference.objects.create(version=version, reference=reference, position=1)


def test_a_step_of_review_is_about_a_case_or_an_article_not_both_nor_neither(
    make_case: Callable[..., Case], make_concept: Any
) -> None:
    case, concept = make_case(), make_concept()
    step = {"action": "submit", "before": "draft", "after": "submitted", "created_at": NOW}
    for about in ({}, {"case": case}, {"case": case, "version": case.current, "concept": concept}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewEvent.objects.create(**step, **about)
    ReviewEvent.objects.create(**step, concept=concept)


def test_a_report_needs_words_and_no_account(db: None) -> None:
    Report.objects.create(question={"key": "wallen:R"}, text="The reflex is wrong.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(question={}, text="")


@pytest.mark.parametrize("wrong", [{"kind": "blog"}, {"year": 1066}])
def test_an_impossible_reference_is_refused(db: None, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Reference.objects.create(**{"key": "x", "kind": "research", "year": 2020, "authors": "A", "title": "T"} | wrong)
