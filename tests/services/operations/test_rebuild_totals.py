import json

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow
from qa_app.queries.recount import drifted_totals
from qa_app.services.operations.rebuild_totals import rebuild_totals
from tests.audits import Desk, a_signed_desk, items, months
from tests.people import NOON, OPERATOR, person

NOON_MONTH = month_of(NOON.date())


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def drift_in_journal(session: Session) -> int:
    detail = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "totals:rebuild")
    ).scalar_one()
    return int(json.loads(detail)["drift"])


def test_totals_in_order_stay_as_they_are(session: Session, desk: Desk) -> None:
    before = months(session), items(session)
    session.rollback()
    assert rebuild_totals(session, OPERATOR, at=NOON) == 0
    assert (months(session), items(session)) == before
    assert drift_in_journal(session) == 0


def test_wrong_missing_and_surplus_totals_are_put_right(session: Session, desk: Desk) -> None:
    before = months(session), items(session)
    lost = session.execute(
        delete(ItemTotalRow).where(ItemTotalRow.scope == "n").returning(ItemTotalRow.item_code)
    ).all()
    session.execute(
        update(MonthTotalRow)
        .where(MonthTotalRow.scope == "n", MonthTotalRow.section == "")
        .values(score_sum=7)
    )
    session.execute(
        update(MonthTotalRow)
        .where(MonthTotalRow.scope == f"c:{desk.centre}", MonthTotalRow.section == "")
        .values(month=1)
    )
    session.commit()
    # each lost item total, one wrong sum, one total in a wrong month that is missing in its own
    assert rebuild_totals(session, OPERATOR, at=NOON) == len(lost) + 1 + 2
    assert (months(session), items(session)) == before
    session.rollback()
    assert drifted_totals(session) == ()
    assert drift_in_journal(session) == len(lost) + 3


def test_totals_that_are_all_gone_come_back_and_rows_of_nothing_are_in_no_ones_way(
    session: Session, desk: Desk
) -> None:
    before = months(session), items(session)
    kept = {
        "scope": "n",
        "rubric_version_id": desk.rubric,
        "sample_type": "random",
        "area_code": "other",
    }
    whole = len(before[0]) + len(before[1]) + 1  # and one of who read
    for table in (MonthTotalRow, ItemTotalRow, ReadingMonthRow):
        session.execute(delete(table))
    session.execute(insert(MonthTotalRow).values(**kept, section="", month=NOON_MONTH))
    session.execute(insert(MonthTotalRow).values(**kept, section="X", month=7, file_count=2))
    session.execute(insert(MonthTotalRow).values(**{**kept, "scope": "p:99"}, section="", month=7))
    session.commit()
    assert rebuild_totals(session, OPERATOR, at=NOON) == whole + 1
    assert (months(session), items(session)) == before
    session.rollback()
    assert drifted_totals(session) == ()


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.SENIOR_SUPERVISOR])
def test_only_the_system_counts_anew(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        rebuild_totals(session, person(role), at=NOON)
