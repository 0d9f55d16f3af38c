from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.journal import JournalRow
from qa_app.queries.item_export import ExportFilter
from qa_app.services.operations.export_items import export_items
from tests.audits import Desk, a_signed_desk
from tests.people import NOON, person

EVERYTHING = ExportFilter()


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def take(session: Session, actor: Actor, chosen: ExportFilter) -> None:
    export_items(
        session, actor, "X00000000A1", chosen, ExportForm.CSV, Purpose.SUPERVISION, at=NOON
    )


def stranger(desk: Desk) -> Actor:
    """The manager of another centre."""
    grants = (Grant(Role.CENTRE_MANAGER, Reach(centre_ids=frozenset({desk.centre + 1}))),)
    return Actor(desk.elsewhere.account_id, "stranger", grants)


def noted(session: Session) -> list[tuple[str | None, str]]:
    rows = session.execute(
        select(JournalRow.object_id, JournalRow.detail).where(JournalRow.action == "items:export")
    )
    return [tuple(row) for row in rows]


def test_the_journal_says_who_took_what_and_why(session: Session, desk: Desk) -> None:
    take(session, desk.manager, ExportFilter(date(2026, 3, 1), date(2026, 3, 31), "A"))
    detail = (
        '{"form":"csv","purpose":"supervision","request":null,"since":"2026-03-01",'
        '"until":"2026-03-31"}'
    )
    assert noted(session) == [("X00000000A1", detail)]
    row = session.execute(
        select(JournalRow.centre_id, JournalRow.actor_id).order_by(JournalRow.seq.desc())
    ).first()
    assert row is not None
    assert tuple(row) == (desk.centre, desk.manager.account_id)


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (ExportFilter(date(2026, 4, 1), date(2026, 3, 31)), "span"),
        (ExportFilter(date(2026, 4, 1)), "nothing"),
        (ExportFilter(None, date(2026, 3, 22)), "nothing"),
    ],
)
def test_a_span_that_holds_nothing_is_refused(
    session: Session, desk: Desk, chosen: ExportFilter, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        take(session, desk.manager, chosen)
    assert refused.value.code == code
    assert noted(session) == []


def test_nobody_takes_what_is_out_of_reach(session: Session, desk: Desk) -> None:
    with pytest.raises(OutOfReachError):
        take(session, stranger(desk), ExportFilter(centre="A"))
    with pytest.raises(InvalidError):
        take(session, stranger(desk), EVERYTHING)
    # a supervisor asks first
    for role in (
        Role.SENIOR_SUPERVISOR,
        Role.AUDITOR,
        Role.CASEWORKER,
        Role.JUDICIAL_READER,
        Role.SYS_ADMIN,
    ):
        with pytest.raises(NotAllowedError):
            take(session, person(role), EVERYTHING)
    count = select(func.count()).where(JournalRow.action == "items:export")
    assert session.execute(count).scalar_one() == 0
