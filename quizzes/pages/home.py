"""Prints the home page. What does not change is printed once and kept, like a waiting question."""

import json
import uuid
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import neuraxis
from accounts.models import User
from cases.markdown import render as render_markdown
from quizzes.answering.positions import Resumable
from quizzes.kinds import asking_of
from quizzes.kinds.responses import ResponseForm
from quizzes.making.daily import preview
from quizzes.models import Daily
from quizzes.pages.frames import Frame, cut, fill, gap, print_messages
from quizzes.printing.briefs import brief_of


def print_home(
    request: HttpRequest, daily: Daily | None, done: dict[str, Any] | None, resumable: Resumable | None
) -> str:
    """The whole page. `done` is how the learner's own answer of today went."""
    token = get_token(request)
    parts = {"csrf": token, "client_id": str(uuid.uuid4()), "messages": print_messages(request)}
    parts["doors"] = fill(doors_frame(), parts) if resumable is None else print_doors(resumable, token)
    if done is not None:
        parts["daily"] = render_to_string("quizzes/_daily_done.html", done)
    elif daily is not None:
        parts |= {"here": daily.get_absolute_url(), "date": print_date(daily), "patient": print_summary(daily)}
        parts["daily"] = fill(case_frame(neuraxis.load_model().version, *panel_of(daily)), parts)
    else:
        parts["daily"] = ""
    return fill(home_frame(request.user.is_authenticated), parts)


@lru_cache(maxsize=2)
def home_frame(is_signed_in: bool) -> Frame:
    context = {
        "user": User() if is_signed_in else AnonymousUser(),
        "csrf_token": gap("csrf"),
        "message_gap": gap("messages"),
        "doors": gap("doors"),
        "daily": gap("daily"),
    }
    return cut(render_to_string("quizzes/home.html", context))


@lru_cache(maxsize=1)
def doors_frame() -> Frame:
    return cut(print_doors(None, gap("csrf")))


def print_doors(resumable: Resumable | None, token: str) -> str:
    return render_to_string("quizzes/_doors.html", {"resumable": resumable, "csrf_token": token})


def panel_of(daily: Daily) -> tuple[str, str]:
    """Kind and variant of the panel."""
    asked = preview(daily)
    return asked.kind, asking_of(asked.kind).variant_of(asked)


@lru_cache(maxsize=8)
def case_frame(version: str, kind: str, variant: str) -> Frame:
    """Today's case without its patient; `version` of the model is there to be remembered by."""
    context = {
        **waiting(kind, variant, asking_of(kind).blank_form(variant, client_id=gap("client_id"))),
        "csrf_token": gap("csrf"),
        "here": gap("here"),
        "date": gap("date"),
        "patient": gap("patient"),
    }
    return cut(render_to_string("quizzes/_daily.html", context))


def case_context(daily: Daily, form: ResponseForm | None = None) -> dict[str, Any]:
    """What the panel of an open case prints. Nothing of the key, the seed or the case is in it."""
    kind, variant = panel_of(daily)
    form = form or asking_of(kind).blank_form(variant)
    return waiting(kind, variant, form) | {"here": daily.get_absolute_url()}


def waiting(kind: str, variant: str, form: ResponseForm) -> dict[str, Any]:
    asking = asking_of(kind)
    return {**asking.panel_context(variant), "form": form, "panel": asking.panel, "flag": "", "struck": "[]"}


def print_date(daily: Daily) -> str:
    return f"{daily.date:%B} {daily.date.day}"


def print_summary(daily: Daily) -> SafeString:
    """The patient in short: story and findings in words, the chart folded."""
    shown = json.dumps([daily.payload["vignette"], daily.payload["chart"], daily.payload["findings"]])
    return kept_summary(neuraxis.load_model().version, shown)


@lru_cache(maxsize=4)
def kept_summary(version: str, shown: str) -> SafeString:
    """`version` of the model is there to be remembered by."""
    vignette, chart, pairs = json.loads(shown)
    brief = brief_of(neuraxis.load_model(), pairs)
    context = {
        "vignette": render_markdown(vignette).html,
        "chart": chart,
        "brief": brief,
        "figures": brief.figures,
    }
    return render_to_string("quizzes/_daily_patient.html", context)
