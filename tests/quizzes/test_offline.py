"""The app without a network: manifest, service worker, the page for then, and questions to take along."""

import base64
import hashlib
import hmac
import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

import neuraxis
from quizzes.models import Answer, Mode, Quiz
from quizzes.stored.payloads import stored_case
from quizzes.takeaway import packs
from quizzes.views import offline

pytestmark = pytest.mark.django_db

PACK = "/practice/pack/"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """A pack of four, so that tests need not wait for thirty."""
    monkeypatch.setattr(packs, "SIZE", 4)
    return 4


def taken(client: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    lines = [json.loads(line) for line in b"".join(client.post(PACK)).decode().splitlines()]
    return lines[0], lines[1:]


def opened(sealed: str, name: str) -> dict[str, Any]:
    """What the browser does to open it."""
    data = base64.b64decode(sealed)
    key = hashlib.pbkdf2_hmac("sha256", name.encode(), b"neuroquiz pack", 20_000)
    stream = b"".join(hmac.digest(key, struct.pack(">I", at), "sha256") for at in range(len(data) // 32 + 1))
    said: dict[str, Any] = json.loads(bytes(byte ^ mask for byte, mask in zip(data, stream, strict=False)))
    return said


def test_the_manifest_names_icons_that_are_there(client: Any) -> None:
    response = client.get("/manifest.webmanifest")
    said = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert said["start_url"] == "/"
    for icon in said["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        width, height = struct.unpack(">II", Path(str(file)).read_bytes()[16:24])
        assert icon["sizes"] == f"{width}x{height}"


def test_the_service_worker_rules_the_whole_site_and_is_never_stale(client: Any) -> None:
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert "no-cache" in response["Cache-Control"]


def test_the_shell_is_all_that_the_offline_page_needs(client: Any) -> None:
    page = client.get("/offline/").content.decode()
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert address in offline.shell_files()
        assert finders.find(address.removeprefix("/static/")), address


def test_the_shell_holds_what_its_scripts_are_made_of() -> None:
    static = settings.BASE_DIR / "static"
    scripts = [address.removeprefix("/static/") for address in offline.shell_files() if address.endswith(".js")]
    parts = [
        (static / script).parent.joinpath(part).resolve().relative_to(static).as_posix()
        for script in scripts
        if (static / script).is_file()
        for part in re.findall(r'^import [^;]*"(.+)";$', (static / script).read_text(), re.MULTILINE)
    ]
    assert "js/queue/store.js" in parts
    assert set(parts) <= set(scripts)


def test_the_shell_holds_no_page_of_a_learner() -> None:
    assert all(address.startswith("/static/") for address in offline.shell_files())


def test_the_offline_page_is_the_same_for_everybody(client: Any, learner_client: Any) -> None:
    page = client.get("/offline/")
    assert page.content == learner_client.get("/offline/").content
    assert not page.cookies


def test_the_version_of_the_shell_follows_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = offline.shell_version()
    offline.shell_version.cache_clear()
    monkeypatch.setattr(offline, "print_page", lambda: "another page")
    after = offline.shell_version()
    offline.shell_version.cache_clear()
    assert before != after


def test_a_pack_is_an_ordinary_practice_with_all_its_questions(visitor: Any, small: int) -> None:
    head, questions = taken(visitor.client)
    quiz = Quiz.objects.get()
    assert (quiz.mode, quiz.length, quiz.questions.count()) == (Mode.TUTOR, small, small)
    assert head["base"] == f"/quiz/{quiz.public_id}/"
    assert [question["position"] for question in questions] == [1, 2, 3, 4]
    assert visitor.client.get(f"/quiz/{quiz.public_id}/3/").status_code == 200


def test_a_pack_that_was_not_begun_is_given_again(visitor: Any, small: int) -> None:
    one, _ = taken(visitor.client)
    two, _ = taken(visitor.client)
    assert one["id"] == two["id"]
    visitor.answer(Quiz.objects.get().questions.get(position=1))
    three, _ = taken(visitor.client)
    assert three["id"] != one["id"]


def test_the_key_does_not_lie_open_in_a_pack(visitor: Any, small: int) -> None:
    sent = b"".join(visitor.client.post(PACK)).decode()
    for question in Quiz.objects.get().questions.all():
        case = stored_case(visitor.model, question.payload)
        nothing = neuraxis.Answer(None, None, None, None)
        words = neuraxis.word_feedback(visitor.model, case, nothing, neuraxis.grade(visitor.model, case, nothing))
        for secret in [*words.deciding, *words.key, *words.path, str(question.seed), f'"{question.payload["key"]}"']:
            assert secret not in sent
            assert json.dumps(secret)[1:-1] not in sent


def test_what_a_pack_says_of_each_part_is_what_the_server_says(visitor: Any, small: int) -> None:
    head, questions = taken(visitor.client)
    for line in questions:
        question = Quiz.objects.get().questions.get(position=line["position"])
        key = visitor.key(question)
        said = opened(line["sealed"], f"{head['id']}:{line['position']}")
        for axis in ("motor_class", "level", "side"):
            assert said["states"][axis][key[axis]] == "right"
        assert said["states"]["structure"][key["site"].casefold()] == "right"
        assert said["sections"]
        other = {"motor_class": "NMJ", "level": "junction", "side": "N", "site": ""}
        visitor.answer(question, other | ({"site": key["site"]} if said["asks_structure"] else {}))
        verdict = Answer.objects.get(question=question).verdict
        assert verdict is not None
        for axis in verdict["axes"]:
            if axis["axis"] != "structure" and not said["asks_structure"]:
                assert said["states"][axis["axis"]][axis["given"]] == axis["state"]


def test_a_pack_wants_a_post(client: Any) -> None:
    assert client.get(PACK).status_code == 405
