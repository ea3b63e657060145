"""What is kept of a learner's practice."""

from quizzes.models.daily import Daily
from quizzes.models.learners import Profile
from quizzes.models.learning import RATING, Evidence, Review, ReviewCard, TaskRating
from quizzes.models.quizzes import MAX_LENGTH, Answer, Confidence, GradeRevision, Kind, Mode, Question, Quiz

__all__ = [
    "MAX_LENGTH",
    "RATING",
    "Answer",
    "Confidence",
    "Daily",
    "Evidence",
    "GradeRevision",
    "Kind",
    "Mode",
    "Profile",
    "Question",
    "Quiz",
    "Review",
    "ReviewCard",
    "TaskRating",
]
