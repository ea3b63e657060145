"""Every probability of the model is one: above 0, and the values of an item sum to 1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import neuraxis
from neuraxis.examination import Kind
from neuraxis.simulation.model import NATS
from neuraxis.vocabulary import MODELED_STAGES, Stage
from tests.neuraxis.anatomy import place_keys

FRACTIONS = st.floats(0, 1)
# Log probabilities are kept as whole 1/1024 nat, which rounds every probability by half of that.
ROUNDING = 0.5 / NATS


@given(
    places=st.lists(st.sampled_from(place_keys()), max_size=3),
    extent=FRACTIONS,
    severity=FRACTIONS,
    stage=st.sampled_from(Stage),
)
def test_the_values_of_every_item_sum_to_one_and_none_is_impossible(
    model: neuraxis.Model, places: list[str], extent: float, severity: float, stage: Stage
) -> None:
    lesions = [neuraxis.lesion(model, place, extent=extent, severity=severity) for place in places]
    expected = neuraxis.simulate(model, lesions, stage)
    assert set(expected) == {key for key, item in model.items.items() if item.kind is not Kind.UMBRELLA}
    for item, values in expected.items():
        assert tuple(values) == model.items[item].values
        assert sum(values.values()) == pytest.approx(1, abs=1e-9), item
        assert min(values.values()) > 0, item


@pytest.mark.parametrize("stage", MODELED_STAGES)
def test_the_compiled_tables_hold_probabilities_too(model: neuraxis.Model, stage: Stage) -> None:
    logs = model.compiled.stages[stage].logs
    assert logs.max() <= 0
    sums = np.add.reduceat(np.exp(logs[model.value_rows] / np.float32(NATS)), list(model.offsets.values()), axis=0)
    assert np.abs(sums - 1).max() < ROUNDING


@pytest.mark.parametrize("stage", MODELED_STAGES)
def test_a_value_that_stands_for_several_is_as_likely_as_all_of_them(model: neuraxis.Model, stage: Stage) -> None:
    logs = model.compiled.stages[stage].logs
    for (item, name), row in model.set_offsets.items():
        meant = [model.column(item, value) for value in model.items[item].meant(name)]
        assert np.abs(np.exp(logs[meant] / NATS).sum(axis=0) - np.exp(logs[row] / NATS)).max() < ROUNDING * 3


def test_the_lesions_of_a_place_share_its_whole_weight(model: neuraxis.Model) -> None:
    shares = np.add.reduceat(np.exp(model.compiled.row_logs.astype(float)), model.compiled.starts)
    assert shares == pytest.approx(1, abs=1e-5)


def test_a_posterior_is_a_distribution_on_every_axis(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"str.triceps.R": "3", "dtr.triceps.R": "0"})
    posterior = neuraxis.localize(model, findings, Stage.CHRONIC, top=len(model.places))
    assert sum(one.probability for one in posterior.ranked) == pytest.approx(1)
    assert sum(posterior.side.values()) == pytest.approx(1)
    assert sum(posterior.level.values()) == pytest.approx(1)
    assert sum(posterior.segment.values()) < 1
    for region, classes in posterior.motor_class.items():
        assert sum(classes.values()) == pytest.approx(1), region


def test_a_healthy_person_is_mostly_normal(model: neuraxis.Model) -> None:
    expected = neuraxis.simulate(model, [], Stage.CHRONIC)
    for key, values in expected.items():
        assert max(values, key=lambda value: values[value]) == model.items[key].normal, key
