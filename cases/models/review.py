"""Steps of review, and what learners report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.immutable import WrittenOnce, WrittenOnceQuerySet
from cases.models.articles import Concept
from cases.models.library import Case, CaseVersion
from cases.models.vocabulary import (
    Action,
    Status,
    known,
)


class ReviewEvent(WrittenOnce):
    """One step of a case or an article through review: append-only."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="events")
    version = models.ForeignKey(CaseVersion, models.PROTECT, null=True, blank=True, related_name="events")
    concept = models.ForeignKey(Concept, models.PROTECT, null=True, blank=True, related_name="events")
    action = models.CharField("action", max_length=20, choices=Action)
    before = models.CharField("from", max_length=20, choices=Status)
    after = models.CharField("to", max_length=20, choices=Status)
    reason = models.TextField("reason", blank=True)
    model_version = models.CharField("model version", max_length=12, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("at")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            known("before", list(Status.values), "cases_event_before_is_known"),
            known("after", list(Status.values), "cases_event_after_is_known"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, version__isnull=False, concept__isnull=True)
                | Q(case__isnull=True, version__isnull=True, concept__isnull=False),
                name="cases_event_has_one_subject",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-created_at"], name="cases_event_of_case"),
            models.Index(fields=["concept", "-created_at"], name="cases_event_of_concept"),
        ]

    def __str__(self) -> str:
        return f"{Status(self.before).label} to {Status(self.after).label}"


class Report(models.Model):
    """A learner says that a question is wrong, with the question exactly as it was shown. No account needed."""

    question = models.JSONField("the question as shown")
    text = models.TextField("what is wrong")
    version = models.ForeignKey(CaseVersion, models.PROTECT, null=True, blank=True, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("at", default=timezone.now, editable=False)
    closed_at = models.DateTimeField("closed at", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="cases_report_says_something")]
        indexes: ClassVar = [models.Index(fields=["closed_at", "-created_at"], name="cases_report_queue")]

    def __str__(self) -> str:
        return self.text[:60]
