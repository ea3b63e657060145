"""What makes the site an app that opens without a network: manifest, service worker, the page for then, the pack."""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

import neuraxis
from quizzes.learners.sessions import welcome
from quizzes.takeaway.packs import begin_pack, lines_of
from quizzes.views.starting import new_seed

PAGE = "quizzes/offline.html"
ICONS = [("icons/icon-192.png", "192x192", "any"), ("icons/icon-512.png", "512x512", "any")]
ICONS += [("icons/maskable-512.png", "512x512", "maskable")]
LINKED = re.compile(r'(?:href|src)="([^"]+\.(?:css|js|svg|png))"')


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [
        {"src": static(file), "sizes": sizes, "type": "image/png", "purpose": purpose} for file, sizes, purpose in ICONS
    ]
    said = {
        "name": "Neuroquiz",
        "short_name": "Neuroquiz",
        "description": "Practice localizing lesions of the nervous system, from findings to place, with reasons.",
        "id": "/",
        "start_url": reverse("quizzes:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f9f9",
        "theme_color": "#0a5c5e",
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its text changes whenever a file of the shell does: then browsers fetch all of them anew."""
    shell = {"version": shell_version(), "page": reverse("quizzes:offline"), "files": shell_files()}
    response = HttpResponse(
        render_to_string("quizzes/worker.js", {"shell": json.dumps(shell)}), content_type="text/javascript"
    )
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
@cache_control(no_cache=True)
def page(request: HttpRequest) -> HttpResponse:
    """Kept by the browser for when there is no network. The same for everybody: nothing private may be on it."""
    return render(request, PAGE)


def print_page() -> str:
    return render_to_string(PAGE)


@lru_cache(maxsize=1)
def shell_files() -> list[str]:
    """Every file that the offline page links, so that the list cannot fall behind the page."""
    linked = LINKED.findall(print_page())
    return [*dict.fromkeys([*linked, *(static(file) for file, _, _ in ICONS)])]


@lru_cache(maxsize=1)
def shell_version() -> str:
    digest = hashlib.sha256(print_page().encode())
    for address in shell_files():
        found = finders.find(unhashed(address))
        digest.update(address.encode())
        if found:
            digest.update(Path(str(found)).read_bytes())
    return digest.hexdigest()[:12]


def unhashed(address: str) -> str:
    """The file as it lies in the sources; an address with a hash in it changes with the file anyway."""
    return address.removeprefix(settings.STATIC_URL)


@require_POST
@never_cache
def pack(request: HttpRequest) -> StreamingHttpResponse:
    """Thirty questions to take along, line by line."""
    now = timezone.now()
    quiz = begin_pack(welcome(request), new_seed(), now)
    lines = lines_of(neuraxis.load_model(), quiz, now)
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")
