"""One question a page: shown, answered, flagged, reported."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

import neuraxis
from quizzes.answers import FormUsed, store
from quizzes.forms import AnswerForm, ReportForm
from quizzes.grading import grade_stored
from quizzes.learners import learner_of
from quizzes.models import Answer, Question, Quiz
from quizzes.policies import own_quiz
from quizzes.presentation import feedback_context, patient, refused_words, site_options
from quizzes.progress import first_unanswered, progress_of
from quizzes.questions import open_question

FORM_USED = (
    "This form was already sent for another question. It has been renewed, and your choices are kept: submit again."
)
FORM_DAMAGED = "The form came back damaged. It has been renewed, and your choices are kept: submit again."


def resume(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """To the first question without an answer, or to the results."""
    quiz = own_quiz(learner_of(request), quiz_id)
    position = first_unanswered(quiz)
    if position is None:
        return redirect("quizzes:results", quiz_id)
    return redirect("quizzes:question", quiz_id, position)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def question(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    quiz = own_quiz(learner_of(request), quiz_id)
    if request.method == "POST":
        return receive(request, quiz, existing(quiz, position))
    model = neuraxis.load_model()
    asked = find(quiz, position)
    if asked is None:
        if not progress_of(quiz).may_open(position):
            messages.info(request, f"Question {position} comes later. This is the next one.")
            return resume(request, quiz_id)
        asked = open_question(model, quiz, position)
    return show(request, quiz, asked, answer_of(asked))


def find(quiz: Quiz, position: int) -> Question | None:
    if not 1 <= position <= quiz.length:
        raise Http404(f"This quiz has the questions 1 to {quiz.length}.")
    questions = quiz.questions.select_related("answer", "case_version__case")
    return questions.filter(position=position).first()


def existing(quiz: Quiz, position: int) -> Question:
    asked = find(quiz, position)
    if asked is None:
        raise Http404("This question has not been opened yet. Open it first, then answer.")
    return asked


def answer_of(asked: Question) -> Answer | None:
    answer = getattr(asked, "answer", None)
    if answer is not None:
        answer.question = asked
    return answer


def receive(request: HttpRequest, quiz: Quiz, asked: Question) -> HttpResponse:
    """Read the answer, store it, grade it: in this order, so that nothing that was sent is lost."""
    model = neuraxis.load_model()
    now = timezone.now()
    form = AnswerForm(model, asked, request.POST)
    first = answer_of(asked)
    if first is not None:
        is_same = form.is_valid() and form.response == first.response
        return acknowledge(request, quiz, asked, first, now) if is_same else conflict(request, quiz, asked, first)
    if not form.is_valid():
        return ask_again(request, quiz, asked, form)
    try:
        receipt = store(asked, form.cleaned_data["client_id"], form.response, now)
    except FormUsed:
        form.add_error(None, FORM_USED)
        return ask_again(request, quiz, asked, form)
    if not receipt.is_same:
        return conflict(request, quiz, asked, receipt.answer)
    return acknowledge(request, quiz, asked, receipt.answer, now)


def acknowledge(request: HttpRequest, quiz: Quiz, asked: Question, answer: Answer, now: datetime) -> HttpResponse:
    grade_stored(neuraxis.load_model(), answer, now)
    if wants_fragment(request):
        return render(request, "quizzes/_answered.html", page_context(request, quiz, asked, answer) | {"swapped": True})
    return redirect(reverse("quizzes:question", args=[quiz.public_id, asked.position]) + "#feedback")


def conflict(request: HttpRequest, quiz: Quiz, asked: Question, first: Answer) -> HttpResponse:
    """Another answer to an answered question: the first stands, and what came later stays readable."""
    grade_stored(neuraxis.load_model(), first, timezone.now())
    context = page_context(request, quiz, asked, first) | {
        "refused": refused_words(request.POST),
        "is_conflict": True,
        "swapped": wants_fragment(request),
    }
    template = "quizzes/_answered.html" if wants_fragment(request) else "quizzes/question.html"
    return render(request, template, context, status=409)


def ask_again(request: HttpRequest, quiz: Quiz, asked: Question, form: AnswerForm) -> HttpResponse:
    """The form with what is missing said and what was chosen kept. 200, because htmx swaps nothing else."""
    if form.has_error("client_id"):
        form.add_error(None, FORM_DAMAGED)
    context = page_context(request, quiz, asked, None) | {"form": form.renewed(), "swapped": wants_fragment(request)}
    return render(request, "quizzes/_answer.html" if wants_fragment(request) else "quizzes/question.html", context)


def show(request: HttpRequest, quiz: Quiz, asked: Question, answer: Answer | None, **extra: Any) -> HttpResponse:
    if answer is not None:
        grade_stored(neuraxis.load_model(), answer, timezone.now())
    return render(request, "quizzes/question.html", page_context(request, quiz, asked, answer) | extra)


def page_context(request: HttpRequest, quiz: Quiz, asked: Question, answer: Answer | None) -> dict[str, Any]:
    """What the page and its fragments print. Before the answer nothing of the key, the seed or the case is in it."""
    progress = progress_of(quiz)
    shown: dict[str, Any] = {
        "section": "practice",
        "quiz": quiz,
        "position": asked.position,
        "flagged": asked.flagged,
        "progress": progress,
        "patient": patient(asked.payload),
    }
    if answer is None:
        model = neuraxis.load_model()
        return shown | {"form": AnswerForm(model, asked), "site_options": site_options(model.version)}
    return (
        shown
        | feedback_context(asked, answer)
        | {
            "question": asked,
            "next_position": progress.next_open(after=asked.position),
            "report_form": ReportForm(auto_id="report-%s", label_suffix=""),
        }
    )


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks: then the panel alone is enough."""
    return bool(getattr(request, "htmx", False))


@require_POST
@never_cache
def flag(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """Mark a question, or take the mark off; what is being answered stays as it is."""
    quiz = own_quiz(learner_of(request), quiz_id)
    asked = existing(quiz, position)
    asked.flagged = request.POST.get("flagged") == "on"
    Question.objects.filter(pk=asked.pk).update(flagged=asked.flagged)
    if wants_fragment(request):
        return render(request, "quizzes/_flag.html", {"quiz": quiz, "position": position, "flagged": asked.flagged})
    if answer_of(asked) is None and request.POST.get("client_id"):
        chosen = {name: request.POST.get(name, "") for name in ("motor_class", "level", "side", "site")}
        context = page_context(request, quiz, asked, None)
        context["form"].initial |= chosen
        return render(request, "quizzes/question.html", context)
    return redirect("quizzes:question", quiz_id, position)


@require_POST
@never_cache
def report(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """A learner says what is wrong with a question that was answered."""
    quiz = own_quiz(learner_of(request), quiz_id)
    asked = existing(quiz, position)
    answer = answer_of(asked)
    if answer is None:
        raise Http404("Answer the question first; then it can be reported together with its grade.")
    form = ReportForm(request.POST, auto_id="report-%s", label_suffix="")
    if not form.is_valid():
        return show(request, quiz, asked, answer, report_form=form)
    made = form.save(commit=False)
    made.version = asked.case_version
    made.reporter = request.user if request.user.is_authenticated else None
    made.question = {
        **asked.payload,
        "seed": asked.seed,
        "model_version": asked.model_version,
        "response": answer.response,
        "score": answer.score,
    }
    made.save()
    messages.success(request, "Thank you. Your report is stored with the question and goes to the reviewers.")
    return redirect("quizzes:question", quiz_id, position)
