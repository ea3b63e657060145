"""The atlas against anatomy as other textbooks state it."""

import pytest

import neuraxis
from tests.neuraxis.reference import (
    Body,
    crossing_faults,
    pathway_faults,
    role_faults,
    side_faults,
    site_faults,
    supply_faults,
)
from tests.neuraxis.test_symmetry import ASYMMETRIC


@pytest.fixture(scope="module")
def body(model: neuraxis.Model) -> Body:
    return Body(model.atlas)


def test_every_pathway_runs_and_crosses_as_the_texts_say(body: Body) -> None:
    assert not list(pathway_faults(body))


def test_pain_crosses_within_two_segments_and_touch_runs_in_both_systems(body: Body) -> None:
    assert not list(crossing_faults(body))


def test_every_muscle_reflex_and_skin_spot_has_its_roots_and_nerves(body: Body) -> None:
    assert not list(supply_faults(body))


def test_every_site_takes_what_its_syndrome_is_known_for(body: Body) -> None:
    assert not list(site_faults(body))


def test_every_site_keeps_to_its_side(body: Body) -> None:
    assert not list(side_faults(body.atlas, ASYMMETRIC))


def test_every_function_counts_toward_the_right_neuron(body: Body) -> None:
    assert not list(role_faults(body.atlas))
