"""The facts of the nervous system: read from text, checked, and handed on as plain values."""

from __future__ import annotations

from pathlib import Path

from neuraxis.knowledge.drives import Drive, Factor, Term, parse_drive
from neuraxis.knowledge.facts import (
    ATLAS_FOLDER,
    INCIDENCES,
    Atlas,
    Cause,
    Involvement,
    MotorRole,
    Muscle,
    OntologyIds,
    PathwayName,
    Reflex,
    Route,
    Sign,
    SilentGroup,
    SiteFact,
    Spot,
    Structure,
    Territory,
    Vertebra,
    Words,
)
from neuraxis.knowledge.items import build_items
from neuraxis.knowledge.phrases import SILENT, item_words, site_words, structure_words, value_words
from neuraxis.vocabulary import Side

__all__ = [
    "ATLAS_FOLDER",
    "INCIDENCES",
    "SILENT",
    "Atlas",
    "Cause",
    "Drive",
    "Factor",
    "Involvement",
    "MotorRole",
    "Muscle",
    "OntologyIds",
    "PathwayName",
    "Reflex",
    "Route",
    "Sign",
    "SilentGroup",
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


def load_atlas(folder: Path = ATLAS_FOLDER, dominant: Side = Side.LEFT) -> Atlas:
    """The checked atlas. Raises InputError with every fault, each with file and line."""
    # The readers of the tables are only needed here; a model that is kept does without them.
    from neuraxis.knowledge.atlas import read_atlas

    return read_atlas(folder, dominant)
