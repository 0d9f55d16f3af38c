"""What workers and teams are due for beside sessions and visits of the plan: by when, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import Candidate, DueWhy, NeedKind
from qa_app.domain.quarters import quarter_of
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.work_rhythms import (
    WorkDue,
    next_assessment,
    next_files,
    next_observation,
    next_shadowing,
)
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.due_teams import TeamMember, due_teams
from qa_app.queries.sessions_seen import times_seen

_KINDS = {
    SessionType.CAPACITY_ASSESSMENT: NeedKind.ASSESSMENT,
    SessionType.OBSERVATION: NeedKind.OBSERVATION,
    SessionType.SHADOWING: NeedKind.SHADOWING,
    SessionType.CASE_FILE_CHECK: NeedKind.FILES,
}
_IN_TEAMS = (SessionType.GROUP, SessionType.PEER)
_ASKED = sorted(one.value for one in (*_KINDS, *_IN_TEAMS))


@dataclass(frozen=True, slots=True)
class _Days:
    """Days of one kind of session of one worker: when they were seen, when they will be."""

    held: Sequence[date] = ()
    planned: Sequence[date] = ()

    @property
    def all(self) -> tuple[date, ...]:
        """All of them."""
        return (*self.held, *self.planned)


_NO_DAYS = _Days()


def due_work(
    session: Session, within: ColumnElement[bool], today: date, until: date
) -> Iterator[Candidate]:
    """Find what workers and their teams are due for, beside sessions and visits of the plan.

    Args:
        session: A database session.
        within: Condition on `CentreRow`: the caller knows that these are in reach.
        today: The present.
        until: Last day that is asked about; who begins later is left out.

    Yields:
        Candidates for each worker in post, by number, at their own centre, then for teams; with
        five queries. They count from what is planned by `until`, or was held with the worker
        there, at whichever centre. Files are due of workers who have any.
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
    file = exists().where(CaseFileRow.practitioner_id == PractitionerRow.id)
    people = session.execute(
        select(
            PractitionerRow.id,
            PractitionerRow.centre_id,
            PractitionerRow.started_on,
            file.label("has_files"),
        )
        .where(PractitionerRow.id.in_(who))
        .order_by(PractitionerRow.id)
    ).all()
    if not people:
        return
    days = _days(session, who, today, until)
    read = _files_read(session, who, today)
    for one in people:
        for fine, kind in _KINDS.items():
            of_kind = days.get((one.id, fine.value), _NO_DAYS)
            due = _next(one, kind, of_kind, read.get(one.id, 0), today)
            if due is not None:
                yield _candidate(one, kind, fine, of_kind, due)
    members = [
        TeamMember(
            one.id,
            one.centre_id,
            one.started_on,
            {
                fine: max(days.get((one.id, fine.value), _NO_DAYS).all, default=None)
                for fine in _IN_TEAMS
            },
        )
        for one in people
    ]
    yield from due_teams(session, members, today, until)


def _candidate(one: Any, kind: NeedKind, fine: SessionType, days: _Days, due: WorkDue) -> Candidate:
    return Candidate(
        kind=kind,
        id=one.id,
        centre_id=one.centre_id,
        type=fine,
        due_on=due.on,
        why=DueWhy(
            due.reason.value,
            max(days.held, default=None),
            due.days,
            planned_on=max(days.planned, default=None),
            part=due.done,
            whole=due.meant,
        ),
    )


def _next(one: Any, kind: NeedKind, days: _Days, read: int, today: date) -> WorkDue | None:
    if kind is NeedKind.ASSESSMENT:
        return next_assessment(one.started_on, days.all)
    if kind is NeedKind.OBSERVATION:
        return next_observation(one.started_on, days.all, today)
    if kind is NeedKind.SHADOWING:
        return next_shadowing(one.started_on, days.all, today)
    return next_files(one.started_on, read, days.planned, today) if one.has_files else None


@looking_beyond(Beyond.RULES)
def _days(
    session: Session, who: Select[Any], today: date, until: date
) -> dict[tuple[int, str], _Days]:
    row, fine = SupervisionSessionRow, SupervisionSessionRow.type
    of_these = fine.in_(_ASKED)
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
    found: dict[tuple[int, str], tuple[list[date], list[date]]] = defaultdict(lambda: ([], []))
    for query, place in ((held, 0), (planned, 1)):
        for person, kind, day in session.execute(query):
            found[person, kind][place].append(day)
    return {key: _Days(*both) for key, both in found.items()}


@looking_beyond(Beyond.RULES)
def _files_read(session: Session, who: Select[Any], today: date) -> dict[int, int]:
    # whoever read them, in a check, a visit or a round
    row = AuditRow
    rows = session.execute(
        select(row.practitioner_id, func.count(row.case_file_id.distinct()))
        .where(
            row.state == "signed",
            row.reviewed_on.between(quarter_of(today).first, today),
            row.case_file_id.is_not(None),
            row.practitioner_id.in_(who),
        )
        .group_by(row.practitioner_id)
    )
    return {person: count for person, count in rows if person is not None}
