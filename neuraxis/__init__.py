"""One causal model of the nervous system: it simulates, localizes, explains, generates, grades and checks.

Everything that other packages use is here.
"""

from collections.abc import Sequence

from neuraxis.charting import Cell, Row, Section, State, chart
from neuraxis.consistency import Contradiction
from neuraxis.consistency import find_contradictions as _find_contradictions
from neuraxis.edges import Edge, EdgeKind, edge_catalog, edges_behind, turning_edges
from neuraxis.examination import Finding, Item
from neuraxis.examination import parse_findings as _parse_findings
from neuraxis.examining import next_findings
from neuraxis.explanation import (
    Account,
    Cause,
    Contrast,
    Expectation,
    Explanation,
    Fit,
    class_of_place,
    contrast,
    expect,
    explain,
    way_onward,
)
from neuraxis.generation import (
    GeneratedCase,
    GenerationError,
    Twin,
    find_seed,
    find_twin,
    generate,
    parallel_forms,
)
from neuraxis.generation.stories import Story
from neuraxis.grading import Answer, Case, FindingVerdict, Grade, Reason, Verdict, grade, parse_answer
from neuraxis.isncsci import Classification as IsncsciClassification
from neuraxis.isncsci import Examination as IsncsciExamination
from neuraxis.isncsci import isncsci_levels
from neuraxis.linting import Issue, Lint, Severity, lint
from neuraxis.localization import Candidate, Combination, Pattern, Posterior, localize, localize_several
from neuraxis.misconceptions import (
    Diagnosis,
    Misconception,
    diagnose,
    diagnose_weighed,
    misconceptions,
    weigh_answers,
)
from neuraxis.network import Lesion, Place
from neuraxis.network import lesion_at as _lesion_at
from neuraxis.network.lesions import find_place as _find_place
from neuraxis.puzzles import (
    ClassGrade,
    DecisiveGrade,
    Fate,
    Foreseen,
    Mark,
    NextGrade,
    NextQuestion,
    OddGrade,
    OddOneOut,
    Option,
    Prediction,
    PredictionGrade,
    decisive_findings,
    judge_decisive,
    judge_motor_class,
    judge_next,
    judge_odd_one_out,
    judge_prediction,
    make_class_question,
    make_decisive_question,
    make_next_question,
    make_odd_one_out,
    make_prediction,
)
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
    PuzzleFeedback,
    Register,
    word_chart_row,
    word_class_grade,
    word_contradiction,
    word_decisive,
    word_edge,
    word_examination,
    word_explanation,
    word_feedback,
    word_finding,
    word_findings,
    word_issue,
    word_lesion,
    word_lesson,
    word_misconception,
    word_next,
    word_odd_one_out,
    word_place,
    word_prediction,
    word_twin,
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
    "ClassGrade",
    "Combination",
    "Contradiction",
    "Contrast",
    "DecisiveGrade",
    "Diagnosis",
    "Edge",
    "EdgeKind",
    "Expectation",
    "Explanation",
    "Fate",
    "Feedback",
    "Finding",
    "FindingVerdict",
    "Fit",
    "Foreseen",
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
    "Mark",
    "Misconception",
    "Model",
    "MotorClass",
    "NextGrade",
    "NextQuestion",
    "OddGrade",
    "OddOneOut",
    "Option",
    "Pattern",
    "Place",
    "Posterior",
    "Prediction",
    "PredictionGrade",
    "PuzzleFeedback",
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
    "class_of_place",
    "contradictions",
    "contrast",
    "decisive_findings",
    "deficits",
    "diagnose",
    "diagnose_weighed",
    "edge_catalog",
    "edges_behind",
    "expect",
    "explain",
    "find_seed",
    "find_twin",
    "generate",
    "grade",
    "isncsci_levels",
    "judge_decisive",
    "judge_motor_class",
    "judge_next",
    "judge_odd_one_out",
    "judge_prediction",
    "lesion",
    "lint",
    "load_model",
    "localize",
    "localize_several",
    "make_class_question",
    "make_decisive_question",
    "make_next_question",
    "make_odd_one_out",
    "make_prediction",
    "misconceptions",
    "next_findings",
    "parallel_forms",
    "parse_answer",
    "parse_findings",
    "sample_examination",
    "simulate",
    "turning_edges",
    "way_onward",
    "weigh_answers",
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
    "word_lesion",
    "word_lesson",
    "word_misconception",
    "word_next",
    "word_odd_one_out",
    "word_place",
    "word_prediction",
    "word_twin",
    "word_vignette",
]


def parse_findings(model: Model, data: object) -> tuple[Finding, ...]:
    """Findings from `{item: value}` or `[{"item", "value"}]`. Raises InputError naming every fault."""
    return _parse_findings(model.items, data)


def contradictions(model: Model, findings: Sequence[Finding]) -> tuple[Contradiction, ...]:
    """Findings that no one patient shows together, whatever the lesion; an item twice is a matter of reading."""
    return _find_contradictions(model.atlas.implications, findings)


def lesion(model: Model, place_key: str, *, extent: float = 0.5, severity: float = 0.85) -> Lesion:
    """One lesion of a place (`wallen:R`); `extent` and `severity` 0..1. Raises InputError on an unknown place."""
    return _lesion_at(model.atlas, _find_place(model.places, place_key), extent=extent, severity=severity)
