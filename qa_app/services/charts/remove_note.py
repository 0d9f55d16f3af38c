"""Take a note off charts; what stood there stays on record."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.chart_events import ChartNoted
from qa_app.domain.chart_notes import check_removal
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.chart_marks import ChartNoteRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked, transaction
from qa_app.queries.chart_rights import may_note, may_take_off, scope_of_key
from qa_app.queries.trends import Scope, ScopeKind


def remove_note(
    session: Session, actor: Actor, note_id: int, sent: tuple[str, int], *, at: datetime
) -> None:
    """Take a note off.

    Args:
        session: A database session.
        actor: Who wrote it, or a supervisor whose reach covers the scope.
        note_id: The note.
        sent: Why, and the revision that the sender saw.
        at: The present.

    Raises:
        OutOfReachError: There is no such note that the actor may take off.
        InvalidError: The reason is refused (`chart_notes.check_removal`).
        ConflictError: It was taken off before (`note_removed`), or its words were changed since
            the sender saw them (`note_changed`).
    """
    reason, seen = sent
    event = ChartNoted(actor=actor, at=at, object_id=note_id, scope="", change="remove")
    with transaction(session, event) as act:
        query = select(ChartNoteRow).where(ChartNoteRow.id == note_id)
        row = session.execute(locked(session, query, ChartNoteRow)).scalar_one_or_none()
        scope = None if row is None else scope_of_key(session, actor, row.scope)
        if row is None or scope is None or not _may(actor, row, scope):
            raise OutOfReachError("chart_note")
        if row.removed_at is not None:
            raise ConflictError("note_removed")
        if row.revision != seen:
            raise ConflictError("note_changed")
        check_removal(reason)
        row.removed_at, row.removed_by, row.removed_why = at, actor.account_id, reason.strip()
        act.learn(
            centre_id=scope.object_id if scope.kind is ScopeKind.CENTRE else None,
            scope=scope.key,
            kind=row.kind,
            on=row.happened_on,
            digest=sealer_of(session).digest(reason.strip(), f"chart/{scope.key}"),
        )


def _may(actor: Actor, row: ChartNoteRow, scope: Scope) -> bool:
    is_own = row.written_by == actor.account_id and may_note(actor, scope)
    return is_own or may_take_off(actor, scope)
