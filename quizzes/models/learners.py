"""What a learner set for all quizzes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Profile(models.Model):
    """A learner's wishes. It belongs to an account, or to the token in a visitor's session."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="profile"
    )
    learner_token = models.CharField(max_length=64, null=True, blank=True, unique=True)
    exam_date = models.DateField(null=True, blank=True)
    single_keys = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True, learner_token__isnull=False)
                | Q(owner__isnull=False, learner_token__isnull=True),
                name="quizzes_profile_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"profile of {self.owner_id or 'a visitor'}"
