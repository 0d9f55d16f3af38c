"""Take a new baseline back: limits go on as if it had not been begun."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.baselines import check_reason
from qa_app.domain.chart_events import BaselineTakenBack
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import Actor
from qa_app.models.chart_marks import BaselineRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked, transaction
from qa_app.queries.chart_rights import may_rebase, scope_of_key
from qa_app.queries.trends import ScopeKind


def take_back_baseline(
    session: Session, actor: Actor, baseline_id: int, reason: str, *, at: datetime
) -> None:
    """Take a baseline back; it stays listed with both reasons.

    Args:
        session: A database session.
        actor: Whoever may let limits begin anew there.
        baseline_id: The baseline.
        reason: Why.
        at: The present.

    Raises:
        OutOfReachError: There is no such baseline where the actor may let limits begin anew.
        InvalidError: The reason is refused (`baselines.check_reason`).
        ConflictError: It was taken back before (`taken_back`).
    """
    event = BaselineTakenBack(
        actor=actor,
        at=at,
        object_id=baseline_id,
        scope="",
        rubric="",
        section="",
        on=at.date(),
        digest="",
    )
    with transaction(session, event) as act:
        query = select(BaselineRow).where(BaselineRow.id == baseline_id)
        row = session.execute(locked(session, query, BaselineRow)).scalar_one_or_none()
        scope = None if row is None else scope_of_key(session, actor, row.scope)
        if row is None or scope is None or not may_rebase(actor, scope):
            raise OutOfReachError("baseline")
        if row.taken_back_at is not None:
            raise ConflictError("taken_back")
        check_reason(reason)
        row.taken_back_at, row.taken_back_by = at, actor.account_id
        row.taken_back_why = reason.strip()
        act.learn(
            centre_id=scope.object_id if scope.kind is ScopeKind.CENTRE else None,
            scope=scope.key,
            rubric=session.get_one(RubricVersionRow, row.rubric_version_id).rubric_code,
            section=row.section,
            on=first_day(row.month),
            digest=sealer_of(session).digest(reason.strip(), f"chart/{scope.key}"),
        )
