"""Compiled models kept on disk, keyed by atlas and code; their tables are mapped, not read."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

# Compiled models that stay in the cache folder, some 30 MB each.
KEPT_MODELS = 6
_OURS = re.compile(r"[0-9a-f]{12}-[0-9a-f]{12}(-mutated)?")


def hash_files(files: list[Path], seed: str) -> str:
    """12 hex digits of the names and the content of files."""
    digest = hashlib.sha256(seed.encode())
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def kept_at(version: str, *names: str) -> Path:
    """Where a compiled model is kept: by its atlas, the code that compiled it, and what was changed."""
    code = hash_files(sorted(Path(__file__).parent.parent.rglob("*.py")), version)
    return _cache_folder() / "-".join((version, code, *names))


def _cache_folder() -> Path:
    chosen = os.environ.get("NEURAXIS_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "neuraxis"


def read_kept(kept: Path) -> tuple[Any, ...] | None:
    """What was compiled before, its tables mapped from disk; None if there is nothing usable."""
    try:
        with (kept / "facts.pickle").open("rb") as file:
            atlas, items, places, compiled = pickle.load(file)  # noqa: S301 (written by this program)
        stages = {
            stage: replace(
                tables,
                logs=np.load(kept / f"{stage}-logs.npy", mmap_mode="r"),
                brisk=np.load(kept / f"{stage}-brisk.npy", mmap_mode="r"),
            )
            for stage, tables in compiled.stages.items()
        }
    except (OSError, EOFError, ValueError, pickle.UnpicklingError, AttributeError, ImportError):
        return None
    return atlas, items, places, replace(compiled, stages=stages)


def keep(kept: Path, facts: tuple[Any, ...]) -> None:
    """Keeps a compiled model; a folder that cannot be written costs time, not correctness."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            made = Path(folder) / "model"
            made.mkdir()
            _write(made, facts)
            # Another process may have kept the same model meanwhile: then the rename fails and nothing is lost.
            made.rename(kept)
        forget_old(_cache_folder())
    except OSError:
        return


def _write(made: Path, facts: tuple[Any, ...]) -> None:
    atlas, items, places, compiled = facts
    for stage, tables in compiled.stages.items():
        np.save(made / f"{stage}-logs.npy", tables.logs)
        np.save(made / f"{stage}-brisk.npy", tables.brisk)
    empty = np.zeros((0, 0), dtype=np.int16)
    light = {stage: replace(tables, logs=empty, brisk=empty) for stage, tables in compiled.stages.items()}
    with (made / "facts.pickle").open("wb") as file:
        pickle.dump((atlas, items, places, replace(compiled, stages=light)), file)


def forget_old(folder: Path) -> None:
    """Leaves the newest compiled models only: every edit of the atlas or of the code makes another."""
    ours = [entry for entry in folder.iterdir() if _OURS.fullmatch(entry.name)]
    newest_first = sorted(ours, key=lambda entry: entry.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_MODELS:]:
        shutil.rmtree(old, ignore_errors=True)
