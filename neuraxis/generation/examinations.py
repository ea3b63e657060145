"""Chooses the findings of a case: a routine examination, then whatever best tells the key from its rivals."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from neuraxis.examination import Finding, Item, Kind
from neuraxis.generation.proofs import PESSIMIST, consistent_rivals, is_proven
from neuraxis.knowledge import ATLAS_FOLDER
from neuraxis.localization import log_priors, place_scores, score_rows
from neuraxis.network import Place
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import LATERAL, Reading, Side, Stage

RIVALS = 12
MOST_ADDED = 14
PER_FAMILY = 2
NORMAL_DISCOUNT = 0.8
# A finding is added only while it says something: nats against the weighed rivals.
LEAST_GAIN = 0.15
# The share of the key's class to a pessimist at which no more findings are added, by difficulty.
ENOUGH = {1: 0.95, 2: 0.88, 3: 0.85, 4: 0.85}
# A sign that is absent at least this often in such a lesion may be missing from a hard case.
OFTEN_ABSENT = 0.15
HEAD_CHARTS = ("eyes", "face", "bulbar", "vision", "hearing_balance")


@dataclass(frozen=True)
class Examined:
    """The findings of a case in charting order, from one lesion (`row` of the model) of its place.

    `missed` tells that a cardinal sign which this lesion often spares was drawn as absent.
    """

    findings: tuple[Finding, ...]
    row: int
    missed: bool


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    return tomllib.loads((ATLAS_FOLDER / "routine.toml").read_text(encoding="utf-8"))


def choose_examination(model: Model, place: Place, stage: Stage, difficulty: int, rng: random.Random) -> Examined:
    """Findings of one lesion of the place, as many as help to tell it from its rivals."""
    row = _draw_row(model, place, rng)
    values = _likely_values(model, stage, row)
    missed = _miss_one_sign(model, stage, row, values, rng) if difficulty >= 3 else ""
    shown = {key: values[key] for key in _routine(model, values)}
    added: dict[str, int] = {}
    for _ in range(MOST_ADDED):
        doubted = PESSIMIST * score_rows(model, _findings(shown), stage, Reading.EXAM)
        scores = place_scores(model, doubted) + log_priors(model, stage)
        share, rivals, weights = _rivals(model, place, stage, scores)
        if share >= ENOUGH[difficulty]:
            open_ones = consistent_rivals(model, _findings(shown), stage, place.key)
            if not open_ones:
                break
            rivals = [model.place_keys.index(key) for key in open_ones]
            weights = np.full(len(rivals), 1 / len(rivals))
        best = _best_items(model, stage, row, values, shown, added, rivals, weights)
        if not best:
            break
        for key in best:
            shown[key] = values[key]
            added[model.items[key].family] = added.get(model.items[key].family, 0) + 1
    if missed:
        shown |= {key: values[key] for key in (missed, *_twin_side(model.items[missed], values, shown))}
    return Examined(_tidy(model, shown), row, bool(missed))


def loosen(model: Model, examined: Examined, stage: Stage, place: Place) -> Examined:
    """Gives up special findings, both sides at once, as long as the case stays proven: fewer clues, harder case."""
    kept = list(examined.findings)
    always = {*_settings()["routine"]["always"], *_settings()["routine"]["head"]}
    special = [base for base in dict.fromkeys(model.items[one.item].base for one in kept) if base not in always]
    for base in reversed(special):
        trial = [one for one in kept if model.items[one.item].base != base]
        if is_proven(model, trial, stage, place.key, difficulty=2):
            kept = trial
    return replace(examined, findings=tuple(kept))


def _draw_row(model: Model, place: Place, rng: random.Random) -> int:
    """One lesion of the place by its weight, so that mild and severe ones both occur."""
    at = model.place_keys.index(place.key)
    starts = model.compiled.starts
    last = int(starts[at + 1]) if at + 1 < len(starts) else len(model.compiled.row_logs)
    rows = range(int(starts[at]), last)
    return rng.choices(rows, weights=np.exp(model.compiled.row_logs[rows.start : last]).tolist())[0]


def _likely_values(model: Model, stage: Stage, row: int) -> dict[str, str]:
    """The most probable value of every item under one lesion."""
    column = model.compiled.stages[stage].logs[:, row]
    values = {}
    for key, item in model.items.items():
        offset = model.offsets[key]
        values[key] = item.values[int(np.argmax(column[offset : offset + len(item.values)]))]
    return values


def _miss_one_sign(model: Model, stage: Stage, row: int, values: dict[str, str], rng: random.Random) -> str:
    """One cardinal sign that is often absent stays absent, as in real patients; its item, or nothing."""
    column = model.compiled.stages[stage].logs[:, row]
    often_absent = [
        key
        for key in values
        if model.items[key].kind in (Kind.PLANTAR, Kind.TONE, Kind.RELEASE, Kind.SIGN)
        and values[key] != model.items[key].normal
        and column[model.column(key, model.items[key].normal)] > np.log(OFTEN_ABSENT) * NATS
    ]
    if not often_absent:
        return ""
    missed = rng.choice(often_absent)
    values[missed] = model.items[missed].normal
    return missed


def _routine(model: Model, values: dict[str, str]) -> list[str]:
    settings = _settings()["routine"]
    head = any(values[key] != item.normal and item.chart in HEAD_CHARTS for key, item in model.items.items())
    bases = [*settings["always"], *(settings["head"] if head else [])]
    return [key for base in bases for key in (base, *(f"{base}.{side}" for side in LATERAL)) if key in model.items]


def _findings(shown: dict[str, str]) -> list[Finding]:
    return [Finding(key, value) for key, value in shown.items()]


def _rivals(model: Model, place: Place, stage: Stage, scores: np.ndarray) -> tuple[float, Sequence[int], np.ndarray]:
    """The share of the key's class, and the strongest other places with their weights."""
    numbers = model.compiled.stages[stage].classes
    own = numbers == numbers[model.place_keys.index(place.key)]
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    others = np.where(own, -1.0, shares)
    chosen = np.argsort(-others, kind="stable")[:RIVALS]
    weights = np.maximum(others[chosen], 1e-12)
    return float(shares[own].sum()), chosen.tolist(), weights / weights.sum()


