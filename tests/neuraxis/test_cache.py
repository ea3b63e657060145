"""The compiled model is kept on disk: found again, never trusted blindly, and not for ever."""

import os
from pathlib import Path

import pytest

import neuraxis
from neuraxis.simulation.cache import FACTS, KEPT_MODELS, forget_old, keep, read_kept


def test_only_the_newest_models_are_kept(tmp_path: Path) -> None:
    names = [f"{age:012x}-0123456789ab" for age in range(KEPT_MODELS + 3)]
    for age, name in enumerate([*names, "somebody-elses-folder"]):
        entry = tmp_path / name
        entry.mkdir()
        (entry / "facts.pickle").write_bytes(b"")
        os.utime(entry, (1_000_000 - age, 1_000_000 - age))
    forget_old(tmp_path)
    assert {entry.name for entry in tmp_path.iterdir()} == {*names[:KEPT_MODELS], "somebody-elses-folder"}


def test_a_missing_or_broken_entry_is_compiled_again(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "nowhere") is None
    (tmp_path / "facts.pickle").write_bytes(b"noise")
    assert read_kept(tmp_path) is None
    (tmp_path / "facts.pickle").write_bytes(b"")
    assert read_kept(tmp_path) is None


@pytest.mark.parametrize("opened", ["", FACTS], ids=["folder", "file"])
def test_what_others_could_have_written_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: str
) -> None:
    model = neuraxis.load_model()
    monkeypatch.setenv("NEURAXIS_CACHE", str(tmp_path))
    kept = tmp_path / "model"
    keep(kept, model.places, model.compiled)
    found = read_kept(kept)
    assert found is not None
    assert found[0] == model.places
    (kept / opened).chmod(0o777)
    assert read_kept(kept) is None
