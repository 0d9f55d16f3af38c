"""Clocks that jump and servers in other time zones change no day, no order and no chain (TM-01, TM-02)."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.events import PlacesChanged
from qa_app.models.journal import JournalRow
from qa_app.models.transaction import transaction
from qa_app.queries.journal import verified_journal
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, a_draft, all_met, months
from tests.people import NOON, OPERATOR

SERVERS = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati")
DAYS = (
    # edges of days, months, quarters and years in Shanghai, eight hours ahead of UTC
    ("2026-03-22T15:59:59", "2026-03-22"), ("2026-03-22T16:00:00", "2026-03-23"),
    ("2026-03-31T15:59:59", "2026-03-31"), ("2026-03-31T16:00:00", "2026-04-01"),
    ("2026-12-31T15:59:59", "2026-12-31"), ("2026-12-31T16:00:00", "2027-01-01"),
    ("2028-02-28T15:59:59", "2028-02-28"), ("2028-02-28T16:00:00", "2028-02-29"),
    ("2028-02-29T16:00:00", "2028-03-01"), ("2038-01-19T03:14:07", "2038-01-19"),
    ("2038-01-19T03:14:08", "2038-01-19"), ("2036-11-28T16:00:00", "2036-11-29"),
    # when clocks of New York go forward and back
    ("2026-03-08T06:59:59", "2026-03-08"), ("2026-03-08T07:00:00", "2026-03-08"),
    ("2026-11-01T05:30:00", "2026-11-01"), ("2026-11-01T06:30:00", "2026-11-01"),
    # summers of 1986 to 1991 were nine hours ahead
    ("1988-07-01T14:59:59", "1988-07-01"), ("1988-07-01T15:00:00", "1988-07-02"),
    ("1991-08-01T15:00:00", "1991-08-02"), ("1992-08-01T15:00:00", "1992-08-01"),
)  # fmt: skip
"""Instants of UTC and the day that it is in Shanghai."""
JUMPS = (
    timedelta(hours=1), timedelta(hours=-1), timedelta(days=-1), timedelta(days=3653),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC) - NOON, datetime(2028, 2, 29, tzinfo=UTC) - NOON,
    datetime(2026, 6, 30, 23, 59, 59, 999_999, tzinfo=UTC) - NOON, timedelta(), -timedelta(microseconds=1),
)  # fmt: skip


@pytest.fixture(params=SERVERS)
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone that the machine is set to, which must not matter."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def test_it_is_the_same_day_wherever_the_server_stands(server_zone: str) -> None:
    found = {at: clock.local_day(datetime.fromisoformat(f"{at}+00:00"), ZONE) for at, _ in DAYS}
    assert {at: f"{day:%Y-%m-%d}" for at, day in found.items()} == dict(DAYS)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_months_and_limits_are_the_same_wherever_the_server_stands(
    session: Session, server_zone: str
) -> None:
    desk = a_desk(session)
    last_of_march = datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
    for draft, at in (
        (desk.audit, last_of_march),
        (
            a_draft(session, desk.centre, desk.rubric, desk.reader),
            last_of_march + timedelta(seconds=1),
        ),
    ):
        save_entries(session, desk.reader, draft, all_met(), ZONE, at=at)
        sign_audit(session, desk.reader, draft, ZONE, at=at)
    # year * 12 + month - 1: March, and April
    held = {row[4] for row in months(session) if row[0] == "n"}
    assert held == {2026 * 12 + 2, 2026 * 12 + 3}
    session.rollback()
    # signed on the last of March: ten working days, Qingming off, end with 15 April
    early, late = (datetime(2026, 4, 15, *of, tzinfo=UTC) for of in ((15, 59), (16, 0)))
    assert finalise_audits(session, OPERATOR, ZONE, at=early) == 0
    session.rollback()
    assert finalise_audits(session, OPERATOR, ZONE, at=late) == 1


def test_acts_stand_in_their_order_whatever_the_clock_says(session: Session) -> None:
    for number, jump in enumerate(JUMPS):
        event = PlacesChanged(actor=OPERATOR, at=NOON + jump, what="x", count=number)
        with transaction(session, event):
            pass
    rows = session.execute(select(JournalRow.seq, JournalRow.at).order_by(JournalRow.seq)).all()
    assert [tuple(row) for row in rows] == [(n, NOON + jump) for n, jump in enumerate(JUMPS, 1)]
    assert verified_journal(session, OPERATOR).is_whole
