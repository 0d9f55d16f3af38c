"""Measures of supervision: sessions held of those due, people for each supervisor."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.measures.digests import record_of
from qa_app.queries.measures.ground import Ground, Measure, Measured
from qa_app.queries.measures.staffing import staff_of

_MONTHS = 6
_Counts = Mapping[tuple[int, str], tuple[int, int]]


def supervision_held(session: Session, ground: Ground, leaf: Leaf) -> Measured:
    """Measure individual supervision sessions held of those due in six whole months.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area, counted as coverage counts (docs/methods/coverage.md): sessions of
        the area and those about all areas, put on a day and settled by when is looked. A centre
        without any session is missing; nothing due is vacuous.
    """
    del leaf
    is_whole = ground.as_of == last_of(ground.as_of)
    last = month_after(ground.as_of.replace(day=1), 0 if is_whole else -1)
    first = month_after(last, 1 - _MONTHS)
    # totals say how sessions stand now; what was known on a past day only sessions say
    counts = _of_totals if ground.is_now else _of_sessions
    areas = session.execute(
        select(CentreAreaRow.centre_id, CentreAreaRow.area_code)
        .join(CentreRow, CentreRow.id == CentreAreaRow.centre_id)
        .where(ground.within)
        .order_by(CentreAreaRow.centre_id, CentreAreaRow.area_code)
    ).all()
    told = counts(session, ground, first, last)
    found: dict[tuple[int, str], Measurement] = {}
    for centre, area in areas:
        own = [told[key] for key in ((centre, ""), (centre, area)) if key in told]
        if not own:
            continue
        due, held = sum(one[0] for one in own), sum(one[1] for one in own)
        said = record_of("session_month", centre, area, first, last, due, held)
        found[centre, area] = Measurement(
            value=Fraction(held, due) if due else None,
            n=due,
            count=held,
            is_vacuous=not due,
            first_day=first,
            last_day=last_of(last),
            records=(said,) if ground.has_records else (),
        )
    return found


def _of_totals(session: Session, ground: Ground, first: date, last: date) -> _Counts:
    row = SessionMonthRow
    rows = session.execute(
        select(
            CentreRow.id,
            row.area_code,
            func.sum(case((row.month >= first, row.due), else_=0)).label("due"),
            func.sum(case((row.month >= first, row.held), else_=0)).label("held"),
        )
        .join(row, and_(row.scope == SessionScope.CENTRE.value, row.scope_id == CentreRow.id))
        .where(
            ground.within,
            row.type == SessionType.INDIVIDUAL.value,
            row.month <= last,
            # a total that was emptied, or holds only time, counts no session
            row.due + row.cancelled > 0,
        )
        .group_by(CentreRow.id, row.area_code)
    )
    return {(one.id, one.area_code): (int(one.due), int(one.held)) for one in rows}


def _of_sessions(session: Session, ground: Ground, first: date, last: date) -> _Counts:
    row = SupervisionSessionRow
    later = aliased(row)
    first_day = func.coalesce(row.moved_from_on, row.planned_on)
    columns = (
        row.id,
        row.centre_id,
        func.coalesce(row.area_code, "").label("area"),
        row.state,
        row.settled_at,
        row.replaced_by_id,
    )
    is_asked = and_(
        ground.within,
        row.type == SessionType.INDIVIDUAL.value,
        row.created_at <= ground.known_at,
    )
    replaces = exists().where(later.replaced_by_id == row.id)
    begun = (
        select(*columns, first_day.label("first_day"))
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(is_asked, ~replaces, first_day <= last_of(last))
        .order_by(row.id)
    )
    in_place = select(*columns).join(CentreRow, CentreRow.id == row.centre_id)
    following = {one.id: one for one in session.execute(in_place.where(is_asked, replaces))}
    counts: dict[tuple[int, str], tuple[int, int]] = {}
    for head in session.execute(begun):
        one: Any = head
        state = _state_at(one, ground.known_at)
        while state is SessionState.CANCELLED and one.replaced_by_id in following:
            one = following[one.replaced_by_id]
            state = _state_at(one, ground.known_at)
        due, held = counts.get((one.centre_id, one.area), (0, 0))
        if head.first_day >= first and state is not SessionState.CANCELLED:
            due, held = due + 1, held + (state is SessionState.HELD)
        counts[one.centre_id, one.area] = due, held
    return counts


def _state_at(row: Any, known_at: datetime) -> SessionState:
    # what became of it later was not known: it was still planned
    if row.settled_at is not None and row.settled_at > known_at:
        return SessionState.PLANNED
    return SessionState(row.state)


def supervisees_per_supervisor(session: Session, ground: Ground, leaf: Leaf) -> Measured:
    """Measure how many people those supervise who supervise a centre's workers.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: people supervised anywhere by the supervisors of the area's workers,
        for each such supervisor; a deputy and a deployment do not count. `nobody_supervises`
        where workers are in post and nobody supervises them; a centre without workers is missing.
    """
    del leaf
    pairs = _pairs(session, ground)
    everybody: dict[int, set[int]] = defaultdict(set)
    supervisors: dict[int, set[int]] = defaultdict(set)
    for _id, supervisor, practitioner in pairs:
        everybody[supervisor].add(practitioner)
        supervisors[practitioner].add(supervisor)
    staff = staff_of(session, ground)
    here: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in staff:
        here[one.centre_id, one.area] |= supervisors.get(one.id, set())
    return {key: _per_supervisor(found, everybody, pairs, ground) for key, found in here.items()}


def _pairs(session: Session, ground: Ground) -> list[tuple[int, int, int]]:
    row = SupervisionAgreementRow
    # what was ended later was not over at the time
    is_lasting = or_(
        row.until_on.is_(None),
        row.until_on >= ground.as_of,
        and_(row.ended_at.is_not(None), row.ended_at > ground.known_at),
    )
    rows = session.execute(
        select(row.id, row.supervisor_id, row.practitioner_id)
        .where(
            row.kind == AgreementKind.STANDING.value,
            row.practitioner_id.is_not(None),
            row.created_at <= ground.known_at,
            row.from_on <= ground.as_of,
            is_lasting,
        )
        .order_by(row.id)
    )
    return [(one, lead, worker) for one, lead, worker in rows if worker is not None]


def _per_supervisor(
    found: Collection[int],
    everybody: Mapping[int, Collection[int]],
    pairs: Iterable[tuple[int, int, int]],
    ground: Ground,
) -> Measurement:
    if not found:
        return Measurement(gap="nobody_supervises")
    count = sum(len(everybody[one]) for one in found)
    records = tuple(
        record_of("supervision_agreement", key, lead, worker)
        for key, lead, worker in pairs
        if ground.has_records and lead in found
    )
    return Measurement(
        value=Fraction(count, len(found)), n=len(found), count=count, records=records
    )


MEASURES: dict[str, Measure] = {
    "share_supervision_held_6m": supervision_held,
    "supervisees_per_supervisor": supervisees_per_supervisor,
}
