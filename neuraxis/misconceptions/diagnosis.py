"""Which wrong belief explains a learner's answers better than knowledge does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neuraxis.grading import Answer, Case
from neuraxis.localization import Posterior, forget_models, localize
from neuraxis.misconceptions.beliefs import Misconception, believed_tables, misconceptions
from neuraxis.simulation.model import Model
from neuraxis.simulation.motor import OVERALL
from neuraxis.vocabulary import Level, MotorClass, Side

Array = npt.NDArray[np.float64]
TRUTH = "none"
# Prior of any misconception at all, spread evenly.
MISTAKEN = 0.1
# How often an axis of an answer is a guess, and how many learners guess so often. One who guesses all the time
# holds no belief: without the last two, chance agreement would accuse.
GUESSES = ((0.15, 0.8), (0.5, 0.15), (0.95, 0.05))
# The axes of one answer go wrong together: half of their joint evidence counts.
TEMPER = 0.5


@dataclass(frozen=True)
class Diagnosis:
    """One belief, or knowledge (`none`), and its probability.

    `evidence` says for every answer how much it speaks for this belief against knowledge, in nats.
    """

    id: str
    probability: float
    evidence: tuple[float, ...]


def diagnose(
    model: Model, answered: Sequence[tuple[Case, Answer]], *, among: Sequence[Misconception] | None = None
) -> tuple[Diagnosis, ...]:
    """The probability of knowledge and of every misconception (or of those `among`), most probable first.

    An answer is as probable as the posterior of the believed model makes it, axis by axis, unless it is a guess. How
    often this learner guesses is not known and is summed out. Costs one localization per model and answer, 2 ms each;
    the models themselves are compiled at first use. Raises InputError on cases that cannot be read.
    """
    considered = misconceptions(model) if among is None else among
    return diagnose_weighed(
        {TRUTH: weigh_answers(model, answered)} | {one.id: weigh_answers(model, answered, one) for one in considered}
    )


def weigh_answers(
    model: Model, answered: Sequence[tuple[Case, Answer]], misconception: Misconception | None = None
) -> list[list[float]]:
    """How probable each answer is (log P, per rate of guessing) to who knows, or to who holds the misconception.

    May be stored: a diagnosis is the sum over answers. The tables of a belief are compiled at first use, on disk.
    """
    if misconception is None:
        return [_log_likelihoods(model, *pair) for pair in answered]
    mind = believed_tables(model, misconception)
    weighed = [_log_likelihoods(mind, *pair) for pair in answered]
    forget_models()
    return weighed


def diagnose_weighed(weighed: Mapping[str, Sequence[Sequence[float]]]) -> tuple[Diagnosis, ...]:
    """The diagnosis of answers that were weighed, by belief; `none` is among them."""
    beliefs = [TRUTH, *(one for one in weighed if one != TRUTH)]
    answers = len(weighed[TRUTH])
    logs = np.array([list(weighed[one]) for one in beliefs]).reshape(len(beliefs), answers, len(GUESSES))
    priors = np.array([1 - MISTAKEN, *[MISTAKEN / max(1, len(beliefs) - 1)] * (len(beliefs) - 1)])
    joint = logs.sum(axis=1) + np.log(priors)[:, None] + np.log([share for _, share in GUESSES])
    shares = np.exp(joint - joint.max())
    shares /= shares.sum()
    guessing = int(np.argmax(shares.sum(axis=0)))
    evidence = logs[:, :, guessing] - logs[0, :, guessing]
    found = zip(beliefs, shares.sum(axis=1).tolist(), evidence.tolist(), strict=True)
    return tuple(sorted((Diagnosis(id_, p, tuple(one)) for id_, p, one in found), key=lambda one: -one.probability))


def _log_likelihoods(model: Model, case: Case, answer: Answer) -> list[float]:
    """log P(answer) of a learner who has this model in mind, for every rate of guessing."""
    posterior = localize(model, case.findings, case.stage, reading=case.reading, top=len(model.places))
    axes = _axes(model, posterior, answer)
    return [
        TEMPER * sum(float(np.log((1 - guess) * share + guess / choices)) for share, choices in axes)
        for guess, _ in GUESSES
    ]


def _axes(model: Model, posterior: Posterior, answer: Answer) -> list[tuple[float, int]]:
    """For each axis that was answered: the share that the model gives to the answer, and the number of choices."""
    axes: list[tuple[float, int]] = []
    if answer.motor_class is not None:
        axes.append((posterior.motor_class[OVERALL][answer.motor_class], len(MotorClass)))
    if answer.side is not None:
        # a process without a focus has both sides, or none
        side = Side.MIDLINE if answer.side is Side.NONE else answer.side
        axes.append((posterior.side.get(side, 0.0), len(Side)))
    if answer.level is not None:
        axes.append((posterior.level.get(answer.level, 0.0), len(Level)))
    if answer.site is not None and answer.site in model.sites:
        axes.append(_site(model, posterior, answer.site))
    return axes


def _site(model: Model, posterior: Posterior, site: str) -> tuple[float, int]:
    """The share of a site among those of its level; sites that no examination tells apart count as one."""
    level = model.sites[site].level
    classes = sum(one.probability for one in posterior.ranked if any(place.site == site for place in one.members))
    among = max(posterior.level.get(level, 0.0), classes)
    neighbors = sum(one.level is level for one in model.sites.values())
    return (classes / among if among > 0 else 0.0), neighbors
