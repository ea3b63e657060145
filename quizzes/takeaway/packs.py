"""Questions to take along: an ordinary practice, all of it made at once, with what a browser needs to grade it alone.

What tells the key is sealed, so that nobody reads it by accident, in the page or in the tools of the browser. It is not
secret: whatever opens it travels with it. The grade that counts is the server's, when the answers arrive.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

import neuraxis
from quizzes.kinds import asking_of
from quizzes.learners.sessions import Learner
from quizzes.making.questions import open_question, start
from quizzes.making.selection import Wish
from quizzes.models import LOCALIZE, Question, Quiz
from quizzes.printing.feedback import AXIS_NAMES
from quizzes.printing.patients import patient
from quizzes.stored.payloads import asks_structure, stored_case
from quizzes.stored.verdicts import name_of, state_of

SIZE = 30
# Sealing is to stop an eye, not a mind: a little work for each question is enough.
ROUNDS = 20_000
SALT = b"neuroquiz pack"
SECTIONS = {"deciding": "What decides", "key": "The key", "path": "The path"}


def begin_pack(learner: Learner, seed: int, now: datetime) -> Quiz:
    """The quiz of a pack. One that was taken and not begun is given again."""
    taken = learner.quizzes.filter(settings__pack=True, finished_at__isnull=True, questions__answer__isnull=False)
    unbegun = learner.quizzes.filter(settings__pack=True, finished_at__isnull=True).exclude(pk__in=taken.values("pk"))
    quiz = unbegun.order_by("-created_at").first()
    if quiz is None:
        quiz = start(learner, Wish(kind=LOCALIZE), seed, now, SIZE)
        quiz.settings["pack"] = True
        quiz.save(update_fields=["settings"])
    return quiz


def lines_of(model: neuraxis.Model, quiz: Quiz, now: datetime) -> Iterator[str]:
    """The pack, one line of JSON after the other, each as soon as it is made."""
    base = reverse("quizzes:resume", args=[quiz.public_id])
    panels = {variant: panel_of(variant) for variant in ("structure", "no-structure")}
    head = {"id": str(quiz.public_id), "base": base, "size": quiz.length, "made_at": now.isoformat(), "panels": panels}
    yield json.dumps(head) + "\n"
    for position in range(1, quiz.length + 1):
        yield json.dumps(line_of(model, quiz, open_question(model, quiz, position, now))) + "\n"


def panel_of(variant: str) -> str:
    asking = asking_of(LOCALIZE)
    form = asking.blank_form(variant)
    return render_to_string(asking.panel, {"form": form, "here": "", **asking.panel_context(variant)})


def line_of(model: neuraxis.Model, quiz: Quiz, question: Question) -> dict[str, Any]:
    name = f"{quiz.public_id}:{question.position}"
    return {
        "position": question.position,
        "variant": asking_of(question.kind).variant_of(question),
        "patient": patient(question.payload),
        "sealed": seal(json.dumps(grading_of(model, question)), name),
    }


def grading_of(model: neuraxis.Model, question: Question) -> dict[str, Any]:
    """What the model says to each class, level and side alone, which structures it accepts, and of the key itself."""
    case, nothing = stored_case(model, question.payload), neuraxis.Answer()
    result = neuraxis.grade(model, case, nothing)
    words = neuraxis.word_feedback(model, case, nothing, result)
    choices: dict[str, list[Any]] = {
        "motor_class": [*neuraxis.MOTOR_CLASS_NAMES],
        "level": [*neuraxis.LEVEL_NAMES],
        "side": [*neuraxis.SIDE_NAMES],
    }
    states = {
        axis: {str(value): state_of(axis_score(model, case, axis, value)) for value in values}
        for axis, values in choices.items()
    }
    states["structure"] = {place.site_name.casefold(): "right" for place in result.accepted}
    return {
        "axes": [
            {"axis": axis, "name": AXIS_NAMES[axis], "expected": name_of(model, axis, verdict.expected)}
            for axis, verdict in result.axes.items()
        ],
        "states": states,
        "asks_structure": asks_structure(question.payload),
        "sections": [[title, getattr(words, name)] for name, title in SECTIONS.items() if getattr(words, name)],
    }


def axis_score(model: neuraxis.Model, case: neuraxis.Case, axis: str, value: Any) -> float:
    answer = neuraxis.Answer(**{axis: value})
    return float(neuraxis.grade(model, case, answer, structure_asked=False).axes[axis].score)


def seal(text: str, name: str) -> str:
    """`text` under a stream that comes of its question's name; the same again opens it."""
    data = text.encode()
    key = hashlib.pbkdf2_hmac("sha256", name.encode(), SALT, ROUNDS)
    blocks = (len(data) + 31) // 32
    stream = b"".join(hmac.digest(key, number.to_bytes(4, "big"), "sha256") for number in range(blocks))
    return base64.b64encode(bytes(byte ^ mask for byte, mask in zip(data, stream, strict=False))).decode()
