"""Supervision of each practitioner: when last, how much against the norm, with how many cases."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import COVERAGE_PARTS_MOST
from qa_app.domain.rhythm import AgreedMinutes, agreed_minutes, month_norm
from qa_app.domain.session_coverage import (
    CoverageOf,
    Figures,
    PersonLine,
    PersonMonths,
    Window,
    days_unseen,
    person_months,
    whole_months,
)
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import SessionState
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import LearningGoalRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.agreements import in_force
from qa_app.queries.session_coverage import figures_of
from qa_app.queries.session_required import required_by_person
from qa_app.queries.sessions_seen import times_seen


def people_of(session: Session, of: CoverageOf, window: Window) -> tuple[PersonLine, ...]:
    """List the practitioners of a centre, of a supervisor, or one alone, with ten queries at most.

    Args:
        session: A database session.
        of: As `coverage_of` found it.
        window: Which months.

    Returns:
        Those in post, by centre and code; at most `COVERAGE_PARTS_MOST`. Empty for places and
        the network.
    """
    chosen = _chosen(session, of, window)
    if chosen is None:
        return ()
    rows = session.execute(
        select(
            PractitionerRow.id,
            PractitionerRow.code,
            PractitionerRow.area_code,
            PractitionerRow.started_on,
            PractitionerRow.ended_on,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(chosen)
        .order_by(CentreRow.code, PractitionerRow.code)
        .limit(COVERAGE_PARTS_MOST)
    ).all()
    ids = [row.id for row in rows]
    if not ids:
        return ()
    over = [month for month in window.months if month < window.running]
    required = required_by_person(session, ids, over)
    figures = figures_of(session, SessionScope.PRACTITIONER, ids, window)
    credited, agreed = _credited(session, ids, window), _agreed(session, ids, window)
    last, cases, goals = _last(session, ids), _open_cases(session, ids), _goals(session, ids)
    return tuple(
        PersonLine(
            id=row.id,
            code=row.code,
            centre=BilingualText(row.name_zh, row.name_en),
            figures=figures.get(row.id, Figures()),
            months=_months(row, credited[row.id], agreed[row.id], window),
            last_on=last.get(row.id),
            unseen=days_unseen(last.get(row.id), row.started_on, window.today),
            open_cases=cases.get(row.id, 0),
            goals_open=goals.get((row.id, "open"), 0),
            goals_reached=goals.get((row.id, "reached"), 0),
            required=required.get(row.id, Figures()),
        )
        for row in rows
    )


def _chosen(session: Session, of: CoverageOf, window: Window) -> ColumnElement[bool] | None:
    in_post = or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= window.today)
    if of.scope is SessionScope.PRACTITIONER:
        return PractitionerRow.id == of.id
    if of.scope is SessionScope.CENTRE:
        return (PractitionerRow.centre_id == of.id) & in_post
    if of.scope is SessionScope.SUPERVISOR:
        return PractitionerRow.id.in_(_supervised(session, of.id, window)) & in_post
    return None


def _supervised(session: Session, account_id: int, window: Window) -> list[int]:
    # by agreement; without any, whom they met in the window
    agreed = session.execute(
        select(SupervisionAgreementRow.practitioner_id).where(
            SupervisionAgreementRow.supervisor_id == account_id,
            SupervisionAgreementRow.practitioner_id.is_not(None),
            in_force(window.today),
        )
    ).scalars()
    found = {one for one in agreed if one is not None}
    if not found:
        found = set(
            session.execute(
                select(SessionPersonRow.practitioner_id)
                .join(
                    SupervisionSessionRow, SupervisionSessionRow.id == SessionPersonRow.session_id
                )
                .where(
                    SupervisionSessionRow.supervisor_id == account_id,
                    SupervisionSessionRow.planned_on >= window.first,
                    SupervisionSessionRow.state != SessionState.CANCELLED.value,
                )
                .distinct()
            ).scalars()
        )
    return sorted(found)


def _months(
    row: Any, credited: Mapping[date, int], agreed: Sequence[AgreedMinutes], window: Window
) -> PersonMonths:
    over = [month for month in window.months if month < window.running]
    counted = whole_months(over, row.started_on, row.ended_on)
    return person_months(
        credited,
        {
            month: max(
                month_norm(month, row.area_code, row.started_on, row.ended_on).minutes,
                agreed_minutes(agreed, month),
            )
            for month in counted
        },
    )


def _credited(
    session: Session, ids: Collection[int], window: Window
) -> Mapping[int, dict[date, int]]:
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for row in session.execute(
        select(
            SessionMonthRow.scope_id,
            SessionMonthRow.month,
            func.sum(SessionMonthRow.credited_seconds).label("seconds"),
        )
        .where(
            SessionMonthRow.scope == SessionScope.PRACTITIONER.value,
            SessionMonthRow.scope_id.in_(ids),
            SessionMonthRow.month.between(window.first, window.last),
        )
        .group_by(SessionMonthRow.scope_id, SessionMonthRow.month)
    ):
        found[row.scope_id][row.month] = int(row.seconds)
    return found


def _agreed(
    session: Session, ids: Collection[int], window: Window
) -> Mapping[int, list[AgreedMinutes]]:
    row = SupervisionAgreementRow
    rows = session.execute(
        select(row.practitioner_id, row.from_on, row.until_on, row.minutes).where(
            row.practitioner_id.in_(ids),
            row.from_on <= window.today,
            or_(row.until_on.is_(None), row.until_on >= window.first),
        )
    )
    found: dict[int, list[AgreedMinutes]] = defaultdict(list)
    for person, from_on, until_on, minutes in rows:
        found[person or 0].append(AgreedMinutes(from_on, until_on, minutes))
    return found


def _last(session: Session, ids: Collection[int]) -> dict[int, date]:
    seen = times_seen(ids)
    rows = session.execute(
        select(seen.c.practitioner_id, func.max(seen.c.on)).group_by(seen.c.practitioner_id)
    )
    return {row[0]: row[1] for row in rows}


def _open_cases(session: Session, ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(CaseFileRow.practitioner_id, func.count())
        .where(CaseFileRow.practitioner_id.in_(ids), CaseFileRow.closed_on.is_(None))
        .group_by(CaseFileRow.practitioner_id)
    )
    return {person: count for person, count in rows if person is not None}


def _goals(session: Session, ids: Collection[int]) -> dict[tuple[int, str], int]:
    rows = session.execute(
        select(LearningGoalRow.practitioner_id, LearningGoalRow.state, func.count())
        .where(LearningGoalRow.practitioner_id.in_(ids))
        .group_by(LearningGoalRow.practitioner_id, LearningGoalRow.state)
    )
    return {(person, state): count for person, state, count in rows}
