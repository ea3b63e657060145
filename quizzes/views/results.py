"""How a quiz went: for its learner, and for whoever is given the link."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.markdown import render as render_markdown
from quizzes.learners import learner_of
from quizzes.models import Answer, Quiz
from quizzes.policies import own_quiz
from quizzes.presentation import axis_line, axis_summary
from quizzes.progress import answers_of, progress_of

signer = signing.Signer(salt="quizzes.shared")


@require_safe
@never_cache
def results(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    quiz = own_quiz(learner_of(request), quiz_id)
    context = results_context(quiz) | {"section": "practice", "progress": progress_of(quiz)}
    if quiz.finished_at:
        context["share_url"] = request.build_absolute_uri(reverse("quizzes:shared", args=[share_token(quiz)]))
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
    weakest = min(summary, key=lambda line: line["percent"], default=None)
    return {
        "quiz": quiz,
        "percent": round(100 * sum(scores) / len(scores)) if scores else None,
        "summary": summary,
        "weakest": weakest if weakest and weakest["percent"] < 100 else None,
        "lines": [result_line(answer) for answer in answers],
    }


def result_line(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer,
        "question": answer.question,
        "vignette": render_markdown(answer.question.payload["vignette"]).html,
        "axes": [axis_line(axis) for axis in answer.verdict["axes"]] if answer.verdict else [],
    }
