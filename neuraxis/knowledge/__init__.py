"""The facts of the nervous system: read from text, checked, and handed on as plain values."""

from neuraxis.knowledge.atlas import ATLAS_FOLDER, load_atlas
from neuraxis.knowledge.chains import Involvement
from neuraxis.knowledge.drives import Drive, Factor, Term, parse_drive
from neuraxis.knowledge.facts import (
    Atlas,
    Cause,
    MotorRole,
    Muscle,
    OntologyIds,
    Reflex,
    Route,
    Sign,
    SiteFact,
    Spot,
    Structure,
    Territory,
    Vertebra,
    Words,
)
from neuraxis.knowledge.items import build_items
from neuraxis.knowledge.phrases import SILENT, item_words, site_words, structure_words, value_words

__all__ = [
    "ATLAS_FOLDER",
    "SILENT",
    "Atlas",
    "Cause",
    "Drive",
    "Factor",
    "Involvement",
    "MotorRole",
    "Muscle",
    "OntologyIds",
    "Reflex",
    "Route",
    "Sign",
    "SiteFact",
    "Spot",
    "Structure",
    "Term",
    "Territory",
    "Vertebra",
    "Words",
    "build_items",
    "item_words",
    "load_atlas",
    "parse_drive",
    "site_words",
    "structure_words",
    "value_words",
]
