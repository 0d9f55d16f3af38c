"""Writes where areas of centres stand, inside the transaction of whoever calls."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.register_status import Applied, Step
from qa_app.models.register_decisions import (
    RegisterApplicationRow,
    RegisterDecisionRow,
    RegisterStepRow,
)


def add_step(
    session: Session, centre_id: int, area_code: str, step: Step, by: int | None, at: datetime
) -> None:
    """Put an area where it stands from a day on.

    Args:
        session: A session inside `transaction`.
        centre_id: The centre.
        area_code: The area.
        step: The step; its number follows the last one.
        by: Who; None for a command.
        at: The present.

    Raises:
        ConflictError: Somebody put the same step down first (`standing_moved`).
    """
    try:
        session.execute(
            insert(RegisterStepRow).values(
                centre_id=centre_id,
                area_code=area_code,
                number=step.number,
                status=step.status.value,
                effective_on=step.effective_on,
                until=step.until,
                cause=step.cause.value,
                decision_id=step.decision_id,
                made_at=at,
                made_by=by,
            )
        )
    except IntegrityError as fault:
        raise ConflictError("standing_moved") from fault


def close_proposals(
    session: Session, area: tuple[int, str], by: int | None, at: datetime
) -> tuple[int, ...]:
    """Close the decisions about an area that wait, because it has moved.

    They rest on where it stood before, so that nobody could confirm them any more.

    Args:
        session: A session inside `transaction` that holds the centre.
        area: Centre and area.
        by: Who moved it; None for a command.
        at: The present.

    Returns:
        The decisions, in order.
    """
    row = RegisterDecisionRow
    closed = session.execute(
        update(row)
        .where(
            row.centre_id == area[0],
            row.area_code == area[1],
            row.state == DecisionState.PROPOSED.value,
        )
        .values(state=DecisionState.OVERTAKEN.value, decided_at=at, decided_by=by)
        .returning(row.id)
        .execution_options(synchronize_session=False)
    ).scalars()
    return tuple(sorted(closed))


def end_application(
    session: Session, application_id: int, state: Applied, by: int | None, at: datetime
) -> None:
    """End an application.

    Args:
        session: A session inside `transaction` that holds its centre.
        application_id: The application, which waits.
        state: How it ends.
        by: Who ends it.
        at: The present.
    """
    session.execute(
        update(RegisterApplicationRow)
        .where(RegisterApplicationRow.id == application_id)
        .values(state=state.value, ended_at=at, ended_by=by)
        .execution_options(synchronize_session=False)
    )


def reopen_application(session: Session, application_id: int, state: Applied) -> None:
    """Let an application wait again, whose decision was set aside.

    Args:
        session: A session inside `transaction` that holds its centre.
        application_id: The application, which was decided.
        state: Where it stands again: applied, or under review.
    """
    session.execute(
        update(RegisterApplicationRow)
        .where(RegisterApplicationRow.id == application_id)
        .values(state=state.value, ended_at=None, ended_by=None)
        .execution_options(synchronize_session=False)
    )
