"""What was not tested and would have told two places apart."""

from __future__ import annotations

from collections.abc import Sequence

from neuraxis.examination import Finding
from neuraxis.examining import next_findings
from neuraxis.grading import Case
from neuraxis.localization.scoring import Array
from neuraxis.network import Place
from neuraxis.puzzles.chances import likeliest, place_chances
from neuraxis.simulation.model import Model
from neuraxis.wording.findings import word_findings, word_place
from neuraxis.wording.odds import word_share
from neuraxis.wording.sentences import Register, say

TRIED = 12
# Nats: what tells less is not worth naming.
LEAST = 0.02


def word_missing_test(model: Model, case: Case, answered: Place, register: Register) -> list[str]:
    """What should have been tested to tell the answered place from the key; nothing where nothing would."""
    key = model.places[case.key]
    words = {"key": word_place(key, register), "place": word_place(answered, register)}
    chances = [place_chances(model, place.key, case.stage) for place in (key, answered)]
    best = next_findings(
        model, case.findings, case.stage, reading=case.reading, most=TRIED, rivals=(key.key, answered.key)
    )
    for item, _ in best:
        first, second = (likeliest(model, model.items[item], expected) for expected in chances)
        if first != second:
            told = {"first": word_findings(model, [first], register=register)}
            told |= {"second": word_findings(model, [second], register=register)}
            return [say("answer.untested", words | told, register)]
    if not best or best[0][1] < LEAST:
        return []
    finding, here, there = _most_unlike(model, best[0][0], chances)
    told = {"finding": word_findings(model, [finding], register=register)}
    shares = {"here": word_share(here), "there": word_share(there)}
    return [say("answer.untested_share", words | told | shares, register)]


def _most_unlike(model: Model, item_id: str, chances: Sequence[Array]) -> tuple[Finding, float, float]:
    """The value of an item that the two places differ in most, and its chance in each."""
    item = model.items[item_id]
    pairs = {value: [float(one[model.column(item.id, value)]) for one in chances] for value in item.values}
    value = max(pairs, key=lambda one: abs(pairs[one][0] - pairs[one][1]))
    here, there = pairs[value]
    return Finding(item.id, value), here, there
