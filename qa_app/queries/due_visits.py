"""When each centre has to be visited next, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionKind, ActionState
from qa_app.domain.defaults import CONCERN_MISSED_MONTHS, EVIDENCE_MONTHS
from qa_app.domain.due import UNKNOWN_BAND, DueReason, Visited, Volume, next_due
from qa_app.domain.due_needs import (
    BandOfFiles,
    Candidate,
    DueWhy,
    NeedKind,
    band_of,
    volumes_of,
)
from qa_app.domain.month_grid import month_after, month_of
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import READS_FILES, SessionState, SessionType
from qa_app.domain.totals import COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.trends import MonthTotalRow

VISITS = sorted(one.value for one in READS_FILES)
"""Types of session that count as a visit to a centre."""

_LOOKS = (SessionType.FIELD_SUPPORT_VISIT.value,)
"""Types in which whoever goes looks at what is open at the centre, whichever files are read."""

_OPEN = (ActionState.OPEN.value, ActionState.PLANNED.value, ActionState.DONE.value)
_NO_BAND = BandOfFiles()


@dataclass(frozen=True, slots=True)
class _Known:
    bands: dict[int, BandOfFiles]
    cases: dict[int, int]
    volumes: dict[int, Volume]
    red_lines: dict[int, int]
    waits_from: dict[int, date]
    overdue: dict[int, int]
    missed: dict[int, int]


def due_visits(
    session: Session, within: ColumnElement[bool], today: date, until: date
) -> Iterator[Candidate]:
    """Find the day by which each centre has to be visited next.

    Args:
        session: A database session.
        within: Condition on `CentreRow`: the caller knows that these are in reach.
        today: The present.
        until: Last day that is asked about.

    Yields:
        A candidate for each centre, by number; with six queries whatever their number. What
        they read does not grow with the sessions of the past. An open red line is looked at on
        a field support visit, or where its own file is read again; other files are no look at it.
    """
    rows = session.execute(
        select(
            CentreRow.id,
            CentreRow.onboarded_on,
            _visit(SessionState.HELD, date.min, today).label("last_on"),
            _visit(SessionState.PLANNED, today, until).label("planned_on"),
            _visit(SessionState.HELD, date.min, today, _LOOKS).label("looked_on"),
            _visit(SessionState.PLANNED, today, until, _LOOKS).label("looks_on"),
            _later(until, VISITS).label("later_on"),
            _later(until, _LOOKS).label("looks_later_on"),
        )
        .where(within)
        .order_by(CentreRow.id)
    ).all()
    if not rows:
        return
    cases = {row.id: 0 for row in rows} | _cases(session, within)
    red_lines, overdue = _actions(session, within, today)
    known = _Known(
        _bands(session, within, today),
        cases,
        volumes_of(cases),
        red_lines,
        _waits_from(session, within, today, until) if any(red_lines.values()) else {},
        overdue,
        _missed(session, within, today),
    )
    for row in rows:
        yield _candidate(row, known, today)


def _candidate(row: Any, known: _Known, today: date) -> Candidate:
    found = known.bands.get(row.id, _NO_BAND)
    waits_from = known.waits_from.get(row.id)
    visited = Visited(
        # nobody wrote down when it joined: then it waits from today
        onboarded_on=row.onboarded_on or today,
        last_on=row.planned_on or row.last_on,
        band=found.band,
        volume=known.volumes[row.id],
        # a planned visit looks at what is open; whether one more has to, is known once it is held
        has_open_critical=waits_from is not None and row.looks_on is None,
        critical_from=None if waits_from is None else max(waits_from, row.looked_on or waits_from),
    )
    due = next_due(visited)
    is_look = due.reason is DueReason.CRITICAL_FOLLOW_UP
    why = DueWhy(
        reason=due.reason.value,
        last_on=row.last_on,
        days=None if due.interval is None else due.interval.days,
        band=None if found.band == UNKNOWN_BAND else found.band,
        files=found.files,
        percent=found.percent,
        volume=visited.volume.value,
        red_lines=known.red_lines.get(row.id, 0),
        planned_on=row.planned_on,
        later_on=row.looks_later_on if is_look else row.later_on,
        overdue_actions=known.overdue.get(row.id, 0),
        missed_months=known.missed.get(row.id, 0),
    )
    return Candidate(
        kind=NeedKind.CENTRE,
        id=row.id,
        centre_id=row.id,
        type=SessionType.FIELD_SUPPORT_VISIT,
        due_on=due.on,
        why=why,
        is_first=visited.last_on is None,
        caseload=known.cases[row.id],
    )


def _visit(
    state: SessionState, first: date, last: date, types: Sequence[str] = VISITS
) -> ScalarSelect[Any]:
    # by the index of centre and day, from the last day back to the first that fits
    day = SupervisionSessionRow.planned_on
    return (
        select(day)
        .where(
            SupervisionSessionRow.centre_id == CentreRow.id,
            SupervisionSessionRow.state == state.value,
            SupervisionSessionRow.type.in_(types),
            day.between(first, last),
        )
        .order_by(day.desc())
        .limit(1)
        .scalar_subquery()
    )


def _later(until: date, types: Sequence[str]) -> ScalarSelect[Any]:
    # the first visit that is planned after the time asked about
    day = SupervisionSessionRow.planned_on
    return (
        select(day)
        .where(
            SupervisionSessionRow.centre_id == CentreRow.id,
            SupervisionSessionRow.state == SessionState.PLANNED.value,
            SupervisionSessionRow.type.in_(types),
            day > until,
        )
        .order_by(day)
        .limit(1)
        .scalar_subquery()
    )


def _bands(session: Session, within: ColumnElement[bool], today: date) -> dict[int, BandOfFiles]:
    last = month_of(today)
    rows = session.execute(
        select(
            CentreRow.id,
            func.sum(MonthTotalRow.final_scored_count).label("files"),
            func.sum(MonthTotalRow.final_score_sum).label("millionths"),
        )
        .join(MonthTotalRow, MonthTotalRow.scope == literal("c:") + cast(CentreRow.id, String))
        .where(
            within,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.sample_type.in_(sorted(one.value for one in COUNTED_IN_CHARTS)),
            MonthTotalRow.month.between(last - EVIDENCE_MONTHS + 1, last),
        )
        .group_by(CentreRow.id)
    )
    return {row.id: band_of(int(row.files), int(row.millionths)) for row in rows}


def _cases(session: Session, within: ColumnElement[bool]) -> dict[int, int]:
    rows = session.execute(
        select(CaseFileRow.centre_id, func.count().label("cases"))
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .where(within, CaseFileRow.closed_on.is_(None))
        .group_by(CaseFileRow.centre_id)
    )
    return {row.centre_id: row.cases for row in rows}


def _actions(
    session: Session, within: ColumnElement[bool], today: date
) -> tuple[dict[int, int], dict[int, int]]:
    # open red lines, and actions that are open past their day, by centre
    is_red = CorrectiveActionRow.kind == ActionKind.RED_LINE.value
    is_late = CorrectiveActionRow.due_on < today
    rows = session.execute(
        select(
            CorrectiveActionRow.centre_id,
            func.sum(case((is_red, 1), else_=0)).label("red_lines"),
            func.sum(case((is_late, 1), else_=0)).label("overdue"),
        )
        .join(CentreRow, CentreRow.id == CorrectiveActionRow.centre_id)
        .where(within, CorrectiveActionRow.state.in_(_OPEN))
        .group_by(CorrectiveActionRow.centre_id)
    ).all()
    return (
        {row.centre_id: int(row.red_lines) for row in rows},
        {row.centre_id: int(row.overdue) for row in rows},
    )


def _waits_from(
    session: Session, within: ColumnElement[bool], today: date, until: date
) -> dict[int, date]:
    # since when the oldest open red line that no planned session reads again waits, by centre
    day = SupervisionSessionRow.planned_on
    held = _read_again(SessionState.HELD, "signed").where(
        day.between(CorrectiveActionRow.opened_on, today)
    )
    ahead = _read_again(SessionState.PLANNED, "draft").where(day.between(today, until))
    since = func.coalesce(
        held.scalar_subquery(), CorrectiveActionRow.opened_on, literal(today, Date)
    )
    rows = session.execute(
        select(CorrectiveActionRow.centre_id, func.min(since).label("since"))
        .join(CentreRow, CentreRow.id == CorrectiveActionRow.centre_id)
        .where(
            within,
            CorrectiveActionRow.state.in_(_OPEN),
            CorrectiveActionRow.kind == ActionKind.RED_LINE.value,
            ahead.scalar_subquery().is_(None),
        )
        .group_by(CorrectiveActionRow.centre_id)
    )
    return {row.centre_id: row.since for row in rows}


def _read_again(state: SessionState, reading: str) -> Select[Any]:
    # the last day of another session in which the very file of an action is read
    of_file, again = alias_of(AuditRow), alias_of(AuditRow)
    return (
        select(func.max(SupervisionSessionRow.planned_on))
        .join(again, again.session_id == SupervisionSessionRow.id)
        .join(of_file, of_file.case_file_id == again.case_file_id)
        .where(
            of_file.id == CorrectiveActionRow.audit_id,
            of_file.session_id.is_distinct_from(again.session_id),
            again.state == reading,
            SupervisionSessionRow.state == state.value,
        )
        .correlate(CorrectiveActionRow)
    )


def _missed(session: Session, within: ColumnElement[bool], today: date) -> dict[int, int]:
    # the last whole months running with sessions planned and none held, by centre
    this = today.replace(day=1)
    months = [month_after(this, -one) for one in range(1, CONCERN_MISSED_MONTHS + 1)]
    rows = session.execute(
        select(CentreRow.id, SessionMonthRow.month, func.sum(SessionMonthRow.held).label("held"))
        .join(
            SessionMonthRow,
            and_(
                SessionMonthRow.scope == SessionScope.CENTRE.value,
                SessionMonthRow.scope_id == CentreRow.id,
            ),
        )
        .where(within, SessionMonthRow.month.in_(months), SessionMonthRow.due > 0)
        .group_by(CentreRow.id, SessionMonthRow.month)
    )
    empty: dict[int, set[date]] = defaultdict(set)
    for row in rows:
        if not row.held:
            empty[row.id].add(row.month)
    return {
        centre: len(list(takewhile(found.__contains__, months))) for centre, found in empty.items()
    }
