"""One question a page: shown, answered, flagged, reported."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

import neuraxis
from quizzes.answering.answers import FormUsed, finish, store
from quizzes.answering.exams import is_exam, is_running
from quizzes.answering.grading import grade_stored
from quizzes.answering.positions import Progress, first_unanswered, opened_positions, progress_of
from quizzes.kinds import asking_of
from quizzes.kinds.responses import ResponseForm
from quizzes.learners.policies import check_can_see_feedback, own_quiz, owns
from quizzes.learners.sessions import Learner, learner_of, questions_of
from quizzes.making.questions import open_question
from quizzes.models import Answer, Mode, Question
from quizzes.pages.question import print_flag, print_positions, print_question, print_waiting
from quizzes.printing.patients import patient
from quizzes.views import exams
from quizzes.views.acknowledging import acknowledges
from quizzes.views.wishes import ReportForm

FORM_USED = (
    "This form was already sent for another question. It has been renewed, and your choices are kept: submit again."
)
FORM_DAMAGED = "The form came back damaged. It has been renewed, and your choices are kept: submit again."


@never_cache
def resume(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """To the first question without an answer, or to the results."""
    quiz = own_quiz(learner_of(request), quiz_id)
    position = first_unanswered(quiz)
    if quiz.mode == Mode.EXAM and (position is None or not is_running(quiz, timezone.now())):
        return redirect("quizzes:review", quiz_id)
    if position is None:
        finish(quiz.pk, timezone.now())
        return redirect("quizzes:results", quiz_id)
    return redirect("quizzes:question", quiz_id, position)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@acknowledges
def question(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    learner = learner_of(request)
    sat = exams.sit(request, learner, quiz_id, position) if is_exam(quiz_id) else None
    if sat is not None:
        return sat
    if request.method == "POST":
        return receive(request, learner, quiz_id, position)
    opened = opened_positions(learner, quiz_id)
    if any(one.number == position and one.state == "open" for one in opened):
        return HttpResponse(print_waiting(request, print_question(quiz_id, position), opened, position))
    asked = find(learner, quiz_id, position)
    if asked is not None:
        return show(request, asked)
    quiz = own_quiz(learner, quiz_id)
    if not 1 <= position <= quiz.length:
        raise Http404(f"This quiz has the questions 1 to {quiz.length}.")
    if not progress_of(quiz).may_open(position):
        messages.info(request, f"Question {position} comes later. This is the next one.")
        return resume(request, quiz_id)
    open_question(neuraxis.load_model(), quiz, position, timezone.now())
    return question(request, quiz_id, position)


def find(learner: Learner, quiz_id: UUID, position: int) -> Question | None:
    questions = questions_of(learner, quiz__public_id=quiz_id, position=position)
    return questions.select_related("quiz", "answer", "case_version__case").first()


def existing(learner: Learner, quiz_id: UUID, position: int) -> Question:
    asked = find(learner, quiz_id, position)
    if asked is None:
        own_quiz(learner, quiz_id)
        raise Http404("This question has not been opened yet. Open it first, then answer.")
    return asked


def answer_of(asked: Question) -> Answer | None:
    """The answer, with all that may be seen of it; raises while an exam still asks the question."""
    check_can_see_feedback(asked.quiz)
    answer = getattr(asked, "answer", None)
    if answer is not None:
        answer.question = asked
    return answer


def receive(request: HttpRequest, learner: Learner, quiz_id: UUID, position: int) -> HttpResponse:
    """Read the answer and store it; it is graded where it is shown, so that nothing that was sent waits for that.

    Reads whose quiz it is and writes the answer; everything else is asked only where this does not go through.
    """
    if "flagged" in request.POST or not owns(learner, quiz_id):
        return receive_again(request, existing(learner, quiz_id, position))
    try:
        printed = print_question(quiz_id, position)
    except Question.DoesNotExist:
        return receive_again(request, existing(learner, quiz_id, position))
    form = asking_of(printed.kind).read(printed.variant, request.POST)
    if not form.is_valid():
        return receive_again(request, existing(learner, quiz_id, position))
    given = form.cleaned_data
    try:
        receipt = store(printed.question_id, given["client_id"], form.response, given["confidence"], timezone.now())
    except FormUsed:
        form.add_error(None, FORM_USED)
        return ask_again(request, existing(learner, quiz_id, position), form)
    if not receipt.is_same:
        return conflict(request, existing(learner, quiz_id, position), receipt.answer)
    return to_feedback(request)


def receive_again(request: HttpRequest, asked: Question) -> HttpResponse:
    """What comes besides a first readable answer: the flag, set inside the form; a faulty or a second answer."""
    if "flagged" in request.POST:
        return flag_and_go_on(request, asked)
    asking = asking_of(asked.kind)
    form = asking.read(asking.variant_of(asked), request.POST)
    first = answer_of(asked)
    return ask_again(request, asked, form) if first is None else conflict(request, asked, first)


def to_feedback(request: HttpRequest) -> HttpResponse:
    """The browser, or htmx for it, fetches the feedback from where the question was."""
    return HttpResponseRedirect(f"{request.path}#feedback")


def address_of(asked: Question) -> str:
    return reverse("quizzes:question", args=[asked.quiz.public_id, asked.position])


def conflict(request: HttpRequest, asked: Question, first: Answer) -> HttpResponse:
    """Another answer to an answered question: the first stands, and what came later stays readable."""
    first.question = asked
    grade_stored(neuraxis.load_model(), first, timezone.now())
    context = answered_context(asked, first) | {
        "refused": asking_of(asked.kind).refused_words(request.POST),
        "is_conflict": True,
        "swapped": wants_fragment(request),
    }
    template = "quizzes/_answered.html" if wants_fragment(request) else "quizzes/question.html"
    return render(request, template, context, status=409)


def ask_again(request: HttpRequest, asked: Question, form: ResponseForm) -> HttpResponse:
    """The form with what is missing said and what was chosen kept. 200, because htmx swaps nothing else."""
    if form.has_error("client_id"):
        form.add_error(None, FORM_DAMAGED)
    context = waiting_context(asked, form.renewed()) | {"swapped": wants_fragment(request)}
    return render(request, context["panel"] if wants_fragment(request) else "quizzes/question.html", context)


def show(request: HttpRequest, asked: Question, **extra: Any) -> HttpResponse:
    """The feedback, graded if that was not done yet; or the open question."""
    answer = answer_of(asked)
    if answer is None:
        return render(request, "quizzes/question.html", waiting_context(asked, blank_form(asked)))
    grade_stored(neuraxis.load_model(), answer, timezone.now())
    context = answered_context(asked, answer) | extra
    if context["next_position"] is None and asked.quiz.finished_at is None:
        finish(asked.quiz_id, timezone.now())
    if wants_fragment(request):
        return render(request, "quizzes/_answered.html", context | {"swapped": True})
    return render(request, "quizzes/question.html", context)


def blank_form(asked: Question) -> ResponseForm:
    asking = asking_of(asked.kind)
    return asking.blank_form(asking.variant_of(asked))


def page_context(asked: Question) -> dict[str, Any]:
    """What the page prints before and after the answer. Nothing of the key, the seed or the case is in it."""
    here = address_of(asked)
    progress = progress_of(asked.quiz)
    base = reverse("quizzes:resume", args=[asked.quiz.public_id])
    return {
        "section": "practice",
        "position": asked.position,
        "length": asked.quiz.length,
        "here": here,
        "base": base,
        "positions": print_positions(progress, asked.position, base) if asked.quiz.length > 1 else "",
        "flag": print_flag(asked.flagged, here),
        "patient": patient(asked.payload),
        "next_position": next_position(asked, progress),
    }


def next_position(asked: Question, progress: Progress) -> int | None:
    """Practice goes on with what is open; an exam that is over is read through."""
    if asked.quiz.mode == Mode.EXAM:
        return asked.position + 1 if asked.position < asked.quiz.length else None
    return progress.next_open(after=asked.position)


def waiting_context(asked: Question, form: ResponseForm) -> dict[str, Any]:
    asking = asking_of(asked.kind)
    return (
        page_context(asked)
        | asking.panel_context(asking.variant_of(asked))
        | {"form": form, "panel": asking.panel, "struck": asked.struck}
    )


def answered_context(asked: Question, answer: Answer) -> dict[str, Any]:
    asking = asking_of(asked.kind)
    return (
        page_context(asked)
        | asking.feedback_context(asked, answer)
        | {
            "question": asked,
            "answer": answer,
            "saved_at": answer.answered_at,
            "feedback": asking.feedback,
            "report_form": ReportForm(auto_id="report-%s", label_suffix=""),
        }
    )


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks: then the panel alone is enough."""
    return bool(getattr(request, "htmx", False))


