"""Measures of a supervisor's quarter from agreements, sessions, records, cases and actions."""

from collections.abc import Collection, Sequence
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
from qa_app.domain.supervision_measures import (
    HeldRecord,
    Measure,
    Measured,
    closed_in_time,
    discussed_monthly,
    signed_in_time,
    whole_hours,
)
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.records import RecordCaseRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.holidays import working_calendar


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
    return (
        Measured(Measure.SUPERVISEES, Fraction(len(supervised)), len(supervised)),
        Measured(Measure.SESSIONS, Fraction(len(alone)), len(supervised)),
        whole_hours(_record(one, zone) for one in alone if one.written is not None),
        discussed_monthly(_cases(session, supervised), discussed, months),
        # a session without a record has none that is signed
        signed_in_time((_record(one, zone) for one in held), calendar, window.today),
        closed_in_time(_actions(session, of.id, window.first, until)),
    )


def _supervised(session: Session, account_id: int, until: date) -> list[int]:
    row = SupervisionAgreementRow
    last = until - timedelta(days=1)
    found = session.execute(
        select(row.practitioner_id).where(
            row.supervisor_id == account_id,
            row.practitioner_id.is_not(None),
            row.from_on <= last,
            or_(row.until_on.is_(None), row.until_on >= last),
        )
    ).scalars()
    return sorted({one for one in found if one is not None})


def _held(session: Session, account_id: int, first: date, until: date) -> Sequence[Any]:
    row, record = SupervisionSessionRow, SupervisionRecordRow
    return session.execute(
        select(
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
    ).all()


def _record(one: Any, zone: str) -> HeldRecord:
    signed = one.signed_at
    return HeldRecord(
        held_on=one.held_on or one.planned_on,
        began_at=one.began_at,
        ended_at=one.ended_at,
        was_interrupted=one.was_interrupted,
        signed_on=None if signed is None else signed.astimezone(ZoneInfo(zone)).date(),
    )


def _cases(session: Session, supervised: Collection[int]) -> dict[int, tuple[date, date | None]]:
    rows = session.execute(
        select(CaseFileRow.id, CaseFileRow.opened_on, CaseFileRow.closed_on).where(
            CaseFileRow.practitioner_id.in_(supervised)
        )
    )
    return {row.id: (row.opened_on, row.closed_on) for row in rows}


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
) -> list[tuple[date, date | None]]:
    row = CorrectiveActionRow
    rows = session.execute(
        select(row.due_on, row.done_on)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == row.session_id)
        .where(
            SupervisionSessionRow.supervisor_id == account_id,
            row.state.not_in((ActionState.DRAFT.value, ActionState.DROPPED.value)),
            row.due_on >= first,
            row.due_on < until,
        )
    )
    return [(due, done) for due, done in rows if due is not None]
