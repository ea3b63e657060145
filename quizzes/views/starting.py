"""The doors into a quiz: practice, a library case, the permanent link of a question."""

import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

import neuraxis
from quizzes.answering.positions import resumable
from quizzes.kinds import asking_of
from quizzes.learners.sessions import Learner, learner_of, welcome
from quizzes.making.questions import start, start_case, start_generated, start_like
from quizzes.making.selection import SEED_BITS, Wish, library
from quizzes.making.twins import start_twin
from quizzes.models import LOCALIZE, Mode, Quiz
from quizzes.printing.patients import patient
from quizzes.views.asking import answer_of, existing
from quizzes.views.wishes import PracticeForm

NO_TWIN = (
    "This patient has no twin: no other place comes near enough to these findings. Another like this is always there."
)
DAMAGED = "This link is damaged: it names no question that can be made."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def practice(request: HttpRequest) -> HttpResponse:
    form = PracticeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        return to_first_question(begin_practice(welcome(request), form, timezone.now()))
    context = {"section": "practice", "form": form, "resumable": resumable(learner_of(request))}
    return render(request, "quizzes/practice.html", context)


def begin_practice(learner: Learner, form: PracticeForm, now: datetime) -> Quiz:
    """A quiz as the form asks for it. The time of an exam runs from here, by this clock."""
    fields = {
        "mode": Mode.EXAM if form.is_exam else Mode.TUTOR,
        "deadline": now + form.limit if form.limit else None,
    }
    return start(learner, form.wish, new_seed(), now, form.length, **fields)


@require_POST
def solve_case(request: HttpRequest, slug: str) -> HttpResponse:
    """One question: this case of the library."""
    version = library(Wish()).filter(case__slug=slug).first()
    if version is None:
        raise Http404("There is no such case in the library, or it is being corrected.")
    return to_first_question(start_case(welcome(request), version, new_seed(), timezone.now()))


@require_POST
def another(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """A fresh generated question of the same kind and topic, once this one is answered."""
    asked = existing(learner_of(request), quiz_id, position)
    if answer_of(asked) is None:
        raise Http404("Answer this question first; then there is another like it.")
    wish = Wish(topic=neuraxis.Topic(asked.payload["topic"]), kind=asked.kind)
    return to_first_question(start_like(welcome(request), wish, new_seed(), timezone.now()))


@require_POST
@never_cache
def twin(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """The nearest patient with another answer, once this one is answered."""
    asked = existing(learner_of(request), quiz_id, position)
    if answer_of(asked) is None or not asking_of(asked.kind).has_twin(asked):
        raise Http404("Answer a question about where the lesion is first; then its twin can be asked.")
    try:
        quiz = start_twin(neuraxis.load_model(), welcome(request), asked, new_seed(), timezone.now())
    except ValueError:
        messages.info(request, NO_TWIN)
        return redirect("quizzes:question", quiz_id, position)
    return to_first_question(quiz)


@require_http_methods(["GET", "HEAD", "POST"])
def permanent(request: HttpRequest, seed: int, version: str) -> HttpResponse:
    """A generated question by its link: the same for everybody, for as long as the model is the same."""
    model = neuraxis.load_model()
    form = PracticeForm(request.GET)
    if seed >= 1 << SEED_BITS or not form.is_valid():
        raise Http404(DAMAGED)
    if version != model.version:
        return render(request, "quizzes/changed.html", {"section": "practice", "wish": form.wish}, status=410)
    try:
        payload = regenerated(model.version, seed, form.wish)
    except neuraxis.GenerationError as error:
        raise Http404(DAMAGED) from error
    if request.method == "POST":
        return to_first_question(start_generated(welcome(request), form.wish, seed, timezone.now()))
    context = {
        "section": "practice",
        "patient": patient(payload),
        "title": asking_of(form.wish.kind or LOCALIZE).title,
    }
    return render(request, "quizzes/permanent.html", context)


@lru_cache(maxsize=64)
def regenerated(version: str, seed: int, wish: Wish) -> dict[str, Any]:
    """The question of a link; `version` is there to be remembered by."""
    asking = asking_of(wish.kind or LOCALIZE)
    return asking.make(neuraxis.load_model(), seed, wish.topic, wish.difficulty)


def to_first_question(quiz: Quiz) -> HttpResponse:
    return redirect("quizzes:question", quiz.public_id, 1)


def new_seed() -> int:
    return secrets.randbits(SEED_BITS)
