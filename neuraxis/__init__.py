"""One causal model of the nervous system: it simulates, localizes, explains, generates, grades and checks.

Everything that other packages use is here.
"""

from neuraxis.charting import Cell, Row, Section, State, chart
from neuraxis.examination import Finding, Item
from neuraxis.examination import parse_findings as _parse_findings
from neuraxis.examining import next_findings
from neuraxis.explanation import Account, Cause, Contrast, Explanation, Fit, contrast, explain
from neuraxis.generation import (
    GeneratedCase,
    GenerationError,
    OddOneOut,
    Prediction,
    Twin,
    decisive_findings,
    find_twin,
    generate,
    make_odd_one_out,
    make_prediction,
    parallel_forms,
)
from neuraxis.generation.stories import Story
from neuraxis.grading import Answer, Case, FindingVerdict, Grade, Reason, Verdict, grade, parse_answer
from neuraxis.isncsci import Classification as IsncsciClassification
from neuraxis.isncsci import Examination as IsncsciExamination
from neuraxis.isncsci import isncsci_levels
from neuraxis.linting import Issue, Lint, Severity, lint
from neuraxis.localization import Candidate, Combination, Pattern, Posterior, localize, localize_several
from neuraxis.misconceptions import Diagnosis, Misconception, diagnose, misconceptions
from neuraxis.network import Lesion, Place
from neuraxis.network import lesion_at as _lesion_at
from neuraxis.network.lesions import find_place as _find_place
from neuraxis.simulation import Model, deficits, load_model, sample_examination, simulate
from neuraxis.simulation.model import Site
from neuraxis.vocabulary import (
    LEVEL_NAMES,
    MOTOR_CLASS_NAMES,
    SIDE_NAMES,
    TOPIC_NAMES,
    InputError,
    Level,
    MotorClass,
    Reading,
    Side,
    Stage,
    Topic,
)
from neuraxis.wording import (
    Feedback,
    Register,
    word_explanation,
    word_feedback,
    word_finding,
    word_findings,
    word_issue,
    word_lesson,
    word_misconception,
    word_place,
    word_vignette,
)

__all__ = [
    "LEVEL_NAMES",
    "MOTOR_CLASS_NAMES",
    "SIDE_NAMES",
    "TOPIC_NAMES",
    "Account",
    "Answer",
    "Candidate",
    "Case",
    "Cause",
    "Cell",
    "Combination",
    "Contrast",
    "Diagnosis",
    "Explanation",
    "Feedback",
    "Finding",
    "FindingVerdict",
    "Fit",
    "GeneratedCase",
    "GenerationError",
    "Grade",
    "InputError",
    "IsncsciClassification",
    "IsncsciExamination",
    "Issue",
    "Item",
    "Lesion",
    "Level",
    "Lint",
    "Misconception",
    "Model",
    "MotorClass",
    "OddOneOut",
    "Pattern",
    "Place",
    "Posterior",
    "Prediction",
    "Reading",
    "Reason",
    "Register",
    "Row",
    "Section",
    "Severity",
    "Side",
    "Site",
    "Stage",
    "State",
    "Story",
    "Topic",
    "Twin",
    "Verdict",
    "chart",
    "contrast",
    "decisive_findings",
    "deficits",
    "diagnose",
    "explain",
    "find_twin",
    "generate",
    "grade",
    "isncsci_levels",
    "lesion",
    "lint",
    "load_model",
    "localize",
    "localize_several",
    "make_odd_one_out",
    "make_prediction",
    "misconceptions",
    "next_findings",
    "parallel_forms",
    "parse_answer",
    "parse_findings",
    "sample_examination",
    "simulate",
    "word_explanation",
    "word_feedback",
    "word_finding",
    "word_findings",
    "word_issue",
    "word_lesson",
    "word_misconception",
    "word_place",
    "word_vignette",
]


def parse_findings(model: Model, data: object) -> tuple[Finding, ...]:
    """Findings from `{item: value}` or `[{"item", "value"}]`. Raises InputError naming every fault."""
    return _parse_findings(model.items, data)


def lesion(model: Model, place_key: str, *, extent: float = 0.5, severity: float = 0.85) -> Lesion:
    """One lesion of a place (`wallen:R`); `extent` and `severity` 0..1. Raises InputError on an unknown place."""
    return _lesion_at(model.atlas, _find_place(model.places, place_key), extent=extent, severity=severity)
