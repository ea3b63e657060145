"""Compiled models kept on disk, keyed by atlas and code; their tables are mapped, not read."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import stat
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neuraxis.simulation.compilation import Compiled

# Compiled models that stay in the cache folder, some 30 MB each.
KEPT_MODELS = 6
FACTS = "facts.pickle"
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
    return _cache_folder() / "-".join((version, _hash_code(), *names))


@cache
def _hash_code() -> str:
    return hash_files(sorted(Path(__file__).parent.parent.rglob("*.py")), "")


def _cache_folder() -> Path:
    chosen = os.environ.get("NEURAXIS_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "neuraxis"


def read_kept(kept: Path) -> tuple[Any, Compiled] | None:
    """What was compiled before, facts and tables, these mapped from disk; None if there is nothing usable."""
    pickled = kept / FACTS
    try:
        if not (_is_safe(kept) and _is_safe(pickled)):
            return None
        with pickled.open("rb") as file:
            facts, compiled = pickle.load(file)  # noqa: S301 (written by this program, and by nobody else)
        return facts, _map_tables(kept, compiled)
    except (OSError, EOFError, ValueError, pickle.UnpicklingError, AttributeError, ImportError):
        return None


def _map_tables(kept: Path, compiled: Compiled) -> Compiled:
    stages = {
        stage: replace(
            tables,
            logs=_map_table(kept / f"{stage}-logs.npy"),
            brisk=_map_table(kept / f"{stage}-brisk.npy"),
        )
        for stage, tables in compiled.stages.items()
    }
    return replace(compiled, power=_map_table(kept / "power.npy"), stages=stages)


def _map_table(file: Path) -> npt.NDArray[np.int16]:
    """A table mapped from disk, as a plain array: slices of a memory map are slow to make."""
    return np.asarray(np.load(file, mmap_mode="r"))


def _is_safe(path: Path) -> bool:
    """Whether nobody but the user and root can have written there: a pickle is code to whoever may write it."""
    if os.name != "posix":
        return True
    found = path.stat()
    return found.st_uid in (0, os.getuid()) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def keep(kept: Path, facts: Any, compiled: Compiled) -> Compiled:
    """Keeps a compiled model and maps its tables; a folder that cannot be written costs time and memory only."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            made = Path(folder) / "model"
            made.mkdir(mode=0o755)
            _write(made, facts, compiled)
            # Another process may have kept the same model meanwhile: then the rename fails and nothing is lost.
            made.rename(kept)
        forget_old(_cache_folder())
        return _map_tables(kept, compiled)
    except OSError:
        return compiled


def _write(made: Path, facts: Any, compiled: Compiled) -> None:
    for stage, tables in compiled.stages.items():
        np.save(made / f"{stage}-logs.npy", tables.logs)
        np.save(made / f"{stage}-brisk.npy", tables.brisk)
    np.save(made / "power.npy", compiled.power)
    empty = np.zeros((0, 0), dtype=np.int16)
    light = {stage: replace(tables, logs=empty, brisk=empty) for stage, tables in compiled.stages.items()}
    pickled = made / FACTS
    with pickled.open("wb") as file:
        pickle.dump((facts, replace(compiled, power=empty, stages=light)), file, pickle.HIGHEST_PROTOCOL)
    pickled.chmod(0o644)


def forget_old(folder: Path) -> None:
    """Leaves the newest compiled models only: every edit of the atlas or of the code makes another."""
    ours = [entry for entry in folder.iterdir() if _OURS.fullmatch(entry.name)]
    newest_first = sorted(ours, key=lambda entry: entry.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_MODELS:]:
        shutil.rmtree(old, ignore_errors=True)
