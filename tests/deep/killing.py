"""Which check notices that a row of the atlas is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from neuraxis.acceptance import run_catalogue
from neuraxis.knowledge import ATLAS_FOLDER, Atlas, load_atlas
from neuraxis.simulation import load_model
from neuraxis.vocabulary import InputError
from tests.deep.mutants import Mutant
from tests.neuraxis.reference import (
    Body,
    crossing_faults,
    pathway_faults,
    role_faults,
    side_faults,
    site_faults,
    supply_faults,
)
from tests.neuraxis.test_symmetry import ASYMMETRIC


class Killer:
    """Tries the checks on corrupted copies of the atlas, the quickest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "atlas"
        self._tried = 0
        shutil.copytree(ATLAS_FOLDER, self._folder)
        self._missed = self._catalogue(ATLAS_FOLDER)

    def kill(self, mutant: Mutant) -> str:
        """The check that fails on a mutant, or nothing."""
        file = next(self._folder.rglob(mutant.file))
        kept = file.read_text(encoding="utf-8")
        file.write_text(mutant.text, encoding="utf-8")
        try:
            return self._check()
        finally:
            file.write_text(kept, encoding="utf-8")

    def _check(self) -> str:
        try:
            atlas = load_atlas(self._folder)
        except (InputError, KeyError):
            return "loader"
        if any(_reference_faults(atlas)):
            return "reference"
        try:
            return "catalogue" if self._catalogue(self._fresh_name()) - self._missed else ""
        except (InputError, KeyError, ValueError):
            return "compiler"

    def _fresh_name(self) -> Path:
        """The folder under a new name: models are kept in memory by the name of their folder."""
        self._tried += 1
        name = self._folder.with_name(f"atlas-{self._tried}")
        name.symlink_to(self._folder, target_is_directory=True)
        return name

    @staticmethod
    def _catalogue(folder: Path) -> set[int]:
        """The acceptance rows that an atlas misses."""
        lines = (ATLAS_FOLDER / "catalogue.psv").read_text(encoding="utf-8").splitlines()
        return {one.number for one in run_catalogue(load_model(folder), lines) if not one.passed}


def _reference_faults(atlas: Atlas) -> Iterable[str]:
    body = Body(atlas)
    return chain(
        pathway_faults(body),
        crossing_faults(body),
        supply_faults(body),
        side_faults(atlas, ASYMMETRIC),
        site_faults(body),
        role_faults(atlas),
    )