@require_POST
@never_cache
def flag(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """Flag a question, or take the flag off; what is being answered stays as it is."""
    asked = existing(learner_of(request), quiz_id, position)
    keep_flag(request, asked)
    if wants_fragment(request):
        return HttpResponse(print_flag(asked.flagged, address_of(asked)))
    return redirect(address_of(asked))


def flag_and_go_on(request: HttpRequest, asked: Question) -> HttpResponse:
    """The flag was set inside the form, without JavaScript: what was chosen there is kept."""
    keep_flag(request, asked)
    if answer_of(asked) is not None:
        return redirect(address_of(asked))
    form = blank_form(asked)
    kept = {
        name: field.widget.value_from_datadict(request.POST, {}, name)
        for name, field in form.fields.items()
        if name != "client_id"
    }
    form.initial = {**form.initial, **kept}
    return render(request, "quizzes/question.html", waiting_context(asked, form))


def keep_flag(request: HttpRequest, asked: Question) -> None:
    asked.flagged = request.POST.get("flagged") == "on"
    Question.objects.filter(pk=asked.pk).update(flagged=asked.flagged)


@require_POST
@never_cache
def report(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """A learner says what is wrong with a question that was answered."""
    asked = existing(learner_of(request), quiz_id, position)
    answer = answer_of(asked)
    if answer is None:
        raise Http404("Answer the question first; then it can be reported together with its grade.")
    form = ReportForm(request.POST, auto_id="report-%s", label_suffix="")
    if not form.is_valid():
        return show(request, asked, report_form=form)
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
    return redirect(address_of(asked))
