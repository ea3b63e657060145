"""An answer against a case: a verdict on each axis, credit, and what every finding says for and against."""

from neuraxis.grading.answers import Answer, Case, parse_answer
from neuraxis.grading.axes import Reason, Verdict
from neuraxis.grading.grade import FindingVerdict, Grade, grade

__all__ = ["Answer", "Case", "FindingVerdict", "Grade", "Reason", "Verdict", "grade", "parse_answer"]
