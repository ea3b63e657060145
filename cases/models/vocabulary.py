"""The closed vocabularies of teaching content, as choices for forms and as constraints for the database."""

from typing import Any

from django.db import models
from django.db.models import Q

import neuraxis

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
