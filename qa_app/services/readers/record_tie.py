"""Record what ties a person to a centre or a worker; a person declares their own conflicts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import Tie, TieKind
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import TieRecorded
from qa_app.models.accounts import AccountRow
from qa_app.models.places import PractitionerRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.models.who_reads import TieRow
from qa_app.queries.readers import may_tie, tie_standing


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie as somebody names it.

    Attributes:
        account_id: Whose it is.
        tie: What it is; its worker is left empty here.
        worker_code: Code of the worker at the centre; empty when the whole centre is meant.
    """

    account_id: int
    tie: Tie
    worker_code: str = ""


def record_tie(session: Session, actor: Actor, new: NewTie, *, at: datetime) -> int:
    """Record a tie; from then on it bars, and what is being read already shows to the planner.

    Args:
        session: A database session.
        actor: The person themself, or somebody who looks after readers at the centre.
        new: The tie.
        at: The present.

    Returns:
        The tie; recording the same again gives the one that stands.

    Raises:
        OutOfReachError: There is no such person or centre where the actor may record ties.
        InvalidError: It ends before it begins (`ends_before`); a conflict has no reason or
            another kind has one (`reason_missing`); there is no such worker at the centre
            (`unknown_worker`); a supervision names no worker (`worker_missing`).
    """
    tie = new.tie
    event = TieRecorded(
        actor=actor,
        at=at,
        object_id=new.account_id,
        centre_id=tie.centre_id,
        tie=tie.kind.value,
        reason=None if tie.reason is None else tie.reason.value,
    )
    if not may_tie(session, actor, new.account_id, tie.centre_id):
        raise OutOfReachError("account")
    worker = _checked(session, new)
    try:
        with transaction(session, event):
            return _keep(session, new, worker, actor, at)
    except _StandingError as found:
        return found.tie_id


class _StandingError(Exception):
    """The same tie stands already; nothing is kept or noted.

    Attributes:
        tie_id: The tie.
    """

    def __init__(self, tie_id: int) -> None:
        super().__init__(tie_id)
        self.tie_id = tie_id


def _keep(session: Session, new: NewTie, worker: int | None, actor: Actor, at: datetime) -> int:
    tie = new.tie
    if lock_rows(session):
        # one tie of a person at a time, so that a form that is sent twice makes one
        session.execute(
            select(AccountRow.id).where(AccountRow.id == new.account_id).with_for_update()
        )
    standing = tie_standing(session, new.account_id, tie, worker)
    if standing is not None:
        raise _StandingError(standing)
    row = TieRow(
        account_id=new.account_id,
        kind=tie.kind.value,
        centre_id=tie.centre_id,
        practitioner_id=worker,
        from_on=tie.from_on,
        until_on=tie.until_on,
        reason=None if tie.reason is None else tie.reason.value,
        recorded_at=at,
        recorded_by=actor.account_id,
    )
    session.add(row)
    session.flush()
    return row.id


def _checked(session: Session, new: NewTie) -> int | None:
    tie = new.tie
    if tie.until_on is not None and tie.until_on < tie.from_on:
        raise InvalidError("ends_before")
    if (tie.reason is None) is (tie.kind is TieKind.CONFLICT):
        raise InvalidError("reason_missing")
    code = new.worker_code.strip()
    if not code:
        if tie.kind is TieKind.SUPERVISION:
            raise InvalidError("worker_missing")
        return None
    worker = session.execute(
        select(PractitionerRow.id).where(
            PractitionerRow.centre_id == tie.centre_id, PractitionerRow.code == code
        )
    ).scalar_one_or_none()
    if worker is None:
        raise InvalidError("unknown_worker")
    return worker
