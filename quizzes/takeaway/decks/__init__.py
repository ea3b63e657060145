"""Anki decks: questions as notes that carry the chart, the key and the model's explanation."""

from quizzes.takeaway.decks.choosing import MOST, missed, misses_of, of_topic
from quizzes.takeaway.decks.package import package

__all__ = ["MOST", "missed", "misses_of", "of_topic", "package"]
