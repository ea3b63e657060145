"""The site, and beside it the least that a page could do: the same session, one query, one write."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from quizzes.models import Question


def bare(request: HttpRequest, number: int) -> HttpResponse:
    request.session.get("_auth_user_id")
    questions = Question.objects.filter(pk=number)
    if request.method == "POST":
        # A value that is already there would be no write: SQLite leaves the page alone, and nothing reaches the disk.
        questions.update(flagged=~F("flagged"))
    return HttpResponse(f"{questions.values_list('position').get()}")


urlpatterns = [path("bare/<int:number>/", bare), path("", include("neuroquiz.urls"))]
