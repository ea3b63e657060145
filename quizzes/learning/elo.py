"""Elo ratings: how strong a learner is on a fact, how hard the fact and the difficulty of a case are."""

SCALE = 400.0
# The first answers move a rating much, later ones less.
FIRST_STEP, LAST_STEP, SETTLES = 60.0, 12.0, 0.15
# Ratings that difficulties start from, as far apart as their cases are meant to be.
DIFFICULTIES = {1: 1300.0, 2: 1450.0, 3: 1600.0, 4: 1750.0}


def expected(learner: float, task: float) -> float:
    """The share of the marks that a learner of this rating should get."""
    return float(1 / (1 + 10 ** ((task - learner) / SCALE)))


def moved(rating: float, count: int, surprise: float) -> float:
    """A rating after one more result; `surprise` is what was got beyond what was expected, -1..1."""
    return rating + max(LAST_STEP, FIRST_STEP / (1 + SETTLES * count)) * surprise
