"""From findings to ranked answer classes, with side, level, segment and motor-neuron class."""

from neuraxis.localization.apparent import apparent_classes
from neuraxis.localization.posterior import Candidate, Posterior, forget_models, localize, log_priors
from neuraxis.localization.rivals import best_rival, confusion
from neuraxis.localization.scoring import place_scores, rows_of, score_rows
from neuraxis.localization.several import Combination, Pattern, localize_several

__all__ = [
    "Candidate",
    "Combination",
    "Pattern",
    "Posterior",
    "apparent_classes",
    "best_rival",
    "confusion",
    "forget_models",
    "localize",
    "localize_several",
    "log_priors",
    "place_scores",
    "rows_of",
    "score_rows",
]
