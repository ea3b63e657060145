"""One map of the nervous system, from cortex to muscle: to answer on, to explain on, to look back on.

Where things stand is kept as tables beside this module; what stands there comes from the model.
"""

from drawings.map.drawing import Region, Schematic, schematic
from drawings.map.lesions import place_picture
from drawings.map.paths import LesionPicture, answer_picture

__all__ = ["LesionPicture", "Region", "Schematic", "answer_picture", "place_picture", "schematic"]
