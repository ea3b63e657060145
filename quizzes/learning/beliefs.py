"""Wrong beliefs that a learner's answers fit better than knowledge does.

Each answer is weighed once, against every belief, by the command `weigh_answers` in a process of its own: the tables
of the beliefs would not fit beside those of the model in the memory of a server. A page reads what is weighed, starts
the command if something is not, and never waits.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

import neuraxis
from quizzes.learners.sessions import Learner, questions_of
from quizzes.models import LOCALIZE, Answer, Evidence, Profile
from quizzes.stored.payloads import stored_case

# The last answers that a diagnosis reads; with fewer than LEAST there is none.
RECENT, LEAST = 60, 8
# From here on a belief is said to fit.
LIKELY = 0.5
# No model of a mind is surer than this (per cent).
SUREST = 99
EXAMPLES = 2
KNOWLEDGE = "none"

# Whoever waits for a page goes first.
GENTLY = ("nice",) if shutil.which("nice") else ()

_running: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Belief:
    """A belief that fits, what is right instead, and the answers that speak for it most."""

    name: str
    lesson: str
    percent: int
    examples: tuple[Answer, ...]


@dataclass(frozen=True)
class Diagnosis:
    """What is known of a learner's beliefs: how many answers there are, were read, and are being worked out."""

    beliefs: tuple[Belief, ...]
    answers: int
    weighed: int
    waiting: int

    @property
    def missing(self) -> int:
        """How many more localizations it takes."""
        return max(0, LEAST - self.answers)


def localizations(learner: Learner) -> QuerySet[Answer]:
    """The last graded answers that say where a lesion is, the newest first."""
    graded = Answer.objects.filter(
        question__in=questions_of(learner, kind=LOCALIZE), graded_at__isnull=False
    ).select_related("question__quiz", "evidence")
    return graded.order_by("-answered_at")[:RECENT]


def diagnosis(model: neuraxis.Model, learner: Learner) -> Diagnosis:
    """The beliefs that fit, from what is weighed so far; raises nothing and computes next to nothing."""
    answers = localizations(learner).defer("verdict", "response", "question__payload")
    read = [answer for answer in answers if is_weighed(model, answer)]
    waiting = len(answers) - len(read) if len(answers) >= LEAST else 0
    return Diagnosis(diagnose(model, read) if len(read) >= LEAST else (), len(answers), len(read), waiting)


def is_weighed(model: neuraxis.Model, answer: Answer) -> bool:
    evidence = getattr(answer, "evidence", None)
    return evidence is not None and evidence.model_version == model.version


def diagnose(model: neuraxis.Model, answers: Sequence[Answer]) -> tuple[Belief, ...]:
    weighed = [answer.evidence.logs for answer in answers if answer.evidence.logs]
    if not weighed:
        return ()
    known = {one.id: one for one in neuraxis.misconceptions(model)}
    told = neuraxis.diagnose_weighed({name: [logs[name] for logs in weighed] for name in (KNOWLEDGE, *known)})
    readable = [answer for answer in answers if answer.evidence.logs]
    return tuple(
        Belief(
            neuraxis.word_misconception(known[one.id]),
            neuraxis.word_lesson(known[one.id]),
            min(SUREST, round(100 * one.probability)),
            examples(readable, one.evidence),
        )
        for one in told
        if one.id in known and one.probability >= LIKELY
    )


def examples(answers: Sequence[Answer], evidence: Sequence[float]) -> tuple[Answer, ...]:
    """The answers that speak most for a belief."""
    ranked = sorted(zip(answers, evidence, strict=True), key=lambda one: -one[1])
    return tuple(answer for answer, weight in ranked[:EXAMPLES] if weight > 0)


def weigh(model: neuraxis.Model, answers: Sequence[Answer]) -> None:
    """Weigh answers against every belief, one belief in memory at a time, and keep the result."""
    readable = {answer.pk: case_and_answer(model, answer) for answer in answers}
    pairs = {pk: pair for pk, pair in readable.items() if pair is not None}
    logs: dict[int, dict[str, list[float]]] = {pk: {} for pk in readable}
    for belief in (None, *neuraxis.misconceptions(model)):
        weighed = neuraxis.weigh_answers(model, list(pairs.values()), belief)
        for pk, one in zip(pairs, weighed, strict=True):
            logs[pk][belief.id if belief else KNOWLEDGE] = [round(log, 5) for log in one]
    made = [Evidence(answer_id=pk, logs=found, model_version=model.version) for pk, found in logs.items()]
    Evidence.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["answer"], update_fields=["logs", "model_version"]
    )


def case_and_answer(model: neuraxis.Model, answer: Answer) -> tuple[neuraxis.Case, neuraxis.Answer] | None:
    """What a diagnosis reads; None where today's model no longer knows a word of it."""
    try:
        return stored_case(model, answer.question.payload), neuraxis.parse_answer(model, answer.response)
    except ValueError:
        return None


def weigh_in_background(profile: Profile) -> None:
    """Start the command, unless this process has one running."""
    if not settings.WEIGH_IN_BACKGROUND or any(process.poll() is None for process in _running):
        return
    _running[:] = [
        subprocess.Popen(  # noqa: S603 (our own command and a number)
            [*GENTLY, sys.executable, str(settings.BASE_DIR / "manage.py"), "weigh_answers", str(profile.pk)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
        )
    ]
