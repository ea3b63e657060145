"""The compiled model, once per module, and bounded examples."""

import pytest
from hypothesis import HealthCheck, settings

import neuraxis

settings.register_profile(
    "neuraxis", max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("neuraxis")


@pytest.fixture(scope="module")
def model() -> neuraxis.Model:
    return neuraxis.load_model()
