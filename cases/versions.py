"""Writes versions of cases and steps of review. Each function is one transaction."""

import datetime as dt
from typing import Any

from django.db import transaction

import neuraxis
from accounts.models import User
from cases.checking import check, faults_of
from cases.models import (
    Case,
    CaseVersion,
    Concept,
    Reference,
    ReviewEvent,
    Status,
    VersionConcept,
    VersionReference,
)
from cases.review import Action, next_status
from cases.texts import CaseText, text_of


@transaction.atomic
def store_version(
    case: Case,
    text: CaseText,
    *,
    model: neuraxis.Model,
    source: CaseVersion.Source,
    by: User | None,
    now: dt.datetime,
) -> CaseVersion | None:
    """Keep `text` as the next version of `case`, checked by the model. The case itself is stored already.

    None if it says the same as the current version and the model still thinks the same of it.
    """
    stored = Case.objects.select_for_update(of=("self",)).select_related("current").get(pk=case.pk)
    last = stored.current
    same_text = last is not None and last.digest == text.digest
    if last is not None and same_text and last.model_version == model.version:
        return None
    lint = check(model, text.draft, text.story)
    sound = not faults_of(lint)
    if last is not None and same_text and last.sound == sound:
        return None
    number = last.number + 1 if last else 1
    about = {"number": number, "lint": lint, "sound": sound, "source": source, "created_at": now, "created_by": by}
    version = _write(case, text, model_version=model.version, **about)
    case.current, case.title = version, text.title
    case.updated = case.updated if same_text else now.date()
    case.save(update_fields=["current", "title", "updated"])
    if stored.status == Status.APPROVED:
        what = "The model's verdict" if same_text else "The text"
        reason = f"{what} changed with version {version.number}."
        take_step(case, Action.FALL_BACK, by=by, now=now, model_version=model.version, reason=reason)
    return version


def _write(case: Case, text: CaseText, **about: Any) -> CaseVersion:
    version = CaseVersion.objects.create(
        case=case,
        title=text.title,
        vignette=text.vignette,
        teaching=text.teaching,
        stage=text.draft.stage,
        reading=text.draft.reading,
        findings=[list(pair) for pair in text.draft.findings],
        key=text.draft.key,
        topic=text.topic,
        difficulty=text.difficulty,
        digest=text.digest,
        **about,
    )
    references = Reference.objects.in_bulk(text.references, field_name="key")
    concepts = Concept.objects.in_bulk(text.concepts, field_name="slug")
    VersionReference.objects.bulk_create(
        VersionReference(version=version, reference=references[key], position=position)
        for position, key in enumerate(text.references)
    )
    VersionConcept.objects.bulk_create(
        VersionConcept(version=version, concept=concepts[slug], position=position)
        for position, slug in enumerate(text.concepts)
    )
    return version


@transaction.atomic
def take_step(
    subject: Case | Concept,
    action: Action,
    *,
    by: User | None,
    now: dt.datetime,
    model_version: str = "",
    reason: str = "",
    faults: tuple[str, ...] = (),
) -> ReviewEvent:
    """Move a case or an article through review and write it down; raises Refused with the reasons against it."""
    before = Status(type(subject).objects.select_for_update().values_list("status", flat=True).get(pk=subject.pk))
    after = next_status(before, action, faults=faults, reason=reason)
    subject.status = after
    subject.save(update_fields=["status"])
    about: dict[str, Any] = {"concept": subject}
    if isinstance(subject, Case):
        about = {"case": subject, "version": subject.current}
    return ReviewEvent.objects.create(
        **about,
        action=action,
        before=before,
        after=after,
        reason=reason,
        model_version=model_version,
        actor=by,
        created_at=now,
    )


def verdict(version: CaseVersion, model: neuraxis.Model) -> dict[str, Any]:
    """What this model says of a version: as stored, or checked again if the model has changed since."""
    if version.model_version == model.version:
        return dict(version.lint)
    return check(model, version.draft, text_of(version).story)


def recheck(case: Case, *, model: neuraxis.Model, now: dt.datetime) -> CaseVersion | None:
    """Ask a changed model again; a new version only if it has changed its mind on whether the case may be asked."""
    current = case.current
    if current is None or current.model_version == model.version:
        return None
    source, by = CaseVersion.Source(current.source), current.created_by
    return store_version(case, text_of(current), model=model, source=source, by=by, now=now)


def submit(case: Case, *, model: neuraxis.Model, by: User, now: dt.datetime) -> ReviewEvent:
    """Hand a case in for review; raises Refused while the model does not agree with its key."""
    faults = faults_of(verdict(case.current, model)) if case.current else ("It has no text yet.",)
    return take_step(case, Action.SUBMIT, by=by, now=now, model_version=model.version, faults=faults)


def lapse_approvals(model: neuraxis.Model, now: dt.datetime) -> list[Case]:
    """Approved cases fall back to review when the model is not the one under which they were approved."""
    lapsed = []
    for case in Case.objects.filter(status=Status.APPROVED).select_related("current"):
        approval = case.events.filter(action=Action.APPROVE).first()
        if approval is None or approval.model_version != model.version:
            reason = f"The model changed to version {model.version}."
            take_step(case, Action.FALL_BACK, by=None, now=now, model_version=model.version, reason=reason)
            lapsed.append(case)
    return lapsed
