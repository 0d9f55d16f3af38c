"""Which reports of quarters and years are to be put together: new ones, and those amended since."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import REPORT_SPANS_CHECKED
from qa_app.domain.report_facts import ReportKind, ReportSpan, last_span
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.models.audits import AuditRow
from qa_app.models.period_reports import PeriodReportRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.report_facts import ReportOf
from qa_app.queries.trends import scope_column

_KINDS = sorted(one.value for one in COUNTED_IN_CHARTS)
_LETTERS = {ReportKind.QUARTER: "c", ReportKind.YEAR: "p"}
_CITY = "city"
_SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report to be put together.

    Attributes:
        of: Whom it is about.
        span: Which quarter or year.
        version: Which version it will be.
        mark: Digest of what was counted: totals, and which readings they stand on.
        is_final: True when no result of the span may change any more.
    """

    of: ReportOf
    span: ReportSpan
    version: int
    mark: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class _Counted:
    mark: str
    is_final: bool


_NOTHING_READ = _Counted("0", is_final=True)


def reports_due(session: Session, today: date) -> Iterator[DueReport]:
    """List what is due, a few queries for each span.

    A report is due once its quarter or year is over, for a centre of which a file was read or
    for which a session was planned in it, and for a city; and again when what was counted
    changed: a result was amended, whether or not its score moved, added or taken out, or the last
    of them became final.

    Args:
        session: A database session.
        today: Local day.

    Yields:
        The oldest span first.
    """
    for span in _spans(today):
        marks = _marks(session, span)
        stand = _standing(session, span)
        for of in _subjects(session, span):
            now = marks.get(of.scope, _NOTHING_READ)
            version, kept = stand.get(of.scope, (0, ""))
            is_idle = now is _NOTHING_READ and span.kind is ReportKind.YEAR
            if now.mark != kept and not is_idle:
                yield DueReport(of, span, version + 1, now.mark, now.is_final)


def _spans(today: date) -> Iterator[ReportSpan]:
    for kind, back in ((ReportKind.QUARTER, REPORT_SPANS_CHECKED), (ReportKind.YEAR, 1)):
        last = last_span(kind, today)
        length = len(last.months)
        for number in reversed(range(back)):
            yield ReportSpan(kind, last.first_month - length * number)


def _marks(session: Session, span: ReportSpan) -> dict[str, _Counted]:
    row = MonthTotalRow
    rows = session.execute(
        select(
            row.scope,
            func.sum(row.file_count).label("files"),
            func.sum(row.scored_count).label("scored"),
            func.sum(row.score_sum).label("score"),
            func.sum(row.final_count).label("final"),
            func.sum(row.stop_count).label("stops"),
        )
        .where(
            row.scope.startswith(f"{_LETTERS[span.kind]}:"),
            row.section == WHOLE_FILE,
            row.month.between(span.first_month, span.last_month),
            row.file_count > 0,
        )
        .group_by(row.scope)
    )
    readings = _readings(session, span)
    marks = {}
    for one in rows:
        # results become final one by one; a version for each of them would be no news
        is_final = one.files == one.final
        counted: tuple[int, ...] = (one.files, one.scored, one.score, one.stops, int(is_final))
        counted += readings.get(one.scope, (0, 0))
        digest = hashlib.sha256(repr(tuple(map(str, counted))).encode()).hexdigest()
        marks[one.scope] = _Counted(digest, is_final)
    return marks


def _readings(session: Session, span: ReportSpan) -> Mapping[str, tuple[int, int]]:
    # a reading that takes the place of another has a number of its own, whatever its score
    row = AuditRow
    rows = session.execute(
        select(row.centre_id, CentreRow.place_path, func.count(), func.sum(row.id))
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(row.state == _SIGNED, row.reviewed_on.between(span.first, span.last))
        .group_by(row.centre_id, CentreRow.place_path)
    )
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for centre, path, files, numbers in rows:
        is_centre = span.kind is ReportKind.QUARTER
        scopes = [f"c:{centre}"] if is_centre else [f"p:{one}" for one in path.split("/")[:-1]]
        for scope in scopes:
            before = found[scope]
            found[scope] = (before[0] + files, before[1] + int(numbers))
    return found


def _standing(session: Session, span: ReportSpan) -> dict[str, tuple[int, str]]:
    row = PeriodReportRow
    rows = session.execute(
        select(row.scope, row.version, row.mark)
        .where(row.kind == span.kind.value, row.first_month == span.first_month)
        .order_by(row.version)
    )
    return {one.scope: (one.version, one.mark) for one in rows}


def _subjects(session: Session, span: ReportSpan) -> list[ReportOf]:
    if span.kind is ReportKind.YEAR:
        places = session.execute(
            select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en, PlaceRow.path)
            .where(PlaceRow.level == _CITY)
            .order_by(PlaceRow.id)
        )
        return [
            ReportOf(span.kind, row.id, BilingualText(row.name_zh, row.name_en), row.path)
            for row in places
        ]
    centres = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path)
        .where(_was_read(span) | _was_supervised(span))
        .order_by(CentreRow.id)
    )
    return [
        ReportOf(span.kind, row.id, BilingualText(row.name_zh, row.name_en), row.place_path)
        for row in centres
    ]


def _was_read(span: ReportSpan) -> ColumnElement[bool]:
    return scope_column().in_(
        select(MonthTotalRow.scope).where(
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.month.between(span.first_month, span.last_month),
            MonthTotalRow.sample_type.in_(_KINDS),
            MonthTotalRow.file_count > 0,
        )
    )


def _was_supervised(span: ReportSpan) -> ColumnElement[bool]:
    row = SessionMonthRow
    return CentreRow.id.in_(
        select(row.scope_id).where(
            row.scope == SessionScope.CENTRE.value,
            row.month.between(span.first, span.last),
            row.due > 0,
        )
    )
