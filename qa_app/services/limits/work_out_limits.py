"""Work out the limits of all open cases anew: every night, or as often as anybody likes."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.limit_events import LimitsWorkedOut
from qa_app.domain.people import Actor
from qa_app.models.cases import CaseFileRow
from qa_app.models.limit_rows import changed_limits, keep_limits
from qa_app.models.transaction import locked, transaction
from qa_app.queries.limit_standings import LimitGround, cases_with_events, open_cases

_CHUNK = 500


def work_out_limits(session: Session, actor: Actor, zone: str, *, at: datetime) -> int:
    """Bring the limits of every case up to the present; without a change nothing is written.

    Time passes, rubrics come into force, tables of holidays are added and cases are closed
    between two records; this follows all of it.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many limits were added, changed or taken away.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("limit:work_out")
    day, ground, count = local_day(at, zone), LimitGround(session, at, zone), 0
    for case_ids in _chunks(session):
        rows = ground.rows(open_cases(session, day, case_ids))
        moved = {key[0] for keys in changed_limits(session, case_ids, rows) for key in keys}
        if not moved:
            continue
        stale = sorted(moved)
        with transaction(session, LimitsWorkedOut(actor=actor, at=at, count=0)) as act:
            query = select(CaseFileRow.id).where(CaseFileRow.id.in_(stale))
            session.execute(locked(session, query.order_by(CaseFileRow.id), CaseFileRow)).all()
            # read again: somebody may have recorded something since
            fresh = ground.rows(open_cases(session, day, stale))
            done = keep_limits(session, stale, fresh, at)
            act.learn(count=done)
        count += done
    return count


def _chunks(session: Session) -> Iterator[list[int]]:
    last = 0
    while found := cases_with_events(session, last, _CHUNK):
        yield found
        last = found[-1]
