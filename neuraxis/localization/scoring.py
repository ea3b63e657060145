"""How well every lesion of every place fits a set of findings. All of it is sums of table rows.

What findings of one patient share is summed over, not guessed: how brisk his reflexes are by nature, how hard the
examiner grades power, how far the first days have gone, and whether the report is terse. Findings of one kin (power of
one limb, feeling of the skin) share more than that, so each further one weighs less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from neuraxis.examination import NOT_EXAMINED, Finding, Item, Kind, drop_umbrellas, is_abnormal, members_of
from neuraxis.simulation.compilation import POWER
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import InputError, Reading, Side, Stage, modeled, suggest

# Of 32 bits inside, where exponentials cost, and of 64 bits at the door.
Array = npt.NDArray[Any]
ALL_ROWS = slice(None)
# Weights are whole numbers of this part.
WEIGHT = 256


def score_rows(
    model: Model, findings: Sequence[Finding], stage: Stage, reading: Reading, rows: slice = ALL_ROWS
) -> Array:
    """Log likelihood (nats) of the findings under every row of the model, or under `rows` only."""
    check_findings(model, findings)
    used = drop_coarse(model.items, findings)
    weights = weigh(model.items, used, model.reading["discount"])
    lasting = _lasting(model, used, weights, modeled(stage), rows)
    lasting = lasting + hear_silence(model, findings, used, modeled(stage), reading, rows)
    passing = [_passing(model, used, weights, one, rows) for one in stages_of(stage)]
    scores: Array = (lasting + mix_stages(model, stage, passing)).astype(np.float64)
    return scores


def stages_of(stage: Stage) -> tuple[Stage, ...]:
    """The stages whose tables answer: the first days shade into the weeks that follow, the first hours do not."""
    return (Stage.ACUTE, Stage.CHRONIC) if stage is Stage.ACUTE else (modeled(stage),)


def mix_stages(model: Model, stage: Stage, scores: Sequence[Array]) -> Array:
    """The scores of `stages_of(stage)` as one."""
    if len(scores) == 1:
        return scores[0]
    blur = model.reading["blur"]
    return share(np.stack(scores), ((0.0, 1 - blur), (0.0, blur)))


def weigh(items: Mapping[str, Item], findings: Sequence[Finding], discount: float) -> Array:
    """The weight of each finding, 0..1: n of one kin weigh as n ** (1 - discount) that have nothing in common.

    Abnormal and normal ones count apart, so that the one weak muscle among many strong ones keeps its whole weight.
    """
    kins = [(kin_of(items[one.item]), is_abnormal(items, one)) for one in findings]
    return np.array([kins.count(kin) ** -discount for kin in kins])


def kin_of(item: Item) -> str:
    """What a finding has in common with others: the limb whose power it is, the skin, the reflexes, the eyes."""
    return _kin(item.family, item.kind)


@lru_cache(maxsize=4096)
def _kin(family: str, kind: Kind) -> str:
    if kind in (Kind.PLANTAR, Kind.RELEASE):
        return "release"
    if kind is Kind.SKIN:
        return "skin"
    head, _, rest = family.partition(".")
    part, _, _ = rest.partition(".")
    if head == "weak" and part.startswith("face"):
        return "face"
    return f"{head}.{part}" if head == "power" else head


def _lasting(model: Model, used: Sequence[Finding], weights: Array, stage: Stage, rows: slice) -> Array:
    """What does not depend on the stage: power, which shares how hard the examiner grades, and the rest."""
    power = [at for at, one in enumerate(used) if model.items[one.item].kind in POWER]
    rest = [at for at, one in enumerate(used) if not _is_passing(model, one) and at not in set(power)]
    total = _sum_plain(model, [used[at] for at in rest], weights[rest], stage, rows)
    if not power:
        return total
    told = [used[at] for at in power]
    return total + _sum_shared(
        model, told, weights[power], model.compiled.power[:, :, rows], model.power_offsets, model.responses.grading
    )


def _passing(model: Model, used: Sequence[Finding], weights: Array, stage: Stage, rows: slice) -> Array:
    """What the first days change: reflexes, which share the patient's own briskness, and the signs beside them."""
    tendons = [at for at, one in enumerate(used) if model.items[one.item].kind is Kind.TENDON]
    rest = [at for at, one in enumerate(used) if _is_passing(model, one) and at not in set(tendons)]
    total = _sum_plain(model, [used[at] for at in rest], weights[rest], stage, rows)
    if not tendons:
        return total
    told, brisk = [used[at] for at in tendons], model.compiled.stages[stage].brisk[:, :, rows]
    return total + _sum_shared(model, told, weights[tendons], brisk, model.brisk_offsets, model.responses.briskness)


