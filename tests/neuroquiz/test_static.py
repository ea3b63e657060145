"""Static files as a server collects them: each name says the content, and whatever names another uses that name."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

SOURCES = Path(__file__).parents[2] / "static/js"
IMPORTED = re.compile(r'^import\b[^;"]*"([^"]+)"', re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


@pytest.fixture
def scripts(tmp_path: Path, settings: Any) -> list[Path]:
    """Our own scripts, collected."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "neuroquiz.storage.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return sorted((tmp_path / "js").rglob("*.js"))


def test_a_script_names_its_parts_as_they_are_collected(scripts: list[Path]) -> None:
    assert len(scripts) == len(list(SOURCES.rglob("*.js")))
    named = [(script, name) for script in scripts for name in IMPORTED.findall(script.read_text(encoding="utf-8"))]
    assert len(named) > 10
    for script, name in named:
        assert HASHED.search(name), f"{script.name} names {name}"
        assert (script.parent / name).is_file(), f"{script.name} names {name}"
