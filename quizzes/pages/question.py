"""Prints a question that waits for its answer.

What does not change is printed once and kept: the frame for each variant of the panel, the patient for each question.
A visit fills the rest into the gaps of the frame.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

import neuraxis
from accounts.models import User
from quizzes.answering.positions import Progress, QuizPosition, progress_from
from quizzes.kinds import asking_of
from quizzes.models import Question
from quizzes.pages.frames import Frame, cut, fill, gap, print_messages
from quizzes.printing.patients import patient


@dataclass(frozen=True)
class Printed:
    """What never changes of a question, and how it is printed; `variant` names its panel."""

    question_id: int
    kind: str
    variant: str
    patient: SafeString
    mode: str
    length: int


def print_waiting(request: HttpRequest, printed: Printed, opened: Iterable[QuizPosition], position: int) -> str:
    """The whole page of an opened question without an answer; `opened` are the opened positions of its quiz."""
    progress = progress_from(opened, printed.length)
    shown = progress.positions[position - 1]
    here = request.path
    base = here.removesuffix(f"{position}/")
    values = {
        "here": here,
        "position": str(position),
        "length": str(printed.length),
        "positions": print_positions(progress, position, base),
        "patient": printed.patient,
        "csrf": get_token(request),
        "client_id": str(uuid.uuid4()),
        "flag": print_flag(shown.flagged, here),
        "struck": escape(json.dumps(list(shown.struck))),
        "messages": print_messages(request),
    }
    version = neuraxis.load_model().version
    parts = frame(version, printed.kind, printed.variant, request.user.is_authenticated, printed.length > 1)
    return fill(parts, values)


@lru_cache(maxsize=32)
def frame(version: str, kind: str, variant: str, is_signed_in: bool, has_others: bool) -> Frame:
    """The page of a waiting question, cut at its gaps: text, name of a gap, text, and so on.

    `version` of the model is there to be remembered by.
    """
    asking = asking_of(kind)
    context = {
        "section": "practice",
        "user": User() if is_signed_in else AnonymousUser(),
        "csrf_token": gap("csrf"),
        "here": gap("here"),
        "position": gap("position"),
        "length": gap("length"),
        "positions": gap("positions") if has_others else "",
        "patient": gap("patient"),
        "flag": gap("flag"),
        "struck": gap("struck"),
        "message_gap": gap("messages"),
        "form": asking.blank_form(variant, client_id=gap("client_id")),
        "panel": asking.panel,
        **asking.panel_context(variant),
    }
    return cut(render_to_string("quizzes/question.html", context))


def print_question(public_id: uuid.UUID, position: int) -> Printed:
    """How an opened question is printed. Whose it is, is for the caller to ask.

    Raises Question.DoesNotExist if it was not opened yet.
    """
    return kept_print(neuraxis.load_model().version, public_id, position)


@lru_cache(maxsize=128)
def kept_print(version: str, public_id: uuid.UUID, position: int) -> Printed:
    """`version` of the model is there to be remembered by; a question itself never changes."""
    asked = Question.objects.select_related("quiz").get(quiz__public_id=public_id, position=position)
    variant = asking_of(asked.kind).variant_of(asked)
    return Printed(asked.pk, asked.kind, variant, patient(asked.payload), asked.quiz.mode, asked.quiz.length)


def print_positions(progress: Progress, position: int, base: str) -> SafeString:
    """The positions of a quiz, as links where they are opened; `base` is the address of the quiz."""
    printed = "".join([print_position(one, one.number == position) for one in progress.positions])
    return SafeString(printed.replace(gap("base"), base))


@lru_cache(maxsize=1024)
def print_position(one: QuizPosition, is_current: bool) -> SafeString:
    return render_to_string("quizzes/_position.html", {"one": one, "is_current": is_current, "base": gap("base")})


def print_flag(flagged: bool, here: str) -> SafeString:
    """The switch that flags a question; `here` is the question's address."""
    return SafeString(flag_frame(flagged).replace(gap("here"), here))


@lru_cache(maxsize=2)
def flag_frame(flagged: bool) -> SafeString:
    return render_to_string("quizzes/_flag.html", {"flagged": flagged, "here": gap("here")})
