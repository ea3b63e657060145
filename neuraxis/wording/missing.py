"""What was not tested and would have told two places apart."""

from __future__ import annotations

from math import log

from neuraxis.examination import Finding
from neuraxis.examining import next_findings
from neuraxis.grading import Case, Grade
from neuraxis.puzzles.chances import likeliest, place_chances
from neuraxis.simulation.model import Model
from neuraxis.wording.findings import word_finding, word_place
from neuraxis.wording.sentences import Register, say

# Nats: the findings tell the places apart if the strongest of them makes one twice as likely.
TELLS = log(2)
TRIED = 12


def word_missing_test(model: Model, case: Case, grade: Grade, register: Register) -> list[str]:
    """What should have been tested where no finding tells the answer from the key; nothing where one does."""
    if grade.compared is None or max((one.weight for one in grade.findings), default=0.0) >= TELLS:
        return []
    pair = _telling_pair(model, case, grade.compared.key)
    if pair is None:
        return []
    first, second = (word_finding(model, one, register) for one in pair)
    words = {"first": first, "second": second, "place": word_place(grade.compared, register)}
    words["key"] = word_place(model.places[case.key], register)
    return [say("answer.untested", words, register)]


def _telling_pair(model: Model, case: Case, other: str) -> tuple[Finding, Finding] | None:
    """Of the items that tell most, the first that the two places would show differently; what each would show."""
    chances = [place_chances(model, place, case.stage) for place in (case.key, other)]
    best = next_findings(model, case.findings, case.stage, reading=case.reading, most=TRIED, rivals=(case.key, other))
    for item, _ in best:
        first, second = (likeliest(model, model.items[item], expected) for expected in chances)
        if first != second:
            return first, second
    return None
