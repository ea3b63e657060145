"""Chances in words."""

from __future__ import annotations

# From this chance on a finding "would be expected"; below it is only seen more often.
EXPECTED = 0.7
# The upper end of each share and its words, after "in".
_SHARES = (
    (0.05, "hardly any"),
    (0.15, "about one in ten"),
    (0.225, "about one in five"),
    (0.29, "about one in four"),
    (0.42, "about one in three"),
    (0.58, "about half"),
    (0.71, "about two in three"),
    (0.85, "about four in five"),
    (0.95, "about nine in ten"),
    (1.0, "nearly all"),
)


def word_share(chance: float) -> str:
    """A chance 0..1 as a share of patients: "about one in three", "nearly all"."""
    return next((words for most, words in _SHARES if chance <= most), _SHARES[-1][1])
