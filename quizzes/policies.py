"""Whose quiz is whose."""

from uuid import UUID

from django.http import Http404

from quizzes.learners import Learner
from quizzes.models import Quiz

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
