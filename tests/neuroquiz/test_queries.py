"""No page asks the database more than twelve times, whatever its state."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.neuroquiz.test_accessibility_in_browser import STATES, State, World, world  # noqa: F401 (a fixture)

MOST = 12
ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shown", STATES, ids=lambda shown: f"{shown.name}-{shown.reach.__name__}")
def test_a_page_asks_twelve_times_at_most(shown: State, world: World) -> None:  # noqa: F811 (the fixture)
    client, path = shown.reach(world)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    asked = [query["sql"] for query in seen if query["sql"].startswith(ASKING)]
    assert len(asked) <= MOST, "\n".join(one[:150] for one in asked)
