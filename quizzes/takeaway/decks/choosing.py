"""Which questions a deck holds."""

from functools import lru_cache

from django.db.models import Q, QuerySet

import neuraxis
from quizzes.learners.sessions import Learner, questions_of
from quizzes.making.questions import freeze_generated, freeze_version
from quizzes.making.selection import Draw, Wish, draw, library, site_of
from quizzes.models import LOCALIZE, Mode, Question
from quizzes.stored.verdicts import NEARLY

MOST = 100
# Of a topic the same cases every time, so that a second export updates the first.
SERIES = 20261122


def misses_of(learner: Learner) -> QuerySet[Question]:
    """Answers below right. Of a running exam nothing is told."""
    running = Q(quiz__mode=Mode.EXAM, quiz__finished_at__isnull=True)
    return questions_of(learner, kind=LOCALIZE, answer__score__lt=NEARLY).exclude(running)


def missed(learner: Learner, number: int) -> list[Question]:
    """The cases that were not found, the last first, each once."""
    answered = misses_of(learner).select_related("answer", "case_version__case")
    latest = answered.prefetch_related("case_version__references").order_by("-answer__answered_at")
    return list({identity(question): question for question in reversed(latest[: 3 * number])}.values())[::-1][:number]


def identity(question: Question) -> str:
    """What a question is in every export: the library case, or the seed with all it was made with."""
    if question.case_version is not None:
        return f"case:{question.case_version.case.slug}"
    wish = question.payload.get("generator", {})
    return f"seed:{question.seed}:{question.model_version}:{wish.get('topic') or ''}:{wish.get('difficulty') or ''}"


def of_topic(model: neuraxis.Model, topic: neuraxis.Topic | None, number: int) -> list[Question]:
    """Cases of the library, then generated ones."""
    versions = library(Wish(topic=topic)).select_related("case").prefetch_related("references").order_by("pk")[:number]
    curated = [
        Question(case_version=version, **{k: v for k, v in made.items() if k != "case_version"})
        for version in versions
        if (made := freeze_version(model, version)) is not None
    ]
    return [*curated, *generated(model, topic, number - len(curated))]


def generated(model: neuraxis.Model, topic: neuraxis.Topic | None, number: int) -> list[Question]:
    """The first of a fixed series. While there are fresh places, none comes twice; afterwards nobody waits for one."""
    used: frozenset[str] = frozenset()
    is_fresh = True
    made = []
    for position in range(1, number + 1):
        drawn = drawn_at(model.version, topic, position, used if is_fresh else frozenset())
        is_fresh = is_fresh and site_of(drawn.generated.key) not in used
        used |= {site_of(drawn.generated.key)}
        made.append(
            Question(seed=drawn.generated.seed, payload=freeze_generated(model, drawn), model_version=model.version)
        )
    return made


@lru_cache(maxsize=512)
def drawn_at(version: str, topic: neuraxis.Topic | None, position: int, used: frozenset[str]) -> Draw:
    """`version` of the model is there to be remembered by."""
    return draw(neuraxis.load_model(), SERIES, position, Wish(topic=topic), used)
