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
