import pytest

import neuraxis


@pytest.fixture(scope="session")
def model() -> neuraxis.Model:
    return neuraxis.load_model()
