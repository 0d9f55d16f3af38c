"""Put together the reports of quarters and years that are over, each once, and keep them."""

from datetime import datetime
from itertools import islice

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import REPORTS_PER_RUN
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.kept_reports import kept
from qa_app.domain.people import Actor
from qa_app.domain.report_events import ReportMade
from qa_app.domain.report_facts import ReportKind
from qa_app.models.packed import packed
from qa_app.models.period_reports import PeriodReportRow
from qa_app.models.transaction import transaction
from qa_app.queries.report_facts import report_facts
from qa_app.queries.reports_due import DueReport, reports_due


class _MadeError(Exception):
    """Another run made it; nothing is done and nothing noted."""


def make_reports(session: Session, actor: Actor, zone: str, *, at: datetime) -> int:
    """Make what is due; a report never changes, a later state becomes its next version.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many were made, at most `REPORTS_PER_RUN`; the next run goes on.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("report:make")
    due = list(islice(reports_due(session, local_day(at, zone)), REPORTS_PER_RUN))
    return sum(_make(session, actor, one, zone, at) for one in due)


def _make(session: Session, actor: Actor, due: DueReport, zone: str, at: datetime) -> bool:
    # read before the lock: what changes meanwhile changes the mark and makes the next version
    stored = kept(report_facts(session, due.of, due.span, at, zone))
    is_centre = due.span.kind is ReportKind.QUARTER
    event = ReportMade(
        actor=actor,
        at=at,
        centre_id=due.of.id if is_centre else None,
        kind=due.span.kind.value,
        scope=due.of.scope,
        first_month=due.span.first_month,
        version=due.version,
        digest=stored.digest,
    )
    try:
        with transaction(session, event) as act:
            _refuse_second(session, due)
            made: int = session.execute(
                insert(PeriodReportRow)
                .values(
                    kind=due.span.kind.value,
                    scope=due.of.scope,
                    centre_id=due.of.id if is_centre else None,
                    place_id=None if is_centre else due.of.id,
                    first_month=due.span.first_month,
                    version=due.version,
                    content=packed(stored.text),
                    digest=stored.digest,
                    mark=due.mark,
                    is_final=due.is_final,
                    made_at=at,
                )
                .returning(PeriodReportRow.id)
            ).scalar_one()
            act.learn(object_id=made)
    except _MadeError:
        return False
    except IntegrityError:
        # on PostgreSQL two may look at once; the key lets one of them through, and nothing else
        # may be refused in silence
        if not _is_made(session, due):
            raise
        return False
    return True


def _refuse_second(session: Session, due: DueReport) -> None:
    if _is_made(session, due):
        raise _MadeError


def _is_made(session: Session, due: DueReport) -> bool:
    row = PeriodReportRow
    query = select(row.id).where(
        row.scope == due.of.scope,
        row.kind == due.span.kind.value,
        row.first_month == due.span.first_month,
        row.version >= due.version,
    )
    return session.execute(query).first() is not None