def _sum_shared(
    model: Model, told: Sequence[Finding], weights: Array, tables: npt.NDArray[np.int16], offsets: Mapping[str, int],
    hidden: Sequence[tuple[float, float]],
) -> Array:  # fmt: skip
    """What findings say that share a hidden quantity; `tables` are log P by its value (values, grades, rows)."""
    columns = []
    for one in told:
        item = model.items[one.item]
        meant = [offsets[one.item] + item.index(value) for value in item.meant(one.value)]
        columns.append(tables[:, meant[0]] if len(meant) == 1 else _any_of(tables[:, meant]))
    return share(_weighed(np.stack(columns), weights), hidden)


def _any_of(logs: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Log P that one of several grades is found; shape (values, grades, rows) in."""
    chances = np.exp(logs / np.float32(NATS)).sum(axis=1)
    logs_of_any: npt.NDArray[np.int16] = np.rint(np.log(chances) * NATS).astype(np.int16)
    return logs_of_any


def _is_passing(model: Model, finding: Finding) -> bool:
    return finding.item in _passing_items(model)


@lru_cache(maxsize=8)
def _passing_items(model: Model) -> frozenset[str]:
    """The items that answer differently in the first days and later."""
    return frozenset(key for key, item in model.items.items() if model.responses.depends_on_stage(item))


def _sum_plain(model: Model, findings: Sequence[Finding], weights: Array, stage: Stage, rows: slice) -> Array:
    """The weighed sum of what findings say by themselves."""
    columns = [model.column(one.item, one.value) for one in findings]
    return _weighed(np.asarray(model.compiled.stages[stage].logs)[columns, rows], weights)


def _weighed(logs: npt.NDArray[np.int16], weights: Array) -> Array:
    """The weighed sum of table rows, findings first, in nats. Whole numbers, so that the order cannot show."""
    whole = np.rint(weights * WEIGHT).astype(np.int32)
    total = np.einsum("i,i...->...", whole, logs, dtype=np.int32, casting="unsafe")
    nats: Array = total.astype(np.float32) * np.float32(1 / (NATS * WEIGHT))
    return nats


def share(sums: Array, hidden: Sequence[tuple[float, float]]) -> Array:
    """Log likelihood of findings that share a hidden quantity, summed over its values; shape (values, rows) in."""
    chances = np.array([chance for _, chance in hidden], dtype=sums.dtype)
    best = sums.max(axis=0)
    spread = np.exp(sums - best)
    scores: Array = best + np.log(chances @ spread)
    return scores


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


def silent_groups(model: Model, findings: Iterable[Finding]) -> list[int]:
    """The numbers of the groups that go unmentioned, beside those beyond testing, as power is in coma."""
    spoken_of, hiding = _spoken_of(model)
    found: set[int] = set()
    for one in findings:
        found |= spoken_of[one.item]
        if one.item in hiding and is_abnormal(model.items, one):
            found |= hiding[one.item]
    return [number for number in range(len(model.silent_groups)) if number not in found]


@lru_cache(maxsize=8)
def _spoken_of(model: Model) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """The numbers of the groups that each item speaks of, and of those that it hides where it is abnormal."""
    by_family, by_base = _group_numbers(model)
    spoken_of, hiding = {}, {}
    for key, item in model.items.items():
        spoken_of[key] = frozenset(by_family[family] for family in item.families if family in by_family)
        rules = [rule for rule in model.reading["hidden"] if item.base in rule["by"]]
        if rules:
            hiding[key] = frozenset(by_base[base] for rule in rules for base in rule["items"] if base in by_base)
    return spoken_of, hiding


@lru_cache(maxsize=8)
def _group_numbers(model: Model) -> tuple[dict[str, int], dict[str, int]]:
    """The number of the group of every family and of every base of an item, where there is one."""
    by_family: dict[str, int] = {}
    by_base: dict[str, int] = {}
    for number, keys in enumerate(model.silent_groups.values()):
        for key in keys:
            by_family.setdefault(model.items[key].family, number)
            by_base[model.items[key].base] = number
    return by_family, by_base


def hear_silence(
    model: Model, findings: Sequence[Finding], used: Sequence[Finding], stage: Stage, reading: Reading, rows: slice
) -> Array:
    """What the items say that are not listed: normal (complete), or more or less softly normal.

    Where nothing at all is told, an examination has no story that could be short of something.
    """
    if reading is Reading.COMPLETE:
        return _rest_is_normal(model, findings, stage, rows)
    if reading is Reading.EXAM and not findings:
        return np.zeros(len(model.compiled.row_logs[rows]), dtype=np.float32)
    tables = model.compiled.stages[stage]
    spoken = tables.omitted if reading is Reading.VIGNETTE else tables.untold
    total = spoken[silent_groups(model, findings), rows].sum(axis=0, dtype=np.int32)
    whole = total.astype(np.float32) * np.float32(1 / NATS)
    chance, part = model.reading["terse"]
    told = share(np.stack([whole, np.float32(part) * whole]), ((0.0, 1 - chance), (0.0, chance)))
    return told + _mirrored(model, used, stage, rows)


def _rest_is_normal(model: Model, findings: Sequence[Finding], stage: Stage, rows: slice) -> Array:
    """What it says that everything else was examined and found normal."""
    tables = model.compiled.stages[stage]
    spoken_of = {key for f in findings for key in (f.item, *members_of(model.items[f.item]))}
    coarse = (Kind.REGION_STRENGTH, *NOT_EXAMINED)
    fine = [item for item in sorted(spoken_of) if model.items[item].kind not in coarse]
    listed = [model.column(item, model.items[item].normal) for item in fine]
    rest = tables.normal_total[rows] - np.asarray(tables.logs)[listed, rows].sum(axis=0, dtype=np.int32)
    return np.asarray(REST_WEIGHT * rest / NATS)


def _mirrored(model: Model, findings: Sequence[Finding], stage: Stage, rows: slice) -> Array:
    """Nothing is said of the other side of what is told of one: more or less softly normal there, kin by kin."""
    listed = {one.item for one in findings}
    logs, unsaid = np.asarray(model.compiled.stages[stage].logs), model.reading["mirror"]
    kins: dict[str, list[int]] = {}
    mirrors = _mirrors(model)
    for one in findings:
        if one.item in mirrors and mirrors[one.item][0] not in listed:
            _, kin, column = mirrors[one.item]
            kins.setdefault(kin, []).append(column)
    if not kins:
        return np.zeros(len(model.compiled.row_logs[rows]), dtype=np.float32)
    worst = np.stack([logs[kins[kin], rows].min(axis=0) for kin in sorted(kins)])
    intact = np.exp(worst * np.float32(1 / NATS))
    total: Array = np.log(intact + np.float32(unsaid) * (1 - intact)).sum(axis=0)
    return total


@lru_cache(maxsize=8)
def _mirrors(model: Model) -> dict[str, tuple[str, str, int]]:
    """By item with a side: the same item on the other side, their kin, and where its normal value stands."""
    found = {}
    for key, item in model.items.items():
        other = f"{item.base}.{item.side.opposite}"
        if item.side is not Side.MIDLINE and other in model.items:
            found[key] = (other, kin_of(item), model.column(other, item.normal))
    return found


# A complete reading lists hundreds of normal findings, of which few are told apart.
REST_WEIGHT = 0.7
