"""Put a note on the charts of a centre, a place or the network."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.chart_events import ChartNoted
from qa_app.domain.chart_notes import NewNote, check_note, keeps_name
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.chart_marks import ChartNoteRow
from qa_app.models.idempotency import Request, once
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.chart_rights import chart_scope, may_note
from qa_app.queries.trends import Scope, ScopeKind


def add_note(
    session: Session,
    actor: Actor,
    where: tuple[ScopeKind, int],
    note: NewNote,
    zone: str,
    *,
    at: datetime,
) -> int:
    """Put a note on charts.

    Args:
        session: A database session.
        actor: Manager of the centre, or a supervisor whose reach covers the scope.
        where: On whose charts: a centre or a place, and which one; place 0 is the network.
        note: The note.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The note, the same for the same key.

    Raises:
        OutOfReachError: There is no such centre or place on whose charts the actor may write.
        InvalidError: The note may not be written (`chart_notes.check_note`), or it names a rubric
            that was never published (`unknown_rubric`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    body = f"{where!r}\n{note!r}"
    request = Request(actor.account_id, note.key, "chart:note", body)
    event = ChartNoted(actor=actor, at=at, scope="", change="add", kind=note.kind.value, on=note.on)

    def make(act: Act) -> int:
        scope = chart_scope(session, actor, *where)
        if scope is None or not may_note(actor, scope):
            raise OutOfReachError("chart")
        check_note(note, local_day(at, zone))
        return _add(session, act, scope, note)

    return once(session, request, event, make)


def _add(session: Session, act: Act, scope: Scope, note: NewNote) -> int:
    if note.rubric_code:
        known = select(RubricVersionRow.id).where(RubricVersionRow.rubric_code == note.rubric_code)
        if session.execute(known.limit(1)).scalar_one_or_none() is None:
            raise InvalidError("unknown_rubric")
    why = note.name_reason.strip() if keeps_name(note) else None
    made: int = session.execute(
        insert(ChartNoteRow)
        .values(
            scope=scope.key,
            rubric_code=note.rubric_code or None,
            kind=note.kind.value,
            happened_on=note.on,
            text_zh=note.text.zh,
            text_en=note.text.en,
            name_reason=why,
            revision=1,
            written_at=act.event.at,
            written_by=act.event.actor.account_id,
        )
        .returning(ChartNoteRow.id)
    ).scalar_one()
    sealer, about = sealer_of(session), f"chart/{scope.key}"
    act.learn(
        object_id=made,
        centre_id=scope.object_id if scope.kind is ScopeKind.CENTRE else None,
        scope=scope.key,
        digest=sealer.digest(f"{note.text.zh}\n{note.text.en}", about),
        name_reason=None if why is None else sealer.digest(why, about),
    )
    return made
