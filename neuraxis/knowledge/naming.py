"""Reads what the pathways are called, what kind of thing each is, and where it crosses."""

from __future__ import annotations

from collections.abc import Iterable

from neuraxis.knowledge.facts import PathwayName
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import suggest

ROLES = ("tract", "arc", "neuron", "loop", "network", "end", "irritation")


def read_pathway_names(rows: Iterable[Row], faults: Faults) -> tuple[PathwayName, ...]:
    """The names by prefix; an unknown role is a fault."""
    names = []
    for row in rows:
        if row["role"] not in ROLES:
            faults.add(row.where, f"unknown role {row['role']!r}{suggest(row['role'], ROLES)}")
        names.append(PathwayName(row["prefix"], row["role"], row["pathway"], row["crossing"]))
    return tuple(names)
