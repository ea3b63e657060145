"""When the posterior says 0.9 or more it is right nine times in ten, even for examiners worse than it believes in."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest

import neuraxis
from neuraxis.vocabulary import Reading
from tests.deep.examining import MATCHED, MISSPECIFIED, Examiner, patients

pytestmark = pytest.mark.deep
PATIENTS = int(os.environ.get("PATIENTS", "1000"))
BINS = (0.0, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.01)
SURE = 0.9
# A look at everything, and the examination that everybody gets.
EXTENTS = ("all items", "screening")
Judged = Sequence[tuple[float, bool]]


def judge(model: neuraxis.Model, examiner: Examiner, extent: str, count: int) -> Judged:
    """The share of the best class, and whether it holds the true place, per patient."""
    bases = [item for group in model.atlas.silence for item in group.items] if extent == "screening" else None
    judged = []
    for patient in patients(model, examiner, count, bases):
        best = neuraxis.localize(model, patient.findings, patient.stage, reading=Reading.EXAM, top=1).ranked[0]
        judged.append((best.probability, patient.place in [place.key for place in best.members]))
    return judged


def reliability(judged: Judged) -> list[str]:
    """How often the best class was right, by the share that was stated."""
    lines = []
    for low, high in pairwise(BINS):
        inside = [(p, right) for p, right in judged if low <= p < high]
        if inside:
            stated = sum(p for p, _ in inside) / len(inside)
            correct = sum(right for _, right in inside) / len(inside)
            lines.append(f"{low:4.2f}-{min(high, 1):4.2f}  n {len(inside):5}  stated {stated:.3f}  right {correct:.3f}")
    return lines


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("examiner", [MATCHED, MISSPECIFIED], ids=lambda one: one.name)
def test_nine_of_ten_sure_answers_are_right(
    model: neuraxis.Model, examiner: Examiner, extent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = judge(model, examiner, extent, PATIENTS)
    sure = [right for p, right in judged if p >= SURE]
    overall = sum(right for _, right in judged) / len(judged)
    report = [f"{examiner.name}, {extent}: first {overall:.3f}", *reliability(judged)]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(report) + "\n")
    assert sum(sure) / len(sure) >= SURE
