"""Chooses the findings of a case: a routine examination, then whatever best tells the key from its rivals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from neuraxis.chance import Chance
from neuraxis.consistency import find_contradictions, reconcile
from neuraxis.examination import Finding, Item, Kind
from neuraxis.generation.evidence import Bench, examined_items, findings_of, is_rare, routine_settings
from neuraxis.generation.proofs import is_proven
from neuraxis.localization import rows_of
from neuraxis.network import Place
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import LATERAL, Side, Stage

# A sign that is absent at least this often in such a lesion may be missing from a hard case.
OFTEN_ABSENT = 0.15
# A sign that is present at least this often in such a lesion may be found when the case needs it.
OFTEN_PRESENT = 0.3
AREAS = {"arm": "arm", "hand": "arm", "leg": "leg", "foot": "leg", "trunk": "trunk", "sac": "sac"}
HEAD_CHARTS = ("eyes", "face", "bulbar", "vision", "hearing_balance")


@dataclass(frozen=True)
class Search:
    """How far an examiner looks: how many more parts, how many of a family, down to which gain (nats), how special."""

    most: int
    per_family: int
    least_gain: float
    rare: bool


COMMON = Search(most=14, per_family=2, least_gain=0.1, rare=False)
# When the common examination proves nothing: special tests too, and more of them.
CLOSE = Search(most=12, per_family=6, least_gain=0.02, rare=True)


@dataclass(frozen=True)
class Examined:
    """The findings of a case in charting order, from one lesion (`row` of the model) of its place.

    `missed` tells that a cardinal sign which this lesion often spares was drawn as absent.
    """

    findings: tuple[Finding, ...]
    row: int
    missed: bool


def choose_examination(model: Model, place: Place, stage: Stage, difficulty: int, chance: Chance) -> Examined:
    """Findings of one lesion of the place, as many as help to tell it from its rivals."""
    row = draw_row(model, place, chance)
    values = mend(model, stage, row, _likely_values(model, stage, row))
    missed = _miss_one_sign(model, stage, row, values, chance) if difficulty >= 3 else ""
    bench = Bench(model, place, stage, difficulty)
    shown = {key: values[key] for key in _routine(model, place, values)}
    shown |= {key: values[key] for key in ((missed, *_twin_side(model.items[missed], values)) if missed else ())}
    shown = _look_further(bench, COMMON, values, shown)
    if not is_proven(model, findings_of(_tidy(model, shown)), stage, place.key, difficulty):
        found = {**values, **_possible_values(model, stage, row, values, missed), **shown}
        shown = _look_further(bench, CLOSE, mend(model, stage, row, found, shown), shown)
    shown = _spare(model, _tidy(model, shown), stage, place, difficulty)
    return Examined(tuple(findings_of(shown)), row, bool(missed))


def mend(model: Model, stage: Stage, row: int, values: Mapping[str, str], kept: Collection[str] = ()) -> dict[str, str]:
    """The values found in one lesion without contradictions; items of `kept` stay as they are.

    What one side cannot show is charted of neither: sides are examined in pairs.
    """
    column = model.compiled.stages[stage].logs[:, row]

    def chance(item: str, value: str) -> float:
        return float(np.exp(column[model.column(item, value)] / NATS))

    found = reconcile(model.atlas.implications, model.items, values, chance, kept)
    left_out = {model.items[key].base for key in values if key not in found}
    return {key: value for key, value in found.items() if model.items[key].base not in left_out or key in kept}


def loosen(model: Model, examined: Examined, stage: Stage, place: Place) -> Examined:
    """Gives up special findings, both sides at once, as long as the case stays proven: fewer clues, harder case."""
    expected = always_charted(model, place)
    special = [
        base for base in dict.fromkeys(model.items[one.item].base for one in examined.findings) if base not in expected
    ]
    return replace(examined, findings=tuple(_give_up(model, examined.findings, special, stage, place, 2)))


def _give_up(
    model: Model, findings: Sequence[Finding], bases: Sequence[str], stage: Stage, place: Place, difficulty: int
) -> list[Finding]:
    """The findings without those of `bases` that the proof can spare, the last first."""
    kept = list(findings)
    for base in reversed(bases):
        trial = [one for one in kept if model.items[one.item].base != base]
        if is_proven(model, trial, stage, place.key, difficulty):
            kept = trial
    return kept


def _spare(model: Model, shown: Mapping[str, str], stage: Stage, place: Place, difficulty: int) -> dict[str, str]:
    """Without what nobody would test in such a patient: normal findings far from anything abnormal, or special ones."""
    abnormal = [model.items[key] for key, value in shown.items() if value != model.items[key].normal]
    near, found = {_area(item) for item in abnormal}, {item.base for item in abnormal}
    expected = {*always_charted(model, place), *found}
    items = {model.items[key].base: model.items[key] for key in shown}
    needless = [
        base
        for base, item in items.items()
        if base not in expected and (_area(item) not in near or is_rare(model, item.id))
    ]
    findings = findings_of(shown)
    if not needless or not is_proven(model, findings, stage, place.key, difficulty):
        return dict(shown)
    return {one.item: one.value for one in _give_up(model, findings, needless, stage, place, difficulty)}


def _area(item: Item) -> str:
    """What is examined in one go: a limb, the trunk, or one part of the examination of the head and the rest."""
    parts = item.family.split(".")
    return next((area for part, area in AREAS.items() if part in parts), item.chart)


def always_charted(model: Model, place: Place) -> frozenset[str]:
    """The items, without side, that nobody would miss in a patient with such a lesion."""
    settings = routine_settings()["routine"]
    return frozenset((*settings["always"], *settings["head"], *model.atlas.minimum.get(place.site, ())))


def _look_further(bench: Bench, search: Search, values: Mapping[str, str], shown: Mapping[str, str]) -> dict[str, str]:
    """Adds the most telling part of the examination, again and again, until the case is clear or nothing tells more."""
    shown, families = dict(shown), dict[str, int]()
    offered = bench.offer(values, rare=search.rare)
    for _ in range(search.most):
        lack = bench.lack(shown)
        if lack is None:
            break
        best = offered.best(lack, shown, [one for one, count in families.items() if count >= search.per_family])
        if best is None or best.gain < (search.least_gain if not lack.signs else 0):
            break
        shown |= {key: values[key] for key in best.keys}
        families[best.family] = families.get(best.family, 0) + 1
    return shown


def draw_row(model: Model, place: Place, chance: Chance) -> int:
    """One lesion of the place by its weight, so that mild and severe ones both occur."""
    rows = rows_of(model, place.key)
    return int(rows.start) + chance.weigh("lesion", dict(enumerate(np.exp(model.compiled.row_logs[rows]).tolist())))


def _likely_values(model: Model, stage: Stage, row: int) -> dict[str, str]:
    """The most probable value of every item under one lesion."""
    column = np.array(model.compiled.stages[stage].logs[:, row])
    values = {}
    for key, item in examined_items(model).items():
        offset = model.offsets[key]
        values[key] = item.values[int(np.argmax(column[offset : offset + len(item.values)]))]
    return values


def _possible_values(model: Model, stage: Stage, row: int, values: Mapping[str, str], missed: str) -> dict[str, str]:
    """Abnormal values that are not the rule in such a lesion, and still no surprise."""
    chances = np.exp(np.array(model.compiled.stages[stage].logs[:, row]) / NATS)
    possible = {}
    for key, item in examined_items(model).items():
        if values.get(key) == item.normal and key != missed:
            offset = model.offsets[key]
            own = chances[offset : offset + len(item.values)].copy()
            own[item.index(item.normal)] = 0
            if own.max() >= OFTEN_PRESENT:
                possible[key] = item.values[int(np.argmax(own))]
    return possible


def _miss_one_sign(model: Model, stage: Stage, row: int, values: dict[str, str], chance: Chance) -> str:
    """One cardinal sign that is often absent stays absent, as in real patients; its item, or nothing."""
    column = model.compiled.stages[stage].logs[:, row]
    often_absent = [
        key
        for key in values
        if model.items[key].kind in (Kind.PLANTAR, Kind.TONE, Kind.RELEASE, Kind.SIGN)
        and values[key] != model.items[key].normal
        and column[model.column(key, model.items[key].normal)] > np.log(OFTEN_ABSENT) * NATS
        and not _contradicts(model, values, key)
    ]
    if not often_absent:
        return ""
    missed = chance.pick("missed", often_absent)
    values[missed] = model.items[missed].normal
    return missed


def _contradicts(model: Model, values: Mapping[str, str], key: str) -> bool:
    """Whether the sign could not be absent beside the others; without the sign they contradict nothing."""
    absent = {**values, key: model.items[key].normal}
    return bool(find_contradictions(model.atlas.implications, findings_of(absent), (key,)))


def _routine(model: Model, place: Place, values: Mapping[str, str]) -> list[str]:
    settings = routine_settings()["routine"]
    head = any(
        value != model.items[key].normal and model.items[key].chart in HEAD_CHARTS for key, value in values.items()
    )
    minimum = model.atlas.minimum.get(place.site, ())
    bases = [*settings["always"], *(settings["head"] if head else []), *minimum]
    keys = [key for base in bases for key in (base, *(f"{base}.{side}" for side in LATERAL)) if key in model.items]
    instead = [found for key in keys if key not in values for found in _found_instead(model, values, key)]
    return [key for key in dict.fromkeys((*keys, *instead)) if key in values]


def _found_instead(model: Model, values: Mapping[str, str], key: str) -> list[str]:
    """The abnormal findings, on both sides, for which an item could not be charted as normal."""
    implications, normal = model.atlas.implications, model.items[key].normal
    found: list[str] = []
    for row in (implications.rows[at] for at in implications.by_item.get(key, ())):
        others = [(item, wanted) for item, wanted in row.terms if item != key]
        holds = all(values.get(item) in wanted for item, wanted in others)
        if holds and normal in dict(row.terms)[key]:
            found += [one for item, _ in others for one in (item, *_twin_side(model.items[item], values))]
    return found


def _twin_side(item: Item, values: Mapping[str, str]) -> list[str]:
    """Sides are examined in pairs."""
    if item.side is Side.MIDLINE:
        return []
    twin = f"{item.base}.{item.side.opposite}"
    return [twin] if twin in values else []


def _tidy(model: Model, shown: Mapping[str, str]) -> dict[str, str]:
    """Charting order; power of a region goes when single muscles of it are shown."""
    fine = {model.items[key].family for key in shown if model.items[key].kind is Kind.STRENGTH}
    return {
        key: shown[key]
        for key, item in model.items.items()
        if key in shown and not (item.kind is Kind.REGION_STRENGTH and item.family in fine)
    }
