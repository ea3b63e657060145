"""Anki decks: what is in the package, that it stays the same, and that it is nobody else's."""

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from cases.models import Case
from quizzes.models import Quiz

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"br", "hr", "img"}


@dataclass
class Deck:
    """A package as it is read back."""

    name: str
    id: int
    kind: int
    notes: dict[str, dict[str, str]]
    media: dict[str, str]


def deck_in(response: Any) -> Deck:
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('.apkg"'), response.content.decode()[:2000]
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    database = sqlite3.connect(":memory:")
    database.deserialize(archive.read("collection.anki2"))
    kinds, decks = (json.loads(text) for text in database.execute("select models, decks from col").fetchone())
    (kind,) = kinds.values()
    (deck,) = (deck for deck in decks.values() if deck["name"] != "Default")
    names = [field["name"] for field in kind["flds"]]
    notes = {
        guid: dict(zip(names, fields.split("\x1f"), strict=True))
        for guid, fields in database.execute("select guid, flds from notes")
    }
    assert database.execute("select count(*) from cards").fetchone() == (len(notes),)
    media = {name: archive.read(number).decode() for number, name in json.loads(archive.read("media")).items()}
    return Deck(deck["name"], deck["id"], int(kind["id"]), notes, media)


def export(client: Client, deck: str, number: int = 10) -> Deck:
    return deck_in(client.post("/anki/", {"deck": deck, "number": str(number)}))


