"""The second door of an answer, for the queue in the browser: the same answer, acknowledged in words for a program.

A queued answer is let go only when the server names it and says what became of it. A redirect or a page would not do:
an inn's network answers everything with a page of its own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

QUEUED = "application/json"
REFUSED = {
    "first": "This question already has an answer, and the first one counts.",
    "other-tab": "This question was answered in another tab, and that answer stands.",
    "late": "It came after the end of the exam and is not counted.",
}
STATES = {302: "stored", 409: "refused", 200: "unreadable"}
STATUSES = {"stored": 200, "refused": 409, "unreadable": 422}


def acknowledges(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a page would say of the answer, as JSON where a queue asks for that."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_queued = request.method == "POST" and request.headers.get("Accept") == QUEUED
        return acknowledgment(request, response) if is_queued and response.status_code in STATES else response

    return wrapped


def acknowledgment(request: HttpRequest, page: HttpResponse) -> JsonResponse:
    state = STATES[page.status_code]
    said = {"client_id": request.POST.get("client_id", ""), "state": state}
    if state == "refused":
        said["reason"] = REFUSED[page.headers.get("X-Answer", "first")]
    response = JsonResponse(said, status=STATUSES[state])
    response["Cache-Control"] = "no-store"
    return response
