"""From lesions to the deficit of every function: parallel routes, each a series of structures."""

from neuraxis.network.lesions import Lesion, Node, Place, build_places, lesion_at, place_nodes
from neuraxis.network.routes import Network

__all__ = ["Lesion", "Network", "Node", "Place", "build_places", "lesion_at", "place_nodes"]
