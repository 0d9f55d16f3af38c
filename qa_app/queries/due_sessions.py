"""When each supervised person has to be seen next, and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, union
from sqlalchemy.orm import Session

from qa_app.domain.agreed_days import AgreedStretch, agreed_for, agreed_since
from qa_app.domain.credit import WHOLE
from qa_app.domain.due_needs import Candidate, DueWhy, NeedKind
from qa_app.domain.rhythm import next_session_due, rhythm_on
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import (
    SessionPersonRow,
    SessionStaffRow,
    SupervisionSessionRow,
)
from qa_app.queries.agreed_days import Person, agreed_between
from qa_app.queries.agreements import not_over
from qa_app.queries.sessions_seen import times_seen

_LOOK_BACK_DAYS = 124
_OF_ONE = sorted(one.value for one in WHOLE - {SessionType.SUPERVISION_OF_SUPERVISORS})
_OF_SUPERVISORS = SessionType.SUPERVISION_OF_SUPERVISORS


@dataclass(frozen=True, slots=True)
class _Seen:
    """When somebody was seen last, and for when they are planned at the latest; or None."""

    last_on: date | None = None
    planned_on: date | None = None

    @property
    def since(self) -> date | None:
        """The day from which the next one counts."""
        return self.planned_on or self.last_on


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
        A candidate for each practitioner in post: under the agreement that holds on the day on
        which it is due, at the centre where they work then; with at most five queries. Only
        individual sessions count: those of which the whole time is credited to one person.
    """
    here = select(CentreRow.id).where(within)
    who = _people(here, today, until)
    people = session.execute(
        select(
            PractitionerRow.id,
            PractitionerRow.centre_id,
            PractitionerRow.started_on,
            PractitionerRow.centre_id.in_(here).label("is_here"),
        )
        .where(PractitionerRow.id.in_(who))
        .order_by(PractitionerRow.id)
    ).all()
    if not people:
        return
    about = SupervisionAgreementRow.practitioner_id.in_(who)
    agreed = agreed_between(session, about, today - timedelta(days=_LOOK_BACK_DAYS), until)
    reached = _hosts(session, agreed, here)
    seen = _people_seen(session, who, today, until, {one.id for one in people})
    for one in people:
        need = _candidate(one, agreed.get((one.id, None), ()), seen.get(one.id, _NEVER), today)
        if need.centre_id in reached or (need.centre_id == one.centre_id and one.is_here):
            yield need


def _people(here: Select[Any], today: date, until: date) -> Select[Any]:
    # in post at the centres, or deployed to one of them; asked as either of two conditions,
    # PostgreSQL takes most people for chosen and reads every session
    at_home = select(PractitionerRow.id).where(PractitionerRow.centre_id.in_(here))
    deployed = select(SupervisionAgreementRow.practitioner_id).where(
        SupervisionAgreementRow.kind == AgreementKind.DEPLOYMENT.value,
        SupervisionAgreementRow.practitioner_id.is_not(None),
        SupervisionAgreementRow.centre_id.in_(here),
        SupervisionAgreementRow.from_on <= until,
        SupervisionAgreementRow.until_on >= today,
    )
    return select(PractitionerRow.id).where(
        PractitionerRow.id.in_(union(at_home, deployed)),
        PractitionerRow.started_on <= until,
        or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= today),
    )


def _hosts(
    session: Session, agreed: Mapping[Person, Sequence[AgreedStretch]], here: Select[Any]
) -> frozenset[int]:
    hosts = {
        one.centre_id
        for stretches in agreed.values()
        for one in stretches
        if one.kind is AgreementKind.DEPLOYMENT
    }
    if not hosts:
        return frozenset()
    query = here.where(CentreRow.id.in_(sorted(one for one in hosts if one is not None)))
    return frozenset(session.execute(query).scalars())


def _candidate(one: Any, about: Sequence[AgreedStretch], seen: _Seen, today: date) -> Candidate:
    now = agreed_for(about, today)
    agreed_from = one.started_on if now is None else agreed_since(about)
    every = None if now is None else now.every_days
    due = next_session_due(one.started_on, agreed_from, seen.since, every)
    # who was never seen is due since the first weeks, by the rule that holds for them now
    rhythm = due.rhythm if seen.since else rhythm_on(max(today, agreed_from), one.started_on, every)
    # who supervises, and where, is what is agreed for the day on which it is due
    then = agreed_for(about, max(today, due.on))
    is_deployed = then is not None and then.kind is AgreementKind.DEPLOYMENT
    return Candidate(
        kind=NeedKind.PRACTITIONER if then is None else NeedKind.AGREEMENT,
        id=one.id if then is None else then.id,
        centre_id=then.centre_id if then and is_deployed and then.centre_id else one.centre_id,
        type=SessionType.INDIVIDUAL,
        due_on=due.on,
        why=DueWhy(rhythm.reason.value, seen.last_on, rhythm.days, planned_on=seen.planned_on),
    )


