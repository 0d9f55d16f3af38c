"""What became of sessions, of cancelled ones along those that take their place."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.session_standing import SessionCourse, Standing
from qa_app.domain.supervision import SessionState
from qa_app.models.supervision import SupervisionSessionRow


def ends_of(session: Session, rows: Sequence[SupervisionSessionRow]) -> dict[int, Standing]:
    """Tell what became of the sessions that take the place of cancelled ones.

    Args:
        session: A database session.
        rows: Sessions; none is asked for where none is cancelled.

    Returns:
        Cancelled session to the end of its chain: held, still planned, or ended for good.
    """
    cancelled = [row.id for row in rows if row.replaced_by_id is not None]
    if not cancelled:
        return {}
    table = SupervisionSessionRow
    chain = (
        select(table.id.label("first"), table.replaced_by_id.label("next"))
        .where(table.id.in_(cancelled))
        .cte("chain", recursive=True)
    )
    chain = chain.union_all(
        select(chain.c.first, table.replaced_by_id).where(
            table.id == chain.c.next, table.replaced_by_id.is_not(None)
        )
    )
    last = select(chain.c.first, table.state).where(
        table.id == chain.c.next, table.replaced_by_id.is_(None)
    )
    stands = {
        SessionState.HELD: Standing.HELD,
        SessionState.PLANNED: Standing.PLANNED,
        SessionState.CANCELLED: Standing.ENDED,
    }
    return {row.first: stands[SessionState(row.state)] for row in session.execute(last)}


def course_of(row: SupervisionSessionRow, ends: Mapping[int, Standing]) -> SessionCourse:
    """Give what decides where a session stands.

    Args:
        row: The session.
        ends: What `ends_of` tells about it.

    Returns:
        Its course.
    """
    return SessionCourse(
        state=SessionState(row.state),
        planned_on=row.planned_on,
        moved_from_on=row.moved_from_on,
        due_on=row.due_on,
        replacement=ends.get(row.id),
    )
