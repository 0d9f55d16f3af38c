"""What the rhythm asks for, counted at one level: each practitioner, each calendar month."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from qa_app.domain.required_totals import RequiredMonth, required_by_totals
from qa_app.domain.rhythm_defaults import RHYTHM_UNTIL_DAYS
from qa_app.domain.session_coverage import CoverageOf, Figures
from qa_app.domain.session_required import OF_ONE_PERSON, MonthsAlike, required_figures
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PractitionerRow
from qa_app.models.session_totals import RequiredMonthRow, SessionMonthRow

_LONG_AGO = date(1900, 1, 1)
_NEWEST, _A_MONTH = timedelta(days=max(RHYTHM_UNTIL_DAYS)), timedelta(days=31)
_TYPES = sorted(one.value for one in OF_ONE_PERSON)
_WIDE = frozenset({SessionScope.NETWORK, SessionScope.PLACE})


def required_by_month(
    session: Session, of: CoverageOf, months: Sequence[date]
) -> tuple[tuple[date, Figures], ...]:
    """Tell month by month what was due to the practitioners of one subject, with one query.

    Individual sessions by the rhythm of each calendar month: agreed, or by the time in post.

    Args:
        session: A database session.
        of: Whose, as `coverage_of` found it; of a supervisor those whose standing agreement names
            them on the first day of the month.
        months: First days of months that are over, in order.

    Returns:
        Every month, in order. Of a network or place the database reads totals of its months,
        however many practitioners there are; of others one row for each practitioner and month.
    """
    if not months:
        return ()
    if of.scope in _WIDE:
        return tuple(_by_totals(session, of, months).items())
    found = required_figures(_one_by_one(session, _people(of), months))
    return tuple((month, found.get(month, Figures())) for month in months)


def required_by_person(
    session: Session, ids: Collection[int], months: Sequence[date]
) -> Mapping[Any, Figures]:
    """Count what was due to each of some practitioners, with one query.

    Args:
        session: A database session.
        ids: Practitioners; the caller knows that they are in reach.
        months: First days of months that are over.

    Returns:
        Practitioner to numbers over all the months.
    """
    chosen = PractitionerRow.id.in_(ids)
    people = _People(lambda _month: chosen, ids)
    return required_figures(_one_by_one(session, people, months, by_person=True))


@dataclass(frozen=True, slots=True)
class _People:
    """Whose months are counted.

    Attributes:
        chosen: Gives the condition on a practitioner and a month.
        among: Practitioners of whom it may hold. Those already known stand as numbers, by which
            the database finds their totals at once.
    """

    chosen: Callable[[ColumnElement[date]], ColumnElement[bool]]
    among: Select[Any] | Collection[int]


def _people(of: CoverageOf) -> _People:
    person, agreed = PractitionerRow, SupervisionAgreementRow
    if of.scope is SessionScope.SUPERVISOR:
        return _People(
            lambda month: exists().where(agreed.supervisor_id == of.id, *_standing(month)),
            select(agreed.practitioner_id).where(
                agreed.supervisor_id == of.id, agreed.practitioner_id.is_not(None)
            ),
        )
    if of.scope is SessionScope.PRACTITIONER:
        own = person.id == of.id
        return _People(lambda _month: own, (of.id,))
    there = person.centre_id == of.id
    return _People(lambda _month: there, select(person.id).where(there))


def _standing(month: ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    row = SupervisionAgreementRow
    return (
        row.practitioner_id == PractitionerRow.id,
        row.kind == AgreementKind.STANDING.value,
        row.from_on <= month,
        or_(row.until_on.is_(None), row.until_on >= month),
    )


def _one_by_one(
    session: Session, people: _People, months: Sequence[date], *, by_person: bool = False
) -> Iterator[MonthsAlike]:
    if not months:
        return
    each = _each(months)
    held = _held(people, months)
    # everybody, and besides those of whom something was held: joining the two the other way round
    # would take the database ten times as long
    nothing = literal(0)
    everybody = _alike(people, each, (nothing, nothing), by_person=by_person)
    supervised = _alike(people, each, (held.c.held, held.c.late), by_person=by_person)
    with_held = supervised.join(held, held.c.scope_id == PractitionerRow.id)
    query = union_all(
        _grouped(everybody.join(each, true())),
        _grouped(with_held.join(each, each.c.month == held.c.month)),
    )
    for row in session.execute(query):
        key = (row.counted_under, row.month, row.started, row.ended_on, row.every)
        yield from _line(key, row)


def _by_totals(session: Session, of: CoverageOf, months: Sequence[date]) -> Mapping[date, Figures]:
    row = RequiredMonthRow
    rows = session.execute(
        select(row.month, row.every_days, row.people, row.due, row.held, row.late)
        .where(row.scope == of.scope.value, row.scope_id == of.id, row.month <= months[-1])
        .order_by(row.month)
    )
    return required_by_totals((RequiredMonth._make(one) for one in rows), months)


def _each(months: Sequence[date]) -> FromClause:
    # by the time in post only the first half year makes a difference: all who are past it are alike
    return union_all(
        *(
            select(
                literal(month, Date()).label("month"),
                literal(month - _NEWEST, Date()).label("early"),
                literal(month + _A_MONTH, Date()).label("late"),
            )
            for month in months
        )
    ).subquery("each_month")


def _line(key: tuple[Any, date, date, date | None, int | None], row: Any) -> Iterator[MonthsAlike]:
    if not row.held:
        yield MonthsAlike(*key, 0, 0, row.number)
        return
    yield MonthsAlike(*key, row.held, row.late, row.number)
    # counted among everybody already
    yield MonthsAlike(*key, 0, 0, -row.number)


def _grouped(query: Select[Any]) -> Select[Any]:
    alike = query.subquery()
    columns = list(alike.c)
    return select(*columns, func.count().label("number")).group_by(*columns)


def _alike(
    people: _People,
    each: FromClause,
    numbers: tuple[ColumnElement[int], ColumnElement[int]],
    *,
    by_person: bool,
) -> Select[Any]:
    month, person = each.c.month, PractitionerRow
    started = case(
        (person.started_on <= each.c.early, literal(_LONG_AGO, Date())), else_=person.started_on
    )
    every = (
        select(func.min(SupervisionAgreementRow.every_days))
        .where(*_standing(month))
        .correlate(person, each)
        .scalar_subquery()
    )
    return (
        select(
            (person.id if by_person else month).label("counted_under"),
            month.label("month"),
            started.label("started"),
            person.ended_on.label("ended_on"),
            every.label("every"),
            numbers[0].label("held"),
            numbers[1].label("late"),
        )
        .select_from(person)
        .where(
            people.chosen(month),
            person.started_on <= each.c.late,
            or_(person.ended_on.is_(None), person.ended_on >= month),
        )
    )


def _held(people: _People, months: Sequence[date]) -> FromClause:
    row = SessionMonthRow
    query = select(
        row.scope_id,
        row.month,
        func.sum(row.held).label("held"),
        func.sum(row.held_late).label("late"),
    ).where(
        row.scope == SessionScope.PRACTITIONER.value,
        row.month.between(min(months), max(months)),
        row.type.in_(_TYPES),
        row.held > 0,
        row.scope_id.in_(people.among),
    )
    return query.group_by(row.scope_id, row.month).subquery("held_in_month")
