"""Answer classes: places whose whole examinations are too alike to be told apart at the bedside."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
# Two places count as one answer when even the whole examination would not, on average, make one three times as
# likely as the other: the mean log odds are half of the symmetric divergence, so this is 2 ln 3 (nats).
ALIKE = 2 * math.log(3)


def group_places(apart: Array) -> npt.NDArray[np.int32]:
    """Class number of every place, by the divergence of every two places.

    A place joins the first class all of whose members are alike to it, so that classes do not chain.
    """
    alike = apart < ALIKE
    numbers = np.full(len(alike), -1, dtype=np.int32)
    members: list[list[int]] = []
    for place in range(len(alike)):
        nearby = dict.fromkeys(numbers[np.flatnonzero(alike[place, :place])].tolist())
        home = next((number for number in nearby if alike[place, members[number]].all()), len(members))
        if home == len(members):
            members.append([])
        members[home].append(place)
        numbers[place] = home
    return numbers


def divergences(expected: Array) -> Array:
    """Symmetric Kullback-Leibler divergence of every two places, in nats; shape (places, places).

    `expected` holds P(value) per place; shape (places, values). Divergences by different items add up.
    """
    logs = np.log(expected)
    cross = expected @ logs.T
    own = np.diag(cross)
    apart: Array = own[:, None] + own[None, :] - cross - cross.T
    return apart
