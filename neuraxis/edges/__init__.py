"""The facts that a question turns on: what a learner knows who gets it right, and reviews who does not."""

from neuraxis.edges.catalog import Edge, edge_catalog
from neuraxis.edges.facts import EdgeKind, main_muscles, main_spots, tract_name
from neuraxis.edges.turning import edges_behind, turning_edges

__all__ = [
    "Edge",
    "EdgeKind",
    "edge_catalog",
    "edges_behind",
    "main_muscles",
    "main_spots",
    "tract_name",
    "turning_edges",
]
