"""The kinds of question: one file makes, asks, reads, grades and prints each, and registers itself.

To add a kind, write its file here; nothing else lists them. Every file is imported at start, so that the list is whole
before anything reads it.
"""

from importlib import import_module
from pkgutil import iter_modules

from quizzes.kinds.asking import Asking
from quizzes.kinds.registry import asking_of, every_kind, kind_names
from quizzes.models import Question

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
Question.allow_kinds(kind_names())

__all__ = ["Asking", "asking_of", "every_kind", "kind_names"]
