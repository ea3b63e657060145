"""What a learner was asked, what was answered, and how it was graded.

A question keeps everything that was shown and everything that grading reads, so that a grade can be worked out again
when the case, the model or the wording have moved on.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlencode

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

MAX_LENGTH = 50


class Mode(models.TextChoices):
    TUTOR = "tutor", "Tutor: feedback after each answer"
    EXAM = "exam", "Exam: feedback at the end"


# The kind that cases of the library, twins, decks and packs are; the others are known to their own files alone.
LOCALIZE = "localize"
MAX_KIND = 16


class Confidence(models.IntegerChoices):
    GUESS = 1, "A guess"
    FAIR = 2, "Fairly sure"
    SURE = 3, "Sure"


class Quiz(models.Model):
    """A run of questions. It belongs to an account, or to the token in a visitor's session, or (erased) to nobody.

    `settings` holds the plan: topic, difficulty, and per position the library case version to ask, or null for a
    generated question. An exam ends at `deadline`, by the server's clock. `origin` is the exam whose questions are
    practiced again. `daily` is the case of the day that is answered here, once per learner.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="quizzes"
    )
    learner_token = models.CharField(max_length=64, blank=True, db_index=True)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.TUTOR)
    settings = models.JSONField(default=dict)
    length = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MAX_LENGTH)])
    seed = models.BigIntegerField()
    created_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    origin = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeats")
    daily = models.ForeignKey(
        "quizzes.Daily", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="quizzes"
    )

    class Meta:
        verbose_name_plural = "quizzes"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["daily", "owner"], name="quizzes_quiz_one_a_day_per_account"),
            models.UniqueConstraint(
                fields=["daily", "learner_token"],
                condition=~Q(learner_token=""),
                name="quizzes_quiz_one_a_day_per_visitor",
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="quizzes_quiz_mode_is_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(learner_token=""), name="quizzes_quiz_has_one_owner_at_most"
            ),
            models.CheckConstraint(
                condition=Q(length__gte=1, length__lte=MAX_LENGTH), name="quizzes_quiz_length_is_possible"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("created_at")),
                name="quizzes_quiz_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(deadline__gt=F("created_at")),
                name="quizzes_quiz_deadline_is_ahead",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-created_at"], name="quizzes_quiz_of_owner")]

    def __str__(self) -> str:
        return f"quiz {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:question", args=[self.public_id, 1])


def kind_is_known(kinds: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(kind__in=[*kinds]), name="quizzes_question_kind_is_known")


class Question(models.Model):
    """One frozen question. Its source is a version of a library case, or a seed of the generator, never both.

    `struck` holds the options that the learner struck out, as `field:value`. Which kinds there are is said by
    `allow_kinds`.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=MAX_KIND, choices=[(LOCALIZE, LOCALIZE)], default=LOCALIZE)
    case_version = models.ForeignKey(
        "cases.CaseVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    seed = models.BigIntegerField(null=True, blank=True)
    payload = models.JSONField()
    model_version = models.CharField(max_length=32)
    flagged = models.BooleanField(default=False)
    struck = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "position"], name="quizzes_question_one_per_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="quizzes_question_counts_from_one"),
            kind_is_known([LOCALIZE]),
            models.CheckConstraint(
                condition=Q(case_version__isnull=True, seed__isnull=False)
                | Q(case_version__isnull=False, seed__isnull=True),
                name="quizzes_question_has_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.position} of {self.quiz_id}"

    @classmethod
    def allow_kinds(cls, names: Mapping[str, str]) -> None:
        """Let questions be of these kinds, by id, each with its name.

        Called once, by `quizzes.kinds` when it knows all its files. The table refuses every other kind, so a new one
        wants a migration, which `makemigrations` writes.
        """
        cls.kind.field.choices = [*names.items()]
        known = kind_is_known(names)
        cls._meta.constraints = [known if one.name == known.name else one for one in cls._meta.constraints]

    @property
    def permanent_url(self) -> str:
        """Where a generated question comes out the same for everybody; shown only when it is answered."""
        if self.seed is None or "twin" in self.payload:
            return ""
        path = reverse("quizzes:permanent", args=[self.seed, self.model_version])
        wish = {name: value for name, value in self.payload.get("generator", {}).items() if value is not None}
        return f"{path}?{urlencode(wish)}" if wish else path


class Answer(models.Model):
    """The one answer to a question. It is stored before it is graded; until then verdict, score and time are null.

    `client_id` is made with the form, so that a form that is sent again is known as the same. In an exam an answer may
    be changed: `superseded` holds the ids of the forms whose answers stood here before.
    `model_version` is that of the model that graded.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="answer")
    client_id = models.UUIDField(unique=True)
    superseded = models.JSONField(default=list, blank=True)
    response = models.JSONField()
    verdict = models.JSONField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(choices=Confidence, null=True, blank=True)
    model_version = models.CharField(max_length=32, blank=True)
    answered_at = models.DateTimeField()
    graded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1), name="quizzes_answer_score_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__in=Confidence.values),
                name="quizzes_answer_confidence_is_a_step",
            ),
            models.CheckConstraint(
                condition=Q(verdict__isnull=True, score__isnull=True, graded_at__isnull=True, model_version="")
                | (Q(verdict__isnull=False, score__isnull=False, graded_at__isnull=False) & ~Q(model_version="")),
                name="quizzes_answer_is_graded_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.question_id}"

    @property
    def is_graded(self) -> bool:
        return self.graded_at is not None


class GradeRevision(models.Model):
    """A grade that was changed after it was given, and why. Rows are added, never changed."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    old_verdict = models.JSONField()
    old_score = models.FloatField()
    old_model_version = models.CharField(max_length=32)
    new_verdict = models.JSONField()
    new_score = models.FloatField()
    new_model_version = models.CharField(max_length=32)
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.old_score:.2f} to {self.new_score:.2f}: {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse("changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse("deleted")


def refuse(deed: str) -> NoReturn:
    raise TypeError(f"A grade revision is never {deed}; add another one.")
