"""How well every lesion of every place fits a set of findings. All of it is sums of table rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from neuraxis.examination import NOT_EXAMINED, Finding, Item, Kind, drop_umbrellas, is_abnormal, members_of
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import InputError, Reading, Stage, suggest

Array = npt.NDArray[np.float64]
ALL_ROWS = slice(None)


def score_rows(
    model: Model, findings: Sequence[Finding], stage: Stage, reading: Reading, rows: slice = ALL_ROWS
) -> Array:
    """Log likelihood (nats, tempered) of the findings under every row of the model, or under `rows` only."""
    check_findings(model, findings)
    used = drop_coarse(model.items, findings)
    tables = model.compiled.stages[stage]
    logs, brisk = np.asarray(tables.logs)[:, rows], np.asarray(tables.brisk)[:, :, rows]
    columns = [model.column(f.item, f.value) for f in used if model.items[f.item].kind is not Kind.TENDON]
    total = logs[columns].sum(axis=0, dtype=np.int32) / NATS
    tendons = [
        model.brisk_offsets[f.item] + model.items[f.item].index(f.value) for f in used if f.item in model.brisk_offsets
    ]
    temper = model.reading["temper"]
    score: Array = temper * total
    if tendons:
        score = score + brisk_scores(model, brisk[:, tendons].sum(axis=1, dtype=np.int32), temper)
    if reading is not Reading.EXAM:
        score = score + _silence(model, findings, stage, reading)[rows]
    return score


def rows_of(model: Model, place: str) -> slice:
    """The rows of the tables that hold the lesions of a place."""
    at = model.place_numbers[place]
    starts = model.compiled.starts
    last = starts[at + 1] if at + 1 < len(starts) else len(model.compiled.row_logs)
    return slice(int(starts[at]), int(last))


def place_scores(model: Model, rows: Array) -> Array:
    """Log prior plus log likelihood of every place, its rows weighed."""
    starts = model.compiled.starts
    weighed = rows + model.compiled.row_logs
    best = np.maximum.reduceat(weighed, starts)
    lengths = np.diff([*starts, len(rows)])
    spread = np.exp(weighed - np.repeat(best, lengths))
    scores: Array = best + np.log(np.add.reduceat(spread, starts))
    return scores


def check_findings(model: Model, findings: Sequence[Finding]) -> None:
    """Raises InputError on unknown items or values and on duplicates."""
    faults = []
    seen = set()
    for finding in findings:
        item = model.items.get(finding.item)
        if item is None:
            faults.append(f"unknown item {finding.item!r}{suggest(finding.item, model.items)}")
        elif finding.value not in item.takes:
            faults.append(f"{finding.item} cannot be {finding.value!r}; it is one of {', '.join(item.takes)}")
        elif finding.item in seen:
            faults.append(f"{finding.item} stands twice; keep one")
        seen.add(finding.item)
    if faults:
        raise InputError(faults)


def drop_coarse(items: Mapping[str, Item], findings: Sequence[Finding]) -> list[Finding]:
    """Power of a whole region says nothing more once single muscles of it are known, nor an umbrella over a member."""
    findings = drop_umbrellas(items, findings)
    fine = {items[f.item].family for f in findings if items[f.item].kind is Kind.STRENGTH}
    return [f for f in findings if items[f.item].kind is not Kind.REGION_STRENGTH or items[f.item].family not in fine]


def brisk_scores(model: Model, sums: npt.NDArray[np.int32] | Array, temper: float) -> Array:
    """Tempered log likelihood of the reflexes, which share the patient's own briskness.

    `sums` holds log P (in 1/1024 nat) of all reflexes together, per briskness and row.
    """
    priors = np.log([p for _, p in model.responses.briskness])
    by_shift = temper * sums / NATS + priors[:, None]
    best = by_shift.max(axis=0)
    scores: Array = best + np.log(np.exp(by_shift - best).sum(axis=0))
    return scores


def answered_families(model: Model, findings: Sequence[Finding]) -> set[str]:
    """The families whose silence says nothing: mentioned, or beyond testing, as power is in coma."""
    mentioned = {family for one in findings for family in model.items[one.item].families}
    abnormal = {model.items[one.item].base for one in findings if is_abnormal(model.items, one)}
    beyond = {base for rule in model.reading["hidden"] if abnormal & set(rule["by"]) for base in rule["items"]}
    return mentioned | {item.family for item in model.items.values() if item.base in beyond} if beyond else mentioned


def _silence(model: Model, findings: Sequence[Finding], stage: Stage, reading: Reading) -> Array:
    """What the items say that are not listed: normal (complete), or softly normal (vignette)."""
    tables = model.compiled.stages[stage]
    if reading is Reading.COMPLETE:
        spoken_of = {key for f in findings for key in (f.item, *members_of(model.items[f.item]))}
        coarse = (Kind.REGION_STRENGTH, *NOT_EXAMINED)
        fine = [item for item in sorted(spoken_of) if model.items[item].kind not in coarse]
        listed = [model.column(item, model.items[item].normal) for item in fine]
        rest = tables.normal_total - np.asarray(tables.logs)[listed].sum(axis=0, dtype=np.int32)
        return np.asarray(model.reading["temper"] * rest / NATS)
    answered = answered_families(model, findings)
    spoken = [index for index, family in enumerate(model.summary_families) if family in answered]
    return np.asarray((tables.omitted_total - tables.omitted[spoken].sum(axis=0, dtype=np.int32)) / NATS)
