"""The end of an exam: the review of all its questions, submitting them, practicing them again."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import neuraxis
from quizzes.answering import exams
from quizzes.answering.grading import grade_pending
from quizzes.learners.policies import own_quiz
from quizzes.learners.sessions import learner_of, welcome
from quizzes.models import Mode, Quiz
from quizzes.views.exams import exam_context, positions_of


@require_safe
@never_cache
def review(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Every question with its state, and the door to the end."""
    return show_review(request, own_exam(request, quiz_id), timezone.now())


def own_exam(request: HttpRequest, quiz_id: UUID) -> Quiz:
    quiz = own_quiz(learner_of(request), quiz_id)
    if quiz.mode != Mode.EXAM:
        raise Http404("This is practice: it has results, and no review.")
    return quiz


def show_review(request: HttpRequest, quiz: Quiz, now: datetime, *, asks: bool = False) -> HttpResponse:
    if not exams.is_running(quiz, now):
        return redirect("quizzes:results", quiz.public_id)
    base = reverse("quizzes:resume", args=[quiz.public_id])
    context = {"section": "practice", "quiz": quiz, "exam": exam_context(quiz, now), "base": base, "asks": asks}
    return render(request, "quizzes/exam_review.html", context)


@require_POST
@never_cache
def finish(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Submit all. With questions left empty it is asked once more."""
    quiz, now = own_exam(request, quiz_id), timezone.now()
    is_sure = request.POST.get("sure") == "yes" or all(one.saved_at for one in positions_of(quiz))
    if exams.is_running(quiz, now):
        if not is_sure:
            return show_review(request, quiz, now, asks=True)
        exams.submit(quiz, now)
        grade_pending(neuraxis.load_model(), quiz, now)
    return redirect("quizzes:results", quiz_id)


@require_POST
@never_cache
def again(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Practice the same questions. The exam and its result stay as they are."""
    now = timezone.now()
    quiz = exams.looked_at(own_exam(request, quiz_id), now)
    if quiz.finished_at is None:
        raise Http404("The exam still runs. Its questions can be practiced when it has ended.")
    repeat = exams.start_repeat(welcome(request), quiz, now)
    return redirect("quizzes:question", repeat.public_id, 1)
