"""How a quiz went: for its learner, and for whoever is given the link."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import neuraxis
from cases.markdown import render as render_markdown
from quizzes.answering.answers import finish
from quizzes.answering.exams import is_running, looked_at
from quizzes.answering.grading import grade_pending
from quizzes.answering.positions import answers_of
from quizzes.kinds import kind_names
from quizzes.learners.policies import own_quiz
from quizzes.learners.sessions import learner_of
from quizzes.models import Answer, Mode, Quiz
from quizzes.printing.charts import chart_among_others, chart_defs
from quizzes.printing.feedback import axis_line
from quizzes.printing.summaries import axis_summary, kind_summary
from quizzes.takeaway.sharing import share_quiz

signer = signing.Signer(salt="quizzes.shared")


@require_safe
@never_cache
def results(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    now = timezone.now()
    quiz = looked_at(own_quiz(learner_of(request), quiz_id), now)
    if is_running(quiz, now):
        return redirect("quizzes:review", quiz_id)
    if quiz.mode != Mode.EXAM:
        finish(quiz.pk, now)
    grade_pending(neuraxis.load_model(), quiz, now)
    context = results_context(quiz) | {"section": "practice"}
    if quiz.finished_at:
        context["share_url"] = request.build_absolute_uri(reverse("quizzes:shared", args=[share_token(quiz)]))
        answers, home = (
            [line["answer"] for line in context["lines"]],
            request.build_absolute_uri(reverse("quizzes:home")),
        )
        context["share_text"] = share_quiz(answers, quiz.length, context["percent"], home)
    return render(request, "quizzes/results.html", context)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The results of a finished quiz without a word on whose they are."""
    return render(request, "quizzes/shared.html", results_context(shared_quiz(token)) | {"section": "practice"})


def share_token(quiz: Quiz) -> str:
    return signer.sign(quiz.public_id.hex)


def shared_quiz(token: str) -> Quiz:
    try:
        public_id = UUID(signer.unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise Http404("This link is damaged: it shows no results.") from error
    quiz = Quiz.objects.filter(public_id=public_id, finished_at__isnull=False).first()
    if quiz is None or (quiz.owner_id is None and not quiz.learner_token):
        raise Http404("These results are no longer kept.")
    return quiz


def results_context(quiz: Quiz) -> dict[str, Any]:
    answers = answers_of(quiz)
    scores = [answer.score for answer in answers if answer.score is not None]
    summary = axis_summary(answers)
    # What an exam left empty earned nothing; practice counts what was answered.
    asked = quiz.length if quiz.mode == Mode.EXAM else len(scores)
    weakest = min(summary, key=lambda line: line["percent"], default=None)
    return {
        "quiz": quiz,
        "percent": round(100 * sum(scores) / asked) if scores else None,
        "summary": summary,
        "kinds": kind_summary(answers, kind_names()),
        "weakest": weakest if weakest and weakest["percent"] < 100 else None,
        "chart_defs": chart_defs(),
        "lines": [result_line(answer) for answer in answers],
        "is_complete": len(answers) == quiz.length,
    }


def result_line(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer,
        "question": answer.question,
        "vignette": render_markdown(answer.question.payload["vignette"]).html,
        "chart": chart_among_others(answer.question.payload, answer.question.position, heading=4),
        "axes": [axis_line(axis) for axis in answer.verdict["axes"]] if answer.verdict else [],
        "options": answer.verdict.get("options", []) if answer.verdict else [],
    }
