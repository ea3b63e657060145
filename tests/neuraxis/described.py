"""Patients as other people describe them: vignettes and published cases, charted in our vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neuraxis
from neuraxis import Finding, Model, Posterior, Reading, Stage

FOLDER = Path(__file__).parent / "patients"


@dataclass(frozen=True)
class Described:
    """One patient. `levels` and `classes` are correct, the near ones acceptable; `side` is empty where not stated."""

    id: str
    core: bool
    stage: Stage
    levels: frozenset[str]
    near_levels: frozenset[str]
    classes: frozenset[str]
    near_classes: frozenset[str]
    side: str
    findings: tuple[Finding, ...]
    sites: frozenset[str]

    def localize(self, model: Model, reading: Reading = Reading.VIGNETTE) -> Posterior:
        """What the model makes of the patient."""
        return neuraxis.localize(model, self.findings, self.stage, reading=reading)


@dataclass(frozen=True)
class Hit:
    """What of an answer is correct: the level (strictly, and with its neighbors), the class, the side, the place."""

    level: bool
    near_level: bool
    near_class: bool
    side: bool
    place: bool
    places: bool


def judge(model: Model, one: Described, posterior: Posterior) -> Hit:
    """The first answer class held against what the source says, and the first three for `places`."""
    top = posterior.ranked[0]
    members = [{place.key for place in candidate.members} for candidate in posterior.ranked[:3]]
    level = str(top.place.level)
    return Hit(
        level in one.levels,
        level in one.levels | one.near_levels,
        str(posterior.likely_class) in one.classes | one.near_classes,
        one.side in ("", str(top.place.side)),
        bool(members[0] & one.sites),
        any(found & one.sites for found in members),
    )


def read_vignettes(model: Model) -> list[Described]:
    """The board vignettes."""
    return [
        Described(
            row["id"], row["set"] == "core", Stage(row["stage"]), _words(row["levels"]), _words(row["near levels"]),
            _words(row["classes"]), _words(row["near classes"]), row["side"].strip("-"),
            _findings(model, row["findings"]), frozenset(),
        )
        for row in _rows("vignettes.psv")
    ]  # fmt: skip


def read_published(model: Model) -> list[Described]:
    """The published patients."""
    return [
        Described(
            row["id"], True, Stage(row["stage"]), _words(row["levels"]), frozenset(), _words(row["classes"]),
            frozenset(), row["side"], _findings(model, row["findings"]), _words(row["sites"]),
        )
        for row in _rows("published.psv")
    ]  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = (line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    header = [cell.strip() for cell in next(lines).split("|")]
    for line in lines:
        yield dict(zip(header, (cell.strip() for cell in line.split("|")), strict=True))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _findings(model: Model, text: str) -> tuple[Finding, ...]:
    return neuraxis.parse_findings(model, dict(pair.split("=", 1) for pair in text.split()))
