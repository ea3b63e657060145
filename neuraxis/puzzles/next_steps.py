"""Several places are left: which examination settles it best? Judged by expected information."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from neuraxis.chance import Chance
from neuraxis.examination import Finding, is_abnormal
from neuraxis.examining import expected_information
from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.grading import Case
from neuraxis.localization import confusion, localize
from neuraxis.network import Place
from neuraxis.puzzles.chances import askable_items, chance_of, family_of, likeliest, place_chances
from neuraxis.puzzles.retelling import retell
from neuraxis.puzzles.weighing import Weigher, chart_rows, leave_out
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Reading, Topic

ATTEMPTS = 24
OFFERED = 5
# How readily each of the leading places is taken for the key, at least: tempo and age, or the region.
ALIKE = 10.0
FEWEST_ABNORMAL = 2
# A class is a candidate while it stays within this ratio of the best.
CANDIDATE = 10.0
FEWEST_CANDIDATES, SHOWN_CANDIDATES, WEIGHED_CANDIDATES = 3, 3, 10
# Expected information worth asking for (nats); a distractor has at most this share of the best option's.
LEAST_INFORMATION, DISTRACTS = 0.25, 0.5
# An option with this share of the best is as good; with this share, near.
AS_GOOD, NEAR = 0.9, 0.4


@dataclass(frozen=True)
class NextQuestion:
    """A case that its findings leave open, and items to examine next, one of which tells most."""

    case: GeneratedCase
    options: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What examining an item would probably show in one candidate."""

    place: Place
    finding: Finding
    probability: float


@dataclass(frozen=True)
class Option:
    """One examination: expected information (nats), its share of the best option's, and what it would show."""

    item: str
    information: float
    share: float
    outcomes: tuple[Outcome, ...]

    @property
    def is_as_good(self) -> bool:
        """Whether it tells as much as the best option, or nearly."""
        return self.share >= AS_GOOD


@dataclass(frozen=True)
class NextGrade:
    """Credit 0..1 by expected information relative to the best option; options from the best on."""

    score: float
    given: Option
    options: tuple[Option, ...]
    candidates: tuple[Place, ...]


def make_next_question(model: Model, seed: int, *, topic: Topic | None = None) -> NextQuestion:
    """A case from which so much was taken that three places or more are left, with five examinations to choose from.

    Raises GenerationError when none was found.
    """
    for attempt in range(ATTEMPTS):
        chance = Chance("next", seed, attempt)
        base = generate(model, chance.seed(), topic=topic)
        shown = _open_up(model, base)
        if shown is None:
            continue
        options = _offer(model, shown, chance)
        if options:
            return NextQuestion(shown, options)
    raise GenerationError(["no case with a question worth asking was found; choose another topic"])


def judge_next(model: Model, case: Case, options: Sequence[str], given: str) -> NextGrade:
    """Grades the item that was chosen among the options. Raises InputError on unreadable findings."""
    gains = expected_information(model, case.findings, case.stage, reading=case.reading)
    best = max(gains[item] for item in options)
    ranked = localize(model, case.findings, case.stage, reading=case.reading, top=WEIGHED_CANDIDATES).ranked
    candidates = tuple(one.place for one in ranked)
    chances = [place_chances(model, place.key, case.stage) for place in candidates]
    told = tuple(
        Option(item, gains[item], gains[item] / best if best > 0 else 1.0, _outcomes(model, item, candidates, chances))
        for item in sorted(options, key=lambda item: -round(gains[item], 9))
    )
    chosen = next(one for one in told if one.item == given)
    credit = 1.0 if chosen.is_as_good else chosen.share
    return NextGrade(credit if chosen.share >= NEAR else 0.0, chosen, told, candidates[:SHOWN_CANDIDATES])


def _outcomes(
    model: Model, item: str, candidates: Sequence[Place], chances: Sequence[np.ndarray]
) -> tuple[Outcome, ...]:
    """What the leading candidates would show, and the next one that would show something else."""
    found = [
        Outcome(place, finding, chance_of(model, finding, expected))
        for place, expected in zip(candidates, chances, strict=True)
        for finding in (likeliest(model, model.items[item], expected),)
    ]
    shown, rest = found[: SHOWN_CANDIDATES - 1], found[SHOWN_CANDIDATES - 1 :]
    values = {one.finding.value for one in shown}
    other = next((one for one in rest if one.finding.value not in values), rest[0] if rest else None)
    return (*shown, other) if other else tuple(shown)


def _open_up(model: Model, base: GeneratedCase) -> GeneratedCase | None:
    """The case without the rows that tell most, one after the other, until three classes or more are left."""
    weigher, rows = Weigher(model, base.findings, base.stage), chart_rows(model, base.findings)
    number = weigher.class_of(base.key)
    kept = dict(rows)
    chosen = weigher.whole()
    while len(kept) > 1:
        trials = leave_out(chosen, list(kept.values()))
        shares = weigher.weigh(trials)
        gone = int(np.argmin(np.round(shares.of(number), 9)))
        chosen = trials[gone : gone + 1]
        del kept[list(kept)[gone]]
        classes = np.sort(shares.classes[gone])[::-1]
        if classes[FEWEST_CANDIDATES - 1] * CANDIDATE >= classes[0]:
            shown = tuple(one for one, stays in zip(base.findings, chosen[0], strict=True) if stays)
            enough = sum(is_abnormal(model.items, one) for one in shown) >= FEWEST_ABNORMAL
            is_candidate = float(shares.of(number)[gone]) * CANDIDATE >= classes[0]
            fits = enough and is_candidate and _are_rivals(model, base, shown)
            return retell(model, base, shown) if fits else None
    return None


def _are_rivals(model: Model, base: GeneratedCase, shown: Sequence[Finding]) -> bool:
    """Whether a student would weigh the leading places against the key: of its region, or of its tempo and age."""
    ranked = localize(model, shown, base.stage, reading=Reading.EXAM, top=SHOWN_CANDIDATES).ranked
    key = model.places[base.key]
    return all(confusion(model, key, one.place) >= ALIKE for one in ranked)


def _offer(model: Model, case: GeneratedCase, chance: Chance) -> tuple[str, ...]:
    """The item that tells most and four that tell clearly less, each of another family, in charting order."""
    gains = expected_information(model, case.findings, case.stage, reading=Reading.EXAM)
    known = {model.items[one.item].base for one in case.findings}
    ranked = sorted(
        (item for item in askable_items(model) if item.base not in known), key=lambda item: -round(gains[item.id], 9)
    )
    best = ranked[0]
    if gains[best.id] < LEAST_INFORMATION:
        return ()
    families: dict[str, str] = {}
    for item in ranked:
        if gains[item.id] <= DISTRACTS * gains[best.id]:
            families.setdefault(family_of(item), item.id)
    families.pop(family_of(best), None)
    likely = list(families.values())[: 3 * OFFERED]
    order: Mapping[str, int] = {item: at for at, item in enumerate(model.items)}
    return tuple(sorted([best.id, *chance.mix("offered", likely)[: OFFERED - 1]], key=order.__getitem__))
