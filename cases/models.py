"""What the teaching content remembers: references, concepts, cases with their versions, review, learners' reports."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed
from django.urls import reverse
from django.utils import timezone

import neuraxis
from cases.immutable import WrittenOnce, WrittenOnceQuerySet, refuse_change
from cases.model import Draft, faults_of

DIFFICULTIES: dict[int, str] = {
    1: "Classic",
    2: "One good rival",
    3: "A cardinal sign is missing or misleads",
    4: "Several lesions, or diffuse against focal",
}
STAGE_NAMES = {
    neuraxis.Stage.HYPERACUTE: "Hyperacute: hours",
    neuraxis.Stage.ACUTE: "Acute: the first days",
    neuraxis.Stage.CHRONIC: "Chronic: weeks and later",
}
READING_NAMES = {
    neuraxis.Reading.EXAM: "Examination: what is not listed was not examined",
    neuraxis.Reading.VIGNETTE: "Vignette: what is not listed is probably normal",
    neuraxis.Reading.COMPLETE: "Complete: what is not listed is normal",
}
STAGES = [(str(stage), name) for stage, name in STAGE_NAMES.items()]
READINGS = [(str(reading), name) for reading, name in READING_NAMES.items()]
TOPICS = [(str(topic), neuraxis.TOPIC_NAMES[topic]) for topic in neuraxis.Topic]
DIFFICULTY_CHOICES = [(number, f"{number}: {name}") for number, name in DIFFICULTIES.items()]


def known(field: str, values: list[Any], name: str) -> models.CheckConstraint:
    """The database itself refuses a value outside a closed vocabulary."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Status(models.TextChoices):
    """Where a text stands on its way to a clinician's signature."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    UNDER_REVIEW = "under_review", "Under review"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"

    @property
    def sentence(self) -> str:
        """The status as a reader is told it."""
        return {
            Status.SUBMITTED: "Submitted: not yet reviewed by a clinician",
            Status.UNDER_REVIEW: "Under review: a clinician is reading it",
            Status.APPROVED: "Approved by a clinician",
        }.get(self, self.label)


class Action(models.TextChoices):
    """What somebody, or a change of the model, does to a text."""

    SUBMIT = "submit", "Submit"
    TAKE_UP = "take_up", "Take up for review"
    APPROVE = "approve", "Approve"
    REQUEST_CHANGES = "request_changes", "Request changes"
    FALL_BACK = "fall_back", "Fall back to review"


SHOWN = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.APPROVED)


class Reference(models.Model):
    """A source that can be looked up."""

    class Kind(models.TextChoices):
        GUIDELINE = "guideline", "Guideline"
        RESEARCH = "research", "Research"
        TEXTBOOK = "textbook", "Textbook"

    key = models.SlugField("key", unique=True, help_text="Short and lasting, such as brazis-2016.")
    kind = models.CharField("kind", max_length=10, choices=Kind)
    authors = models.CharField("authors", max_length=300)
    title = models.CharField("title", max_length=300)
    container = models.CharField("journal or publisher", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("year", validators=[MinValueValidator(1800), MaxValueValidator(2100)])
    doi = models.CharField("DOI", max_length=200, blank=True)
    pmid = models.CharField("PMID", max_length=12, blank=True)
    url = models.CharField("address", max_length=500, blank=True, validators=[URLValidator(["https", "http"])])

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            known("kind", ["guideline", "research", "textbook"], "cases_reference_kind_is_known"),
            models.CheckConstraint(
                condition=Q(year__gte=1800) & Q(year__lte=2100), name="cases_reference_year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authors}. {self.title} ({self.year})"

    @property
    def printed(self) -> tuple[str, ...]:
        """Its parts as sentences, none with two full stops."""
        parts = (self.authors, self.title, self.container, str(self.year))
        return tuple(f"{part.rstrip('.')}." for part in parts if part)

    @property
    def link(self) -> str:
        """Where it can be looked up, the most lasting address first."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url


class ConceptQuerySet(models.QuerySet["Concept"]):
    def shown(self) -> "ConceptQuerySet":
        """What a learner may read: submitted or further, with the status said."""
        return self.filter(status__in=SHOWN)


class Concept(models.Model):
    """An article that teaches one idea."""

    slug = models.SlugField("slug", unique=True)
    title = models.CharField("title", max_length=120)
    summary = models.CharField("summary", max_length=400)
    body = models.TextField("text", help_text="Markdown; [@key] cites a reference.")
    topic = models.CharField("topic", max_length=20, choices=TOPICS, blank=True, help_text="Empty: about all of them.")
    order = models.PositiveSmallIntegerField("order", default=0)
    status = models.CharField("status", max_length=20, choices=Status, default=Status.DRAFT)
    updated = models.DateField("last updated")
    related = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+")
    references: "models.ManyToManyField[Reference, ConceptReference]" = models.ManyToManyField(
        Reference, through="ConceptReference", related_name="+"
    )
    digest = models.CharField("digest of the text", max_length=64, editable=False)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "title"]
        constraints: ClassVar = [
            known("status", list(Status.values), "cases_concept_status_is_known"),
            known("topic", ["", *(value for value, _ in TOPICS)], "cases_concept_topic_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "order", "title"], name="cases_concept_listed")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:concept", args=[self.slug])

    @property
    def standing(self) -> str:
        return Status(self.status).sentence


class ConceptReference(models.Model):
    """A reference of an article, which cannot be deleted while the article leans on it."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concept", "reference"], name="cases_concept_cites_once"),
        ]

    def __str__(self) -> str:
        return f"{self.concept_id} cites {self.reference_id}"


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
