"""From deficits to the probability of each value of the examination. About ten curves, all in responses.toml."""

from neuraxis.responses.curves import Curve, Scale
from neuraxis.responses.model import Deficits, Responses, load_parameters

__all__ = ["Curve", "Deficits", "Responses", "Scale", "load_parameters"]
