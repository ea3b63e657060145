"""Cases and their versions, each with its references and articles."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed
from django.urls import reverse
from django.utils import timezone

from cases.checking import Draft, faults_of
from cases.immutable import WrittenOnce, WrittenOnceQuerySet, refuse_change
from cases.models.articles import Concept, Reference
from cases.models.vocabulary import DIFFICULTIES, DIFFICULTY_CHOICES, READINGS, SHOWN, STAGES, TOPICS, Status, known


class CaseQuerySet(models.QuerySet["Case"]):
    def shown(self) -> "CaseQuerySet":
        """What a learner may solve: submitted or further, and the model agrees with the key."""
        return self.filter(status__in=SHOWN, current__sound=True)


class Case(models.Model):
    """A patient in the library. What is asked stands in its versions; `current` is the one that counts."""

    slug = models.SlugField("slug", unique=True)
    title = models.CharField("title", max_length=120)
    status = models.CharField("status", max_length=20, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    current = models.OneToOneField(
        "CaseVersion", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    updated = models.DateField("last updated", default=timezone.localdate)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [known("status", list(Status.values), "cases_case_status_is_known")]
        indexes: ClassVar = [models.Index(fields=["status", "title"], name="cases_case_listed")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.slug])

    @property
    def standing(self) -> str:
        return Status(self.status).sentence


class VersionQuerySet(WrittenOnceQuerySet):
    def current(self) -> "VersionQuerySet":
        """The versions that may be asked now."""
        return self.filter(pk__in=Case.objects.shown().values("current"))


class CaseVersion(WrittenOnce):
    """Everything that a question and its grade depend on, as it stood at one moment."""

    class Source(models.TextChoices):
        FILE = "file", "Content file"
        SITE = "site", "Written on the site"

    case = models.ForeignKey(Case, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    title = models.CharField("title", max_length=120)
    vignette = models.TextField("vignette")
    teaching = models.TextField("teaching", blank=True)
    stage = models.CharField("stage", max_length=12, choices=STAGES)
    reading = models.CharField("reading", max_length=12, choices=READINGS)
    findings = models.JSONField("findings", help_text="A list of [item, value], in the author's order.")
    key = models.CharField("key", max_length=60)
    topic = models.CharField("topic", max_length=20, choices=TOPICS)
    difficulty = models.PositiveSmallIntegerField("difficulty", choices=DIFFICULTY_CHOICES)
    references: "models.ManyToManyField[Reference, VersionReference]" = models.ManyToManyField(
        Reference, through="VersionReference", related_name="+"
    )
    concepts: "models.ManyToManyField[Concept, VersionConcept]" = models.ManyToManyField(
        Concept, through="VersionConcept", related_name="+"
    )
    model_version = models.CharField("model version", max_length=12)
    lint = models.JSONField("what the model says")
    sound = models.BooleanField("the model agrees")
    digest = models.CharField("digest of the text", max_length=64)
    source = models.CharField("source", max_length=4, choices=Source)
    created_at = models.DateTimeField("stored at")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["case", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_version_number_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="cases_version_number_from_one"),
            known("stage", [value for value, _ in STAGES], "cases_version_stage_is_known"),
            known("reading", [value for value, _ in READINGS], "cases_version_reading_is_known"),
            known("topic", [value for value, _ in TOPICS], "cases_version_topic_is_known"),
            known("difficulty", list(DIFFICULTIES), "cases_version_difficulty_is_known"),
            known("source", ["file", "site"], "cases_version_source_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["topic", "difficulty"], name="cases_version_filtered")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def draft(self) -> Draft:
        """What the model must know to check or grade it."""
        findings = tuple((item, value) for item, value in self.findings)
        return Draft(stage=self.stage, reading=self.reading, key=self.key, findings=findings)

    @property
    def faults(self) -> tuple[str, ...]:
        return faults_of(self.lint)


class VersionReference(WrittenOnce):
    """A reference of a version, in the author's order."""

    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="reference_rows")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "reference"], name="cases_version_cites_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} cites {self.reference_id}"


class VersionConcept(WrittenOnce):
    """An article that a version teaches, in the author's order."""

    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="concept_rows")
    concept = models.ForeignKey(Concept, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "concept"], name="cases_version_teaches_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} teaches {self.concept_id}"


m2m_changed.connect(refuse_change, sender=VersionReference)
m2m_changed.connect(refuse_change, sender=VersionConcept)
