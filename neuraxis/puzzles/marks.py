"""What became of each option of a puzzle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What an answer did with an option."""

    HIT = "hit"
    MISSED = "missed"
    EXTRA = "extra"
    LEFT = "left"


@dataclass(frozen=True)
class Mark:
    """One option: an item or a row of the chart. `wanted` is whether it belongs to a right answer."""

    option: str
    chosen: bool
    wanted: bool

    @property
    def fate(self) -> Fate:
        """Chosen and wanted, only wanted, only chosen, or neither."""
        if self.chosen:
            return Fate.HIT if self.wanted else Fate.EXTRA
        return Fate.MISSED if self.wanted else Fate.LEFT
