"""How hard a case is, from what its findings leave open."""

from __future__ import annotations

from collections.abc import Sequence

from neuraxis.examination import Finding, is_abnormal
from neuraxis.generation.proofs import stand
from neuraxis.localization import apparent_classes, rows_of
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.simulation.motor import CLASSES, OVERALL
from neuraxis.vocabulary import Level, MotorClass, Stage, Topic

EASY = 0.95


def measure_difficulty(model: Model, findings: Sequence[Finding], stage: Stage, place: Place, missed: bool) -> int:
    """1 to 4.

    1: the class is clear, and stays first when any one finding is taken away.
    2: taking the most useful finding away lets a rival in.
    3: a cardinal sign is absent (`missed`), or the signs alone suggest another motor-neuron class, as in shock.
    4: a third-level case whose key is a diffuse process or a false-localizing place.
    """
    hidden = missed or _misleads(model, findings, stage, place)
    if hidden:
        return 4 if is_deceptive(place) else 3
    clear = stand(model, findings, stage, place.key).share >= EASY
    return 1 if clear and _is_robust(model, findings, stage, place) else 2


def is_deceptive(place: Place) -> bool:
    """Whether one focus is not the answer, or the signs point away from it."""
    return place.topic is Topic.DIFFUSE or place.level is Level.MULTIPLE or "false" in place.note


def _misleads(model: Model, findings: Sequence[Finding], stage: Stage, place: Place) -> bool:
    apparent = apparent_classes(model.items, findings)[OVERALL]
    classes = {CLASSES[code] for code in model.compiled.motor[rows_of(model, place.key), -1]}
    return apparent is MotorClass.LOWER and classes == {MotorClass.UPPER}


def _is_robust(model: Model, findings: Sequence[Finding], stage: Stage, place: Place) -> bool:
    return all(
        stand(model, [other for other in findings if other is not one], stage, place.key).first
        for one in findings
        if is_abnormal(model.items, one)
    )
