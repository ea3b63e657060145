"""The chart of an answered question: as it was seen, as the key predicts it, as the answer predicts it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import neuraxis
from cases.markdown import render as render_markdown
from drawings import figures
from quizzes.answering.grading import grade_stored
from quizzes.kinds import asking_of
from quizzes.learners.sessions import learner_of
from quizzes.models import Answer, Question
from quizzes.printing.predictions import NoPlace, Prediction, predict
from quizzes.views.asking import answer_of, answered_context, existing, wants_fragment

SEEN = "seen"
UNANSWERED = "Answer this question first; then the chart can show what the key and your answer predict."
OLD = "The model has changed since this question was made and no longer reads it. The chart shows what was seen."
PLACELESS = "Your answer names no structure and no level that the model could place, so it predicts nothing."
NO_PLACE_ASKED = "This kind of question has no chart of what an answer predicts."


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def predicted(request: HttpRequest, quiz_id: UUID, position: int, who: str) -> HttpResponse:
    """The chart alone for htmx, else the whole page with it."""
    asked = existing(learner_of(request), quiz_id, position)
    answer = answer_to(asked)
    grade_stored(neuraxis.load_model(), answer, timezone.now())
    page = answered_context(asked, answer)
    chart = chart_context(asked, answer, who) | {"who": who, "here": page["here"], "compares": page.get("compares")}
    if wants_fragment(request):
        return render(request, "quizzes/_chart.html", chart | {"swapped": True})
    story = {"vignette": render_markdown(asked.payload["vignette"]).html}
    patient = render_to_string("quizzes/_patient.html", chart | story)
    return render(request, "quizzes/question.html", page | {"patient": patient})


def answer_to(asked: Question) -> Answer:
    """The answer; nothing of the key is shown before it, nor (`answer_of` sees to it) before the end of an exam."""
    answer = answer_of(asked)
    if not asking_of(asked.kind).asks_place:
        raise Http404(NO_PLACE_ASKED)
    if answer is None:
        raise Http404(UNANSWERED)
    return answer


def chart_context(asked: Question, answer: Answer, who: str) -> dict[str, Any]:
    if who == SEEN:
        found = [neuraxis.Finding(item, value) for item, value in asked.payload["findings"]]
        return {"figures": figures(neuraxis.load_model(), found), "chart": asked.payload["chart"], "switch": True}
    prediction = prediction_of(asked, answer, who)
    return {
        "figures": prediction.figures,
        "chart": prediction.chart,
        "prediction": prediction,
        "title": f"Predicted by {prediction.whose}: {prediction.place}",
        "switch": True,
    }


def prediction_of(asked: Question, answer: Answer, who: str) -> Prediction:
    try:
        return predict(neuraxis.load_model(), asked, answer.response, who)
    except NoPlace as error:
        raise Http404(PLACELESS) from error
    except ValueError as error:
        raise Http404(OLD) from error
