"""Our packages as Anki itself takes them in: the real `anki` package, in an environment that is thrown away."""

import json
import os
import re
import subprocess
import venv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

import neuraxis
from cases.models import Case, CaseVersion, Status
from quizzes.takeaway.decks import of_topic, package

pytestmark = [pytest.mark.deep, pytest.mark.django_db]

ANKI = os.environ.get("ANKI", "anki==26.9.3")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has Anki's own importer. Without a network the test is skipped at home and fails in CI."""
    home = tmp_path_factory.mktemp("anki")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ANKI]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        if os.environ.get("CI") == "true":
            pytest.fail(done.stderr)
        pytest.skip(f"{ANKI} cannot be installed: {done.stderr[-200:]}")
    return python


@pytest.fixture
def imported(python: Path, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Imports packages one after the other into one collection, and says what it held after each."""

    def take_in(*packages: bytes) -> list[dict[str, Any]]:
        paths = []
        for number, content in enumerate(packages):
            paths.append(tmp_path / f"{number}.apkg")
            paths[-1].write_bytes(content)
        script = Path(__file__).with_name("importing.py")
        done = subprocess.run(
            [python, script, tmp_path, *paths], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        states: list[dict[str, Any]] = json.loads(done.stdout)
        return states

    return take_in


def export(model: neuraxis.Model, number: int) -> bytes:
    questions = of_topic(model, neuraxis.Topic.NERVES, number)
    return package(model, "Peripheral nerves", questions, "https://example.org{}".format, timezone.now())


@pytest.fixture
def case(model: neuraxis.Model) -> Case:
    made = Case.objects.create(slug="the-slapping-foot", title="The slapping foot", status=Status.SUBMITTED)
    publish(model, made, 1, "He stumbles: *x < y & z*.")
    return made


def publish(model: neuraxis.Model, case: Case, number: int, vignette: str) -> None:
    case.current = CaseVersion.objects.create(
        case=case,
        number=number,
        title=case.title,
        vignette=vignette,
        teaching="The root would have weakened **inversion** too.",
        stage="chronic",
        reading="vignette",
        findings=[["str.tibant.R", "1"], ["str.peronei.R", "1"], ["str.tibpost.R", "5"]],
        key="cpn:R",
        topic="nerves",
        difficulty=2,
        model_version=model.version,
        lint={},
        sound=True,
        digest=vignette,
        source="file",
        created_at=timezone.now(),
    )
    case.save()


def test_anki_takes_a_deck_in_and_a_second_export_updates_it(
    model: neuraxis.Model, case: Case, imported: Callable[..., list[dict[str, Any]]]
) -> None:
    first = export(model, 10)
    publish(model, case, 2, "He trips on the carpet.")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        second = export(model, 15)
    once, again, twice = imported(first, first, second)

    assert (once["new"], len(once["notes"]), once["cards"]) == (10, 10, 10)
    assert once["decks"] == ["Neuroquiz::Peripheral nerves"]
    assert once["kinds"] == ["Neuroquiz: localize the lesion"]
    assert once["missing"] == []
    assert once["unused"] == []
    assert once["media"]
    assert all(name.endswith(".svg") for name in once["media"])

    assert (again["new"], len(again["notes"]), again["cards"]) == (0, 10, 10)
    assert again["media"] == once["media"]

    assert (twice["new"], twice["updated"], len(twice["notes"]), twice["cards"]) == (5, 10, 15, 15)
    assert twice["missing"] == []
    assert set(once["notes"]) < set(twice["notes"])
    (guid,) = (guid for guid, note in once["notes"].items() if note["Id"] == "case:the-slapping-foot")
    assert "x &lt; y &amp; z" in once["notes"][guid]["Patient"]
    assert "trips on the carpet" in twice["notes"][guid]["Patient"]


def test_a_card_as_anki_shows_it(
    model: neuraxis.Model, case: Case, imported: Callable[..., list[dict[str, Any]]]
) -> None:
    (state,) = imported(export(model, 1))
    assert "Right tibialis anterior 1/5" in state["front"]
    assert "Where is the lesion?" in state["front"]
    assert set(re.findall(r'src="([^"]+)"', state["front"])) == set(state["media"])
    assert "peroneal" not in state["front"]
    for words in ("common peroneal nerve", "What decides", "The path", "The slapping foot", "For education only"):
        assert words in state["back"]
