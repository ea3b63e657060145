"""Wrong beliefs in a sentence, and what is right instead."""

from __future__ import annotations

from neuraxis.misconceptions import Misconception
from neuraxis.wording.sentences import Register, say


def word_misconception(misconception: Misconception, register: Register = Register.STUDENT) -> str:
    """What a learner with this misconception believes."""
    return say(misconception.name, register=register)


def word_lesson(misconception: Misconception, register: Register = Register.STUDENT) -> str:
    """What is right, and how to see it at the bedside."""
    return say(misconception.lesson, register=register)
