"""Measures of a supervisor's quarter from agreements, sessions, records, cases and actions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.month_grid import month_after
from qa_app.domain.session_coverage import CoverageOf, Window
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.domain.supervision_measures import (
    HeldRecord,
    Measure,
    Measured,
    Source,
    SourceKind,
    closed_in_time,
    discussed_monthly,
    signed_in_time,
    whole_hours,
)
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.supervisor_quarter import SupervisedPerson
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import PractitionerRow
from qa_app.models.records import RecordCaseRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.agreements import in_force
from qa_app.queries.holidays import working_calendar
from qa_app.queries.sessions_seen import times_seen


def supervision_measures(
    session: Session, of: CoverageOf, window: Window, zone: str
) -> tuple[Measured, ...]:
    """Compute what a supervisor's records answer, with seven queries at most.

    Args:
        session: A database session.
        of: As `coverage_of` found it within reach.
        window: Months of the quarter.
        zone: Local time zone.

    Returns:
        Measures in the order of the rubric; none for places, centres and practitioners.
    """
    if of.scope is not SessionScope.SUPERVISOR:
        return ()
    until = min(month_after(window.last, 1), window.today)
    supervised = _supervised(session, of.id, until)
    held = _held(session, of.id, window.first, until)
    alone = [one for one in held if one.type == SessionType.INDIVIDUAL.value]
    calendar = working_calendar(session, NATIONAL_REGION)
    months = [month for month in window.months if month < window.running]
    discussed = _discussed(session, of.id, window.first, until)
    people = _people(supervised)
    cases, references = _cases(session, list(supervised))
    return (
        Measured(Measure.SUPERVISEES, Fraction(len(supervised)), len(supervised), people),
        Measured(Measure.SESSIONS, Fraction(len(alone)), len(supervised), people),
        whole_hours(_record(one, zone) for one in alone if one.written is not None),
        discussed_monthly(cases, discussed, months, references),
        # a session without a record has none that is signed
        signed_in_time((_record(one, zone) for one in held), calendar, window.today),
        closed_in_time(_actions(session, of.id, window.first, until)),
    )


def _supervised(session: Session, account_id: int, until: date) -> dict[int, str]:
    row = SupervisionAgreementRow
    found = session.execute(
        select(PractitionerRow.id, PractitionerRow.code)
        .join(row, row.practitioner_id == PractitionerRow.id)
        .where(row.supervisor_id == account_id, in_force(until - timedelta(days=1)))
        .order_by(PractitionerRow.code, PractitionerRow.id)
    )
    return {one.id: one.code for one in found}


def _people(supervised: Mapping[int, str]) -> tuple[Source, ...]:
    return tuple(Source(SourceKind.PERSON, one, code) for one, code in supervised.items())


def supervised_people(
    session: Session, account_id: int, first: date, last: date
) -> tuple[SupervisedPerson, ...]:
    """List whom a supervisor supervised over a span, with the days on which they were seen.

    Args:
        session: A database session.
        account_id: The supervisor; the caller knows that they are in reach.
        first: First day of the span.
        last: Last day of it.

    Returns:
        By code: whoever was in post to the end under a standing agreement with them, all through
        the span or since they began in it. Individual sessions count whoever led them, by the day
        of their record; not for whom the record names as not there.
    """
    row, person = SupervisionAgreementRow, PractitionerRow
    people = session.execute(
        select(person.id, person.code, person.started_on)
        .join(row, row.practitioner_id == person.id)
        .where(
            row.supervisor_id == account_id,
            row.kind == AgreementKind.STANDING.value,
            in_force(last),
            or_(row.from_on <= first, person.started_on >= first),
            person.started_on <= last,
            or_(person.ended_on.is_(None), person.ended_on >= last),
        )
        .distinct()
        .order_by(person.code, person.id)
    ).all()
    days = _days_seen(session, [one.id for one in people], first, last)
    return tuple(
        SupervisedPerson(one.id, one.code, one.started_on, tuple(sorted(days[one.id])))
        for one in people
    )


def _days_seen(
    session: Session, people: Collection[int], first: date, last: date
) -> dict[int, list[date]]:
    row = SupervisionSessionRow
    alone = row.type == SessionType.INDIVIDUAL.value
    seen = times_seen(people, alone, row.planned_on.between(first, last))
    found: dict[int, list[date]] = defaultdict(list)
    for person, day in session.execute(select(seen.c.practitioner_id, seen.c.on)):
        found[person].append(day)
    return found


def _held(session: Session, account_id: int, first: date, until: date) -> Sequence[Any]:
    row, record = SupervisionSessionRow, SupervisionRecordRow
    return session.execute(
        select(
            row.id,
            row.type,
            row.planned_on,
            record.session_id.label("written"),
            record.held_on,
            record.began_at,
            record.ended_at,
            record.was_interrupted,
            record.signed_at,
        )
        .outerjoin(
            record, (record.session_id == row.id) & (record.state != RecordState.DRAFT.value)
        )
        .where(
            row.supervisor_id == account_id,
            row.state == SessionState.HELD.value,
            row.planned_on >= first,
            row.planned_on < until,
        )
        .order_by(row.planned_on, row.id)
    ).all()


def _record(one: Any, zone: str) -> HeldRecord:
    signed = one.signed_at
    return HeldRecord(
        held_on=one.held_on or one.planned_on,
        began_at=one.began_at,
        ended_at=one.ended_at,
        was_interrupted=one.was_interrupted,
        signed_on=None if signed is None else signed.astimezone(ZoneInfo(zone)).date(),
        session_id=one.id,
    )


def _cases(
    session: Session, supervised: Collection[int]
) -> tuple[dict[int, tuple[date, date | None]], dict[int, str]]:
    rows = session.execute(
        select(CaseFileRow.id, CaseFileRow.opened_on, CaseFileRow.closed_on, CaseFileRow.reference)
        .where(CaseFileRow.practitioner_id.in_(supervised))
        .order_by(CaseFileRow.reference)
    ).all()
    days = {row.id: (row.opened_on, row.closed_on) for row in rows}
    return days, {row.id: row.reference for row in rows}


def _discussed(
    session: Session, account_id: int, first: date, until: date
) -> set[tuple[int, date]]:
    row, record = RecordCaseRow, SupervisionRecordRow
    rows = session.execute(
        select(row.case_file_id, row.discussed_on)
        .join(record, record.session_id == row.session_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == row.session_id)
        .where(
            SupervisionSessionRow.supervisor_id == account_id,
            record.state != RecordState.DRAFT.value,
            row.discussed_on >= first,
            row.discussed_on < until,
        )
    )
    return {(case, day) for case, day in rows}


def _actions(
    session: Session, account_id: int, first: date, until: date
) -> list[tuple[int, date, date | None]]:
    row = CorrectiveActionRow
    rows = session.execute(
        select(row.id, row.due_on, row.done_on)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == row.session_id)
        .where(
            SupervisionSessionRow.supervisor_id == account_id,
            row.state.not_in((ActionState.DRAFT.value, ActionState.DROPPED.value)),
            row.due_on >= first,
            row.due_on < until,
        )
        .order_by(row.due_on, row.id)
    )
    return [(one, due, done) for one, due, done in rows if due is not None]
