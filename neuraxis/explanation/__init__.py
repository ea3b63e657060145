"""Why a place accounts for a finding, or does not: pure data, worded elsewhere."""

from neuraxis.explanation.causes import Cause, find_cause
from neuraxis.explanation.fits import Account, Contrast, Explanation, Fit, account, contrast, explain

__all__ = ["Account", "Cause", "Contrast", "Explanation", "Fit", "account", "contrast", "explain", "find_cause"]
