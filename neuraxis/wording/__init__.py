"""Everything that the model says in sentences. Rules give keys; only this package gives prose."""

from neuraxis.wording.conventions import CONVENTIONS, word_kind, word_meaning
from neuraxis.wording.edges import word_edge
from neuraxis.wording.feedback import Feedback, word_explanation, word_feedback
from neuraxis.wording.findings import word_finding, word_findings, word_place, word_structure
from neuraxis.wording.issues import word_contradiction, word_issue
from neuraxis.wording.misconceptions import word_lesson, word_misconception
from neuraxis.wording.puzzles import (
    PuzzleFeedback,
    word_chart_row,
    word_class_grade,
    word_decisive,
    word_examination,
    word_lesion,
    word_next,
    word_odd_one_out,
    word_prediction,
    word_twin,
)
from neuraxis.wording.sentences import Register, say, sentences
from neuraxis.wording.stories import word_story, word_vignette

__all__ = [
    "CONVENTIONS",
    "Feedback",
    "PuzzleFeedback",
    "Register",
    "say",
    "sentences",
    "word_chart_row",
    "word_class_grade",
    "word_contradiction",
    "word_decisive",
    "word_edge",
    "word_examination",
    "word_explanation",
    "word_feedback",
    "word_finding",
    "word_findings",
    "word_issue",
    "word_kind",
    "word_lesion",
    "word_lesson",
    "word_meaning",
    "word_misconception",
    "word_next",
    "word_odd_one_out",
    "word_place",
    "word_prediction",
    "word_story",
    "word_structure",
    "word_twin",
    "word_vignette",
]
