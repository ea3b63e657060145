"""The home page, and the case of each day."""

import logging
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

import neuraxis
from quizzes.answering.answers import FormUsed, finish, store
from quizzes.answering.grading import grade_pending, grade_stored
from quizzes.answering.positions import resumable
from quizzes.kinds import asking_of
from quizzes.kinds.responses import ResponseForm
from quizzes.learners.sessions import Learner, learner_of, welcome
from quizzes.making.daily import day_of, neighbors, prepare, preview, take, taken, tally
from quizzes.models import Answer, Daily
from quizzes.pages.home import case_context, print_home
from quizzes.printing.patients import patient
from quizzes.stored.verdicts import overall_state
from quizzes.takeaway.sharing import share_daily
from quizzes.views.acknowledging import acknowledges
from quizzes.views.asking import FORM_DAMAGED, FORM_USED, answer_of, answered_context, wants_fragment
from quizzes.views.starting import new_seed

log = logging.getLogger(__name__)


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    daily = daily_of_today()
    asked = taken(learner, daily) if daily and is_known(learner) else None
    answer = answer_of(asked) if asked else None
    done = result_context(request, daily, answer) if daily and answer else None
    return HttpResponse(print_home(request, daily, done, resumable(learner)))


@require_safe
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    return redirect("quizzes:daily", day_of(timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@acknowledges
def page(request: HttpRequest, day: date) -> HttpResponse:
    daily = daily_of(day)
    if request.method == "POST":
        return receive(request, daily)
    learner = learner_of(request)
    asked = taken(learner, daily) if is_known(learner) else None
    answer = answer_of(asked) if asked else None
    return show_waiting(request, daily) if answer is None else show_answered(request, daily, answer)


def is_known(learner: Learner) -> bool:
    """Whether the learner can own anything; a new visitor costs no query."""
    return learner.user is not None or bool(learner.token)


def daily_of_today() -> Daily | None:
    """None if it cannot be made just now; the home page does without."""
    now = timezone.now()
    try:
        return prepare(neuraxis.load_model(), day_of(now), new_seed(), now)
    except (neuraxis.GenerationError, DatabaseError):
        log.exception("there is no case of today")
        return None


def daily_of(day: date) -> Daily:
    now = timezone.now()
    current = day_of(now)
    if day > current:
        raise Http404("This day has not come yet. Its case opens at midnight, Coordinated Universal Time.")
    if day == current:
        return prepare(neuraxis.load_model(), day, new_seed(), now)
    daily = Daily.objects.filter(date=day).first()
    if daily is None:
        raise Http404("No case was kept for this day. Today's case is on the home page.")
    return daily


def receive(request: HttpRequest, daily: Daily) -> HttpResponse:
    """Read the answer and store it. Only a readable one makes a visitor known, by a cookie."""
    form = read(daily, request)
    if not form.is_valid():
        earlier = earlier_answer(request, daily)
        return conflict(request, daily, earlier) if earlier else ask_again(request, daily, form)
    now = timezone.now()
    asked = take(welcome(request), daily, now)
    given = form.cleaned_data
    try:
        receipt = store(asked.pk, given["client_id"], form.response, given["confidence"], now)
    except FormUsed:
        form.add_error(None, FORM_USED)
        return ask_again(request, daily, form)
    finish(asked.quiz_id, now)
    if not receipt.is_same:
        receipt.answer.question = asked
        return conflict(request, daily, receipt.answer)
    grade_pending(neuraxis.load_model(), asked.quiz, now)
    return to_feedback(request, daily)


def to_feedback(request: HttpRequest, daily: Daily) -> HttpResponse:
    """On the page of the day in place; from the home page there, where the chart has room."""
    address = daily.get_absolute_url()
    if wants_fragment(request) and urlsplit(request.headers.get("HX-Current-URL", "")).path != address:
        return HttpResponseClientRedirect(f"{address}#feedback")
    return redirect(f"{address}#feedback")


def read(daily: Daily, request: HttpRequest) -> ResponseForm:
    asked = preview(daily)
    asking = asking_of(asked.kind)
    return asking.read(asking.variant_of(asked), request.POST)


def earlier_answer(request: HttpRequest, daily: Daily) -> Answer | None:
    asked = taken(learner_of(request), daily)
    return answer_of(asked) if asked else None


def ask_again(request: HttpRequest, daily: Daily, form: ResponseForm) -> HttpResponse:
    """The form with what is missing said and what was chosen kept. 200, because htmx swaps nothing else."""
    if form.has_error("client_id"):
        form.add_error(None, FORM_DAMAGED)
    return show_waiting(request, daily, form.renewed())


def conflict(request: HttpRequest, daily: Daily, first: Answer) -> HttpResponse:
    """A second answer on one day: the first stands, and what came later stays readable."""
    refused = asking_of(first.question.kind).refused_words(request.POST)
    return show_answered(request, daily, first, status=409, refused=refused, is_conflict=True)


def show_waiting(request: HttpRequest, daily: Daily, form: ResponseForm | None = None) -> HttpResponse:
    context = case_context(daily, form)
    if wants_fragment(request):
        return render(request, context["panel"], context)
    return render(request, "quizzes/daily.html", context | daily_context(daily))


def show_answered(request: HttpRequest, daily: Daily, answer: Answer, status: int = 200, **extra: Any) -> HttpResponse:
    result = result_context(request, daily, answer)
    context = answered_context(answer.question, answer) | result | extra
    if wants_fragment(request):
        return render(request, "quizzes/_daily_answered.html", context | {"swapped": True}, status=status)
    return render(request, "quizzes/daily.html", context | daily_context(daily), status=status)


def daily_context(daily: Daily) -> dict[str, Any]:
    current = day_of(timezone.now())
    before, after = neighbors(daily.date, current)
    return {
        "section": "practice",
        "daily": daily,
        "is_today": daily.date == current,
        "before": before,
        "after": after,
        "patient": patient(daily.payload),
    }


def result_context(request: HttpRequest, daily: Daily, answer: Answer) -> dict[str, Any]:
    """How it went, to be shown and to be shared; graded if that was not done yet."""
    grade_stored(neuraxis.load_model(), answer, timezone.now())
    address = request.build_absolute_uri(reverse("quizzes:daily", args=[daily.date]))
    return {
        "daily": daily,
        "answer": answer,
        "verdict": answer.verdict,
        "state": overall_state(answer.score or 0.0),
        "tally": tally(daily),
        "share_text": share_daily(daily.date, answer, address),
    }
