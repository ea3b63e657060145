"""What is kept of a learner's practice."""

from quizzes.models.daily import Daily
from quizzes.models.learners import Profile
from quizzes.models.learning import RATING, Evidence, Review, ReviewCard, TaskRating
from quizzes.models.quizzes import (
    LOCALIZE,
    MAX_KIND,
    MAX_LENGTH,
    Answer,
    Confidence,
    GradeRevision,
    Mode,
    Question,
    Quiz,
)

__all__ = [
    "LOCALIZE",
    "MAX_KIND",
    "MAX_LENGTH",
    "RATING",
    "Answer",
    "Confidence",
    "Daily",
    "Evidence",
    "GradeRevision",
    "Mode",
    "Profile",
    "Question",
    "Quiz",
    "Review",
    "ReviewCard",
    "TaskRating",
]
