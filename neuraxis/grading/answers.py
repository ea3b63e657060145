"""What a learner answers and what it is graded against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from neuraxis.examination import Finding
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import InputError, Level, MotorClass, Reading, Side, Stage, suggest

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Answer:
    """Where the learner says the lesion is. None where nothing was said."""

    motor_class: MotorClass | None = None
    level: Level | None = None
    side: Side | None = None
    site: str | None = None

    def place_key(self, model: Model) -> str | None:
        """The place that site and side name together; a site that exists on one side only needs no side."""
        if self.site is None:
            return None
        sides = model.sites[self.site].sides if self.site in model.sites else ()
        side = self.side if self.side in sides else (sides[0] if len(sides) == 1 else None)
        return f"{self.site}:{side}" if side else None


@dataclass(frozen=True)
class Case:
    """All that grading reads: what was shown, in which stage, and the place it was made from."""

    stage: Stage
    findings: tuple[Finding, ...]
    key: str
    reading: Reading = Reading.VIGNETTE


def parse_answer(model: Model, data: Mapping[str, str]) -> Answer:
    """An answer from text fields `motor_class level side site`; empty fields are None.

    Raises InputError with one sentence per field that cannot be read, and when nothing at all was answered.
    """
    faults: list[str] = []
    answer = Answer(
        _choice(MotorClass, "motor_class", data, faults),
        _choice(Level, "level", data, faults),
        _choice(Side, "side", data, faults),
        _site(model, str(data.get("site") or "").strip(), faults),
    )
    if not faults and answer == Answer():
        faults.append("Nothing was answered yet: choose at least a class, a level or a side.")
    if faults:
        raise InputError(faults)
    return answer


def _choice(kind: type[Choice], name: str, data: Mapping[str, str], faults: list[str]) -> Choice | None:
    text = str(data.get(name) or "").strip()
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        faults.append(f"{name.replace('_', ' ')} {text!r} is not one of the choices: {', '.join(kind)}.")
        return None


def _site(model: Model, text: str, faults: list[str]) -> str | None:
    """A site id, or a site's name as it stands in the list."""
    if not text:
        return None
    if text in model.sites:
        return text
    by_name = {site.name.casefold(): site.id for site in model.sites.values()}
    if text.casefold() in by_name:
        return by_name[text.casefold()]
    faults.append(f"structure {text!r} is not in the list{suggest(text.casefold(), by_name)}")
    return None


def same_place_side(place: Place, side: Side) -> bool:
    """Whether `side` names the side of a place; a process without a focus has no side, or both."""
    spread = place.level in (Level.JUNCTION, Level.MUSCLE, Level.MULTIPLE, Level.NONE) or place.topic == "diffuse"
    return side is place.side or (place.side is Side.MIDLINE and spread and side is Side.NONE)
