"""From findings to ranked answer classes, with side, level, segment and motor-neuron class."""

from neuraxis.localization.apparent import apparent_classes
from neuraxis.localization.posterior import Candidate, Posterior, localize
from neuraxis.localization.scoring import place_scores, rows_of, score_rows

__all__ = ["Candidate", "Posterior", "apparent_classes", "localize", "place_scores", "rows_of", "score_rows"]
