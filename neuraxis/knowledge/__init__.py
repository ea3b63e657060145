"""The facts of the nervous system: read from text, checked, and handed on as plain values."""

from neuraxis.knowledge.atlas import ATLAS_FOLDER, load_atlas
from neuraxis.knowledge.chains import Involvement
from neuraxis.knowledge.drives import Drive, Factor, Term, parse_drive
from neuraxis.knowledge.facts import Atlas, Cause, MotorRole, Muscle, Reflex, Route, Sign, SiteFact, Spot, Structure
from neuraxis.knowledge.items import build_items

__all__ = [
    "ATLAS_FOLDER",
    "Atlas",
    "Cause",
    "Drive",
    "Factor",
    "Involvement",
    "MotorRole",
    "Muscle",
    "Reflex",
    "Route",
    "Sign",
    "SiteFact",
    "Spot",
    "Structure",
    "Term",
    "build_items",
    "load_atlas",
    "parse_drive",
]
