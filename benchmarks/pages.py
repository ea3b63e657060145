"""What a question page and an answer cost, beside a bare view. Runs in a process of its own: it brings a database."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks.timing import Figure, time_calls

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).parent.parent
BARE_GET, BARE_POST = "bare Django view: session, one query", "bare Django view: session, one query, one write"
TIMES_BARE = 2
AS_BROWSERS_DO = "application/x-www-form-urlencoded"
ANOTHER_PAGE = "/cases/"


def measure_pages(questions: int) -> list[Figure]:
    """A GET of an open question and the POST of its answer, `questions` times each."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pages", str(questions)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                "PYTHONWARNINGS": "ignore",
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            },
        )
    found = {name: tuple(values) for name, values in json.loads(done.stdout.splitlines()[-1]).items()}
    bare = {name: Figure(name, "ms", found[name]) for name in (BARE_GET, BARE_POST)}
    return [
        *bare.values(),
        Figure("question page (GET)", "ms", found["get"], TIMES_BARE * bare[BARE_GET].median, BARE_GET),
        Figure("answer (POST)", "ms", found["post"], TIMES_BARE * bare[BARE_POST].median, BARE_POST),
        Figure("its feedback (GET): graded, worded, stored, printed", "ms", found["feedback"], floor=BARE_GET),
    ]


def _practice(questions: int) -> dict[str, list[float]]:
    """A visitor who opens and answers questions; beside each request the bare view.

    Before each of them another page is served: all meet the processor's caches as a busy server leaves them.
    """
    from django.test import Client

    client = Client()
    found: dict[str, list[float]] = {"get": [], "post": [], "feedback": [], BARE_GET: [], BARE_POST: []}
    while len(found["post"]) < questions + 1:
        for asked, bare in _open_questions(client):
            answer = partial(_answer, client, asked, _client_id(client, asked))
            calls: dict[str, Callable[[], object]] = {
                "get": partial(client.get, asked),
                BARE_GET: partial(client.get, bare),
                BARE_POST: partial(client.post, bare, "", content_type=AS_BROWSERS_DO),
                "post": answer,
                "feedback": partial(client.get, asked),
            }
            for name, call in calls.items():
                client.get(ANOTHER_PAGE)
                found[name] += time_calls([call])
    return {name: values[1:] for name, values in found.items()}


def _open_questions(client: Client) -> Iterator[tuple[str, str]]:
    """The addresses of the questions of a new quiz, each opened when it is its turn, and of the bare view for each."""
    from quizzes.models import Quiz

    client.post("/practice/", {"kind": "localize"})
    quiz = Quiz.objects.latest("pk")
    for position in range(1, quiz.length + 1):
        asked = f"/quiz/{quiz.public_id}/{position}/"
        client.get(asked)
        yield asked, f"/bare/{quiz.questions.get(position=position).pk}/"


def _client_id(client: Client, asked: str) -> str:
    """The id that the page gives its form, so that an answer sent twice is one."""
    match = re.search(r'name="client_id" value="([^"]+)"', client.get(asked).content.decode())
    if match is None:
        raise RuntimeError(f"no form at {asked}")
    return match[1]


def _answer(client: Client, asked: str, client_id: str) -> None:
    place = {"level": "medulla", "side": "R", "site": "lateral medulla"}
    answer = {"client_id": client_id, "motor_class": "NONE", **place}
    status = client.post(asked, urlencode(answer), content_type=AS_BROWSERS_DO).status_code
    if status != HTTPStatus.FOUND:
        raise RuntimeError(f"an answer came back with {status}")


def main() -> None:
    """Prints the milliseconds of every request as one line of JSON."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(_practice(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
