"""Words of places, findings and pathways in a register; the student's where a register has none of its own."""

from __future__ import annotations

from neuraxis.explanation import Cause
from neuraxis.knowledge import SILENT, PathwayName, Words
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LEVEL_NAMES, MOTOR_CLASS_NAMES, SIDE_NAMES, Level, MotorClass, Side
from neuraxis.wording.sentences import Register

NAMELESS = PathwayName("", "tract", "", "")


def choose(words: Words, register: Register, student: str) -> str:
    """The text for this register, or the student's."""
    return {Register.CLINICIAN: words.clinician, Register.LAY: words.lay}.get(register, "") or student


def word_class(model: Model, value: MotorClass, register: Register = Register.STUDENT) -> str:
    """A motor-neuron class inside a sentence."""
    return _answer(model, f"class.{value}", MOTOR_CLASS_NAMES[value], register)


def word_level(model: Model, value: Level, register: Register = Register.STUDENT) -> str:
    """A level of the neuraxis inside a sentence."""
    return _answer(model, f"level.{value}", LEVEL_NAMES[value], register)


def word_side(model: Model, value: Side, register: Register = Register.STUDENT) -> str:
    """A side inside a sentence."""
    return _answer(model, f"side.{value}", SIDE_NAMES[value], register)


def _answer(model: Model, key: str, student: str, register: Register) -> str:
    return choose(model.atlas.registers["answers"].get(key, SILENT), register, student.lower())


def word_pathway(model: Model, cause: Cause, register: Register = Register.STUDENT) -> tuple[str, str]:
    """What a cause's pathway is called, and where it crosses."""
    table = model.atlas.registers["pathways"]
    prefix = _name_of(model, cause).prefix
    pathway, crossing = (table.get(f"{prefix}={part}", SILENT) for part in ("pathway", "crossing"))
    return choose(pathway, register, cause.pathway), choose(crossing, register, cause.crossing)


def pathway_role(model: Model, cause: Cause) -> str:
    """What kind of thing a cause's pathway is: tract, arc, neuron, loop, network, end, irritation."""
    return _name_of(model, cause).role


def _name_of(model: Model, cause: Cause) -> PathwayName:
    names = [one for one in model.atlas.pathway_names if cause.named.startswith(one.prefix)]
    return max(names, key=lambda one: len(one.prefix), default=NAMELESS)
