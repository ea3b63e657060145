"""A wrong row of the atlas makes a check fail: loader, reference facts or acceptance rows.

Every row is corrupted in one way, the ways in turn. MUTANTS=all tries every way on every row; a number takes that many.
The freshness of the atlas book is no check of anatomy and does not count, though it notices every change.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.deep.killing import Killer
from tests.deep.mutants import Mutant, facts, mutants

pytestmark = pytest.mark.deep
WANTED = os.environ.get("MUTANTS", "rows")
CAUGHT = 0.95


def chosen() -> list[Mutant]:
    """One corruption per row, or all of them, or some."""
    by_row = [list(mutants(fact)) for fact in facts()]
    if WANTED == "all":
        return [mutant for found in by_row for mutant in found]
    turns = [found[at % len(found)] for at, found in enumerate(by_row) if found]
    return turns if WANTED == "rows" else Random(0).sample(turns, int(WANTED))


def test_nearly_every_corrupted_row_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEURAXIS_CACHE", "/dev/null/none")
    killer = Killer(tmp_path)
    tried = [(mutant, killer.kill(mutant)) for mutant in chosen()]
    survivors = [f"{one.file}:{one.line} {one.row} ({one.kind}) {one.changed}" for one, check in tried if not check]
    report = [f"{check or 'survived'}: {count}" for check, count in Counter(check for _, check in tried).most_common()]
    Path(os.environ.get("MUTANTS_REPORT", str(tmp_path / "mutants.txt"))).write_text("\n".join([*report, *survivors]))
    assert 1 - len(survivors) / len(tried) >= CAUGHT, survivors
