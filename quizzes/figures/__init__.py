"""The examination as figures: what is found becomes marks on drawings, from tables of places.

What is normal, abnormal or not examined is `neuraxis.chart`'s to say; where it stands is the tables'.
"""

from quizzes.figures.drawing import figures
from quizzes.figures.marks import Drawing, Figures, Mark, Picture, Said, Sheet
from quizzes.figures.tables import all_views

__all__ = ["Drawing", "Figures", "Mark", "Picture", "Said", "Sheet", "all_views", "figures"]
