"""The one list of the kinds of question. Each puts itself on it, complete or not at all."""

import re
from collections.abc import Iterator
from inspect import get_annotations
from typing import TypeVar

from quizzes.kinds.asking import Asking
from quizzes.models import MAX_KIND

KIND = re.compile(r"[a-z]+(-[a-z]+)*")

A = TypeVar("A", bound=Asking)

_registered: dict[str, Asking] = {}


class IncompleteKind(TypeError):
    """A file of `quizzes/kinds` whose kind cannot be asked yet."""


def register(made: type[A]) -> type[A]:
    """Put a kind on the list: `@register` above its class. Raises IncompleteKind, saying all that is missing."""
    lacking = sorted(lacks(made))
    if lacking:
        raise IncompleteKind(
            f"The kind of question {said(made)} cannot be asked yet: it lacks {', '.join(lacking)}. "
            "What each of these is stands in quizzes/kinds/asking.py, and for a puzzle in quizzes/kinds/puzzle.py."
        )
    faults = [*faults_of(made)]
    if faults:
        raise IncompleteKind(f"The kind of question {said(made)} cannot be asked: {'; '.join(faults)}.")
    _registered[made.kind] = made()
    return made


def said(made: type[Asking]) -> str:
    return f"{made.__qualname__} ({made.__module__})"


def lacks(made: type[Asking]) -> Iterator[str]:
    """What a class leaves open of all that its bases announce: methods, and attributes without a value."""
    yield from made.__abstractmethods__
    for base in made.__mro__:
        announced = get_annotations(base)
        yield from (name for name in announced if not hasattr(made, name))


def faults_of(made: type[Asking]) -> Iterator[str]:
    if not KIND.fullmatch(made.kind) or len(made.kind) > MAX_KIND:
        yield f"its id {made.kind!r} must be words of small letters with hyphens, {MAX_KIND} characters at most"
    if made.share < 0:
        yield f"its share {made.share} must be 0 or more"
    for other in _registered.values():
        if made.kind == other.kind:
            yield f"its id {made.kind!r} is that of {said(type(other))}"
        elif made.name == other.name:
            yield f"its name {made.name!r} is that of {said(type(other))}"


def every_kind() -> tuple[Asking, ...]:
    """All kinds in the order of the lists."""
    return tuple(sorted(_registered.values(), key=lambda asking: (asking.order, asking.kind)))


def kind_names() -> dict[str, str]:
    """The names of all kinds by their ids, in the order of the lists."""
    return {asking.kind: asking.name for asking in every_kind()}


def asking_of(kind: str) -> Asking:
    """How questions of `kind` are asked. Raises KeyError for an unknown one."""
    return _registered[kind]
