"""Whose quiz is whose."""

from uuid import UUID

from django.http import Http404

from accounts.policies import NotAllowed
from quizzes.learners.sessions import Learner
from quizzes.models import Mode, Quiz

NOT_YET = "This exam has not ended, or its results were not opened yet. Feedback comes with the results."
NOT_YOURS = (
    "There is no such quiz in this browser or account. If you practiced without an account on another device, "
    "it can only be opened there."
)


def own_quiz(learner: Learner, public_id: UUID) -> Quiz:
    """The learner's quiz. Somebody else's does not exist, so that nobody can find out that it does."""
    quiz = learner.quizzes.filter(public_id=public_id).first()
    if quiz is None:
        raise Http404(NOT_YOURS)
    return quiz


def check_can_see_feedback(quiz: Quiz) -> None:
    """Nothing that an exam asks is explained before its end, on any page."""
    if quiz.mode == Mode.EXAM and quiz.finished_at is None:
        raise NotAllowed(NOT_YET)


def owns(learner: Learner, public_id: UUID) -> bool:
    """Whether the quiz is the learner's."""
    return learner.quizzes.filter(public_id=public_id).exists()
