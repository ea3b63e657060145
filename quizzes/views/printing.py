"""A whole quiz on paper: the questions with their charts, and the answers apart at the end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import neuraxis
from cases.markdown import render as render_markdown
from quizzes.answering.grading import grade_pending
from quizzes.kinds import asking_of
from quizzes.learners.policies import check_can_see_feedback, own_quiz
from quizzes.learners.sessions import learner_of
from quizzes.models import Answer, Question
from quizzes.printing.charts import chart_among_others, chart_defs
from quizzes.printing.feedback import axis_line

SHOWN_AS = {"figures": "Figures", "tables": "Tables", "both": "Both"}


@require_safe
@never_cache
def sheets(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """The questions that were opened; `?answers=no` leaves the answers out, `?as=tables` prints tables."""
    quiz = own_quiz(learner_of(request), quiz_id)
    check_can_see_feedback(quiz)
    grade_pending(neuraxis.load_model(), quiz, timezone.now())
    asked = quiz.questions.select_related("answer", "case_version__case").order_by("position")
    questions = [question_on_paper(question) for question in asked]
    shown_as = request.GET.get("as", "")
    context = {
        "section": "practice",
        "quiz": quiz,
        "questions": questions,
        "unopened": quiz.length - len(questions),
        "with_answers": request.GET.get("answers") != "no",
        "shown_as": shown_as if shown_as in SHOWN_AS else "figures",
        "ways": SHOWN_AS,
        "chart_defs": chart_defs(),
    }
    return render(request, "quizzes/print.html", context)


def question_on_paper(question: Question) -> dict[str, Any]:
    """The question, and what may be said of it: of one without an answer, nothing of the key."""
    answer: Answer | None = getattr(question, "answer", None)
    verdict = answer.verdict if answer else None
    return {
        "position": question.position,
        "paper": asking_of(question.kind).print(question),
        "vignette": render_markdown(question.payload.get("vignette", "")).html,
        "chart": chart_among_others(question.payload, question.position, heading=3),
        "is_answered": answer is not None,
        "question": question,
        "answer": answer,
        "axes": [axis_line(axis) for axis in verdict.get("axes", [])] if verdict else [],
        "options": verdict.get("options", []) if verdict else [],
        "words": verdict.get("feedback") if verdict else None,
    }
