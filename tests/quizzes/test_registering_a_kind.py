"""A kind of question is taken whole or refused in words, and wants a migration of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from quizzes.kinds import asking_of, every_kind, kind_names
from quizzes.kinds.asking import Asking
from quizzes.kinds.next_step import AskNext
from quizzes.kinds.puzzle import Puzzle
from quizzes.kinds.registry import IncompleteKind, register
from quizzes.models import Question
from tests.conftest import without_migration


def refusal(made: Any) -> str:
    """Why a kind is refused; and it is on no list."""
    before = kind_names()
    with pytest.raises(IncompleteKind) as caught:
        register(made)
    assert kind_names() == before
    return str(caught.value)


def test_what_is_missing_is_named_all_at_once() -> None:
    class Riddle(Puzzle):
        kind = "riddle"
        name = "Solve the riddle"
        title = "What is it?"
        label = "Which of these is it?"

    told = refusal(Riddle)
    assert "The kind of question " in told
    assert "Riddle (tests.quizzes.test_registering_a_kind) cannot be asked yet" in told
    assert "it lacks grade, make, missing, order, share." in told
    assert "quizzes/kinds/asking.py" in told


def test_a_kind_of_its_own_make_lacks_all_that_a_puzzle_has() -> None:
    class Drawing(Asking):
        kind = "draw"
        name, title, order, share = "Draw it", "Draw the lesion", 9, 1

    told = refusal(Drawing)
    for name in ("panel", "feedback", "blank_form", "read", "grade", "print", "example_answers", "refused_words"):
        assert f" {name}" in told
    assert " has_twin" not in told
    assert " title" not in told


@pytest.mark.parametrize("kind", ["Riddle", "a riddle", "", "riddle-of-the-sphinx"])
def test_an_id_that_is_no_id_is_refused(kind: str) -> None:
    made = type("Riddle", (AskNext,), {"kind": kind, "name": "Solve the riddle"})
    assert f"its id {kind!r} must be words of small letters with hyphens, 16 characters at most" in refusal(made)


def test_what_another_kind_has_is_refused() -> None:
    twice = type("Again", (AskNext,), {"kind": "next", "name": "Solve the riddle"})
    assert "its id 'next' is that of AskNext (quizzes.kinds.next_step)" in refusal(twice)
    named = type("Again", (AskNext,), {"kind": "riddle"})
    assert "its name 'Choose the next examination' is that of" in refusal(named)


def test_a_share_below_nothing_is_refused() -> None:
    made = type("Riddle", (AskNext,), {"kind": "riddle", "name": "Solve the riddle", "share": -1})
    assert "its share -1 must be 0 or more" in refusal(made)


def test_the_lists_are_in_the_order_that_the_kinds_say() -> None:
    assert [asking.order for asking in every_kind()] == sorted(asking.order for asking in every_kind())
    assert [*kind_names()][:2] == ["localize", "umn-or-lmn"]
    assert all(asking_of(asking.kind) is asking for asking in every_kind())


@pytest.fixture
def one_kind_more() -> Iterator[None]:
    Question.allow_kinds(kind_names() | {"riddle": "Solve the riddle"})
    yield
    Question.allow_kinds(kind_names())


def test_every_kind_has_its_migration() -> None:
    assert without_migration() == []


def test_a_kind_without_a_migration_is_told(one_kind_more: None) -> None:
    told = without_migration()
    assert "quizzes: Alter field kind on question" in told
    assert "quizzes: Create constraint quizzes_question_kind_is_known on model question" in told
