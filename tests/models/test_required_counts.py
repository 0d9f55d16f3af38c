"""Totals of what the rhythm asks for: filled once, kept past any ceiling and by two at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import EndReason
from qa_app.models.migrate import downgrade, upgrade
from qa_app.models.places import PractitionerRow
from qa_app.models.required_counts import counting_required, hold_in_post
from qa_app.models.row_lock import Ceiling, hold_to
from qa_app.models.session_counts import counting_sessions
from qa_app.models.session_totals import RequiredMonthRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.agreements import TERMS, Team, a_team, an_agreement, row_of
from tests.audits import ZONE
from tests.conftest import ROOT
from tests.people import NOON, OPERATOR
from tests.sessions import DAY, a_session

APRIL, JULY = date(2026, 4, 1), date(2026, 7, 1)
LATER = NOON + timedelta(days=90)
HELD = SessionSettlement(SessionState.HELD)
EACH = 12


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def a_talk(session: Session, team: Team, *people: int, on: date = DAY) -> int:
    values = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    return a_session(session, team.scene, planned_on=on, people=people, **values)


def on_another_day(session: Session, *talks: int) -> None:
    """Say that sessions were held on 20 April, as their records do when they are signed."""
    row = SupervisionSessionRow
    with counting_sessions(session, talks):
        session.execute(
            update(row)
            .where(row.id.in_(talks))
            .values(planned_on=date(2026, 4, 20), moved_from_on=row.planned_on)
        )
    session.commit()


def of_network(session: Session, month: date) -> list[tuple[int, ...]]:
    """Agreed days, people, due, held and late of one month."""
    row = RequiredMonthRow
    found = session.execute(
        select(row.every_days, row.people, row.due, row.held, row.late)
        .where(row.scope == "network", row.month == month)
        .order_by(row.every_days)
    ).all()
    session.rollback()
    return [tuple(one) for one in found]


def every(session: Session) -> list[tuple[Any, ...]]:
    table = RequiredMonthRow.__table__
    found = session.execute(select(table).order_by(*table.primary_key.columns)).all()
    session.rollback()
    return [tuple(one) for one in found]


def test_who_comes_is_agreed_with_and_seen(session: Session, team: Team) -> None:
    # W1, W2 and W9 came on 6 January 2025: from August on a session each month
    assert of_network(session, date(2025, 8, 1)) == [(0, 3, 0, 0, 0)]
    terms = replace(TERMS, every_days=10)
    agreement = an_agreement(session, team, terms=terms, from_on=APRIL)
    assert of_network(session, APRIL) == [(0, -1, 0, 0, 0), (10, 1, 0, 0, 0)]
    ending = AgreementEnding(EndReason.ASKED, date(2026, 6, 30))
    end_agreement(session, team.city, agreement, ending, ZONE, at=NOON)
    assert of_network(session, JULY) == [(0, 1, 0, 0, 0), (10, -1, 0, 0, 0)]
    talks = [
        a_talk(session, team, team.worker("W1"), on=DAY + timedelta(days=days)) for days in range(4)
    ]
    for one in talks:
        settle_session(session, team.scene.supervisor, one, HELD, ZONE, at=LATER)
    # three of April's thirty days at one in ten; the fourth was more than was due
    assert of_network(session, APRIL) == [(0, -1, 0, 0, 0), (10, 1, 0, 3, 0)]
    on_another_day(session, *talks[:2])
    # two were in time, so one of the three was not
    assert of_network(session, APRIL) == [(0, -1, 0, 0, 0), (10, 1, 0, 3, 1)]
    end_practitioner(session, OPERATOR, team.worker("W1"), date(2026, 4, 19), ZONE, at=LATER)
    # nineteen days hold one whole session, whoever was seen four times
    assert of_network(session, APRIL) == [(0, -1, 0, 0, 0), (10, 0, 1, 1, 0)]
    assert checked_session_totals(session) == ()


@pytest.mark.nightly
def test_the_migration_counts_what_stands(session: Session, team: Team, database_url: str) -> None:
    terms = replace(TERMS, every_days=7)
    an_agreement(session, team, practitioner_id=team.worker("W2"), terms=terms)
    made = a_talk(session, team, team.worker("W2"))
    settle_session(session, team.scene.supervisor, made, HELD, ZONE, at=LATER)
    # one has just come, one left within a month
    new = {"started_on": date(2026, 3, 16), "ended_on": date(2026, 5, 20)}
    with counting_required(session, [team.worker("W1")]):
        session.execute(
            update(PractitionerRow).where(PractitionerRow.id == team.worker("W1")).values(**new)
        )
    session.commit()
    before = every(session)
    assert (7, 1, 0, 1, 0) in of_network(session, APRIL)
    # W1 is due weekly for six weeks from 16 March, every two weeks from 27 April, which is 4 in
    # April (26/7 + 4/14); W2 is no more due by the time in post
    assert (0, -1, 4, 0, 0) in of_network(session, APRIL)
    session.get_bind().engine.dispose()
    downgrade(ROOT / "migrations", database_url, "0037")
    upgrade(ROOT / "migrations", database_url)
    assert every(session) == before


def test_who_holds_a_session_need_not_see_whom_it_was_for(session: Session, team: Team) -> None:
    far = team.worker("W9")
    monthly = replace(TERMS, every_days=28)
    an_agreement(session, team, practitioner_id=far, terms=monthly, supervisor_id=team.far)
    made = a_talk(session, team)
    with counting_sessions(session, [made]):
        session.execute(insert(SessionPersonRow).values(session_id=made, practitioner_id=far))
    session.commit()
    lead = team.scene.supervisor
    hold_to(session, Ceiling(centre_ids=(team.scene.centre,), account_id=lead.account_id))
    settle_session(session, lead, made, HELD, ZONE, at=LATER)
    hold_to(session, Ceiling(is_whole=True))
    assert of_network(session, APRIL) == [(0, -1, 0, 0, 0), (28, 1, 0, 1, 0)]
    assert checked_session_totals(session) == ()


@pytest.mark.both_databases
def test_who_changes_what_is_due_to_a_worker_keeps_others_from_it(
    engine: Engine, session: Session, team: Team
) -> None:
    first, other = team.worker("W1"), team.worker("W2")
    session.rollback()
    if engine.dialect.name == "sqlite":  # its write lock covers the whole database
        hold_in_post(session, [first])
        assert not session.in_transaction()
        return
    with Session(engine) as one, Session(engine) as two:
        hold_in_post(one, [first])
        two.execute(text("SET lock_timeout = '20ms'"))
        hold_in_post(two, [other])
        with pytest.raises(OperationalError, match="lock timeout"):
            hold_in_post(two, [other, first])


@pytest.mark.nightly
def test_two_at_once_lose_nothing_and_never_wait_in_a_circle(
    engine: Engine, session: Session, team: Team
) -> None:
    worker = team.worker("W1")
    terms = replace(TERMS, every_days=14)
    agreement = an_agreement(session, team, terms=terms, from_on=APRIL)
    days = [DAY + timedelta(days=number % 20) for number in range(2 * EACH)]
    talks = [a_talk(session, team, worker, on=on) for on in days]
    coming = [
        a_talk(session, team, worker, on=LATER.date() + timedelta(days=number + 1))
        for number in range(EACH)
    ]

    def hold(some: list[int]) -> None:
        with Session(engine) as own:
            for one in some:
                settle_session(own, team.scene.supervisor, one, HELD, ZONE, at=LATER)

    def agree() -> None:
        with Session(engine) as own:
            for number in range(EACH):
                changed = replace(terms, every_days=(7, 10, 28)[number % 3])
                revision = row_of(own, agreement).revision
                own.rollback()
                change_agreement(own, team.city, agreement, (changed, revision), at=LATER)

    def leave() -> None:
        with Session(engine) as own:
            for number in range(EACH):
                last = None if number % 2 else LATER.date() + timedelta(days=EACH - number)
                end_practitioner(own, OPERATOR, worker, last, ZONE, at=LATER)

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(hold, talks[:EACH]), pool.submit(hold, talks[EACH:])]
        work += [pool.submit(agree), pool.submit(leave)]
        for one in work:
            one.result()
    assert len(coming) == EACH
    assert checked_session_totals(session) == ()
