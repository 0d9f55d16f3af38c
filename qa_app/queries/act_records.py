"""Sessions and their signed records, held against the journal."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Unlike
from qa_app.domain.record_events import RecordSigned
from qa_app.models.act_contents import Contents
from qa_app.models.records import SupervisionRecordRow
from qa_app.queries.act_sessions import hold_sessions
from qa_app.queries.told_acts import told_of, told_of_nothing

_AT_ONCE = 500


def hold_records(session: Session, held: Held, since: Since) -> None:
    """Hold sessions that were held, and every signature under a record with what was signed.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    act, kind, contents = RecordSigned.action, RecordSigned.object_type, Contents(session)
    for records in _in_parts(session):
        ids = [one.session_id for one in records]
        told = told_of(session, kind, [act], ids)
        found, signatures = contents.records(ids), contents.signatures(ids)
        acts: dict[int, list[RecordedAct]] = {}
        for (number, by, at), signed in signatures.items():
            seal = contents.seal(act, [*found[number], signed])
            digest = str(found[number][-4])
            acts.setdefault(number, []).append(RecordedAct(act, by, at, seal, digest=digest))
        for number, state, signed_at in records:
            rows = told.get(number, [])
            if not _leads_to(state, signed_at, acts.get(number, []), [one.outcome for one in rows]):
                held.unlike.append(Unlike(Kind.RECORD, number, ActFault.STATE))
            held.hold((Kind.RECORD, number), acts.get(number, []), rows, since)
    hold_sessions(session, held, since)
    gone = told_of_nothing(session, kind, [act], SupervisionRecordRow.session_id)
    held.unlike += [Unlike(Kind.RECORD, number, ActFault.LOST, seq) for number, seq in gone]


def _in_parts(session: Session) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    row, last = SupervisionRecordRow, 0
    while True:
        query = select(row.session_id, row.state, row.signed_at).where(row.session_id > last)
        found = list(session.execute(query.order_by(row.session_id).limit(_AT_ONCE)))
        if not found:
            return
        yield found
        last = found[-1].session_id


def _leads_to(state: str, signed_at: Any, acts: list[RecordedAct], told: list[str]) -> bool:
    if state == "draft":
        return not acts
    last = max((one.at for one in acts), default=None)
    if last is None or (state == "signed" and signed_at != last):
        return False
    # without a row the checkpoint, or the fault that is told of it, speaks
    return not told or told[-1] == state
