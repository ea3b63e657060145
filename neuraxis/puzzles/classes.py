"""Quick fire: upper or lower motor neuron, from a handful of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from neuraxis.chance import Chance
from neuraxis.examination import Finding, Item, Kind, is_abnormal
from neuraxis.explanation import motor_classes
from neuraxis.generation.cases import GeneratedCase, GenerationError, draw_places, eligible_places
from neuraxis.generation.evidence import routine_settings
from neuraxis.generation.examinations import draw_row, mend
from neuraxis.generation.stories import tell_story
from neuraxis.grading import Case, Reason, Verdict
from neuraxis.grading.axes import judge_class
from neuraxis.localization import apparent_classes, localize
from neuraxis.network.lesions import find_place
from neuraxis.puzzles.chances import askable_items
from neuraxis.puzzles.weighing import Weigher, chart_rows
from neuraxis.simulation.model import Model
from neuraxis.simulation.motor import CLASSES, OVERALL, REGIONS
from neuraxis.vocabulary import LATERAL, MotorClass, Reading, Side, Stage, Topic

# What can be answered; junction and muscle are neither upper nor lower motor neuron.
ANSWERS = (MotorClass.UPPER, MotorClass.LOWER, MotorClass.BOTH, MotorClass.NEITHER)
BEYOND_THE_NEURON = (MotorClass.JUNCTION, MotorClass.MUSCLE)
# How often each is asked for: both and neither now and then, so that they are thought of.
SHARES = (0.35, 0.35, 0.15, 0.15)
ATTEMPTS = 200
ROWS, MOST_ROWS = 5, 8
CLEAR = 0.85
# Another class within this ratio of the best is right too.
UNDECIDED = 3.0
POOL_PER_FAMILY = 1
FAVOR = 0.04
MOTOR_CHARTS = ("strength", "tone", "reflexes", "motor")
CHARTS = (*MOTOR_CHARTS, "face", "bulbar", "eyes", "coordination", "movement", "sensation")


@dataclass(frozen=True)
class ClassGrade:
    """Credit 0..1 with its verdict; `apparent` is what the signs alone suggest, `lesion` what the lesion is."""

    score: float
    verdict: Verdict
    lesion: MotorClass
    apparent: MotorClass


def make_class_question(model: Model, seed: int, *, topic: Topic | None = None) -> GeneratedCase:
    """A patient with five to eight rows of findings that make the motor-neuron class clear, if not the place.

    Raises GenerationError when no such patient was found.
    """
    chance = Chance("motor class", seed)
    pool = eligible_places(model, topic, frozenset(model.sites))
    wanted = chance.weigh("wanted", dict(zip(ANSWERS, SHARES, strict=True)))
    for attempt, (place, own) in enumerate(islice(draw_places(pool, chance), ATTEMPTS)):
        stage = own.pick("stage", model.atlas.sites[place.site].stages)
        row = draw_row(model, place, own)
        motor_class = fold(CLASSES[int(model.compiled.motor[row, REGIONS.index(OVERALL)])])
        # A topic need not have every class: after half the attempts any will do.
        if motor_class is not wanted and attempt < ATTEMPTS // 2:
            continue
        shown = _choose(model, _pool(model, stage, row, own), stage, motor_class)
        if shown and judge_motor_class(model, Case(stage, shown, place.key, Reading.EXAM), motor_class).score == 1.0:
            story = tell_story(model, place, stage, shown, seed)
            hard = fold(apparent_classes(model.items, shown)[OVERALL]) is not motor_class
            return GeneratedCase(seed, stage, shown, place.key, 3 if hard else 1, place.topic, story, model.version)
    raise GenerationError(["no patient with a clear motor-neuron class was found; choose another topic"])


def judge_motor_class(model: Model, case: Case, given: MotorClass) -> ClassGrade:
    """Grades one of the four answers by the lesion's anatomy; what the findings leave within 3:1 is right too."""
    place = find_place(model.places, case.key)
    lesion = motor_classes(model, case.findings, case.stage, [place])[place.key]
    verdict = judge_class(given, lesion)
    if fold(given) is MotorClass.NEITHER and verdict.score < 1.0:
        verdict = judge_class(MotorClass.NEITHER, fold_all(lesion))
    open_classes = fold_all(localize(model, case.findings, case.stage, reading=case.reading).motor_class[OVERALL])
    if open_classes.get(fold(given), 0.0) * UNDECIDED >= max(open_classes.values()):
        verdict = Verdict(given, verdict.expected, 1.0, Reason.RIGHT)
    main = max(lesion, key=lambda one: lesion[one])
    return ClassGrade(verdict.score, verdict, main, apparent_classes(model.items, case.findings)[OVERALL])


