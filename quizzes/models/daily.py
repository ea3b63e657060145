"""The case of a day, the same for everyone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse


class Daily(models.Model):
    """What everyone is asked on `date`, frozen like a question, so that a day has one case whatever changes in it."""

    date = models.DateField(unique=True)
    case_version = models.ForeignKey(
        "cases.CaseVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seed = models.BigIntegerField(null=True, blank=True)
    payload = models.JSONField()
    model_version = models.CharField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "case of a day"
        verbose_name_plural = "cases of the day"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(case_version__isnull=True, seed__isnull=False)
                | Q(case_version__isnull=False, seed__isnull=True),
                name="quizzes_daily_has_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"case of {self.date}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:daily", args=[self.date])
