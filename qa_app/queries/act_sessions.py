"""Sessions that were held, and who led them, held against the journal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Told, Unlike
from qa_app.domain.events import SessionSettled
from qa_app.domain.record_events import RecordSigned
from qa_app.domain.session_events import SessionsImported
from qa_app.domain.supervision import SessionState
from qa_app.models.act_contents import AT_ONCE, Contents
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.told_acts import parted, told_of, told_of_nothing

_HELD = SessionState.HELD.value
_ACTS = (SessionSettled.action, RecordSigned.action)
_Moment = tuple[datetime, int | None]


def hold_sessions(session: Session, held: Held, since: Since) -> None:
    """Hold that sessions were held: by whom it was said, by a signed record, or taken in so.

    The seal of a record holds its session as well; whether people came is its record's to say.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    act, kind, contents = SessionSettled.action, SessionSettled.object_type, Contents(session)
    taken_in: dict[_Moment, list[int]] = {}
    for some in _in_parts(session):
        ids = [one.id for one in some]
        told = told_of(session, kind, _ACTS, ids)
        found = contents.sessions(told)
        for one in some:
            rows, acts = told.get(one.id, []), list[RecordedAct]()
            said = [row for row in rows if (row.action, row.outcome) == (act, _HELD)]
            by, at = one.settled_by, one.settled_at
            is_signed = (RecordSigned.action, by, at) in {
                (row.action, row.by, row.at) for row in rows
            }
            if one.state != _HELD or (is_signed and not said):
                pass
            elif at is None:
                held.unlike.append(Unlike(Kind.SESSION, one.id, ActFault.STATE))
            elif not said and (at, by) == (one.created_at, one.created_by):
                taken_in.setdefault((at, by), []).append(one.id)
            else:
                seal = contents.seal(act, found.get(one.id))
                acts.append(RecordedAct(act, by, at, seal, outcome=_HELD))
            held.hold((Kind.SESSION, one.id), acts, said, since)
    gone = told_of_nothing(session, kind, [act], SupervisionSessionRow.id)
    held.unlike += [Unlike(Kind.SESSION, number, ActFault.LOST, seq) for number, seq in gone]
    _hold_taken_in(session, contents, taken_in, (held, since))


def _in_parts(session: Session) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    row, last = SupervisionSessionRow, 0
    columns = (
        row.id,
        row.state,
        row.settled_at,
        row.settled_by,
        row.created_at,
        row.created_by,
    )
    while True:
        query = select(*columns).where(row.id > last).order_by(row.id).limit(AT_ONCE)
        found = list(session.execute(query))
        if not found:
            return
        yield found
        last = found[-1].id


def _hold_taken_in(
    session: Session,
    contents: Contents,
    taken_in: dict[_Moment, list[int]],
    found: tuple[Held, Since],
) -> None:
    held, since = found
    act, told = SessionsImported.action, dict[_Moment, list[Told]]()
    for row in told_of(session, SessionsImported.object_type, [act]).get(0, []):
        told.setdefault((row.at, row.by), []).append(row)
    for at, by in sorted({*taken_in, *told}, key=str):
        ids, rows = taken_in.get((at, by), []), told.get((at, by), [])
        acts = [
            RecordedAct(
                act,
                by,
                at,
                contents.seal(act, list(contents.sessions(some).values())),
                count=len(some),
            )
            for some in (parted(ids, rows) if ids else [])
        ]
        held.hold((Kind.SESSION, min(ids, default=0)), acts, rows, since)
