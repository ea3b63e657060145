"""Reads the pipe-separated tables of the atlas; faults carry file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from neuraxis.vocabulary import InputError, suggest


@dataclass
class Faults:
    """Collects every fault so that an editor sees all of them at once."""

    found: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        """Notes a fault once at `where` (file:line); `what` says what is wrong and what would be right."""
        fault = f"{where}: {what}"
        if fault not in self.found:
            self.found.append(fault)

    def raise_if_any(self) -> None:
        """Raises InputError with every fault."""
        if self.found:
            raise InputError(self.found)


class Row(dict[str, str]):
    """One fact: its cells by column name, and where it stands."""

    def __init__(self, cells: Iterable[tuple[str, str]], where: str) -> None:
        super().__init__(cells)
        self.where = where

    def number(self, column: str, faults: Faults, low: float = 0.0, high: float = 1.0) -> float:
        """The cell as a number between `low` and `high`; a fault and `low` if it is not."""
        text = self[column]
        try:
            value = float(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            faults.add(self.where, f"{column} {text!r} is not a number from {low:g} to {high:g}")
            return low
        return value


def read_table(root: Path, name: str, columns: tuple[str, ...], faults: Faults) -> list[Row]:
    """All rows of the table `name` (a file or a folder of files), in file order."""
    files = [root / f"{name}.psv"] if (root / f"{name}.psv").exists() else sorted((root / name).glob("*.psv"))
    if not files:
        faults.add(str(root / name), "the table is missing")
    return [row for file in files for row in _read_file(file, root, columns, faults)]


def _read_file(file: Path, root: Path, columns: tuple[str, ...], faults: Faults) -> Iterator[Row]:
    header: list[str] | None = None
    name = file.relative_to(root)
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where = f"{name}:{number}"
        cells = [cell.strip() for cell in line.split("|")]
        if header is None:
            header = cells
            if tuple(header) != columns:
                faults.add(where, f"the columns are {' | '.join(header)}; they should be {' | '.join(columns)}")
                return
        elif len(cells) != len(header):
            faults.add(where, f"{len(cells)} cells; the table has {len(header)} columns")
        else:
            yield Row(zip(header, cells, strict=True), where)


def read_sources(root: Path, faults: Faults) -> dict[str, dict[str, Any]]:
    """Every source by key, from the files `sources*.toml`."""
    sources: dict[str, dict[str, Any]] = {}
    for file in sorted(root.glob("sources*.toml")):
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in sources and sources[key] != entry:
                faults.add(file.name, f"source {key!r} stands twice with different content")
            missing = [name for name in ("kind", "title", "authors", "year") if name not in entry]
            if missing:
                faults.add(file.name, f"source {key!r} lacks {', '.join(missing)}")
            sources[key] = entry
    return sources


def check_sources(rows: list[Row], sources: Mapping[str, object], faults: Faults) -> None:
    """Every row names at least one source, and every source named exists."""
    for row in rows:
        keys = row["source"].split()
        if not keys:
            faults.add(row.where, "no source; name at least one key of sources.toml")
        for key in keys:
            if key not in sources:
                faults.add(row.where, f"unknown source {key!r}{suggest(key, sources)}")
