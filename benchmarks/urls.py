"""The site, and beside it the least that a page could do: the same session, one query, one write."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from quizzes.models import Question


def bare(request: HttpRequest, number: int) -> HttpResponse:
    request.session.get("_auth_user_id")
    questions = Question.objects.filter(pk=number)
    if request.method == "POST":
        questions.update(flagged=False)
    return HttpResponse(f"{questions.values_list('position').get()}")


urlpatterns = [path("bare/<int:number>/", bare), path("", include("neuroquiz.urls"))]
