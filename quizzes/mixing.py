"""Which kind of question stands where in a quiz."""

import random
from typing import Any

from quizzes.models import Kind

Slots = list[dict[str, Any] | None]

# Localization is what all the others serve: in a mixed quiz it has half of the places, and the first one.
OTHER_KINDS = (Kind.MOTOR_CLASS, Kind.PREDICT, Kind.NEXT, Kind.DECISIVE, Kind.ODD_ONE_OUT)


def slot_of(kind: str) -> dict[str, Any] | None:
    """The plan for one generated question of a kind; localization is what a slot without a kind asks for."""
    return {"kind": str(kind)} if kind in OTHER_KINDS else None


def mix(slots: Slots, kind: str, seed: int) -> Slots:
    """The slots of a quiz with the wished kind everywhere; with none wished, half of them of the other kinds."""
    if kind == Kind.LOCALIZE:
        return slots
    if kind:
        return [slot_of(kind) for _ in slots]
    chance = random.Random(f"kinds:{seed}")
    others = [slot_of(other) for other in spread(len(slots) // 2, chance)]
    # Cases of the library are all localizations, and are kept before generated ones.
    places = sorted(slots, key=lambda slot: slot is None)[: len(slots) - len(others)]
    first, *rest = chance.sample(places, len(places))
    mixed = [*rest, *others]
    return [first, *chance.sample(mixed, len(mixed))]


def spread(number: int, chance: random.Random) -> list[Kind]:
    """So many of the other kinds, all of them equally often as far as it goes, in random order."""
    rounds = -(-number // len(OTHER_KINDS))
    return [kind for _ in range(rounds) for kind in chance.sample(OTHER_KINDS, len(OTHER_KINDS))][:number]
