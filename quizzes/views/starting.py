"""The doors into a quiz: the home page, practice, a library case, the permanent link of a question."""

import secrets
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import neuraxis
from quizzes.forms import PracticeForm
from quizzes.learners import learner_of, welcome
from quizzes.models import Quiz
from quizzes.policies import own_quiz
from quizzes.presentation import patient
from quizzes.progress import resumable
from quizzes.questions import freeze_generated, start, start_case, start_generated, start_like
from quizzes.selection import SEED_BITS, Draw, Wish, generate, library
from quizzes.views.asking import answer_of, existing

DAMAGED = "This link is damaged: it names no question that can be made."


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "quizzes/home.html", {"resumable": resumable(learner_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def practice(request: HttpRequest) -> HttpResponse:
    form = PracticeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        return to_first_question(start(welcome(request), form.wish, new_seed(), timezone.now()))
    context = {"section": "practice", "form": form, "resumable": resumable(learner_of(request))}
    return render(request, "quizzes/practice.html", context)


@require_POST
def solve_case(request: HttpRequest, slug: str) -> HttpResponse:
    """One question: this case of the library."""
    version = library(Wish()).filter(case__slug=slug).first()
    if version is None:
        raise Http404("There is no such case in the library, or it is being corrected.")
    return to_first_question(start_case(welcome(request), version, new_seed(), timezone.now()))


@require_POST
def another(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """A fresh generated question of the same topic, once this one is answered."""
    asked = existing(own_quiz(learner_of(request), quiz_id), position)
    if answer_of(asked) is None:
        raise Http404("Answer this question first; then there is another like it.")
    wish = Wish(topic=neuraxis.Topic(asked.payload["topic"]))
    return to_first_question(start_like(welcome(request), wish, new_seed(), timezone.now()))


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
    }
    return render(request, "quizzes/permanent.html", context)


@lru_cache(maxsize=64)
def regenerated(version: str, seed: int, wish: Wish) -> dict[str, Any]:
    """The question of a link; `version` is there to be remembered by."""
    model = neuraxis.load_model()
    return freeze_generated(model, Draw(generate(model, seed, wish), wish))


def to_first_question(quiz: Quiz) -> HttpResponse:
    return redirect("quizzes:question", quiz.public_id, 1)


def new_seed() -> int:
    return secrets.randbits(SEED_BITS)
