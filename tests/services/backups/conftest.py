"""Tables, triggers and migrations are tried as their owner, who may break what tests look for."""

import pytest

from tests.postgresql import as_owner


@pytest.fixture
def database_url(database_url: str) -> str:
    return as_owner(database_url)
