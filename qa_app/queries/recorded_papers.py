"""Papers on which decisions rest."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.recorded_papers import RecordedPaper
from qa_app.domain.register_decisions import DecisionState, Route
from qa_app.models.register_decisions import RegisterDecisionRow


def papers_of_day(session: Session, on: date) -> tuple[RecordedPaper, ...]:
    """List papers of one date on which a decision rests that waits or was decided.

    Args:
        session: A database session; decisions out of its reach are not looked at.
        on: Date of the papers.

    Returns:
        The oldest decision first.
    """
    row = RegisterDecisionRow
    rows = session.execute(
        select(row.id, row.centre_id, row.area_code, row.issuing_body, row.document_number)
        .where(
            row.route == Route.PAPER.value,
            row.document_on == on,
            row.state.in_((DecisionState.PROPOSED.value, DecisionState.DECIDED.value)),
        )
        .order_by(row.id)
    ).all()
    return tuple(
        RecordedPaper(
            one.id,
            one.centre_id,
            one.area_code,
            one.issuing_body or "",
            one.document_number or "",
        )
        for one in rows
    )


def recorded_on(session: Session, snapshot_id: int) -> int | None:
    """Find the paper that was recorded on frozen evidence, so that a reply form counts once.

    Args:
        session: A database session.
        snapshot_id: The evidence.

    Returns:
        Its decision, and nothing of what the paper says, which a second person is to read
        themselves; None where there is none, or it was returned.
    """
    row = RegisterDecisionRow
    return session.execute(
        select(row.id)
        .where(
            row.snapshot_id == snapshot_id,
            row.route == Route.PAPER.value,
            row.state.in_((DecisionState.PROPOSED.value, DecisionState.DECIDED.value)),
        )
        .order_by(row.id)
        .limit(1)
    ).scalar_one_or_none()
