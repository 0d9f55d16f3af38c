"""Puts sessions of a series on their days, inside the transaction that plans them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from qa_app.domain.session_series import PlacedDay, SeriesTerms
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
    terms: SeriesTerms,
    people: Collection[int],
    at: datetime,
) -> None:
    """Give sessions that keep their days the time, the supervisor and the people of their series.

    Args:
        session: A session inside `transaction`.
        ids: Sessions, locked, in which nothing was begun.
        terms: The terms.
        people: Practitioners who are expected.
        at: The present.
    """
    if not ids:
        return
    with counting_sessions(session, ids):
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.id.in_(sorted(ids)))
            .values(
                starts_at_time=terms.starts_at,
                ends_at_time=terms.ends_at,
                supervisor_id=terms.supervisor_id,
                sequence=SupervisionSessionRow.sequence + 1,
                changed_at=at,
            )
            .execution_options(synchronize_session=False)
        )
        named = SessionPersonRow.session_id.in_(sorted(ids))
        session.execute(delete(SessionPersonRow).where(named))
        rows = [
            {"session_id": one, "practitioner_id": who}
            for one in sorted(ids)
            for who in sorted(set(people))
        ]
        if rows:
            session.execute(insert(SessionPersonRow), rows)
