"""What a learner remembers: one card per fact of the model, and what the answers said of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from quizzes.models.learners import Profile
from quizzes.models.quizzes import Answer

RATING = 1500.0


class ReviewCard(models.Model):
    """One edge of the model for one learner. Whose it is, its profile says.

    `state` is the memory as the scheduler keeps it, `due` the date that follows from it; an exam date may bring the
    review forward. `rating` is the learner's Elo rating on this edge.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="cards")
    edge = models.CharField(max_length=80)
    state = models.JSONField()
    due = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    rating = models.FloatField(default=RATING)
    seen = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "edge"], name="quizzes_reviewcard_one_per_edge"),
            models.CheckConstraint(condition=Q(right__lte=models.F("seen")), name="quizzes_reviewcard_counts_add_up"),
        ]

    def __str__(self) -> str:
        return f"{self.edge} of profile {self.profile_id}"


class Review(models.Model):
    """What one answer said of one edge: again, hard, good, easy, as the scheduler counts. An answer counts once."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="reviews")
    card = models.ForeignKey(ReviewCard, on_delete=models.CASCADE, related_name="reviews")
    rating = models.PositiveSmallIntegerField()
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "card"], name="quizzes_review_counts_once"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=4), name="quizzes_review_rating_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.card_id} by {self.answer_id}"


class TaskRating(models.Model):
    """The Elo rating of an edge (`edge:reflex:triceps`) or of a difficulty (`difficulty:2`), over all learners."""

    subject = models.CharField(max_length=90, unique=True)
    rating = models.FloatField(default=RATING)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.subject}: {self.rating:.0f}"


class Evidence(models.Model):
    """How probable an answer is to a learner who knows, and to one with each wrong belief: what a diagnosis adds up.

    `logs` holds, by belief, a log probability for each rate of guessing.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="evidence")
    logs = models.JSONField()
    model_version = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"evidence of answer {self.answer_id}"
