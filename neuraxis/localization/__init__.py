"""From findings to ranked answer classes, with side, level, segment and motor-neuron class."""

from neuraxis.localization.apparent import apparent_classes
from neuraxis.localization.pairs import Pair, Pattern, localize_pair
from neuraxis.localization.posterior import Candidate, Posterior, localize, log_priors
from neuraxis.localization.scoring import place_scores, rows_of, score_rows

__all__ = [
    "Candidate",
    "Pair",
    "Pattern",
    "Posterior",
    "apparent_classes",
    "localize",
    "localize_pair",
    "log_priors",
    "place_scores",
    "rows_of",
    "score_rows",
]
