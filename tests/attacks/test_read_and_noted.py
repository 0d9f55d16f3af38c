"""Whoever reads what is written about a child is put down: each page that shows it leaves a row.

One page of each kind that the people of the network reach, asked again more than a quarter of an
hour after the one before: reads within that time are one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from qa_app import clock
from qa_app.extensions import db
from qa_app.models.journal import JournalRow
from tests.attacks.conftest import Opened, World, kind_of
from tests.attacks.test_told_outside import in_it

pytestmark = pytest.mark.nightly
LATER = timedelta(minutes=16)
TO_DO = "a list of what is to be done, whose lines are noted when they are opened"
NOT_NOTED = {
    "/": TO_DO,
    "/actions": TO_DO,
    "/actions?by": TO_DO,
    "/actions?by,show": TO_DO,
    "/actions?show": TO_DO,
    "/centres/#": TO_DO,
    "/centres/#/actions.pdf": "reviews have rows of their own; the rest a session agreed on",
    "/centres/#/actions.docx": "as the paper above",
    "/sessions/#": TO_DO,
    "/sessions/#/agreed": TO_DO,
    "/actions/#": "what a session agreed on, which is no review of a file",
    "/records": "a list of records, which are noted when they are opened",
    "/access/mine": "one's own requests",
    "/access/approvals": "requests of others, answered by who answers for the file",
}
"""Kinds of pages that show such a text and leave no row, each with why (ADR 0047)."""


def rows(world: World) -> int:
    with world.app.app_context(), db.engine.connect() as connection:
        query = select(func.count()).where(JournalRow.action.not_like("session:%"))
        return connection.scalar(query) or 0


@pytest.mark.parametrize(
    "name", ["supervisor", "supervisor2", "moderator", "reviewer", "director", "caseworker"]
)
def test_no_text_on_a_child_is_read_without_a_row(
    open_world: Opened,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, Any], None],
) -> None:
    world = open_world()
    shown = [address for address, body in world.pages(name).items() if in_it(body)]
    real, ahead = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])
    unnoted, noted = set(), 0
    for address in shown:
        ahead[0] += LATER
        world.token(name)  # whose session is over by then signs in again
        before = rows(world)
        answer = world.client(name).get(address)
        if in_it(answer.data) and rows(world) == before:
            unnoted.add(kind_of(address))
        noted += in_it(answer.data) and rows(world) > before
    record_property("pages and papers that show it", len(shown))
    record_property("of them noted", noted)
    assert unnoted - set(NOT_NOTED) == set()
    assert noted
