"""The chart and the map: findings and places of the model in, drawings out.

Needs the model alone, so that every app above can draw. Where things stand is kept as tables beside the modules; what
stands there is the model's to say. `drawings.checks` says at the start what has no place.
"""

from drawings.chart import Drawing, Figures, Mark, Media, Picture, Said, Sheet, all_views, figures, media_of
from drawings.map import LesionPicture, Region, Schematic, answer_picture, place_picture, schematic

__all__ = [
    "Drawing",
    "Figures",
    "LesionPicture",
    "Mark",
    "Media",
    "Picture",
    "Region",
    "Said",
    "Schematic",
    "Sheet",
    "all_views",
    "answer_picture",
    "figures",
    "media_of",
    "place_picture",
    "schematic",
]
