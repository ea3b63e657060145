"""History is written once, by every door that Django has."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from cases.immutable import WrittenOnce, WrittenOnceError, WrittenOnceQuerySet
from cases.models import Case, CaseVersion, Concept, Reference, ReviewEvent, Status, VersionReference
from cases.review import Action
from cases.versions import take_step
from tests.cases.conftest import NOW

pytestmark = pytest.mark.django_db


def test_a_version_cannot_be_saved_again(make_case: Callable[..., Case]) -> None:
    version = CaseVersion.objects.get(case=make_case())
    version.key = "wallen:R"
    with pytest.raises(WrittenOnceError, match="written once"):
        version.save()
    assert CaseVersion.objects.get().key == "radsg:R"


def test_a_version_cannot_be_deleted(make_case: Callable[..., Case]) -> None:
    case = make_case()
    with pytest.raises(WrittenOnceError):
        case.versions.get().delete()
    with pytest.raises(WrittenOnceError):
        CaseVersion.objects.all().delete()
    with pytest.raises(ProtectedError):
        case.delete()
    assert CaseVersion.objects.count() == 1


def test_versions_cannot_be_updated_in_bulk(make_case: Callable[..., Case]) -> None:
    version = make_case().versions.get()
    with pytest.raises(WrittenOnceError):
        CaseVersion.objects.update(key="x")
    with pytest.raises(WrittenOnceError), transaction.atomic():
        CaseVersion.objects.bulk_update([version], ["key"])
    with pytest.raises(WrittenOnceError), transaction.atomic():
        CaseVersion.objects.update_or_create(pk=version.pk, defaults={"key": "x"})


def test_what_a_version_cites_and_teaches_cannot_change(
    make_case: Callable[..., Case], make_concept: Callable[..., Concept]
) -> None:
    version, concept = make_case().versions.get(), make_concept()
    VersionReference.objects.create(version=version, reference=Reference.objects.get(key="rupp-2021"), position=0)
    with pytest.raises(WrittenOnceError), transaction.atomic():
        version.concepts.add(concept)
    with pytest.raises(WrittenOnceError), transaction.atomic():
        version.references.clear()
    with pytest.raises(WrittenOnceError), transaction.atomic():
        version.references.set([])


def test_a_cited_reference_cannot_be_deleted(make_concept: Callable[..., Concept]) -> None:
    make_concept()
    with pytest.raises(ProtectedError):
        Reference.objects.get(key="brazis-2016").delete()


def test_a_step_of_review_cannot_be_rewritten(make_case: Callable[..., Case]) -> None:
    event = take_step(make_case(status=Status.DRAFT), Action.SUBMIT, by=None, now=NOW)
    event.after = Status.APPROVED
    with pytest.raises(WrittenOnceError):
        event.save()
    with pytest.raises(WrittenOnceError):
        event.delete()
    assert ReviewEvent.objects.get().after == Status.SUBMITTED


def test_no_model_of_history_forgets_its_manager() -> None:
    assert {model.__name__ for model in WrittenOnce.__subclasses__()} == {
        "CaseVersion",
        "ReviewEvent",
        "VersionConcept",
        "VersionReference",
    }
    for model in WrittenOnce.__subclasses__():
        assert isinstance(model._default_manager.all(), WrittenOnceQuerySet)


def test_history_stays_when_its_author_leaves(make_case: Callable[..., Case], instructor: User) -> None:
    case = make_case(status=Status.DRAFT, created_by=instructor, author=instructor)
    take_step(case, Action.SUBMIT, by=instructor, now=NOW)
    instructor.delete()
    case.refresh_from_db()
    assert case.author is None
    assert case.versions.get().created_by is None
    assert case.events.get().actor is None
