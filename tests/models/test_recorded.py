"""Rows of the register are written once and ended once, in both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.models.places import PlaceRow
from qa_app.models.populations import PlacePopulationRow
from qa_app.models.recorded import known
from tests.people import NOON

DAY = timedelta(days=1)


@pytest.fixture
def row(session: Session) -> int:
    """A number that was recorded at noon and corrected a day later."""
    place = session.execute(
        insert(PlaceRow)
        .values(level="city", code="C1", path="1/", name_zh="市", name_en="City")
        .returning(PlaceRow.id)
    ).scalar_one()
    values = {"place_id": place, "year": 2025, "source": "census"}
    first = session.execute(
        insert(PlacePopulationRow)
        .values(**values, child_count=900, recorded_at=NOON)
        .returning(PlacePopulationRow.id)
    ).scalar_one()
    end = {"ended_at": NOON + DAY, "ended_why": "corrected"}
    session.execute(update(PlacePopulationRow).where(PlacePopulationRow.id == first).values(**end))
    session.execute(
        insert(PlacePopulationRow).values(**values, child_count=1000, recorded_at=NOON + DAY)
    )
    session.commit()
    return first


@pytest.mark.parametrize(
    ("after", "counts"),
    [(-DAY, []), (timedelta(), [900]), (DAY - timedelta(seconds=1), [900]), (DAY, [1000])],
)
def test_what_was_known_at_an_instant(
    session: Session, row: int, after: timedelta, counts: list[int]
) -> None:
    assert row
    query = select(PlacePopulationRow.child_count).where(known(PlacePopulationRow, NOON + after))
    assert list(session.execute(query).scalars()) == counts


@pytest.mark.parametrize(
    "change",
    [
        {"child_count": 5},
        {"recorded_at": NOON + 2 * DAY},
        {"ended_at": None, "ended_why": None},
        {"ended_why": "over"},
    ],
)
def test_nothing_that_was_recorded_changes(
    session: Session, row: int, change: dict[str, Any]
) -> None:
    for statement in (
        update(PlacePopulationRow).where(PlacePopulationRow.id == row).values(**change),
        delete(PlacePopulationRow).where(PlacePopulationRow.id == row),
    ):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()
