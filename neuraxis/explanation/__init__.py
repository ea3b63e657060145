"""Why a place accounts for a finding, or does not: pure data, worded elsewhere."""

from neuraxis.explanation.causes import INTERRUPTS, PERIPHERAL, Cause, find_causes, functions_behind, way_onward
from neuraxis.explanation.fits import (
    Account,
    Contrast,
    Expectation,
    Explanation,
    Fit,
    account,
    class_of_place,
    contrast,
    expect,
    explain,
    motor_classes,
    same_direction,
)

__all__ = [
    "INTERRUPTS",
    "PERIPHERAL",
    "Account",
    "Cause",
    "Contrast",
    "Expectation",
    "Explanation",
    "Fit",
    "account",
    "class_of_place",
    "contrast",
    "expect",
    "explain",
    "find_causes",
    "functions_behind",
    "motor_classes",
    "same_direction",
    "way_onward",
]
