"""Edges in words: the fact as a heading that a student can look up."""

from __future__ import annotations

from neuraxis.edges import Edge, EdgeKind, main_muscles, main_spots, tract_name
from neuraxis.simulation.model import Model
from neuraxis.wording.registers import word_level
from neuraxis.wording.sentences import Register, capitalize, join, say

MOST_PARTS = 4


def word_edge(model: Model, edge: Edge, register: Register = Register.STUDENT) -> str:
    """The name of an edge: "C7 myotome: triceps and flexor carpi radialis"."""
    return capitalize(say(edge_key(model, edge), _words(model, edge, register), register))


def edge_key(model: Model, edge: Edge) -> str:
    """The key of the sentence that names an edge."""
    if edge.kind in (EdgeKind.SIGN, EdgeKind.FIBERS):
        return f"edge.{edge.kind}_{edge.subject}"
    if edge.kind in (EdgeKind.MYOTOME, EdgeKind.DERMATOME) and not _parts(model, edge):
        return f"edge.{edge.kind}_trunk"
    if edge.kind is EdgeKind.TRACT and edge.id.count(":") == 1:
        return "edge.pathway"
    return f"edge.{edge.kind}"


def _words(model: Model, edge: Edge, register: Register) -> dict[str, str]:
    if edge.kind in (EdgeKind.MYOTOME, EdgeKind.DERMATOME):
        return {"segment": edge.subject, "parts": join(_parts(model, edge)[:MOST_PARTS])}
    if edge.kind is EdgeKind.REFLEX:
        reflex = model.atlas.reflexes[edge.subject]
        roots = sorted(reflex.roots, key=lambda root: -reflex.roots[root])
        return {"reflex": reflex.name, "root": roots[0], "others": join(roots[1:])}
    if edge.kind is EdgeKind.HORN:
        return {"level": edge.subject}
    if edge.kind is EdgeKind.SUPPLY:
        return {"structure": model.atlas.structures[edge.subject].name}
    pathway, crossing = model.pathway_name(f"{edge.subject}.")
    tract = pathway if edge.kind is EdgeKind.CROSSING else tract_name(pathway)
    level = word_level(model, edge.level, register) if edge.level else ""
    return {"pathway": tract, "crossing": crossing, "level": level}


def _parts(model: Model, edge: Edge) -> list[str]:
    """The muscles or the skin of a segment; what has a comma in its name is a part of something that is named."""
    found = (main_muscles if edge.kind is EdgeKind.MYOTOME else main_spots)(model, edge.subject)
    return [one for one in found if "," not in one] or found
