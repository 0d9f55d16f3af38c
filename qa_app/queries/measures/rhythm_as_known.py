"""Individual sessions that the rhythm asks for of a centre's workers, as known at an instant."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.agreement_events import AgreementChanged
from qa_app.domain.month_grid import last_of
from qa_app.domain.rhythm_defaults import RHYTHM_UNTIL_DAYS
from qa_app.domain.session_coverage import Figures
from qa_app.domain.session_required import OF_ONE_PERSON, MonthsAlike, required_figures
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import SessionState
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.aliases import alias_of
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.recorded import known
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.queries.measures.ground import MeasureGround
from qa_app.queries.sessions_seen import times_seen

_NEW = timedelta(days=max(RHYTHM_UNTIL_DAYS))
_TYPES = sorted(one.value for one in OF_ONE_PERSON)
# asked for once: a test of each session costs seconds where few were ever replaced
_LATER = alias_of(SupervisionSessionRow)
_REPLACING = select(_LATER.replaced_by_id).where(_LATER.replaced_by_id.is_not(None))
_Months = Mapping[tuple[int | None, date], int]


def required_as_known(
    session: Session, ground: MeasureGround, months: Sequence[date]
) -> Mapping[tuple[int, str], Figures]:
    """Count what was due to the workers of each centre and area, whether or not it was planned.

    By the rules of coverage (`queries.session_required`), with at most five queries.

    Args:
        session: A database session.
        ground: Which centres, as of when; posts, agreements, sessions and records that were
            entered later are not looked at.
        months: First days of months that are over, in order; at least one.

    Returns:
        Centre and area of the workers to due, held and missed over all the months (late is not
        told); areas in which nobody was in post in these months are missing.
    """
    ask = _held_by_totals if ground.is_now else _held_by_sessions
    held, agreed = ask(session, ground, months), _agreed(session, ground, months)
    places: dict[tuple[int, str], int] = {}
    alike: Counter[tuple[int, date, date, date | None, int | None, int]] = Counter()
    for one in _posts(session, ground, months):
        of = places.setdefault((one.centre_id, one.area_code), len(places))
        for month in months:
            if one.started_on > last_of(month) or (one.left_on and one.left_on < month):
                continue
            # all who are past the first half year are alike
            started_on, key = max(one.started_on, month - _NEW), (one.id, month)
            alike[of, month, started_on, one.left_on, agreed.get(key), held.get(key, 0)] += 1
    figures = required_figures(MonthsAlike(*key, 0, count) for key, count in alike.items())
    return {place: figures[of] for place, of in places.items() if of in figures}


def centres_with_sessions(session: Session, ground: MeasureGround, last: date) -> frozenset[int]:
    """Tell which centres ever had individual supervision put on a day.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        last: First day of the last month that counts.

    Returns:
        Those centres; of the others nothing is collected.
    """
    total, row = SessionMonthRow, SupervisionSessionRow
    if ground.is_now:
        query = (
            select(total.scope_id)
            .join(CentreRow, CentreRow.id == total.scope_id)
            .where(
                ground.within,
                total.scope == SessionScope.CENTRE.value,
                total.type.in_(_TYPES),
                total.month <= last,
                # a total that was emptied, or holds only time, counts no session
                total.due + total.cancelled > 0,
            )
        )
    else:
        query = (
            select(row.centre_id)
            .join(CentreRow, CentreRow.id == row.centre_id)
            .where(
                ground.within,
                row.type.in_(_TYPES),
                row.created_at <= ground.known_at,
                _first_day() <= last_of(last),
                row.id.not_in(_REPLACING),
            )
        )
    return frozenset(session.scalars(query.distinct()))


def _posts(session: Session, ground: MeasureGround, months: Sequence[date]) -> Sequence[Any]:
    post = WorkerPostRow
    return session.execute(
        select(
            PractitionerRow.id,
            PractitionerRow.centre_id,
            PractitionerRow.area_code,
            post.started_on,
            post.left_on,
        )
        .join(post, post.practitioner_id == PractitionerRow.id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            ground.within,
            known(post, ground.known_at),
            post.started_on <= last_of(months[-1]),
            or_(post.left_on.is_(None), post.left_on >= months[0]),
        )
        .order_by(PractitionerRow.id)
    ).all()


def _agreed(session: Session, ground: MeasureGround, months: Sequence[date]) -> _Months:
    row = SupervisionAgreementRow
    before = {} if ground.is_now else _rhythms_before(session, ground.known_at)
    rows = session.execute(
        select(row.id, row.practitioner_id, row.from_on, row.until_on, row.ended_at, row.every_days)
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            ground.within,
            row.kind == AgreementKind.STANDING.value,
            or_(row.every_days.is_not(None), row.revision > 1),
            row.created_at <= ground.known_at,
            row.from_on <= months[-1],
        )
        .order_by(row.id)
    )
    found: dict[tuple[int | None, date], int] = {}
    for one in rows:
        every = before.get(one.id, one.every_days)
        if every is None:
            continue
        # what was ended later was not over at the time
        is_open = one.ended_at is not None and one.ended_at > ground.known_at
        is_open = is_open or one.until_on is None
        for month in months:
            if one.from_on <= month and (is_open or one.until_on >= month):
                key = (one.practitioner_id, month)
                found[key] = min(every, found.get(key, every))
    return found


def _rhythms_before(session: Session, known_at: datetime) -> Mapping[int, int | None]:
    # terms change in their row; what they were, the journal tells
    row = JournalRow
    rows = session.execute(
        select(row.object_id, row.detail)
        .where(row.action == AgreementChanged.action, row.at > known_at)
        .order_by(row.seq.desc())
    )
    told = ((int(one or 0), json.loads(detail)) for one, detail in rows)
    return {one: detail["was_every_days"] for one, detail in told if "was_every_days" in detail}


def _held_by_totals(session: Session, ground: MeasureGround, months: Sequence[date]) -> _Months:
    row = SessionMonthRow
    rows = session.execute(
        select(row.scope_id, row.month, func.sum(row.held))
        .join(PractitionerRow, PractitionerRow.id == row.scope_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            ground.within,
            row.scope == SessionScope.PRACTITIONER.value,
            row.month.between(months[0], months[-1]),
            row.type.in_(_TYPES),
            row.held > 0,
        )
        .group_by(row.scope_id, row.month)
    )
    return {(person, month): int(held) for person, month, held in rows}


def _held_by_sessions(session: Session, ground: MeasureGround, months: Sequence[date]) -> _Months:
    row, known_at = SupervisionSessionRow, ground.known_at
    who = (
        select(PractitionerRow.id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(ground.within)
    )
    seen = times_seen(
        who,
        row.type.in_(_TYPES),
        row.created_at <= known_at,
        or_(row.settled_at.is_(None), row.settled_at <= known_at),
        or_(row.id.in_(_REPLACING), _first_day().between(months[0], last_of(months[-1]))),
        known_at=known_at,
    )
    rows = session.execute(
        select(seen.c.practitioner_id, row.id, _first_day())
        .join(row, row.id == seen.c.session_id)
        .order_by(row.id)
    )
    replaced = and_(
        row.replaced_by_id.is_not(None),
        row.type.in_(_TYPES),
        row.state == SessionState.CANCELLED.value,
    )
    before: dict[int | None, tuple[int, date]] = {
        one.replaced_by_id: (one.id, one.first_day)
        for one in session.execute(
            select(row.replaced_by_id, row.id, _first_day().label("first_day")).where(replaced)
        )
    }
    found: Counter[tuple[int | None, date]] = Counter()
    for person, of, first_day in rows:
        # due in the month of the first session of its row
        head, day = of, first_day
        while head in before:
            head, day = before[head]
        found[person, day.replace(day=1)] += 1
    return found


def _first_day() -> ColumnElement[date]:
    return func.coalesce(SupervisionSessionRow.moved_from_on, SupervisionSessionRow.planned_on)
