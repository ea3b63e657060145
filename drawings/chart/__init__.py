"""The examination as figures: what is found becomes marks on drawings, from tables of places.

What is normal, abnormal or not examined is `neuraxis.chart`'s to say; where it stands is the tables'.
"""

from drawings.chart.drawing import figures
from drawings.chart.marks import Drawing, Figures, Mark, Picture, Said, Sheet
from drawings.chart.standalone import Media, media_of
from drawings.chart.tables import all_views

__all__ = ["Drawing", "Figures", "Mark", "Media", "Picture", "Said", "Sheet", "all_views", "figures", "media_of"]
