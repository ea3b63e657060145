"""The map of the nervous system, sent once and kept by the browser: its address changes when it changes."""

import gzip
from collections.abc import Callable
from functools import lru_cache

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

import neuraxis
from drawings.map import Schematic, schematic

A_YEAR = 365 * 24 * 60 * 60


@require_safe
def fragment(request: HttpRequest, version: str) -> HttpResponse:
    """The map to point at, as a page takes it in."""
    return send(request, version, "text/html; charset=utf-8", lambda drawn: drawn.fragment.encode())


@require_safe
def sites(request: HttpRequest, version: str) -> HttpResponse:
    """What stands where on the map, and what each place fills in. The same for every question."""
    return send(request, version, "application/json", lambda drawn: drawn.data)


@require_safe
def picture(request: HttpRequest, version: str) -> HttpResponseBase:
    """The map as an image; its style is in it, and nothing else may be."""
    style = current().style_hash

    @csp_replace({"style-src": [f"'sha256-{style}'"]})
    def answer(request: HttpRequest) -> HttpResponse:
        return send(request, version, "image/svg+xml", lambda drawn: drawn.picture.encode())

    return answer(request)


def current() -> Schematic:
    return schematic(neuraxis.load_model().version)


def send(request: HttpRequest, version: str, content_type: str, part: Callable[[Schematic], bytes]) -> HttpResponse:
    """An address of an older version gets what is there now, and is not kept."""
    drawn = current()
    body = part(drawn)
    response = HttpResponse(content_type=content_type)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = compressed(body)
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    kept = f"public, max-age={A_YEAR}, immutable" if version == drawn.version else "no-cache"
    response.headers["Cache-Control"] = kept
    response.content = body
    return response


@lru_cache(maxsize=8)
def compressed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
