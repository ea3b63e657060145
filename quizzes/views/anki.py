"""Cards to take along: one's misses, or a topic, as an Anki deck."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import neuraxis
from quizzes.learners.sessions import learner_of
from quizzes.takeaway.decks import MOST, missed, misses_of, of_topic, package

MISSES, MIXED = "misses", "mixed"
DECKS = {
    MISSES: "What I missed",
    MIXED: "Everything, mixed",
    **{str(topic): name for topic, name in neuraxis.TOPIC_NAMES.items()},
}
NUMBERS = (10, 20, 30, 50, MOST)
USUAL = 20
NO_MISSES = "Nothing was missed yet in this browser or account. Practice first, or choose a topic."


class DeckForm(forms.Form):
    """What to put on the cards."""

    deck = forms.ChoiceField(
        label="What goes on the cards?",
        choices=DECKS.items,
        error_messages={"invalid_choice": "There is no such deck. Choose one from the list."},
    )
    number = forms.TypedChoiceField(
        label="How many cards at most?",
        coerce=int,
        choices=[(number, str(number)) for number in NUMBERS],
        error_messages={"invalid_choice": "That number is not on the list. Choose one."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def anki(request: HttpRequest) -> HttpResponse:
    form = DeckForm(request.POST) if request.method == "POST" else DeckForm(initial=beginning(request))
    form.label_suffix = ""
    if form.is_valid():
        download = deck_file(request, form.cleaned_data["deck"], form.cleaned_data["number"])
        if download is not None:
            return download
        form.add_error("deck", NO_MISSES)
    context = {"section": "practice", "form": form, "misses": misses_of(learner_of(request)).count()}
    return render(request, "quizzes/anki.html", context)


def beginning(request: HttpRequest) -> dict[str, object]:
    deck = request.GET.get("deck")
    return {"deck": deck if deck in DECKS else MISSES, "number": USUAL}


def deck_file(request: HttpRequest, deck: str, number: int) -> HttpResponse | None:
    """The file to download; None if there is nothing to put into it."""
    model = neuraxis.load_model()
    if deck == MISSES:
        questions = missed(learner_of(request), number)
    else:
        questions = of_topic(model, None if deck == MIXED else neuraxis.Topic(deck), number)
    if not questions:
        return None
    content = package(model, DECKS[deck], questions, request.build_absolute_uri, timezone.now())
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="neuroquiz-{slugify(DECKS[deck])}.apkg"'},
    )
