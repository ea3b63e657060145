"""Wrong beliefs as changed models: what a learner would answer who holds one, and which one a learner holds."""

from neuraxis.misconceptions.beliefs import Misconception, believed, misconceptions
from neuraxis.misconceptions.diagnosis import Diagnosis, diagnose, diagnose_weighed, weigh_answers

__all__ = ["Diagnosis", "Misconception", "believed", "diagnose", "diagnose_weighed", "misconceptions", "weigh_answers"]
