"""Draws by name: which option is drawn depends on its own name, never on how many others there are.

Every option is given a number made from the seed and its name, and the least number wins. An option that is added
takes what it wins and leaves all other draws as they were.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Option = TypeVar("Option")
_BITS = 53


class Chance:
    """The numbers of one seed. Different names give independent numbers; the same name always the same."""

    def __init__(self, *names: object) -> None:
        self._hash = hashlib.sha256()
        self._add(self._hash, names)

    @staticmethod
    def _add(digest: hashlib._Hash, names: Iterable[object]) -> None:
        for name in names:
            digest.update(f"{name}\0".encode())

    def _number(self, names: Iterable[object], bits: int) -> int:
        digest = self._hash.copy()
        self._add(digest, names)
        return int.from_bytes(digest.digest()[:8], "big") >> (64 - bits)

    def under(self, *names: object) -> Chance:
        """The numbers of a part of what is drawn, as of one attempt."""
        part = Chance()
        part._hash = self._hash.copy()
        self._add(part._hash, names)
        return part

    def share(self, *names: object) -> float:
        """A number evenly spread over 0..1, both excluded."""
        return (self._number(names, _BITS) + 0.5) / (1 << _BITS)

    def seed(self, *names: object, bits: int = 48) -> int:
        """A whole number to seed another draw with."""
        return self._number(names, bits)

    def wait(self, *names: object, weight: float = 1.0) -> float:
        """How long a name waits for its turn: 1 / weight on average, and any time may be its last."""
        return -math.log(self.share(*names)) / weight

    def pick(self, what: str, options: Iterable[Option], key: Callable[[Option], object] = str) -> Option:
        """One of the options, each as likely as any other. `key` names an option; there must be one."""
        return min(options, key=lambda option: self._number((what, key(option)), _BITS))

    def weigh(self, what: str, weights: Mapping[Option, float]) -> Option:
        """One of the options, as likely as its share of all weights. There must be one."""
        possible = {option: weight for option, weight in weights.items() if weight > 0}
        return min(possible, key=lambda option: self.wait(what, option, weight=possible[option]))

    def mix(self, what: str, options: Iterable[Option], key: Callable[[Option], object] = str) -> list[Option]:
        """The options in an order drawn for them."""
        return sorted(options, key=lambda option: self._number((what, key(option)), _BITS))

    def queue(self, weights: Mapping[str, float]) -> Iterator[tuple[str, int]]:
        """Names without end, each as often as its weight says, with how often it has come before.

        Every name comes at times of its own, so that one more in between leaves the order of the others as it is.
        """
        waiting = [(self.wait(name, 0, weight=weight), name, 0) for name, weight in weights.items() if weight > 0]
        heapq.heapify(waiting)
        while waiting:
            time, name, number = waiting[0]
            yield name, number
            heapq.heapreplace(waiting, (time + self.wait(name, number + 1, weight=weights[name]), name, number + 1))


def value_at(share: float, values: Sequence[str], weights: Collection[float]) -> str:
    """The value in whose part of the whole `share` (0..1) falls, each as wide as its share of the weights."""
    left = share * math.fsum(weights)
    for value, weight in zip(values, weights, strict=True):
        left -= weight
        if left < 0:
            return value
    return values[-1]
