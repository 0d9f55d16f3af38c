"""When each supervised person has to be seen next, and why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.credit import WHOLE
from qa_app.domain.due_needs import Candidate, DueWhy, NeedKind
from qa_app.domain.rhythm import next_session_due, rhythm_on
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.supervision import (
    SessionPersonRow,
    SessionStaffRow,
    SupervisionSessionRow,
)

_LOOK_BACK_DAYS = 124
_OF_ONE = sorted(one.value for one in WHOLE - {SessionType.SUPERVISION_OF_SUPERVISORS})
_OF_SUPERVISORS = SessionType.SUPERVISION_OF_SUPERVISORS


@dataclass(frozen=True, slots=True)
class _Seen:
    """When somebody was seen last, and will be next; None for neither."""

    last_on: date | None = None
    ahead_on: date | None = None


_NEVER = _Seen()


def due_sessions(
    session: Session, within: ColumnElement[bool], today: date, until: date
) -> Iterator[Candidate]:
    """Find the day by which each practitioner has to be seen next, under their agreement if any.

    Args:
        session: A database session.
        within: Condition on `CentreRow`: the caller knows that these are in reach.
        today: The present.
        until: Last day that is asked about; agreements that begin later are left out.

    Yields:
        A candidate for each standing agreement with a practitioner, and for each practitioner in
        post without one; with at most four queries. Only individual sessions count: those of
        which the whole time is credited to one person.
    """
    people = session.execute(
        select(PractitionerRow.id, PractitionerRow.centre_id, PractitionerRow.started_on)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            within,
            PractitionerRow.started_on <= until,
            or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= today),
        )
        .order_by(PractitionerRow.id)
    ).all()
    if not people:
        return
    agreements = _agreements(session, within, today, until)
    seen = _people_seen(session, within, today, {one.id for one in people})
    for one in people:
        yield _candidate(one, agreements.get(one.id), seen.get(one.id, _NEVER), today)


def _candidate(one: Any, agreement: Any, seen: _Seen, today: date) -> Candidate:
    agreed_from = one.started_on if agreement is None else agreement.from_on
    every = None if agreement is None else agreement.every_days
    due = next_session_due(one.started_on, agreed_from, seen.last_on, every)
    # who was never seen is due since the first weeks, by the rule that holds for them now
    rhythm = (
        due.rhythm if seen.last_on else rhythm_on(max(today, agreed_from), one.started_on, every)
    )
    return Candidate(
        kind=NeedKind.PRACTITIONER if agreement is None else NeedKind.AGREEMENT,
        id=one.id if agreement is None else agreement.id,
        centre_id=one.centre_id,
        type=SessionType.INDIVIDUAL,
        due_on=due.on,
        why=DueWhy(rhythm.reason.value, seen.last_on, rhythm.days),
        ahead_on=seen.ahead_on,
    )


def _agreements(
    session: Session, within: ColumnElement[bool], today: date, until: date
) -> dict[int, Any]:
    rows = session.execute(
        select(
            SupervisionAgreementRow.id,
            SupervisionAgreementRow.practitioner_id,
            SupervisionAgreementRow.from_on,
            SupervisionAgreementRow.every_days,
        )
        .join(PractitionerRow, PractitionerRow.id == SupervisionAgreementRow.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, *_stands(today, until))
        # of two, the one that begins first is what is owed now
        .order_by(SupervisionAgreementRow.from_on.desc(), SupervisionAgreementRow.id.desc())
    )
    return {row.practitioner_id: row for row in rows}


def _stands(today: date, until: date) -> tuple[ColumnElement[bool], ...]:
    return (
        SupervisionAgreementRow.kind == AgreementKind.STANDING.value,
        SupervisionAgreementRow.from_on <= until,
        or_(SupervisionAgreementRow.until_on.is_(None), SupervisionAgreementRow.until_on >= today),
    )


def _people_seen(
    session: Session, within: ColumnElement[bool], today: date, wanted: Collection[int]
) -> dict[int, _Seen]:
    day, person = SupervisionSessionRow.planned_on, SessionPersonRow.practitioner_id
    rows = session.execute(
        select(person, SupervisionSessionRow.state, func.max(day), func.min(day))
        .join(SessionPersonRow, SessionPersonRow.session_id == SupervisionSessionRow.id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            within,
            day >= today - timedelta(days=_LOOK_BACK_DAYS),
            SupervisionSessionRow.type.in_(_OF_ONE),
            _counts(today),
        )
        .group_by(person, SupervisionSessionRow.state)
    ).all()
    lasts = {row[0]: row[2] for row in rows if row[1] == SessionState.HELD.value}
    aheads = {row[0]: row[3] for row in rows if row[1] == SessionState.PLANNED.value}
    # whoever was not seen lately is looked for in all the years, and they are few
    lasts |= _long_ago(session, today, sorted(set(wanted) - set(lasts)))
    return {one: _Seen(lasts.get(one), aheads.get(one)) for one in wanted}


def _counts(today: date) -> ColumnElement[bool]:
    state, day = SupervisionSessionRow.state, SupervisionSessionRow.planned_on
    return or_(
        and_(state == SessionState.HELD.value, day <= today),
        and_(state == SessionState.PLANNED.value, day >= today),
    )


def _long_ago(session: Session, today: date, people: Collection[int]) -> dict[int, date]:
    if not people:
        return {}
    person = SessionPersonRow.practitioner_id
    rows = session.execute(
        select(person, func.max(SupervisionSessionRow.planned_on))
        .join(SupervisionSessionRow, SupervisionSessionRow.id == SessionPersonRow.session_id)
        .where(
            person.in_(people),
            SupervisionSessionRow.state == SessionState.HELD.value,
            SupervisionSessionRow.planned_on <= today,
            SupervisionSessionRow.type.in_(_OF_ONE),
        )
        .group_by(person)
    )
    return {row[0]: row[1] for row in rows}


def due_above(
    session: Session,
    under: ColumnElement[bool],
    centres: Collection[tuple[int, str]],
    today: date,
    until: date,
) -> Iterator[Candidate]:
    """Find the day by which each supervised supervisor has to be seen next.

    Args:
        session: A database session.
        under: Condition on `SupervisionAgreementRow`: where the supervised ones work; the caller
            knows that it is in reach.
        centres: Centres in reach with the paths of their nodes, by number.
        today: The present.
        until: Last day that is asked about.

    Yields:
        A candidate for each standing agreement, at its centre or at the first one of its branch;
        with two queries. An agreement over a branch without a centre in reach is left out.
    """
    rows = (
        session.execute(
            select(SupervisionAgreementRow)
            .where(under, SupervisionAgreementRow.account_id.is_not(None), *_stands(today, until))
            .order_by(SupervisionAgreementRow.id)
        )
        .scalars()
        .all()
    )
    if not rows:
        return
    seen = _staff_seen(session, today, sorted({row.account_id or 0 for row in rows}))
    for row in rows:
        centre_id = row.centre_id or next(
            (one for one, path in centres if path.startswith(row.place_path)), None
        )
        if centre_id is None:
            continue
        one = seen.get(row.account_id or 0, _NEVER)
        due = next_session_due(row.from_on, row.from_on, one.last_on, row.every_days)
        yield Candidate(
            kind=NeedKind.AGREEMENT,
            id=row.id,
            centre_id=centre_id,
            type=_OF_SUPERVISORS,
            due_on=due.on,
            why=DueWhy(due.rhythm.reason.value, one.last_on, due.rhythm.days),
            ahead_on=one.ahead_on,
        )


def _staff_seen(session: Session, today: date, accounts: Collection[int]) -> dict[int, _Seen]:
    day, person = SupervisionSessionRow.planned_on, SessionStaffRow.account_id
    rows = session.execute(
        select(person, SupervisionSessionRow.state, func.max(day), func.min(day))
        .join(SessionStaffRow, SessionStaffRow.session_id == SupervisionSessionRow.id)
        .where(
            person.in_(accounts),
            SupervisionSessionRow.type == _OF_SUPERVISORS.value,
            _counts(today),
        )
        .group_by(person, SupervisionSessionRow.state)
    ).all()
    lasts = {row[0]: row[2] for row in rows if row[1] == SessionState.HELD.value}
    aheads = {row[0]: row[3] for row in rows if row[1] == SessionState.PLANNED.value}
    return {one: _Seen(lasts.get(one), aheads.get(one)) for one in accounts}
