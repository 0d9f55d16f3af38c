"""Totals are written as they are counted, on both databases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.file_losses import Loss
from qa_app.domain.totals import ItemKey, ItemNumbers, TotalKey
from qa_app.models.base import table_of
from qa_app.models.totals import count_readings, recount_readings
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from tests.domain.test_totals import MARCH, reading

TABLE = table_of(ItemTotalRow)
HALF = reading(
    place_path="", losses={"A2": Loss(125_000, 250_000), "C1": Loss(30, 40)}, by_case={"C1": "x"}
)
MET = reading(place_path="", codes={"A1": "met", "A2": "met"})


def rows(session: Session, scope: str = "n") -> list[tuple[object, ...]]:
    """Network's item totals that are not nothing, without their scope."""
    found = session.execute(select(TABLE).where(TABLE.c.scope == scope).order_by(*TABLE.c)).all()
    return [tuple(row[1:]) for row in found if any(row[6:])]


def test_columns_stand_as_they_are_counted() -> None:
    assert [one.name for one in TABLE.columns] == [*ItemKey._fields, *ItemNumbers._fields]
    months = [one.name for one in table_of(MonthTotalRow).columns]
    assert months[: len(TotalKey._fields)] == list(TotalKey._fields)


def test_what_items_cost_is_added_and_taken_away(session: Session) -> None:
    count_readings(session, [HALF])
    count_readings(session, [HALF, MET])
    assert rows(session) == [
        (9, "A1", "random", MARCH, "met", 3, 0, 3, 0, 0),
        (9, "A2", "random", MARCH, "met", 1, 0, 1, 0, 0),
        (9, "A2", "random", MARCH, "partly", 2, 0, 2, 250_000, 500_000),
        (9, "C1", "random", MARCH, "x", 0, 0, 2, 60, 80),
    ]
    assert rows(session, "c:5") == rows(session)
    recount_readings(session, [HALF], [MET])
    assert rows(session)[1:3] == [
        (9, "A2", "random", MARCH, "met", 2, 0, 2, 0, 0),
        (9, "A2", "random", MARCH, "partly", 1, 0, 1, 125_000, 250_000),
    ]
    count_readings(session, [HALF, MET, MET], -1)
    assert rows(session) == []


def test_nothing_is_written_for_nothing(session: Session) -> None:
    count_readings(session, [])
    recount_readings(session, [HALF], [HALF])
    assert rows(session) == []
