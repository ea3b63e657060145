"""Everything that the model says in sentences. Rules give keys; only this package gives prose."""

from neuraxis.wording.feedback import Feedback, word_explanation, word_feedback
from neuraxis.wording.findings import word_finding, word_findings, word_place, word_structure
from neuraxis.wording.issues import word_issue
from neuraxis.wording.misconceptions import word_lesson, word_misconception
from neuraxis.wording.sentences import Register, say, sentences
from neuraxis.wording.stories import word_story, word_vignette

__all__ = [
    "Feedback",
    "Register",
    "say",
    "sentences",
    "word_explanation",
    "word_feedback",
    "word_finding",
    "word_findings",
    "word_issue",
    "word_lesson",
    "word_misconception",
    "word_place",
    "word_story",
    "word_structure",
    "word_vignette",
]