def _best_items(
    model: Model,
    stage: Stage,
    row: int,
    values: dict[str, str],
    shown: dict[str, str],
    added: dict[str, int],
    rivals: Sequence[int],
    weights: np.ndarray,
) -> list[str]:
    """The item (with its other side, if that is abnormal too) that speaks most for the key against the rivals."""
    logs = model.compiled.stages[stage].logs
    keys = [key for key in values if key not in shown and _may_show(model.items[key], added)]
    columns = [model.column(key, values[key]) for key in keys]
    own = logs[columns, row].astype(np.float64)
    spans = [_span(model, rival) for rival in rivals]
    theirs = np.stack([logs[columns, span].mean(axis=1, dtype=np.float64) for span in spans], axis=1)
    gains = np.clip((own[:, None] - theirs) / NATS, -4, 4) @ weights
    normal = np.array([values[key] == model.items[key].normal for key in keys])
    gains = np.where(normal, gains * NORMAL_DISCOUNT, gains)
    best = int(np.argmax(gains))
    if gains[best] < LEAST_GAIN:
        return []
    return [keys[best], *_twin_side(model.items[keys[best]], values, shown)]


def _span(model: Model, place: int) -> slice:
    starts = model.compiled.starts
    return slice(
        int(starts[place]), int(starts[place + 1]) if place + 1 < len(starts) else len(model.compiled.row_logs)
    )


def _may_show(item: Item, added: dict[str, int]) -> bool:
    rare = any(item.base.startswith(prefix) for prefix in _settings()["rare"]["items"])
    return not rare and added.get(item.family, 0) < PER_FAMILY


def _twin_side(item: Item, values: dict[str, str], shown: dict[str, str]) -> list[str]:
    """Sides are examined in pairs."""
    if item.side is Side.MIDLINE:
        return []
    twin = f"{item.base}.{item.side.opposite}"
    return [twin] if twin in values and twin not in shown else []


def _tidy(model: Model, shown: dict[str, str]) -> tuple[Finding, ...]:
    """Charting order; power of a region goes when single muscles of it are shown."""
    fine = {model.items[key].family for key in shown if model.items[key].kind is Kind.STRENGTH}
    kept = [
        key
        for key in model.items
        if key in shown and not (model.items[key].kind is Kind.REGION_STRENGTH and model.items[key].family in fine)
    ]
    return tuple(Finding(key, shown[key]) for key in kept)
