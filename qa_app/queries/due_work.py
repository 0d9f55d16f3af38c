"""When the capacity of each worker has to be assessed and their work observed next, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import Candidate, DueWhy, NeedKind
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.work_rhythms import WorkDue, next_assessment, next_observation
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.sessions_seen import times_seen

_KINDS = {
    SessionType.CAPACITY_ASSESSMENT: NeedKind.ASSESSMENT,
    SessionType.OBSERVATION: NeedKind.OBSERVATION,
}
_Days = dict[tuple[int, str], list[tuple[date, bool]]]


def due_work(
    session: Session, within: ColumnElement[bool], today: date, until: date
) -> Iterator[Candidate]:
    """Find the days by which each worker has to be assessed and observed next.

    Args:
        session: A database session.
        within: Condition on `CentreRow`: the caller knows that these are in reach.
        today: The present.
        until: Last day that is asked about; who begins later is left out.

    Yields:
        Two candidates for each worker in post, by number, at their own centre; with three queries.
        They count from what is planned by `until`, or was held with the worker there, at
        whichever centre.
    """
    who = (
        select(PractitionerRow.id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            within,
            PractitionerRow.started_on <= until,
            or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= today),
        )
    )
    people = session.execute(
        select(PractitionerRow.id, PractitionerRow.centre_id, PractitionerRow.started_on)
        .where(PractitionerRow.id.in_(who))
        .order_by(PractitionerRow.id)
    ).all()
    if not people:
        return
    days = _days(session, who, today, until)
    for one in people:
        for fine, kind in _KINDS.items():
            yield _candidate(one, kind, fine, days[one.id, fine.value], today)


def _candidate(
    one: Any,
    kind: NeedKind,
    fine: SessionType,
    days: Sequence[tuple[date, bool]],
    today: date,
) -> Candidate:
    due = _next(one.started_on, kind, [day for day, _is_planned in days], today)
    return Candidate(
        kind=kind,
        id=one.id,
        centre_id=one.centre_id,
        type=fine,
        due_on=due.on,
        why=DueWhy(
            due.reason.value,
            max((day for day, is_planned in days if not is_planned), default=None),
            due.days,
            planned_on=max((day for day, is_planned in days if is_planned), default=None),
        ),
    )


def _next(started_on: date, kind: NeedKind, days: Sequence[date], today: date) -> WorkDue:
    if kind is NeedKind.ASSESSMENT:
        return next_assessment(started_on, days)
    return next_observation(started_on, days, today)


@looking_beyond(Beyond.RULES)
def _days(session: Session, who: Select[Any], today: date, until: date) -> _Days:
    row, fine = SupervisionSessionRow, SupervisionSessionRow.type
    of_these = fine.in_(sorted(one.value for one in _KINDS))
    # wherever they were seen: a session at another centre is one
    seen = times_seen(who, of_these, row.planned_on <= today)
    held = select(seen.c.practitioner_id, fine, seen.c.on).join(row, row.id == seen.c.session_id)
    planned = (
        select(SessionPersonRow.practitioner_id, fine, row.planned_on)
        .join(row, row.id == SessionPersonRow.session_id)
        .where(
            SessionPersonRow.practitioner_id.in_(who),
            of_these,
            row.state == SessionState.PLANNED.value,
            row.planned_on.between(today, until),
        )
    )
    found: _Days = defaultdict(list)
    for query, is_planned in ((held, False), (planned, True)):
        for person, kind, day in session.execute(query):
            found[person, kind].append((day, is_planned))
    return found
