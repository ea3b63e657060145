"""What was not tested and would have told two places apart."""

from __future__ import annotations

from neuraxis.examination import Finding
from neuraxis.examining import next_findings
from neuraxis.grading import Case
from neuraxis.network import Place
from neuraxis.puzzles.chances import likeliest, place_chances
from neuraxis.simulation.model import Model
from neuraxis.wording.findings import word_finding, word_place
from neuraxis.wording.sentences import Register, say

TRIED = 12


def word_missing_test(model: Model, case: Case, answered: Place, register: Register) -> list[str]:
    """What should have been tested to tell the answered place from the key; nothing where nothing would."""
    pair = _telling_pair(model, case, answered.key)
    if pair is None:
        return []
    first, second = (word_finding(model, one, register) for one in pair)
    places = {"key": model.places[case.key], "place": answered}
    words = {name: word_place(place, register) for name, place in places.items()}
    return [say("answer.untested", words | {"first": first, "second": second}, register)]


def _telling_pair(model: Model, case: Case, other: str) -> tuple[Finding, Finding] | None:
    """Of the items that tell most, the first that the two places would show differently; what each would show."""
    chances = [place_chances(model, place, case.stage) for place in (case.key, other)]
    best = next_findings(model, case.findings, case.stage, reading=case.reading, most=TRIED, rivals=(case.key, other))
    for item, _ in best:
        first, second = (likeliest(model, model.items[item], expected) for expected in chances)
        if first != second:
            return first, second
    return None