@looking_beyond(Beyond.RULES)
def _people_seen(
    session: Session, who: Select[Any], today: date, until: date, wanted: Collection[int]
) -> dict[int, _Seen]:
    day, person = SupervisionSessionRow.planned_on, SessionPersonRow.practitioner_id
    of_one = SupervisionSessionRow.type.in_(_OF_ONE)
    # wherever they were seen: a session at another centre is one
    lately = day.between(today - timedelta(days=_LOOK_BACK_DAYS), today)
    lasts = _last_seen(session, times_seen(who, of_one, lately))
    aheads = session.execute(
        select(person, func.max(day))
        .join(SessionPersonRow, SessionPersonRow.session_id == SupervisionSessionRow.id)
        .where(
            person.in_(who),
            of_one,
            SupervisionSessionRow.state == SessionState.PLANNED.value,
            day.between(today, until),
        )
        .group_by(person)
    )
    ahead = {row[0]: row[1] for row in aheads}
    # whoever was not seen lately is looked for in all the years, and they are few
    lasts |= _long_ago(session, today, sorted(set(wanted) - set(lasts)))
    return {one: _Seen(lasts.get(one), ahead.get(one)) for one in wanted}


def _last_seen(session: Session, seen: Subquery) -> dict[int, date]:
    rows = session.execute(
        select(seen.c.practitioner_id, func.max(seen.c.on)).group_by(seen.c.practitioner_id)
    )
    return {row[0]: row[1] for row in rows}


def _counts(today: date, until: date) -> ColumnElement[bool]:
    state, day = SupervisionSessionRow.state, SupervisionSessionRow.planned_on
    return or_(
        and_(state == SessionState.HELD.value, day <= today),
        and_(state == SessionState.PLANNED.value, day.between(today, until)),
    )


@looking_beyond(Beyond.RULES)
def _long_ago(session: Session, today: date, people: Collection[int]) -> dict[int, date]:
    if not people:
        return {}
    row = SupervisionSessionRow
    return _last_seen(session, times_seen(people, row.planned_on <= today, row.type.in_(_OF_ONE)))


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
        A candidate for each of them, under the agreement that holds on the day on which it is
        due, at the first centre of its branch; with two queries. An agreement over a branch
        without a centre in reach is left out.
    """
    rows = session.execute(
        select(SupervisionAgreementRow.id, SupervisionAgreementRow.account_id).where(
            under,
            SupervisionAgreementRow.kind == AgreementKind.STANDING.value,
            SupervisionAgreementRow.account_id.is_not(None),
            SupervisionAgreementRow.from_on <= until,
            not_over(today),
        )
    ).all()
    if not rows:
        return
    accounts = sorted({row.account_id for row in rows})
    about = SupervisionAgreementRow.account_id.in_(accounts)
    agreed = agreed_between(session, about, today - timedelta(days=_LOOK_BACK_DAYS), until)
    seen = _staff_seen(session, today, until, accounts)
    in_reach = {row.id for row in rows}
    for account in accounts:
        need = _above(agreed[None, account], seen[account], centres, today)
        if need is not None and need.id in in_reach:
            yield need


def _above(
    about: Sequence[AgreedStretch],
    seen: _Seen,
    centres: Collection[tuple[int, str]],
    today: date,
) -> Candidate | None:
    now = agreed_for(about, today)
    if now is None:
        return None
    due = next_session_due(None, agreed_since(about), seen.since, now.every_days)
    then = agreed_for(about, max(today, due.on)) or now
    centre_id = next((one for one, path in centres if path.startswith(then.place_path)), None)
    if centre_id is None:
        return None
    return Candidate(
        kind=NeedKind.AGREEMENT,
        id=then.id,
        centre_id=centre_id,
        type=_OF_SUPERVISORS,
        due_on=due.on,
        why=DueWhy(
            due.rhythm.reason.value, seen.last_on, due.rhythm.days, planned_on=seen.planned_on
        ),
    )


@looking_beyond(Beyond.RULES)
def _staff_seen(
    session: Session, today: date, until: date, accounts: Collection[int]
) -> dict[int, _Seen]:
    day, person = SupervisionSessionRow.planned_on, SessionStaffRow.account_id
    rows = session.execute(
        select(person, SupervisionSessionRow.state, func.max(day))
        .join(SessionStaffRow, SessionStaffRow.session_id == SupervisionSessionRow.id)
        .where(
            person.in_(accounts),
            SupervisionSessionRow.type == _OF_SUPERVISORS.value,
            _counts(today, until),
        )
        .group_by(person, SupervisionSessionRow.state)
    ).all()
    lasts = {row[0]: row[2] for row in rows if row[1] == SessionState.HELD.value}
    aheads = {row[0]: row[2] for row in rows if row[1] == SessionState.PLANNED.value}
    return {one: _Seen(lasts.get(one), aheads.get(one)) for one in accounts}
