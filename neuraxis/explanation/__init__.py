"""Why a place accounts for a finding, or does not: pure data, worded elsewhere."""

from neuraxis.explanation.causes import Cause, find_causes
from neuraxis.explanation.fits import Account, Contrast, Explanation, Fit, account, contrast, explain, motor_classes

__all__ = [
    "Account",
    "Cause",
    "Contrast",
    "Explanation",
    "Fit",
    "account",
    "contrast",
    "explain",
    "find_causes",
    "motor_classes",
]
