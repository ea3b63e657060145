"""Django's check at every start: whatever the model has stands on the chart and on the map, or the site says what not.

Run by `manage.py check` and by every command that serves; all faults at once.
"""

from typing import Any

from django.core.checks import CheckMessage, Error, register

import neuraxis
from drawings.chart.faults import chart_faults
from drawings.chart.tables import load as load_chart
from drawings.map.faults import map_faults
from drawings.map.tables import load as load_map


@register("drawings")
def check_drawings(**kwargs: Any) -> list[CheckMessage]:
    model = neuraxis.load_model()
    return [
        *(Error(said, id="drawings.E001") for said in chart_faults(model, load_chart())),
        *(Error(said, id="drawings.E002") for said in map_faults(model, load_map())),
    ]
