"""Who is practicing: an account, or a visitor known by a random token in the session."""

import re
import secrets
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from quizzes.models import Quiz

SESSION_KEY = "learner"
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True)
class Learner:
    """Owns quizzes by account or by token; with neither, owns nothing."""

    user: User | None = None
    token: str = ""

    @property
    def quizzes(self) -> QuerySet[Quiz]:
        if self.user is not None:
            return Quiz.objects.filter(owner=self.user)
        if self.token:
            return Quiz.objects.filter(learner_token=self.token)
        return Quiz.objects.none()


def learner_of(request: HttpRequest) -> Learner:
    """The learner as far as is known; makes nothing, so that a mere visit sets no cookie."""
    if request.user.is_authenticated:
        return Learner(user=request.user)
    return Learner(token=session_token(request))


def welcome(request: HttpRequest) -> Learner:
    """The learner, with a token in the session from now on."""
    learner = learner_of(request)
    if learner.user is None and not learner.token:
        request.session[SESSION_KEY] = secrets.token_urlsafe(32)
        return learner_of(request)
    return learner


def session_token(request: HttpRequest) -> str:
    """The token in the session; anything that is not one of ours counts as none."""
    session = getattr(request, "session", None)
    token = session.get(SESSION_KEY) if session is not None else None
    return token if isinstance(token, str) and TOKEN.fullmatch(token) else ""


def merge(request: HttpRequest, user: AbstractBaseUser) -> int:
    """Give the quizzes of this session to `user`. The token stays, so that doing it twice does no harm."""
    token = session_token(request)
    if not token:
        return 0
    return Quiz.objects.filter(learner_token=token).update(owner=user, learner_token="")
