"""Change the words of one's own note on charts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.chart_events import ChartNoted
from qa_app.domain.chart_notes import NewNote, NoteKind, check_note, keeps_name
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.models.chart_marks import ChartNoteRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked, transaction
from qa_app.queries.chart_rights import may_note, scope_of_key
from qa_app.queries.trends import ScopeKind


def change_note(
    session: Session,
    actor: Actor,
    note_id: int,
    sent: tuple[BilingualText, int, str],
    zone: str,
    *,
    at: datetime,
) -> None:
    """Change the words; its day and kind stay, another day is another note.

    Args:
        session: A database session.
        actor: Who wrote it, and may still write there.
        note_id: The note.
        sent: The new words, the revision that the sender saw, and why what looks like a name is
            kept (empty when nobody was asked).
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such note of the actor's.
        InvalidError: The words are refused (`chart_notes.check_note`).
        ConflictError: It was changed or taken off meanwhile (`note_changed`).
    """
    text, seen, name_reason = sent
    event = ChartNoted(actor=actor, at=at, object_id=note_id, scope="", change="change")
    with transaction(session, event) as act:
        query = select(ChartNoteRow).where(
            ChartNoteRow.id == note_id, ChartNoteRow.written_by == actor.account_id
        )
        row = session.execute(locked(session, query, ChartNoteRow)).scalar_one_or_none()
        scope = None if row is None else scope_of_key(session, actor, row.scope)
        if row is None or scope is None or not may_note(actor, scope):
            raise OutOfReachError("chart_note")
        if row.removed_at is not None or row.revision != seen:
            raise ConflictError("note_changed")
        kept = NewNote(NoteKind(row.kind), row.happened_on, text, name_reason=name_reason)
        check_note(kept, local_day(at, zone))
        why = name_reason.strip() if keeps_name(kept) else None
        row.text_zh, row.text_en, row.name_reason = text.zh, text.en, why
        row.revision = seen + 1
        sealer, about = sealer_of(session), f"chart/{scope.key}"
        act.learn(
            centre_id=scope.object_id if scope.kind is ScopeKind.CENTRE else None,
            scope=scope.key,
            kind=row.kind,
            on=row.happened_on,
            digest=sealer.digest(f"{text.zh}\n{text.en}", about),
            name_reason=None if why is None else sealer.digest(why, about),
        )
