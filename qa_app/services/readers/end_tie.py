"""Give a tie its last day; the row stays, because it may go on to bar for a while."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.bars import may_end
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import TieEnded
from qa_app.models.transaction import locked, transaction
from qa_app.models.who_reads import TieRow
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.readers import may_tie


def end_tie(
    session: Session, actor: Actor, tie_id: int, until_on: date, zone: str, *, at: datetime
) -> None:
    """End a tie that has no last day yet, today or later.

    Args:
        session: A database session.
        actor: The person themself for what they declared, or somebody else who looks after
            readers at the centre.
        tie_id: The tie.
        until_on: Its last day; one that is over would lift what barred until now.
        zone: Local time zone of the installation, for today.
        at: The present.

    Raises:
        OutOfReachError: There is no such tie that the actor may change.
        ConflictError: It has its last day already (`ended`), or it is about the actor and others
            recorded it (`recorded_by_others`).
        InvalidError: It would end before it began (`ends_before`), or before today (`backdated`).
        OnePersonError: Others recorded it, and whom it is about may be who ends it
            (`queries.hands`).
    """
    event = TieEnded(actor=actor, at=at, tie="")
    with transaction(session, event) as act:
        query = select(TieRow).where(TieRow.id == tie_id)
        row = session.execute(locked(session, query, TieRow)).scalar_one_or_none()
        if row is None or not may_tie(session, actor, row.account_id, row.centre_id):
            raise OutOfReachError("tie")
        if not may_end(actor.account_id, row.account_id, row.recorded_by):
            raise ConflictError("recorded_by_others")
        if row.recorded_by != row.account_id:
            refuse_one_person(session, actor.account_id, at, (row.account_id, at))
        if row.until_on is not None:
            raise ConflictError("ended")
        if until_on < row.from_on:
            raise InvalidError("ends_before")
        if until_on < local_day(at, zone):
            raise InvalidError("backdated")
        row.until_on = until_on
        act.learn(object_id=row.account_id, centre_id=row.centre_id, tie=row.kind)
