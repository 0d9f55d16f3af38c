"""The cast of the tests."""

from datetime import UTC, datetime

from qa_app.domain.people import Actor, Grant, Reach, Role, system_actor

NOON = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""

OPERATOR = system_actor("operator")


def person(role: Role, *, account_id: int = 1, reach: Reach | None = None) -> Actor:
    return Actor(account_id, "督导甲", (Grant(role, reach or Reach(is_everything=True)),))
