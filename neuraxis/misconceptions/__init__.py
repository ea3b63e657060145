"""Wrong beliefs as changed models: what a learner would answer who holds one, and which one a learner holds."""

from neuraxis.misconceptions.beliefs import Misconception, believed, misconceptions
from neuraxis.misconceptions.diagnosis import Diagnosis, diagnose

__all__ = ["Diagnosis", "Misconception", "believed", "diagnose", "misconceptions"]
