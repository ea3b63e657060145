"""Brings the database in step with `content/`. Loading the same content twice changes nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

import neuraxis
from cases.content import CaseFile, ConceptFile, Content
from cases.models import Case, CaseVersion, Concept, ConceptReference, Reference, Status
from cases.review import Action
from cases.versions import lapse_approvals, recheck, store_version, take_step


@dataclass
class Summary:
    """What loading did: how many of each kind are new, changed, unchanged; and what a person should look at."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def count(self, kind: str, outcome: str) -> None:
        self.counts.setdefault(kind, Counter())[outcome] += 1

    def lines(self) -> list[str]:
        order = ("new", "changed", "unchanged")
        return [
            f"{kind}: " + ", ".join(f"{counter[outcome]} {outcome}" for outcome in order if counter[outcome])
            for kind, counter in self.counts.items()
        ]


@transaction.atomic
def load(content: Content, model: neuraxis.Model, now: dt.datetime) -> Summary:
    """All of `content`, or nothing."""
    summary = Summary()
    for reference in content.references:
        summary.count("references", _load_reference(reference))
    references = {reference.key: reference for reference in Reference.objects.all()}
    for article in content.concepts:
        summary.count("concepts", _load_concept(article, references, now))
    _relate(content.concepts)
    for file in content.cases:
        summary.count("cases", _load_case(file, model, now, summary))
    for case in Case.objects.select_related("current").exclude(current__model_version=model.version):
        recheck(case, model=model, now=now)
    for case in lapse_approvals(model, now):
        summary.remarks.append(f"{case.slug}: was approved under another model; it is under review again")
    summary.remarks.extend(_disagreements())
    return summary


def _load_reference(data: Mapping[str, Any]) -> str:
    values = {name: value for name, value in data.items() if name != "key"}
    reference, made = Reference.objects.get_or_create(key=data["key"], defaults=values)
    if made:
        return "new"
    if all(getattr(reference, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(reference, name, value)
    reference.save()
    return "changed"


def _load_concept(file: ConceptFile, references: Mapping[str, Reference], now: dt.datetime) -> str:
    concept = Concept.objects.filter(slug=file.slug).first()
    made = concept is None
    if concept is None:
        concept = Concept(slug=file.slug)
    elif concept.digest == file.digest and concept.updated == file.updated:
        _submit_as_file_says(concept, file.status, now)
        return "unchanged"
    changed = concept.digest != file.digest
    for name in ("title", "summary", "body", "topic", "order", "updated", "digest"):
        setattr(concept, name, getattr(file, name))
    concept.save()
    if changed:
        ConceptReference.objects.filter(concept=concept).delete()
        ConceptReference.objects.bulk_create(
            ConceptReference(concept=concept, reference=references[key]) for key in file.references
        )
        if concept.status == Status.APPROVED:
            take_step(concept, Action.FALL_BACK, by=None, now=now, reason="The text changed.")
    _submit_as_file_says(concept, file.status, now)
    return "new" if made else "changed"


def _relate(files: tuple[ConceptFile, ...]) -> None:
    concepts = {concept.slug: concept for concept in Concept.objects.prefetch_related("related")}
    for file in files:
        related = {concepts[slug] for slug in file.related}
        if related != set(concepts[file.slug].related.all()):
            concepts[file.slug].related.set(related)


def _load_case(file: CaseFile, model: neuraxis.Model, now: dt.datetime, summary: Summary) -> str:
    case = Case.objects.select_related("current").filter(slug=file.slug).first()
    made = case is None
    if case is None:
        case = Case.objects.create(slug=file.slug, title=file.text.title)
    loaded = None if made else case.versions.filter(source=CaseVersion.Source.FILE).first()
    outcome = "unchanged"
    if loaded is None or loaded.digest != file.text.digest:
        if case.current is not None and case.current.source == CaseVersion.Source.SITE:
            summary.remarks.append(
                f"{file.slug}: the file changed after version {case.current.number} was written on the site; "
                "the file counts now, the other version is kept"
            )
        stored = store_version(case, file.text, model=model, source=CaseVersion.Source.FILE, by=None, now=now)
        outcome = "new" if made else "changed" if stored else "unchanged"
    written_on_site = case.current is not None and case.current.source == CaseVersion.Source.SITE
    if case.updated != file.updated and not written_on_site:
        case.updated = file.updated
        case.save(update_fields=["updated"])
        outcome = "new" if made else "changed"
    _submit_as_file_says(case, file.status, now, model.version)
    return outcome


def _submit_as_file_says(subject: Case | Concept, status: Status, now: dt.datetime, model_version: str = "") -> None:
    """A file may hand its text in, if the model agrees. It takes nothing back: what review has decided stays."""
    agreed = isinstance(subject, Concept) or (subject.current is not None and subject.current.sound)
    if status == Status.SUBMITTED and subject.status == Status.DRAFT and agreed:
        take_step(subject, Action.SUBMIT, by=None, now=now, model_version=model_version)


def _disagreements() -> list[str]:
    """Cases that are held back because the model does not agree with their key."""
    held = Case.objects.filter(current__sound=False).exclude(
        status=Status.DRAFT, current__source=CaseVersion.Source.SITE
    )
    return [
        f"{case.slug}: not shown, the model does not agree with its key: {' '.join(case.current.faults)}"
        for case in held.select_related("current").order_by("slug")
        if case.current
    ]
