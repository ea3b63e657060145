"""The pages that learners read. The page of a case never holds its key: that is what the quiz asks."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import markdown
from cases.forms import LibraryFilter
from cases.models import Case, Concept, Status
from cases.reading import article_of
from cases.review import Action

PAGE_LENGTH = 50


@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    shown = Concept.objects.shown()
    return render(request, "cases/concepts.html", {"section": "learn", "concepts": shown})


@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    found = Concept.objects.shown().filter(slug=slug).first()
    if found is None:
        raise Http404("There is no article by this name. All articles stand under Learn.")
    return render(
        request,
        "cases/concept.html",
        {
            "section": "learn",
            "concept": found,
            "article": article_of(found),
            "related": found.related.shown(),
            "reviewer": reviewer_of(found),
        },
    )


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    form = LibraryFilter(request.GET)
    form.is_valid()
    found = narrowed(Case.objects.shown().select_related("current"), form)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "cases/library.html",
        {"section": "cases", "form": form, "page": page, "query": query.urlencode()},
    )


@require_safe
def case(request: HttpRequest, slug: str) -> HttpResponse:
    found = Case.objects.shown().select_related("current").filter(slug=slug).first()
    if found is None or found.current is None:
        raise Http404("There is no case by this name, or it is not shown now. All cases stand under Cases.")
    return render(
        request,
        "cases/case.html",
        {"section": "cases", "case": found, "vignette": markdown.render(found.current.vignette).html},
    )


def narrowed(cases: QuerySet[Case], form: LibraryFilter) -> QuerySet[Case]:
    """Searches only what a learner may read before answering: never the key, the findings or the teaching."""
    wish = form.cleaned_data
    for word in wish.get("q", "").split():
        cases = cases.filter(Q(title__icontains=word) | Q(current__vignette__icontains=word))
    if wish.get("topic"):
        cases = cases.filter(current__topic=wish["topic"])
    if wish.get("difficulty"):
        cases = cases.filter(current__difficulty=wish["difficulty"])
    return cases


def reviewer_of(concept: Concept) -> str:
    """The name of the clinician who signed an approved article."""
    if concept.status != Status.APPROVED:
        return ""
    approval = concept.events.filter(action=Action.APPROVE).select_related("actor").first()
    return approval.actor.name if approval and approval.actor else ""
