"""The twin of a case: the nearest examination whose answer is different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from neuraxis.consistency import find_contradictions
from neuraxis.examination import Finding, Kind
from neuraxis.generation.cases import GeneratedCase, GenerationError
from neuraxis.generation.proofs import is_proven, stand
from neuraxis.generation.stories import tell_story
from neuraxis.localization import confusion, localize, rows_of, score_rows
from neuraxis.localization.rivals import PAIR, REGION, TEMPO
from neuraxis.network import Place
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import Reading, Stage, modeled

CANDIDATES = 60
# A value this unlikely under the twin's place has to change.
UNLIKELY = 0.2
MOST_CHANGED = 8


@dataclass(frozen=True)
class Twin:
    """The other case and what differs: (finding of the first case, finding of the twin)."""

    case: GeneratedCase
    changed: tuple[tuple[Finding, Finding], ...]


def find_twin(model: Model, findings: Sequence[Finding], stage: Stage, key: str, seed: int) -> Twin:
    """The case with the fewest changed findings whose answer class is another one, and alone.

    A place that students confuse with the key, or one of its region and tempo, may cost a change or two more.

    Raises GenerationError when no place comes near enough.
    """
    own = model.class_of(key, modeled(stage))
    ranked = localize(model, findings, stage, reading=Reading.EXAM, top=CANDIDATES).ranked
    made = [_retell(model, findings, stage, one.place) for one in ranked if one.place.key not in own]
    twins = [one for one in made if one is not None]
    nearest = sorted(twins, key=lambda one: len(one[1]) + _strangeness(model, model.places[key], one[0]))
    if not nearest:
        raise GenerationError(["no other place comes near enough to these findings for a twin"])
    place, changed = nearest[0]
    changes = {before.item: after for before, after in changed}
    shown = tuple(changes.get(one.item, one) for one in findings)
    story = tell_story(model, place, stage, shown, seed)
    case = GeneratedCase(seed, stage, shown, place.key, 2, place.topic, story, model.version)
    return Twin(case, changed)


def _strangeness(model: Model, key: Place, other: Place) -> int:
    """How many more changes a twin may cost that a student would rather think of."""
    kin = confusion(model, key, other)
    return 0 if kin >= PAIR else 1 if kin >= REGION * TEMPO else 3


def _retell(
    model: Model, findings: Sequence[Finding], stage: Stage, place: Place
) -> tuple[Place, tuple[tuple[Finding, Finding], ...]] | None:
    """The findings as this place would show them, changed only where they do not fit; None if not proven."""
    if modeled(stage) not in model.atlas.sites[place.site].stages:
        return None
    row = _best_row(model, findings, stage, place)
    pairs = [(one, _fitting(model, one, stage, row)) for one in findings]
    changed = tuple((before, after) for before, after in pairs if before != after)
    if not changed or len(changed) > MOST_CHANGED:
        return None
    shown = [after for _, after in pairs]
    if not _is_one_patient(model, shown, stage, place.key):
        return None
    return place, _drop_needless(model, findings, changed, stage, place)


def _is_one_patient(model: Model, shown: Sequence[Finding], stage: Stage, key: str) -> bool:
    """Whether the findings prove the place and do not contradict each other."""
    if find_contradictions(model.atlas.implications, shown):
        return False
    return is_proven(model, shown, stage, key, difficulty=2)


def _drop_needless(
    model: Model,
    findings: Sequence[Finding],
    changed: tuple[tuple[Finding, Finding], ...],
    stage: Stage,
    place: Place,
) -> tuple[tuple[Finding, Finding], ...]:
    """Takes back every change that the proof does not need, both sides of a finding together."""
    kept = dict(changed)
    for base in dict.fromkeys(model.items[before.item].base for before, _ in changed):
        trial = {old: new for old, new in kept.items() if model.items[old.item].base != base}
        shown = [trial.get(one, one) for one in findings]
        if trial and stand(model, shown, stage, place.key).first and _is_one_patient(model, shown, stage, place.key):
            kept = trial
    return tuple(kept.items())


def _best_row(model: Model, findings: Sequence[Finding], stage: Stage, place: Place) -> int:
    rows = rows_of(model, place.key)
    scores = score_rows(model, findings, modeled(stage), Reading.EXAM)[rows]
    return int(rows.start) + int(np.argmax(scores))


def _fitting(model: Model, finding: Finding, stage: Stage, row: int) -> Finding:
    item = model.items[finding.item]
    offset = model.offsets[finding.item]
    logs = model.compiled.stages[modeled(stage)].logs[offset : offset + len(item.values), row]
    likely = float(np.exp(logs[item.index(finding.value)] / NATS))
    graded = item.kind in (Kind.STRENGTH, Kind.REGION_STRENGTH)
    if likely >= UNLIKELY * (0.5 if graded else 1.0):
        return finding
    return replace(finding, value=item.values[int(np.argmax(logs))])