def fold(motor_class: MotorClass) -> MotorClass:
    """The class as one of the four answers."""
    return MotorClass.NEITHER if motor_class in BEYOND_THE_NEURON else motor_class


def fold_all(classes: Mapping[MotorClass, float]) -> dict[MotorClass, float]:
    """The same for the weights of all classes."""
    return {answer: sum(weight for one, weight in classes.items() if fold(one) is answer) for answer in ANSWERS}


def _pool(model: Model, stage: Stage, row: int, chance: Chance) -> list[Finding]:
    """What this lesion shows: the routine examination and its abnormal signs, few of each family, both sides."""
    column = np.asarray(model.compiled.stages[stage].logs)[:, row]
    values = {
        item.id: item.values[int(np.argmax(column[model.offsets[item.id] : model.offsets[item.id] + len(item.values)]))]
        for item in model.items.values()
    }
    values = mend(model, stage, row, values)
    bases = dict.fromkeys(base for base in routine_settings()["routine"]["always"])
    families: dict[str, int] = {}
    items = [
        one for one in askable_items(model) if one.chart in CHARTS and values.get(one.id, one.normal) != one.normal
    ]
    for item in chance.mix("pool", items, key=lambda item: item.id):
        if item.base not in bases and families.get(item.family, 0) < POOL_PER_FAMILY:
            families[item.family] = families.get(item.family, 0) + 1
            bases[item.base] = None
    keys = [key for base in bases for key in (base, *(f"{base}.{side}" for side in LATERAL)) if key in values]
    order = {item: at for at, item in enumerate(model.items)}
    return [Finding(key, values[key]) for key in sorted(keys, key=order.__getitem__)]


def _choose(model: Model, pool: Sequence[Finding], stage: Stage, motor_class: MotorClass) -> tuple[Finding, ...]:
    """The rows that make the class clear, the most telling first; nothing if they do not."""
    weigher = Weigher(model, pool, stage)
    rows = chart_rows(model, pool)
    answer = [fold(one) is motor_class for one in CLASSES]
    if float(weigher.motor_classes(weigher.whole())[0, answer].sum()) < CLEAR:
        return ()
    chosen = np.zeros((1, len(pool)))
    clear = 0.0
    left = dict(rows)
    for count in range(MOST_ROWS):
        if count >= ROWS and clear >= CLEAR:
            break
        trials = np.repeat(chosen, len(left), axis=0)
        for line, columns in enumerate(left.values()):
            trials[line, list(columns)] = 1.0
        shares = weigher.motor_classes(trials)[:, answer].sum(axis=1)
        gains = [
            share + _favor(model, [pool[at] for at in columns])
            for share, columns in zip(shares, left.values(), strict=True)
        ]
        best = int(np.argmax(gains))
        chosen, clear = trials[best : best + 1], float(shares[best])
        del left[list(left)[best]]
    shown = tuple(one for one, kept in zip(pool, chosen[0], strict=True) if kept)
    enough = clear >= CLEAR and any(is_abnormal(model.items, one) for one in shown)
    return _drop_region(model, shown) if enough else ()


def _favor(model: Model, row: Sequence[Finding]) -> float:
    """Among nearly equally telling rows, abnormal ones and motor signs make the better patient."""
    if not any(is_abnormal(model.items, one) for one in row):
        return 0.0
    return FAVOR * (2 if model.items[row[0].item].chart in MOTOR_CHARTS else 1)


def _drop_region(model: Model, shown: Sequence[Finding]) -> tuple[Finding, ...]:
    """Power of a region goes when single muscles of it are shown."""
    fine = {model.items[one.item].family for one in shown if model.items[one.item].kind is Kind.STRENGTH}
    return tuple(one for one in shown if not _is_coarse(model.items[one.item], fine))


def _is_coarse(item: Item, fine: set[str]) -> bool:
    return item.kind is Kind.REGION_STRENGTH and item.side is not Side.MIDLINE and item.family in fine
