"""Which findings would a lesion cause? Judged by what such lesions show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from neuraxis.chance import Chance
from neuraxis.examination import Finding
from neuraxis.explanation import Cause, find_causes, functions_behind
from neuraxis.generation.cases import GenerationError, draw_places, eligible_places
from neuraxis.localization import rows_of
from neuraxis.network import Place
from neuraxis.network.lesions import find_place
from neuraxis.puzzles.chances import askable_items, chance_of, family_of, likeliest, place_chances
from neuraxis.puzzles.marks import Mark
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Stage, Topic, modeled

ATTEMPTS = 40
OFFERED, FEWEST_EACH = 8, 3
# Findings between these chances are not asked: no answer would be fair.
EXPECTED, NOT_EXPECTED = 0.7, 0.06
# The middle between them, by which a stored question is judged under a later model.
LIKELY = 0.5
# What healthy people show this often is no sign of a lesion.
BY_CHANCE = 0.15
# A part of the examination is near the lesion if the lesion often changes something in it.
NEAR = 0.3
PER_FAMILY = 2
HEALTHY = "healthy:M"


@dataclass(frozen=True)
class Prediction:
    """A lesion, and findings to judge in the order of the chart: would it cause them or not?"""

    place: str
    stage: Stage
    offered: tuple[Finding, ...]
    topic: Topic


@dataclass(frozen=True)
class Foreseen:
    """One offered finding: how many of such lesions show it, what causes it, or the pathway it would need."""

    finding: Finding
    chance: float
    cause: Cause | None
    needs: tuple[str, str]


@dataclass(frozen=True)
class PredictionGrade:
    """Credit 0..1: the share of the caused findings that were ticked, less that of the spared ones.

    Ticking everything, or by chance, earns nothing. Marks and findings stand in the offered order.
    """

    score: float
    marks: tuple[Mark, ...]
    foreseen: tuple[Foreseen, ...]


def make_prediction(model: Model, seed: int, *, topic: Topic | None = None) -> Prediction:
    """A lesion with findings that it causes and findings that it does not.

    Raises GenerationError when no place of the topic gives enough of both.
    """
    pool = eligible_places(model, topic, frozenset(model.sites))
    for place, chance in islice(draw_places(pool, Chance("prediction", seed)), ATTEMPTS):
        stage = chance.pick("stage", model.atlas.sites[place.site].stages)
        caused, spared = _sort_out(model, place, stage, chance)
        if min(len(caused), len(spared)) >= FEWEST_EACH and len(caused) + len(spared) >= OFFERED:
            return Prediction(place.key, stage, _pick(model, caused, spared, chance), place.topic)
    raise GenerationError(["no place gives enough findings to predict; choose another topic"])


def judge_prediction(
    model: Model, place_key: str, stage: Stage, offered: Sequence[Finding], chosen: Collection[str]
) -> PredictionGrade:
    """Grades the items that were ticked. Raises InputError on an unknown place."""
    place, stage = find_place(model.places, place_key), modeled(stage)
    chances = place_chances(model, place.key, stage)
    foreseen = _foresee(model, place, stage, offered, [chance_of(model, one, chances) for one in offered])
    marks = tuple(Mark(one.finding.item, one.finding.item in chosen, one.chance >= LIKELY) for one in foreseen)
    wanted, unwanted = ([mark.chosen for mark in marks if mark.wanted is wish] for wish in (True, False))
    right, wrong = (sum(ticks) / max(len(ticks), 1) for ticks in (wanted, unwanted))
    return PredictionGrade(max(right - wrong, 0.0), marks, foreseen)


def _foresee(
    model: Model, place: Place, stage: Stage, offered: Sequence[Finding], chances: Sequence[float]
) -> tuple[Foreseen, ...]:
    rows = rows_of(model, place.key)
    row = max(range(rows.start, rows.stop), key=lambda at: float(model.compiled.row_logs[at]))
    causes = find_causes(model, offered, stage, model.row_extent(row))
    hit = {cause.pathway for cause in causes.values()}
    return tuple(
        Foreseen(one, chance, causes.get(one.item) if chance >= LIKELY else None, _needs(model, one, stage, hit))
        for one, chance in zip(offered, chances, strict=True)
    )


def _needs(model: Model, finding: Finding, stage: Stage, hit: Collection[str]) -> tuple[str, str]:
    """The pathway that a finding turns on, and where it crosses: one that the lesion hits elsewhere, if any is."""
    functions = functions_behind(model, model.items[finding.item], finding.value, stage)
    named = [name for name in (model.pathway_name(function) for function, _ in functions) if name[0]]
    return next((name for name in named if name[0] in hit), named[0] if named else ("", ""))


def _pick(model: Model, caused: Sequence[Finding], spared: Sequence[Finding], chance: Chance) -> tuple[Finding, ...]:
    """Eight in charting order, three to five of them caused, so that counting does not help."""
    most = min(len(caused), OFFERED - FEWEST_EACH)
    count = chance.pick("count", range(max(FEWEST_EACH, OFFERED - len(spared)), most + 1))
    order = {item: at for at, item in enumerate(model.items)}
    return tuple(sorted([*caused[:count], *spared[: OFFERED - count]], key=lambda one: order[one.item]))


def _sort_out(model: Model, place: Place, stage: Stage, chance: Chance) -> tuple[list[Finding], list[Finding]]:
    """Findings that the place causes and near ones that it spares, few of each family, in random order."""
    ours, healthy = place_chances(model, place.key, stage), place_chances(model, HEALTHY, stage)
    normal = {item.id: float(ours[model.column(item.id, item.normal)]) for item in model.items.values()}
    touched = {item.chart for item in model.items.values() if normal[item.id] <= 1 - NEAR}
    caused: dict[str, list[Finding]] = {}
    spared: dict[str, list[Finding]] = {}
    items = askable_items(model)
    for item in chance.mix("items", items, key=lambda item: item.id):
        values = [value for value in item.values if value != item.normal]
        finding = likeliest(model, item, ours, values)
        if chance_of(model, finding, ours) >= EXPECTED and chance_of(model, finding, healthy) <= BY_CHANCE:
            caused.setdefault(family_of(item), []).append(finding)
        elif normal[item.id] >= 1 - NOT_EXPECTED and item.chart in touched:
            spared.setdefault(family_of(item), []).append(finding)
    return _spread(caused), _spread(spared)


def _spread(groups: dict[str, list[Finding]]) -> list[Finding]:
    """One of each family first, then a second one."""
    return [group[at] for at in range(PER_FAMILY) for group in groups.values() if len(group) > at]
