"""One map of the nervous system, from cortex to muscle: to answer on, to explain on, to look back on.

Where things stand is kept as tables beside this module; what stands there comes from the model.
"""

from quizzes.schematic.drawing import Region, Schematic, schematic
from quizzes.schematic.lesions import place_picture
from quizzes.schematic.paths import LesionPicture, stored_picture

__all__ = ["LesionPicture", "Region", "Schematic", "place_picture", "schematic", "stored_picture"]
