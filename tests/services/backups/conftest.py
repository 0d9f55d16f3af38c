"""Tables, triggers and migrations are tried as their owner, who may break what tests look for."""

from collections.abc import Iterator

import pytest

from tests.postgresql import ReusedDatabase, as_owner


@pytest.fixture
def database_url(
    database_url: str, database_kind: str, request: pytest.FixtureRequest
) -> Iterator[str]:
    if database_kind == "sqlite":
        yield as_owner(database_url)
        return
    # what somebody is connected to is not replaced
    database: ReusedDatabase = request.getfixturevalue("postgresql_database")
    with database.alone() as url:
        yield url
