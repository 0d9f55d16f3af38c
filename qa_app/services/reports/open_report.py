"""Note that somebody opened a version of a report, once."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.report_events import ReportOpened
from qa_app.models.period_reports import ReportReadRow
from qa_app.models.transaction import transaction
from qa_app.queries.period_reports import is_opened, report_in_reach


class _OpenedError(Exception):
    """It was noted before; nothing is done."""


def open_report(session: Session, actor: Actor, report_id: int, *, at: datetime) -> bool:
    """Note the first opening; from then on the report is not new to that person.

    Args:
        session: A database session.
        actor: Who opens it.
        report_id: Which version of which report.
        at: The present.

    Returns:
        True when it was noted now; False when it had been before.

    Raises:
        OutOfReachError: There is no such report within reach.
        IntegrityError: Something else than a second opening refused it.
    """
    found = report_in_reach(session, actor, report_id)
    if found is None or actor.account_id is None:
        raise OutOfReachError("period_report")
    if is_opened(session, actor.account_id, report_id):
        return False
    event = ReportOpened(actor=actor, at=at, object_id=report_id, centre_id=found.centre_id)
    try:
        with transaction(session, event):
            _note(session, actor.account_id, report_id, at)
    except _OpenedError:
        return False
    except IntegrityError:
        # on PostgreSQL two may look at once; the key lets one of them through
        if not is_opened(session, actor.account_id, report_id):
            raise
        return False
    return True


def _note(session: Session, account_id: int, report_id: int, at: datetime) -> None:
    if is_opened(session, account_id, report_id):
        raise _OpenedError
    session.execute(
        insert(ReportReadRow).values(report_id=report_id, account_id=account_id, opened_at=at)
    )
