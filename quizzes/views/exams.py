"""A running exam: its questions, in any order. Nothing here knows a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

import neuraxis
from quizzes.answering import exams
from quizzes.answering.answers import FormUsed
from quizzes.kinds import asking_of
from quizzes.kinds.responses import ResponseForm
from quizzes.learners.policies import own_quiz
from quizzes.learners.sessions import Learner
from quizzes.making.questions import open_question
from quizzes.models import Answer, Question, Quiz
from quizzes.pages.question import print_flag
from quizzes.printing.patients import patient

FORM_USED = "This form was sent before. It has been renewed, and your choices are kept: save again."
FORM_DAMAGED = "The form came back damaged. It has been renewed, and your choices are kept: save again."
# A grid of this many is small enough to stand open.
SHORT = 10


@dataclass(frozen=True)
class Position:
    """One position of an exam, as its learner left it."""

    number: int
    flagged: bool = False
    saved_at: datetime | None = None


def sit(request: HttpRequest, learner: Learner, quiz_id: UUID, position: int) -> HttpResponse | None:
    """A question of an exam; None where the exam is over and the question has its feedback, as in practice."""
    now = timezone.now()
    quiz = own_quiz(learner, quiz_id)
    was_open = quiz.finished_at is None
    exams.looked_at(quiz, now)
    if was_open and quiz.finished_at is not None and request.method != "POST":
        return redirect("quizzes:results", quiz_id)  # time ran out while nobody looked: first of all the results
    if not 1 <= position <= quiz.length:
        raise Http404(f"This exam has the questions 1 to {quiz.length}.")
    if not exams.is_running(quiz, now):
        return ended(request, quiz, position, now)
    asked = opened(quiz, position, now)
    return receive(request, asked, now) if request.method == "POST" else ask(request, asked, form_of(asked), now)


def opened(quiz: Quiz, position: int, now: datetime) -> Question:
    """The question at a position. Those before it are made first, so that no place comes twice."""
    asked = find(quiz, position)
    if asked is None:
        have = set(quiz.questions.values_list("position", flat=True))
        for missing in (at for at in range(1, position + 1) if at not in have):
            open_question(neuraxis.load_model(), quiz, missing, now)
        asked = find(quiz, position)
    if asked is None:
        raise Http404("This question could not be made.")
    return asked


def find(quiz: Quiz, position: int) -> Question | None:
    asked = Question.objects.filter(quiz=quiz, position=position).select_related("answer").first()
    if asked is not None:
        asked.quiz = quiz
    return asked


def given_answer(asked: Question) -> Answer | None:
    """What was answered, ungraded. Feedback has a door of its own, which is shut while the exam runs."""
    return getattr(asked, "answer", None)


def form_of(asked: Question) -> ResponseForm:
    """The form as it was left: blank, or with the answer that stands."""
    asking = asking_of(asked.kind)
    form = asking.blank_form(asking.variant_of(asked))
    answer = given_answer(asked)
    return form if answer is None else form.showing(answer, asking.choices_of(answer.response))


def receive(request: HttpRequest, asked: Question, now: datetime) -> HttpResponse:
    asking = asking_of(asked.kind)
    form = asking.read(asking.variant_of(asked), request.POST)
    if "flagged" in request.POST:
        return flag_and_go_on(request, asked, now)
    if not form.is_valid():
        if exams.is_running(asked.quiz, now):
            return ask_again(request, asked, form, now)
        return late(request, asked, now)
    cleaned = form.cleaned_data
    given = exams.Given(cleaned["client_id"], form.response, cleaned["confidence"], cleaned["replaces"])
    try:
        receipt = exams.keep(asked, given, now)
    except FormUsed:
        form.add_error(None, FORM_USED)
        return ask_again(request, asked, form, now)
    if receipt.is_kept:
        return go_on(request, asked)
    if receipt.outcome == exams.Outcome.LATE:
        return late(request, asked, now)
    return other_tab(request, asked, receipt.standing, now)


def flag_and_go_on(request: HttpRequest, asked: Question, now: datetime) -> HttpResponse:
    """The flag was set inside the form, without JavaScript: what was chosen there is kept."""
    asked.flagged = request.POST.get("flagged") == "on"
    Question.objects.filter(pk=asked.pk).update(flagged=asked.flagged)
    form = form_of(asked)
    chosen = {name: request.POST.getlist(name) for name in form.fields if name != "client_id" and name in request.POST}
    one_or_all = {name: values[0] if len(values) == 1 else values for name, values in chosen.items()}
    form.initial = {**form.initial, **one_or_all}
    return ask(request, asked, form, now)


def ask_again(request: HttpRequest, asked: Question, form: ResponseForm, now: datetime) -> HttpResponse:
    """The form with what is missing said and what was chosen kept. 200, because htmx swaps nothing else."""
    if form.has_error("client_id") or form.has_error("replaces"):
        form.add_error(None, FORM_DAMAGED)
    if not is_htmx(request):
        return ask(request, asked, form.renewed(), now)
    context = question_context(asked, form.renewed(), now) | {"swapped": True}
    return render(request, context["panel"], context)


def ask(request: HttpRequest, asked: Question, form: ResponseForm, now: datetime) -> HttpResponse:
    return render(request, "quizzes/question.html", question_context(asked, form, now))


def go_on(request: HttpRequest, asked: Question) -> HttpResponse:
    """To the next question without an answer, or to the review of all."""
    positions = positions_of(asked.quiz)
    ahead = [*positions[asked.position :], *positions[: asked.position]]
    empty = next((one.number for one in ahead if one.saved_at is None), None)
    return to(
        request, address_of(asked.quiz, empty) if empty else reverse("quizzes:review", args=[asked.quiz.public_id])
    )


def to(request: HttpRequest, address: str) -> HttpResponse:
    """htmx would fetch a redirect into the panel; it is told to open the page instead."""
    return HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)


def other_tab(request: HttpRequest, asked: Question, standing: Answer | None, now: datetime) -> HttpResponse:
    """Another tab changed the answer meanwhile: that one stands, and what came now stays readable."""
    if standing is not None:
        asked.answer = standing
    refused = asking_of(asked.kind).refused_words(request.POST)
    context = question_context(asked, form_of(asked), now) | {"refused": refused, "is_other_tab": True}
    return whole_page(request, "quizzes/question.html", context, exams.Outcome.OTHER_TAB)


def late(request: HttpRequest, asked: Question, now: datetime) -> HttpResponse:
    """An answer after the end: not counted, and readable."""
    quiz = exams.looked_at(asked.quiz, now)
    quiz.refresh_from_db(fields=["finished_at"])
    context = {
        "section": "practice",
        "quiz": quiz,
        "position": asked.position,
        "seconds": exams.seconds_after_end(quiz, now),
        "was_submitted": quiz.finished_at is not None and quiz.finished_at != quiz.deadline,
        "refused": asking_of(asked.kind).refused_words(request.POST),
    }
    return whole_page(request, "quizzes/exam_late.html", context, exams.Outcome.LATE)


def whole_page(request: HttpRequest, template: str, context: Mapping[str, Any], outcome: str) -> HttpResponse:
    """409 with a page of its own; htmx is told to put it in place of the whole content."""
    response = render(request, template, dict(context), status=409)
    response["X-Answer"] = str(outcome)
    if is_htmx(request):
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML"
    return response


def ended(request: HttpRequest, quiz: Quiz, position: int, now: datetime) -> HttpResponse | None:
    """What is left of a question when the exam is over."""
    asked = find(quiz, position)
    if request.method == "POST":
        if asked is None:
            raise Http404("The exam is over, and this question was never opened.")
        return receive(request, asked, now)
    if asked is None:
        return redirect("quizzes:results", quiz.public_id)
    if given_answer(asked) is not None:
        return None
    context = {
        "section": "practice",
        "quiz": quiz,
        "position": position,
        "length": quiz.length,
        "patient": patient(asked.payload),
    }
    return render(request, "quizzes/exam_empty.html", context)


def positions_of(quiz: Quiz) -> list[Position]:
    rows = quiz.questions.values_list("position", "flagged", "answer__answered_at")
    found = {row[0]: Position(*row) for row in rows}
    return [found.get(at) or Position(at) for at in range(1, quiz.length + 1)]


def exam_context(quiz: Quiz, now: datetime) -> dict[str, Any]:
    """Clock and positions: all that an exam shows of itself while it runs."""
    positions = positions_of(quiz)
    answered = sum(one.saved_at is not None for one in positions)
    left = exams.seconds_left(quiz.deadline, now) if quiz.deadline else None
    return {
        "positions": positions,
        "answered": answered,
        "empty": quiz.length - answered,
        "flagged": sum(one.flagged for one in positions),
        "is_short": quiz.length <= SHORT,
        "deadline": quiz.deadline,
        "left": left,
        "left_words": clock(left or 0),
        "closes": exams.seconds_left(quiz.deadline + exams.GRACE, now) if quiz.deadline else None,
    }


def clock(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def question_context(asked: Question, form: ResponseForm, now: datetime) -> dict[str, Any]:
    asking = asking_of(asked.kind)
    quiz, here, answer = asked.quiz, address_of(asked.quiz, asked.position), given_answer(asked)
    return asking.panel_context(asking.variant_of(asked)) | {
        "section": "practice",
        "exam": exam_context(quiz, now),
        "position": asked.position,
        "length": quiz.length,
        "here": here,
        "base": reverse("quizzes:resume", args=[quiz.public_id]),
        "flag": print_flag(asked.flagged, here),
        "patient": patient(asked.payload),
        "form": form,
        "panel": asking.panel,
        "struck": asked.struck,
        "saved_at": answer.answered_at if answer else None,
        "submit_words": "Save change" if answer else "Save and go on",
        "previous": asked.position - 1,
        "next": asked.position + 1 if asked.position < quiz.length else None,
    }


def address_of(quiz: Quiz, position: int) -> str:
    return reverse("quizzes:question", args=[quiz.public_id, position])


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
