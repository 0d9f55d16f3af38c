"""What several measures of staff rest on."""

from sqlalchemy.orm import Session

from qa_app.queries.measures.ground import MeasureGround
from qa_app.queries.workers import InPost, in_post


def staff_of(session: Session, ground: MeasureGround) -> tuple[InPost, ...]:
    """List the workers in post on the day, asked for once on a ground.

    Args:
        session: A database session.
        ground: Which centres, as of when.

    Returns:
        By centre and code.
    """
    return ground.once(
        "staff", lambda: in_post(session, ground.within, ground.as_of, ground.known_at)
    )
