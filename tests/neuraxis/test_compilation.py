"""The compiled tables say what the responses say, in every stage and for every item."""

import numpy as np
import pytest

from neuraxis import Model
from neuraxis.responses import Deficits
from neuraxis.simulation.model import NATS
from neuraxis.vocabulary import MODELED_STAGES, Stage

EVERY = 97


@pytest.mark.parametrize("stage", MODELED_STAGES)
def test_the_tables_hold_the_responses_of_their_stage(model: Model, stage: Stage) -> None:
    rows = range(0, len(model.compiled.row_logs), EVERY)
    deficits = Deficits(model.network, np.array([model.network.deficits([model.row_extent(row)]) for row in rows]))
    logs = np.asarray(model.compiled.stages[stage].logs)[:, list(rows)] / NATS
    for key, item in model.items.items():
        expected = np.log(model.responses.probabilities(item, deficits, stage)).T
        first = model.offsets[key]
        assert np.allclose(logs[first : first + len(item.values)], expected, rtol=0, atol=1 / NATS), key


def test_an_item_that_outlasts_the_first_days_reads_the_same_in_every_stage(model: Model) -> None:
    rows = range(0, len(model.compiled.row_logs), EVERY)
    deficits = Deficits(model.network, np.array([model.network.deficits([model.row_extent(row)]) for row in rows]))
    changing = set()
    for key, item in model.items.items():
        first, *others = (model.responses.probabilities(item, deficits, stage) for stage in MODELED_STAGES)
        if any((first != other).any() for other in others):
            changing.add(key)
    assert changing <= {key for key, item in model.items.items() if model.responses.depends_on_stage(item)}
    assert {"dtr.knee.R", "tone.leg.L", "plantar.R", "clonus.L"} <= changing
