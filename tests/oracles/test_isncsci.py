"""The classification against the Praxis Spinal Cord Institute's own, which the product does not ship."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from neuraxis.isncsci import Classification, Outcomes, Sides, Totals, isncsci_levels, parse_examination
from tests.oracles.examinations import ExaminationData, SideData, random_examination

PACKAGE = "isncsci@2.0.6"
BATCH = 2000
CLASSIFY = """
const { ISNCSCI } = require("isncsci");
const examinations = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(examinations.map((examination) => {
  const { classification, totals } = new ISNCSCI(examination);
  return { ...classification, totals };
})));
"""

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the repository with the package in it."""
    absent = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    if absent:
        do_without(f"the oracle needs {' and '.join(absent)}")
    folder = tmp_path_factory.mktemp("oracle")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), PACKAGE]
    done = subprocess.run(install, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        do_without(f"npm could not install {PACKAGE}: {done.stderr.strip()[-300:]}")
    return folder


def do_without(reason: str) -> NoReturn:
    """Skip at home; fail where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agrees_with_the_oracle_on_random_examinations(oracle: Path, seed: int) -> None:
    random = Random(seed)
    examinations = [random_examination(random) for _ in range(BATCH)]
    theirs = ask(oracle, examinations)
    ours = [as_theirs(isncsci_levels(parse_examination(examination))) for examination in examinations]
    differing = [
        {"examination": examination, "ours": mine, "theirs": other}
        for examination, mine, other in zip(examinations, ours, theirs, strict=True)
        if mine != other
    ]
    assert not differing, f"{len(differing)} of {BATCH} differ, the first: {json.dumps(differing[0])}"


def ask(folder: Path, examinations: list[ExaminationData]) -> list[dict[str, object]]:
    questions = json.dumps([in_their_form(examination) for examination in examinations])
    done = subprocess.run(
        ["node", "-e", CLASSIFY], cwd=folder, input=questions, capture_output=True, text=True, timeout=120, check=True
    )
    answers: list[dict[str, object]] = json.loads(done.stdout)
    return answers


def in_their_form(examination: ExaminationData) -> dict[str, object]:
    return {
        "right": side_in_their_form(examination["right"]),
        "left": side_in_their_form(examination["left"]),
        "voluntaryAnalContraction": observation_in_their_form(examination["anal_contraction"]),
        "deepAnalPressure": observation_in_their_form(examination["anal_pressure"]),
    }


def side_in_their_form(side: SideData) -> dict[str, object]:
    return {
        "lightTouch": {name.replace("-", "_"): score for name, score in side["light_touch"].items()},
        "pinPrick": {name.replace("-", "_"): score for name, score in side["pin_prick"].items()},
        "motor": side["strength"],
        "lowestNonKeyMuscleWithMotorFunction": side["non_key"],
    }


def observation_in_their_form(value: str) -> str:
    return value if value == "NT" else value.capitalize()


def as_theirs(result: Classification) -> dict[str, object]:
    return {
        "neurologicalLevels": in_four(result.sensory, result.motor),
        "neurologicalLevelOfInjury": joined(result.neurological_level),
        "injuryComplete": joined(result.completeness),
        "ASIAImpairmentScale": joined(result.impairment),
        "zoneOfPartialPreservations": in_four(result.sensory_zone, result.motor_zone),
        "totals": {
            **sums(result.totals),
            "right": sums(result.right_totals) | {"motor": motor_sum(result.right_totals)},
            "left": sums(result.left_totals) | {"motor": motor_sum(result.left_totals)},
        },
    }


def sums(totals: Totals) -> dict[str, object]:
    """ND where a sum cannot be determined."""
    return {
        "upperExtremity": written(totals.upper_motor),
        "lowerExtremity": written(totals.lower_motor),
        "lightTouch": written(totals.light_touch),
        "pinPrick": written(totals.pin_prick),
    }


def motor_sum(totals: Totals) -> str:
    parts = (totals.upper_motor, totals.lower_motor)
    return written(None if None in parts else sum(part or 0 for part in parts))


def written(total: int | None) -> str:
    return "ND" if total is None else str(total)


def in_four(sensory: Sides, motor: Sides) -> dict[str, str]:
    return {
        "sensoryRight": joined(sensory.right),
        "sensoryLeft": joined(sensory.left),
        "motorRight": joined(motor.right),
        "motorLeft": joined(motor.left),
    }


def joined(outcomes: Outcomes) -> str:
    return ",".join(map(str, outcomes))
