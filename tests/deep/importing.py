"""Imports packages into a fresh Anki collection and prints what arrived. Runs where the `anki` package is, not here.

python importing.py FOLDER FIRST.apkg [SECOND.apkg ...]
"""

import json
import sys
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


def arrived(collection: Collection, package: str) -> dict[str, object]:
    """What the import says of itself, and what the collection holds afterwards."""
    log = collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions(with_scheduling=False))
    ).log
    notes = [collection.get_note(note) for note in collection.find_notes("")]
    cards = [collection.get_card(card) for card in collection.find_cards("")]
    return {
        "new": len(log.new),
        "updated": len(log.updated),
        "duplicate": len(log.duplicate),
        "conflicting": len(log.conflicting),
        "notes": {note.guid: dict(note.items()) for note in notes},
        "cards": len(cards),
        "decks": sorted({collection.decks.name(card.did) for card in cards}),
        "kinds": sorted({note.note_type()["name"] for note in notes}),
        "media": sorted(path.name for path in Path(collection.media.dir()).iterdir()),
        "missing": list(collection.media.check().missing),
        "unused": list(collection.media.check().unused),
        "front": cards[0].question(),
        "back": cards[0].answer(),
    }


def main(folder: str, *packages: str) -> None:
    collection = Collection(str(Path(folder) / "collection.anki2"))
    try:
        json.dump([arrived(collection, package) for package in packages], sys.stdout)
    finally:
        collection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
