"""Puts sessions of a series on their days, inside the transaction that plans them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.session_series import PlacedDay, SeriesTerms, TermsChange
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.sessions import keep_session
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow


def terms_of(row: SessionSeriesRow) -> SeriesTerms:
    """Give the terms of a series.

    Args:
        row: The series.

    Returns:
        Its terms.
    """
    return SeriesTerms(
        rule=row.rule,
        months_after=row.months_after,
        starts_on=row.starts_on,
        until_on=row.until_on,
        supervisor_id=row.supervisor_id,
        starts_at=row.starts_at_time,
        ends_at=row.ends_at_time,
        people=tuple(row.people),
    )


def columns_of(terms: SeriesTerms) -> dict[str, Any]:
    """Give the columns of a series that hold its terms.

    Args:
        terms: The terms.

    Returns:
        Values by column.
    """
    return {
        "rule": terms.rule,
        "months_after": terms.months_after,
        "starts_on": terms.starts_on,
        "until_on": terms.until_on,
        "supervisor_id": terms.supervisor_id,
        "starts_at_time": terms.starts_at,
        "ends_at_time": terms.ends_at,
        "people": list(terms.people),
    }


def put_on_days(
    session: Session,
    row: SessionSeriesRow,
    days: Sequence[PlacedDay],
    people: Mapping[int, Collection[int]],
    account_id: int | None,
    at: datetime,
) -> None:
    """Plan the sessions of a series.

    Args:
        session: A session inside `transaction`.
        row: The series, locked.
        days: Where they come to stand.
        people: For the place of each day, practitioners who work at the centre then.
        account_id: Who plans.
        at: The present.
    """
    with counting_sessions(session) as touched:
        for place, one in enumerate(days):
            values = {
                "centre_id": row.centre_id,
                "type": row.type,
                "area_code": row.area_code,
                "planned_on": one.day,
                "starts_at_time": row.starts_at_time,
                "ends_at_time": row.ends_at_time,
                # what goes by the last session held is due then, however late it is planned
                "due_on": max(one.on, row.starts_on) if row.months_after else None,
                "agreement_id": row.agreement_id,
                "series_id": row.id,
                "series_on": one.on,
                "supervisor_id": row.supervisor_id,
                "files_wanted": 0,
            }
            touched.add(keep_session(session, values, people[place], account_id, at))


def bring_up_to_date(
    session: Session,
    ids: Collection[int],
    change: TermsChange,
    in_post: Mapping[int, Collection[int]],
    at: datetime,
) -> None:
    """Give sessions that keep their days what changes in their series, and nothing else.

    A time, supervisor or person that was changed for one session alone stays changed.

    Args:
        session: A session inside `transaction`.
        ids: Sessions, locked, in which nothing was begun.
        change: The terms as they were and as they are.
        in_post: For each session, those of the new terms' people who work there on its day.
        at: The present.
    """
    row = SupervisionSessionRow
    found = session.execute(
        select(row.id, row.starts_at_time, row.ends_at_time, row.supervisor_id)
        .where(row.id.in_(sorted(ids)))
        .order_by(row.id)
    ).all()
    with counting_sessions(session, ids):
        for one in found:
            values = change.columns_for(one.starts_at_time, one.ends_at_time, one.supervisor_id)
            if _change_people(session, one.id, change, in_post[one.id]) or values:
                session.execute(
                    update(row)
                    .where(row.id == one.id)
                    .values(**values, sequence=row.sequence + 1, changed_at=at)
                    .execution_options(synchronize_session=False)
                )


def _change_people(
    session: Session, session_id: int, change: TermsChange, in_post: Collection[int]
) -> bool:
    person = SessionPersonRow.practitioner_id
    named = SessionPersonRow.session_id == session_id
    expected = set(session.execute(select(person).where(named)).scalars())
    wanted = change.people_for(expected, in_post)
    if gone := sorted(expected - wanted):
        session.execute(delete(SessionPersonRow).where(named, person.in_(gone)))
    if come := sorted(wanted - expected):
        rows = [{"session_id": session_id, "practitioner_id": one} for one in come]
        session.execute(insert(SessionPersonRow), rows)
    return wanted != expected