class Balanced(HTMLParser):
    """Refuses HTML whose elements do not close as they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def missing(visitor: Any, library_case: Callable[..., Case]) -> Callable[..., Case]:
    """Misses a library case."""

    def miss(slug: str = "the-slapping-foot", **fields: Any) -> Case:
        case = library_case(slug=slug, **fields)
        visitor.client.post(f"/cases/{case.slug}/solve/")
        question = visitor.open(Quiz.objects.latest("pk"))
        visitor.answer(question, visitor.mirror(question))
        return case

    return miss


def test_a_miss_becomes_a_note_with_patient_chart_key_and_reasons(visitor: Any, missing: Callable[..., Case]) -> None:
    missing(vignette="She said: *x < y & z*.")
    deck = export(visitor.client, "misses")
    (note,) = deck.notes.values()
    assert deck.name == "Neuroquiz::What I missed"
    assert "x &lt; y &amp; z" in note["Patient"]
    assert "Right tibialis anterior 1/5" in note["Examination"]
    assert "Right tibialis posterior 5/5" in note["Examination"]
    assert "Where is the lesion?" in note["Question"]
    assert "common peroneal nerve" in note["Key"]
    assert "Lower motor neuron" in note["Key"]
    assert "The path" in note["Reasons"]
    assert "<strong>inversion</strong>" in note["Reasons"]
    assert "http://testserver/cases/the-slapping-foot/" in note["Source"]
    assert "not yet reviewed by a clinician" in note["Source"]
    assert "For education only" in note["Source"]


def test_the_front_gives_nothing_away(visitor: Any, missing: Callable[..., Case]) -> None:
    missing(vignette="A man stumbles.")
    deck = export(visitor.client, "misses")
    (note,) = deck.notes.values()
    front = note["Patient"] + note["Examination"] + note["Question"] + "".join(deck.media.values())
    for secret in ("peroneal nerve", "slapping", "Title of", "cpn"):
        assert secret not in front


def test_every_field_is_whole_html(client: Client) -> None:
    for note in export(client, "cord").notes.values():
        for field in note.values():
            parser = Balanced()
            parser.feed(field)
            parser.close()
            assert parser.open == []


def test_every_picture_that_is_shown_is_in_the_package_and_stands_alone(client: Client) -> None:
    deck = export(client, "brainstem")
    shown = {name for note in deck.notes.values() for name in re.findall(r'<img src="([^"]+)"', note["Examination"])}
    assert shown == set(deck.media)
    assert shown
    for svg in deck.media.values():
        root = ElementTree.fromstring(svg)
        ids = {element.get("id") for element in root.iter()}
        for element in root.iter():
            for value in (element.get("href"), element.get("fill"), element.get("clip-path")):
                target = re.search(r"(?:url\(|^(?=#\D.*-))#([\w-]+)", value or "")
                assert target is None or target[1] in ids
        style = root.find(f"{SVG}style")
        assert style is not None
        assert ".mark--abnormal" in (style.text or "")
        # Nothing that only our pages know, nothing that asks the reader's color scheme, nothing from elsewhere.
        assert not re.search(r"@|revert|var\(|light-dark|color-mix|url\((?!#)|http(?!://www\.w3\.org/2000/svg)", svg)


def test_a_second_export_is_the_same_and_a_longer_one_adds(client: Client, library_case: Callable[..., Case]) -> None:
    library_case()
    first, second, longer = (export(client, "nerves", number) for number in (10, 10, 20))
    assert first == second
    assert (first.id, first.kind) == (longer.id, longer.kind)
    assert set(first.notes) < set(longer.notes)
    assert len(longer.notes) == 20


def test_a_corrected_case_keeps_its_note(visitor: Any, missing: Callable[..., Case]) -> None:
    case = missing()
    before = export(visitor.client, "misses")
    assert case.current is not None
    case.current.pk, case.current.number, case.current.digest = None, 2, "2"
    case.current.vignette = "A corrected story."
    case.current._state.adding = True
    case.current.save()
    Case.objects.update(current=case.current)
    corrected = export(visitor.client, "nerves")
    (guid,) = before.notes
    assert before.notes[guid]["Patient"] != corrected.notes[guid]["Patient"]


def test_decks_have_names_and_ids_of_their_own(client: Client) -> None:
    decks = [export(client, name) for name in ("nerves", "roots")]
    assert len({deck.id for deck in decks}) == 2
    assert len({deck.kind for deck in decks}) == 1


def test_what_was_missed_twice_comes_once_and_what_was_right_not_at_all(
    visitor: Any, missing: Callable[..., Case], library_case: Callable[..., Case]
) -> None:
    case = missing()
    visitor.client.post(f"/cases/{case.slug}/solve/")
    again = visitor.open(Quiz.objects.latest("pk"))
    visitor.answer(again, visitor.mirror(again))
    right = library_case(slug="found", key="radsg:R", findings=[["str.edc.R", "1"], ["str.triceps.R", "5"]])
    visitor.client.post(f"/cases/{right.slug}/solve/")
    visitor.answer(visitor.open(Quiz.objects.latest("pk")))
    assert [note["Id"] for note in export(visitor.client, "misses").notes.values()] == [f"case:{case.slug}"]


def test_a_question_that_the_model_has_outgrown_keeps_the_words_it_was_graded_with(
    visitor: Any, missing: Callable[..., Case]
) -> None:
    missing()
    question = Quiz.objects.get().questions.get()
    question.payload |= {"key": "phlogiston:R"}
    question.payload["findings"] += [["str.phlogiston.R", "3"]]
    question.save()
    (note,) = export(visitor.client, "misses").notes.values()
    assert "common peroneal nerve" in note["Key"]
    assert "The path" in note["Reasons"]


def test_somebody_elses_misses_are_not_exported(stranger: Any, missing: Callable[..., Case]) -> None:
    missing()
    response = stranger.client.post("/anki/", {"deck": "misses", "number": "10"})
    assert response.status_code == 200
    assert "Nothing was missed yet" in response.content.decode()


def test_of_a_running_exam_nothing_is_exported(visitor: Any, missing: Callable[..., Case]) -> None:
    missing()
    Quiz.objects.update(mode="exam", finished_at=None)
    assert (
        "Nothing was missed yet" in visitor.client.post("/anki/", {"deck": "misses", "number": "10"}).content.decode()
    )


@pytest.mark.parametrize(
    "data",
    [{}, {"deck": "phrenology", "number": "10"}, {"deck": "cord", "number": "1000"}, {"deck": "cord", "number": "x"}],
)
def test_what_is_not_on_the_list_is_explained(client: Client, data: dict[str, str]) -> None:
    response = client.post("/anki/", data)
    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()


def test_the_page_chooses_what_its_link_names_and_makes_nobody_known(client: Client) -> None:
    response = client.get("/anki/?deck=cord")
    assert '<option value="cord" selected>' in response.content.decode()
    assert client.get("/anki/?deck=phrenology").status_code == 200
    assert "session" not in str(client.post("/anki/", {"deck": "cord", "number": "10"}).cookies)


def test_an_export_costs_few_queries(
    visitor: Any, missing: Callable[..., Case], django_assert_max_num_queries: Any
) -> None:
    for number, key in enumerate(["cpn:R", "root.C7:L", "wallen:R", "ulnelb:L"]):
        missing(slug=f"case-{number}", key=key)
    for deck in ("misses", "mixed"):
        with django_assert_max_num_queries(6):
            export(visitor.client, deck)
