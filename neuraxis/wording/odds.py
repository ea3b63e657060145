"""Chances in words."""

from __future__ import annotations

# From this chance on a finding "would be expected"; below it is only seen more often.
EXPECTED = 0.7
# The upper end of each share and its words.
_SHARES = (
    (0.15, "one in ten"),
    (0.225, "one in five"),
    (0.29, "one in four"),
    (0.42, "one in three"),
    (0.58, "half"),
    (0.71, "two in three"),
    (0.85, "four in five"),
    (1.0, "nine in ten"),
)


def word_share(chance: float) -> str:
    """A chance 0..1 as a share of patients: "one in three", "half"."""
    return next((words for most, words in _SHARES if chance <= most), _SHARES[-1][1])
