"""What reviews ask of somebody, kind by kind and counted, for a reminder."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import COUNT_MOST, SOON_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reminders import ReviewPart
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.queries.duties import (
    amendments_to_settle,
    objections_to_decide,
    queries_to_reply,
    results_to_answer,
)
from qa_app.queries.moderation import pairs_to_settle
from qa_app.queries.single_moderations import singles_page
from qa_app.queries.today import own_drafts


def reviews_waiting(
    session: Session, actor: Actor, today: date, zone: str
) -> Mapping[ReviewPart, int]:
    """Count what waits for somebody, each kind by itself.

    A reading counts the same whether it is the first or the second of its file: whoever reads
    is not told which.

    Args:
        session: A database session.
        actor: Who.
        today: Local day.
        zone: Local time zone of the installation.

    Returns:
        Kind to how many, at most `COUNT_MOST`; of what they may not do, none.
    """
    counted = _drafts(session, actor, today) if may(actor, Permission.AUDIT_SCORE) else {}
    if may(actor, Permission.ACTION_READ):
        counted[ReviewPart.ANSWER] = len(results_to_answer(session, actor, zone, COUNT_MOST))
        counted[ReviewPart.REPLY] = len(queries_to_reply(session, actor, COUNT_MOST))
    counted[ReviewPart.DECIDE] = len(
        objections_to_decide(session, actor, zone, COUNT_MOST, on=today)
    ) + len(amendments_to_settle(session, actor, COUNT_MOST, on=today))
    settles = may(actor, Permission.AUDIT_SIGN) or may(actor, Permission.MODERATE_DECIDE)
    if settles:
        counted[ReviewPart.SETTLE] = len(pairs_to_settle(session, actor, COUNT_MOST))
    if may(actor, Permission.MODERATE_DECIDE):
        singles = singles_page(session, actor, None, COUNT_MOST)
        counted[ReviewPart.STAND] = len(singles[:COUNT_MOST])
    return counted


def _drafts(session: Session, actor: Actor, today: date) -> dict[ReviewPart, int]:
    soon = today + timedelta(days=SOON_DAYS)
    late = AuditRow.due_on < today
    to_do = or_(
        AuditRow.due_on.is_(None), AuditRow.due_on <= soon, AuditRow.started_at.is_not(None)
    )
    row = session.execute(
        select(
            func.count().filter(late).label("late"),
            func.count().filter(to_do).label("to_do"),
        )
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(*own_drafts(actor))
    ).one()
    # what is late is to do as well, and is counted once
    return {ReviewPart.LATE: row.late, ReviewPart.TO_DO: row.to_do - row.late}
