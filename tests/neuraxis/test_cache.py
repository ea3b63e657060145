"""The compiled model is kept on disk: found again, never trusted blindly, and not for ever."""

import os
from pathlib import Path

from neuraxis.simulation.model import KEPT_MODELS, _forget_old, _read_cache


def test_only_the_newest_models_are_kept(tmp_path: Path) -> None:
    for age in range(KEPT_MODELS + 3):
        entry = tmp_path / f"model-{age}"
        entry.mkdir()
        (entry / "facts.pickle").write_bytes(b"")
        os.utime(entry, (1_000_000 - age, 1_000_000 - age))
    _forget_old(tmp_path)
    assert {entry.name for entry in tmp_path.iterdir()} == {f"model-{age}" for age in range(KEPT_MODELS)}


def test_a_missing_or_broken_entry_is_compiled_again(tmp_path: Path) -> None:
    assert _read_cache(tmp_path / "nowhere") is None
    (tmp_path / "facts.pickle").write_bytes(b"noise")
    assert _read_cache(tmp_path) is None
    (tmp_path / "facts.pickle").write_bytes(b"")
    assert _read_cache(tmp_path) is None
