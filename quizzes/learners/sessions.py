"""Who is practicing: an account, or a visitor known by a random token in the session."""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from quizzes.learners.merging import merge_profiles
from quizzes.models import Profile, Question, Quiz

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

    @property
    def profile(self) -> Profile | None:
        """The learner's wishes and cards; None before there are any."""
        if self.user is not None:
            return Profile.objects.filter(owner=self.user).first()
        return Profile.objects.filter(learner_token=self.token).first() if self.token else None


def questions_of(learner: Learner, **which: Any) -> QuerySet[Question]:
    """The questions of the learner's quizzes, as far as `which` asks for them."""
    if learner.user is not None:
        return Question.objects.filter(quiz__owner=learner.user, **which)
    if learner.token:
        return Question.objects.filter(quiz__learner_token=learner.token, **which)
    return Question.objects.none()


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
    """Give the quizzes and the reviews of this session to `user`. The token stays, so that doing it twice does no harm.

    Where both answered the case of a day, the account's answer is the one of that day; the other becomes practice.
    """
    token = session_token(request)
    if not token:
        return 0
    brought = Quiz.objects.filter(learner_token=token)
    with transaction.atomic():
        brought.filter(daily__in=Quiz.objects.filter(owner=user.pk).values("daily")).update(daily=None)
        merge_profiles(token, user)
        return brought.update(owner=user, learner_token="")
