"""What every test may ask for."""

import pytest
from django.test import Client

from accounts.models import Role, User

PASSWORD = "corticospinal tract"


@pytest.fixture
def learner(db: None) -> User:
    return User.objects.create_user("learner@example.org", PASSWORD, name="Lea Learner")


@pytest.fixture
def instructor(db: None) -> User:
    return User.objects.create_user(
        "instructor@example.org", PASSWORD, name="Ina Instructor", role=Role.INSTRUCTOR, is_staff=True
    )


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user(
        "reviewer@example.org", PASSWORD, name="Rae Reviewer", role=Role.REVIEWER, is_staff=True
    )


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("superuser@example.org", PASSWORD, name="Sam Superuser")


@pytest.fixture
def learner_client(learner: User) -> Client:
    return client_of(learner)


@pytest.fixture
def instructor_client(instructor: User) -> Client:
    return client_of(instructor)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
