"""What provisional results wait for."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.result_waits import Awaited, ResultWait, WaitFacts, result_wait
from qa_app.models.audits import AuditRow
from qa_app.queries.answers_so_far import answered_results, disputed_results
from qa_app.queries.own_results import AnswerWindows


def result_waits(
    session: Session, zone: str, only: Collection[int] | None = None, *, at: datetime
) -> dict[int, ResultWait]:
    """Tell what results wait for, with at most five queries and one for each rubric.

    Args:
        session: A database session.
        zone: Local time zone of the installation.
        only: These readings alone; None for every provisional one.
        at: The present.

    Returns:
        Reading to what it waits for, those signed first, first. A final result stands here only
        while an objection or an amendment waits. Who locked their reading of a file that is read
        twice is told what they would be told of any other, and nothing once its days are over.
    """
    query = select(
        AuditRow.id,
        AuditRow.state,
        AuditRow.result_state,
        AuditRow.rubric_version_id,
        AuditRow.signed_at,
        AuditRow.shared_at,
    ).order_by(AuditRow.signed_at, AuditRow.id)
    if only is None:
        query = query.where(AuditRow.state == "signed", AuditRow.result_state == "provisional")
    else:
        query = query.where(
            AuditRow.id.in_(only), or_(AuditRow.state == "signed", AuditRow.state == "locked")
        )
    rows = session.execute(query).all() if only is None or only else []
    if not rows:
        return {}
    answered = answered_results(session, only)
    disputed = disputed_results(session, only)
    windows, today = AnswerWindows(session, zone), local_day(at, zone)
    found: dict[int, ResultWait] = {}
    for row in rows:
        dispute = disputed.get(row.id)
        if row.result_state == "final":
            if dispute is not None:
                found[row.id] = ResultWait(dispute)
            continue
        shown_at = row.signed_at if row.state == "locked" else row.shared_at
        facts = WaitFacts(
            shown_at is not None,
            dispute,
            answered.get(row.id),
            None if shown_at is None else windows.last_day(row.rubric_version_id, shown_at),
            (shown_at or at) + timedelta(minutes=WITHDRAW_MINUTES),
        )
        wait = result_wait(facts, today, at)
        if row.state != "locked" or wait.what is not Awaited.CLOCK:
            found[row.id] = wait
    return found
