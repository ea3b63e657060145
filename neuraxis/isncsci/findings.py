"""From findings of the bedside to the examination that the standard asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neuraxis.examination import Finding, Item, parse_findings
from neuraxis.isncsci.scores import (
    DERMATOMES,
    KEY_SEGMENTS,
    SENSATIONS,
    STRENGTHS,
    Examination,
    Observation,
    Sensation,
    SideExamination,
    Strength,
)
from neuraxis.vocabulary import Side

KEY_MUSCLES = {
    "biceps": "C5",
    "ecr": "C6",
    "triceps": "C7",
    "fdp3": "C8",
    "adm": "T1",
    "iliopsoas": "L2",
    "quads": "L3",
    "tibant": "L4",
    "ehl": "L5",
    "gastroc": "S1",
}
# c3, c5, t1, t12, l1, s1lat and s3 lie in the dermatome, near its key point; the others are key points. The atlas has
# no spot in T3, T5, T7, T9 and T11.
KEY_POINTS = {
    "c2": "C2",
    "c3": "C3",
    "c4": "C4",
    "c5": "C5",
    "thumb": "C6",
    "middle": "C7",
    "little": "C8",
    "t1": "T1",
    "t2": "T2",
    "t4": "T4",
    "t6": "T6",
    "t8": "T8",
    "t10": "T10",
    "t12": "T12",
    "l1": "L1",
    "l2ant": "L2",
    "l3knee": "L3",
    "l4mal": "L4",
    "l5dor": "L5",
    "s1lat": "S1",
    "popfos": "S2",
    "s3": "S3",
    "s45": "S4-5",
}
SKIN_GRADES = {"absent": "0", "reduced": "1", "normal": "2"}


def examination_from_findings(model_items: Mapping[str, Item], findings: Iterable[Finding]) -> Examination:
    """The findings as the standard scores them; whatever they leave out, or state without a grade, is not tested.

    Anal tone and reflexes do not tell whether the anus contracts at will or feels pressure: both stay NT. Raises
    InputError on findings that the model does not know.
    """
    pairs = [{"item": finding.item, "value": finding.value} for finding in findings]
    values = {
        (model_items[finding.item].base, model_items[finding.item].side): finding.value
        for finding in parse_findings(model_items, pairs)
    }
    return Examination(_side(values, Side.RIGHT), _side(values, Side.LEFT), Observation.UNTESTED, Observation.UNTESTED)


def _side(values: Mapping[tuple[str, Side], str], side: Side) -> SideExamination:
    return SideExamination(_skin("touch", values, side), _skin("pin", values, side), _strength(values, side))


def _skin(modality: str, values: Mapping[tuple[str, Side], str], side: Side) -> dict[str, Sensation]:
    scores = dict.fromkeys(DERMATOMES, SENSATIONS["NT"])
    for spot, segment in KEY_POINTS.items():
        value = values.get((f"sens.{modality}.{spot}", side))
        if value is not None:
            scores[segment] = SENSATIONS[SKIN_GRADES[value]]
    return scores


def _strength(values: Mapping[tuple[str, Side], str], side: Side) -> dict[str, Strength]:
    scores = dict.fromkeys(KEY_SEGMENTS, STRENGTHS["NT"])
    for muscle, segment in KEY_MUSCLES.items():
        value = values.get((f"str.{muscle}", side))
        if value is not None and value in STRENGTHS:
            scores[segment] = STRENGTHS[value]
    return scores
