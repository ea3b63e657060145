"""Which kind of question stands where in a quiz."""

import random
from typing import Any

from quizzes.kinds import every_kind
from quizzes.models import LOCALIZE

Slots = list[dict[str, Any] | None]


def slot_of(kind: str) -> dict[str, Any] | None:
    """The plan for one generated question of a kind; localization is what a slot without a kind asks for."""
    return {"kind": kind} if kind not in ("", LOCALIZE) else None


def mix(slots: Slots, kind: str, seed: int) -> Slots:
    """The slots of a quiz with the wished kind everywhere; with none wished, half of them puzzles.

    Localization is what all puzzles serve: it has the other half, and the first place.
    """
    if kind == LOCALIZE:
        return slots
    if kind:
        return [slot_of(kind) for _ in slots]
    chance = random.Random(f"kinds:{seed}")
    puzzles = [slot_of(puzzle) for puzzle in spread(len(slots) // 2, chance)]
    # Cases of the library are all localizations, and are kept before generated ones.
    places = sorted(slots, key=lambda slot: slot is None)[: len(slots) - len(puzzles)]
    first, *rest = chance.sample(places, len(places))
    mixed = [*rest, *puzzles]
    return [first, *chance.sample(mixed, len(mixed))]


def spread(number: int, chance: random.Random) -> list[str]:
    """So many puzzles, each kind as often as its share says as far as it goes, in random order."""
    kinds = [asking.kind for asking in every_kind() for _ in range(asking.share)]
    rounds = -(-number // len(kinds))
    return [kind for _ in range(rounds) for kind in chance.sample(kinds, len(kinds))][:number]
