"""ISNCSCI: the international standard for classifying a spinal cord injury, revised 2019, as a pure function.

The standard and this project name segments differently. A site's `segment` is the first damaged segment; every level
here, the neurological level of injury above all, is the last normal one. A cord cut at T5 has the level T4.

It speaks of spinal cord injury only: a weak arm after a stroke has "levels" too, and they mean nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from neuraxis.isncsci.findings import examination_from_findings
from neuraxis.isncsci.levels import motor_level, neurological_level, sensory_level
from neuraxis.isncsci.outcomes import Outcome, Outcomes, Reason, Sides
from neuraxis.isncsci.scores import Examination, Observation, SideExamination, parse_examination
from neuraxis.isncsci.severity import completeness, impairment
from neuraxis.isncsci.totals import Totals, both_totals, side_totals
from neuraxis.isncsci.zones import motor_zone, sensory_zone

__all__ = [
    "Classification",
    "Examination",
    "Observation",
    "Outcome",
    "Outcomes",
    "Reason",
    "SideExamination",
    "Sides",
    "Totals",
    "examination_from_findings",
    "isncsci_levels",
    "parse_examination",
]


@dataclass(frozen=True)
class Classification:
    """What the standard's form asks for. Several values mean that the examination leaves all of them open.

    `completeness`: C or I. `impairment`: A to E. Zones: a segment, or NA where none applies. `totals` are the sums of
    both sides (UEMS, LEMS, light touch, pin prick), `right_totals` and `left_totals` those of one.
    """

    sensory: Sides
    motor: Sides
    neurological_level: Outcomes
    completeness: Outcomes
    impairment: Outcomes
    sensory_zone: Sides
    motor_zone: Sides
    totals: Totals
    right_totals: Totals
    left_totals: Totals


def isncsci_levels(examination: Examination) -> Classification:
    """Classify in the standard's order; each result carries the rule that decided it."""
    right, left = examination.sides
    contraction, pressure = examination.anal_contraction, examination.anal_pressure
    sensory = Sides(sensory_level(right), sensory_level(left))
    motor = Sides(motor_level(right, contraction), motor_level(left, contraction))
    level = neurological_level(examination)
    complete = completeness(examination)
    grades = impairment(examination, complete, motor, level)
    return Classification(
        sensory=sensory,
        motor=motor,
        neurological_level=level,
        completeness=complete,
        impairment=grades,
        sensory_zone=Sides(sensory_zone(right, pressure), sensory_zone(left, pressure)),
        motor_zone=Sides(
            motor_zone(right, contraction, grades, motor.right), motor_zone(left, contraction, grades, motor.left)
        ),
        totals=both_totals(examination),
        right_totals=side_totals(right),
        left_totals=side_totals(left),
    )
