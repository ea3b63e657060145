"""How far a learner has come: mastery, what is due, the exam, calibration, beliefs, history; and all of it to take."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import neuraxis
from quizzes.learners.sessions import Learner, learner_of, welcome
from quizzes.learning.beliefs import Diagnosis, diagnosis, weigh_in_background
from quizzes.learning.mastery import Fact, facts, ladder
from quizzes.learning.records import ENOUGH, axis_totals, calibration, history, recent_axes
from quizzes.making.questions import start_review
from quizzes.models import Profile
from quizzes.printing.feedback import AXIS_NAMES
from quizzes.takeaway.export import csv_lines, json_parts
from quizzes.views.starting import new_seed, to_first_question

LONGEST_REVIEW, SHORTEST_REVIEW = 10, 3
FARTHEST_EXAM = timedelta(days=730)


class ExamForm(forms.Form):
    """The day of the exam; empty takes it away."""

    exam_date = forms.DateField(
        label="Day of your exam",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2027-03-31."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.today = today
        self.fields["exam_date"].widget.attrs |= {
            "min": str(today + timedelta(days=1)),
            "max": str(today + FARTHEST_EXAM),
        }

    def clean_exam_date(self) -> date | None:
        day: date | None = self.cleaned_data["exam_date"]
        if day is not None and day <= self.today:
            raise forms.ValidationError("This day is over, or is today. Choose a later one.")
        if day is not None and day > self.today + FARTHEST_EXAM:
            raise forms.ValidationError("This is more than two years ahead. Choose a nearer day.")
        return day


@require_safe
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    learner, now = learner_of(request), timezone.now()
    profile = learner.profile
    form = ExamForm(initial={"exam_date": profile.exam_date if profile else None}, today=now.date())
    return render(request, "quizzes/progress.html", progress_context(learner, profile, now) | {"form": form})


def progress_context(learner: Learner, profile: Profile | None, now: datetime) -> dict[str, Any]:
    model = neuraxis.load_model()
    exam = profile.exam_date if profile and profile.exam_date and profile.exam_date > now.date() else None
    known = facts(model, profile.cards.all() if profile else (), exam, now)
    steps = calibration(learner)
    return {
        "section": "progress",
        "rungs": ladder(model, known),
        "met": len(known),
        "total": len(neuraxis.edge_catalog(model)),
        "exam": exam,
        "days_to_exam": (exam - now.date()).days if exam else None,
        "axes": axis_totals(recent_axes(learner), AXIS_NAMES),
        "calibration": steps,
        "confident": sum(step.answers for step in steps),
        "enough": ENOUGH,
        "history": history(learner),
        "beliefs": beliefs_of(model, learner, profile),
    } | review_context(known)


def beliefs_of(model: neuraxis.Model, learner: Learner, profile: Profile | None) -> Diagnosis:
    """What the answers say so far; what is missing is worked out elsewhere meanwhile."""
    found = diagnosis(model, learner)
    if profile is not None and found.waiting:
        weigh_in_background(profile)
    return found


def review_context(known: list[Fact]) -> dict[str, Any]:
    """What is due, else when the next fact is; and the weakest, to practice at once."""
    due = [fact for fact in known if fact.is_due]
    return {
        "due": len(due),
        "next_due": min((fact.due for fact in known if not fact.is_due), default=None),
        "weakest": known[0] if known else None,
    }


@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Start a review: as long as there is something due, within limits."""
    learner, now = welcome(request), timezone.now()
    profile = learner.profile
    if profile is None:
        messages.info(request, "There is nothing to review yet. Practice first: every answer makes its own reviews.")
        return redirect("quizzes:practice")
    exam = profile.exam_date
    due = sum(fact.is_due for fact in facts(neuraxis.load_model(), profile.cards.all(), exam, now))
    length = min(LONGEST_REVIEW, max(SHORTEST_REVIEW, (due + 1) // 2))
    return to_first_question(start_review(learner, length, new_seed(), now))


@require_POST
def exam(request: HttpRequest) -> HttpResponse:
    """Set the day of the exam, or take it away."""
    now = timezone.now()
    form = ExamForm(request.POST, today=now.date())
    if not form.is_valid():
        learner = learner_of(request)
        context = progress_context(learner, learner.profile, now) | {"form": form}
        return render(request, "quizzes/progress.html", context)
    learner, day = welcome(request), form.cleaned_data["exam_date"]
    owner = {"owner": learner.user} if learner.user is not None else {"learner_token": learner.token}
    Profile.objects.update_or_create(**owner, defaults={"exam_date": day})
    said = f"Reviews now aim at {day:%B} {day.day}, {day.year}." if day else "Reviews aim at no exam."
    messages.success(request, said)
    return redirect("quizzes:progress")


@require_safe
@never_cache
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    return attached(
        StreamingHttpResponse(csv_lines(learner_of(request)), content_type="text/csv; charset=utf-8"), "csv"
    )


@require_safe
@never_cache
def export_json(request: HttpRequest) -> StreamingHttpResponse:
    learner = learner_of(request)
    parts = json_parts(learner, learner.profile)
    return attached(StreamingHttpResponse(parts, content_type="application/json"), "json")


def attached(response: StreamingHttpResponse, kind: str) -> StreamingHttpResponse:
    response["Content-Disposition"] = f'attachment; filename="neuroquiz-progress.{kind}"'
    return response
