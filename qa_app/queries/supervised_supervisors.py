"""Supervision that a supervisor received: due, held, late and credited, month by month."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.credit import credited_seconds
from qa_app.domain.session_coverage import Figures, Window
from qa_app.domain.session_totals import (
    SessionChanges,
    SessionFacts,
    SessionScope,
    chains_of,
    changes_between,
)
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow

_BEFORE = timedelta(days=366)
_MINUTE = 60


def received_months(
    session: Session, account_id: int, window: Window
) -> tuple[tuple[date, Figures], ...]:
    """Count the sessions in which a supervisor was the supervised person, with one query.

    Args:
        session: A database session.
        account_id: The supervisor; the caller knows that they are in reach.
        window: Which months.

    Returns:
        Every month of the window, by the rules of all totals (ADR 0024); empty where nothing was
        due or held. A session that was due more than a year before the window is left out.
    """
    facts = [_facts(one, account_id) for one in _sessions(session, account_id, window)]
    changes = changes_between((), chains_of(facts))
    months = tuple((month, _figures(changes, month, window)) for month in window.months)
    return months if any(one != Figures() for _month, one in months) else ()


def _sessions(session: Session, account_id: int, window: Window) -> Sequence[Any]:
    row, record = SupervisionSessionRow, SupervisionRecordRow
    return session.execute(
        select(row, record.began_at, record.ended_at, record.held_on, record.functions)
        .join(SessionStaffRow, SessionStaffRow.session_id == row.id)
        .outerjoin(
            record, (record.session_id == row.id) & (record.state != RecordState.DRAFT.value)
        )
        .where(SessionStaffRow.account_id == account_id, row.planned_on >= window.first - _BEFORE)
        .order_by(row.id)
    ).all()


def _facts(one: Any, account_id: int) -> SessionFacts:
    row: SupervisionSessionRow = one[0]
    credited = credited_seconds(SessionType(row.type), {account_id: _minutes(one)})
    return SessionFacts(
        id=row.id,
        centre_id=row.centre_id,
        place_path="",
        supervisor_id=row.supervisor_id,
        type=row.type,
        area_code="",
        state=SessionState(row.state),
        planned_on=row.planned_on,
        moved_from_on=row.moved_from_on,
        due_on=row.due_on,
        replaced_by=row.replaced_by_id,
        people=frozenset({account_id}),
        credited={person: seconds or 0 for person, seconds in credited.items()},
        functions=None if one.functions is None else frozenset(one.functions),
    )


def _minutes(one: Any) -> int:
    if one.began_at is None or one.ended_at is None:
        return 0
    length = datetime.combine(one.held_on, one.ended_at) - datetime.combine(
        one.held_on, one.began_at
    )
    return max(0, int(length.total_seconds()) // _MINUTE)


def _figures(changes: SessionChanges, month: date, window: Window) -> Figures:
    own: Counter[str] = Counter()
    for key, columns in changes.months.items():
        if key.scope == SessionScope.PRACTITIONER.value and key.month == month:
            own.update(columns)
    missed = own["due"] - own["held"]
    if month == window.running:
        # of the month that runs, what is still ahead is not due yet
        missed = sum(
            count
            for key, count in changes.owed.items()
            if key.scope == SessionScope.PRACTITIONER.value
            and key.day.replace(day=1) == month
            and key.day < window.today
        )
    elif month > window.running:
        missed = 0
    return Figures(
        due=own["held"] + missed,
        held=own["held"],
        late=own["held_late"],
        missed=missed,
        cancelled=own["cancelled"],
        credited_seconds=own["credited_seconds"],
        recorded=own["recorded"],
    )
