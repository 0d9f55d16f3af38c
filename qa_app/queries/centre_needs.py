"""What waits to be done at one centre, whoever does it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import days_late
from qa_app.domain.defaults import ROWS_AT_A_GLANCE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.findings import CorrectiveActionRow
from qa_app.queries.actions import ACTION_LINE, ActionLine, action_line, joined_actions
from qa_app.queries.reach import action_within


@dataclass(frozen=True, slots=True)
class CentreNeeds:
    """What waits at a centre.

    Attributes:
        late_count: Actions that are late.
        late_days: By how many days the oldest of them is; 0 where none is.
        lines: What is due next, the first day first, as much as is seen at a glance.
    """

    late_count: int
    late_days: int
    lines: tuple[ActionLine, ...]


def centre_needs(session: Session, actor: Actor, centre_id: int, today: date) -> CentreNeeds | None:
    """Read what waits at a centre.

    Args:
        session: A database session.
        actor: Who asks; only actions that they may read count.
        centre_id: A centre within reach.
        today: Local day.

    Returns:
        The needs, by two queries and what rubrics kept in memory want; None for whoever reads no
        actions.
    """
    if not may(actor, Permission.ACTION_READ):
        return None
    row = CorrectiveActionRow
    here = (row.centre_id == centre_id, row.next_on.is_not(None), action_within(actor))
    late = session.execute(
        joined_actions(select(func.count(), func.min(row.next_on)).select_from(row)).where(
            *here, row.next_on < today
        )
    ).one()
    rows = session.execute(
        joined_actions(select(*ACTION_LINE))
        .where(*here)
        .order_by(row.next_on, row.id)
        .limit(ROWS_AT_A_GLANCE)
    )
    return CentreNeeds(
        late[0], days_late(late[1], today), tuple(action_line(session, one) for one in rows)
    )
