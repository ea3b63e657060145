"""What a lesion does to a pathway, as a clause: one wording for each kind of pathway and of structure."""

from __future__ import annotations

from neuraxis.explanation import Cause
from neuraxis.knowledge import Structure
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import LATERAL
from neuraxis.wording.findings import word_structure
from neuraxis.wording.grammar import agree, is_plural, says_plural
from neuraxis.wording.registers import pathway_role, word_pathway
from neuraxis.wording.sentences import Register, capitalize, say

# Structures that are worded by what they are, whatever runs through them.
_BY_KIND = {
    "junction": "broken.junction",
    "muscle": "broken.muscle",
    "state": "broken.state",
    "axon": "broken.axons",
}
_CELLS = ("horn", "nucleus")
_FIBERS = ("tract", "root", "plexus", "nerve")
# Roles of pathways that can be followed from place to place.
_FOLLOWED = ("tract", "arc", "neuron")
# Sentences whose subject is a pathway, or a part of one, of which it can be said where it crosses.
_TELL_CROSSING = ("broken.tract", "broken.origin", "broken.center", "broken.end", "broken.itself")
# What a pathway may be called beside what it is named by: the spinothalamic pathway runs in the spinothalamic tract.
_GENERIC = (" pathway", " tract")


def word_interruption(model: Model, cause: Cause, register: Register = Register.STUDENT) -> str:
    """What is damaged, without a capital and without a stop: "the reflex arc is interrupted in the right C7 root"."""
    pathway, crossing = word_pathway(model, cause, register)
    structure = word_structure(model, cause.interrupted, register)
    key = _key(model, cause)
    plural = is_plural(structure) if key == "broken.itself" else says_plural(crossing)
    return say(key, {"pathway": pathway, "structure": structure} | agree(plural), register)


def word_crossing(model: Model, cause: Cause, register: Register = Register.STUDENT) -> str:
    """Where the pathway of a cause crosses, as a sentence; empty where it says nothing of this lesion."""
    key = _key(model, cause)
    if not _crosses(cause) or key not in _TELL_CROSSING or pathway_role(model, cause) == "network":
        return ""
    pathway, crossing = word_pathway(model, cause, register)
    key = "broken.crossing_of" if key == "broken.itself" else "broken.crossing"
    words = {"pathway": pathway, "crossing": crossing} | agree(says_plural(crossing))
    return capitalize(say(key, words, register))


def _crosses(cause: Cause) -> bool:
    """Whether the pathway changes sides, be it only between the structure that fails and the side that shows it.

    What both sides serve together crosses nowhere that would tell.
    """
    shown, damaged = (key.rpartition(":")[2] for key in (cause.function, cause.interrupted))
    return shown in LATERAL and (cause.crosses or {shown, damaged} == set(LATERAL))


def word_reason(model: Model, cause: Cause, register: Register = Register.STUDENT) -> str:
    """Both as sentences: what is damaged, and where its pathway crosses."""
    clause = capitalize(word_interruption(model, cause, register))
    return " ".join(filter(None, (f"{clause}.", word_crossing(model, cause, register))))


def has_stations(model: Model, cause: Cause) -> bool:
    """Whether the chain of a cause is a way from one place to the next that can be followed to the interruption."""
    return _key(model, cause) in _TELL_CROSSING and pathway_role(model, cause) in _FOLLOWED


def _key(model: Model, cause: Cause) -> str:
    """The sentence of a cause, by the kind of the structure first, then by the role of the function."""
    structure = _structure(model, cause.interrupted)
    role = pathway_role(model, cause)
    if role == "irritation":
        return "broken.irritated"
    if role == "end" and structure.kind == "axon":
        return "broken.reflex"
    if structure.kind in _BY_KIND:
        return _BY_KIND[structure.kind]
    if role == "neuron" and structure.kind in _CELLS:
        return "broken.cells"
    if _is_named_by(cause.pathway, structure.name):
        return "broken.itself"
    if role == "network":
        return "broken.network"
    if structure.kind in _FIBERS:
        return "broken.tract"
    return _at_an_end(cause, structure) if role == "tract" else "broken.center"


def _at_an_end(cause: Cause, structure: Structure) -> str:
    """A tract in gray matter: where it begins, where it ends, or on its way."""
    first, last = cause.chain[0], cause.chain[-1]
    if first == last or structure.kind not in ("cortex", "organ"):
        return "broken.center"
    ends = {first: "broken.origin", last: "broken.end"}
    return ends.get(cause.interrupted, "broken.center")


def _is_named_by(pathway: str, structure: str) -> bool:
    """Whether the structure's name says already which pathway it belongs to."""
    stem = next((pathway.removesuffix(end) for end in _GENERIC if pathway.endswith(end)), pathway)
    return stem.casefold() in structure.casefold()


def _structure(model: Model, key: str) -> Structure:
    return model.atlas.structures[key.rpartition(":")[0]]
