"""Concept articles and the references that they, and cases, lean on."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models.vocabulary import SHOWN, TOPICS, Status, known


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
