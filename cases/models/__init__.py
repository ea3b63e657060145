"""What the teaching content remembers: references, concepts, cases with their versions, review, learners' reports."""

from cases.models.articles import Concept, ConceptReference, Reference
from cases.models.library import Case, CaseVersion, VersionConcept, VersionReference
from cases.models.review import Report, ReviewEvent
from cases.models.vocabulary import DIFFICULTIES, DIFFICULTY_CHOICES, READINGS, SHOWN, STAGES, TOPICS, Action, Status

__all__ = [
    "DIFFICULTIES",
    "DIFFICULTY_CHOICES",
    "READINGS",
    "SHOWN",
    "STAGES",
    "TOPICS",
    "Action",
    "Case",
    "CaseVersion",
    "Concept",
    "ConceptReference",
    "Reference",
    "Report",
    "ReviewEvent",
    "Status",
    "VersionConcept",
    "VersionReference",
]
