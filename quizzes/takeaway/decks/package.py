"""Writes an Anki package: notes whose ids never change, and the pictures they show."""

import io
import itertools
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import neuraxis
from drawings import Media
from quizzes.models import Question
from quizzes.takeaway.decks.notes import FIELDS, note_of

MODEL_ID = 1763812201
CARD = {
    "name": "Localize",
    "qfmt": "{{Patient}}{{Examination}}<p class='question'>{{Question}}</p>",
    "afmt": "{{FrontSide}}<hr id='answer'>{{Key}}{{Reasons}}{{Source}}",
}
STYLE = Path(__file__).with_name("card.css")


def package(
    model: neuraxis.Model,
    title: str,
    questions: Iterable[Question],
    absolute: Callable[[str], str],
    now: datetime,
) -> bytes:
    """The .apkg file of a deck; `absolute` makes an address of ours one that works from outside."""
    import genanki

    kind = genanki.Model(
        MODEL_ID,
        "Neuroquiz: localize the lesion",
        fields=[{"name": name} for name in FIELDS],
        templates=[CARD],
        css=STYLE.read_text(encoding="utf-8"),
    )
    deck = genanki.Deck(deck_id(title), f"Neuroquiz::{title}", description="For education only.")
    pictures: dict[str, Media] = {}
    for question in questions:
        note = note_of(model, question, absolute)
        pictures |= {media.name: media for media in note.media}
        deck.add_note(genanki.Note(kind, list(note.fields), guid=genanki.guid_for(note.identity), tags=list(note.tags)))
    return zipped(collection(genanki.Package(deck), now), pictures.values())


def deck_id(title: str) -> int:
    """The same for the same title, for ever."""
    return (1 << 40) + zlib.crc32(f"neuroquiz:{title}".encode())


def collection(made: Any, now: datetime) -> bytes:
    """The database of the package, written in memory: genanki's own way leaves a file behind each time."""
    database = sqlite3.connect(":memory:")
    try:
        made.write_to_db(database.cursor(), now.timestamp(), itertools.count(int(now.timestamp() * 1000)))
        database.commit()
        return database.serialize()
    finally:
        database.close()


def zipped(database: bytes, pictures: Iterable[Media]) -> bytes:
    """Media are numbered files, and `media` says which is which."""
    buffer = io.BytesIO()
    numbered = list(enumerate(pictures))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", database)
        archive.writestr("media", json.dumps({str(number): media.name for number, media in numbered}))
        for number, media in numbered:
            archive.writestr(str(number), media.svg)
    return buffer.getvalue()
