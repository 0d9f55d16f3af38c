"""Make provisional results final once their centre has answered or its time is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import digest_of_run
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import AuditsFinalised
from qa_app.domain.people import Actor
from qa_app.domain.result_waits import Awaited
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.totals import recount_readings
from qa_app.models.transaction import locked, transaction
from qa_app.queries.answers_so_far import answered_results, disputed_results
from qa_app.queries.readings import COUNTED, counted_reading
from qa_app.queries.result_waits import result_waits

_CHUNK = 200


def finalise_audits(session: Session, actor: Actor, zone: str, *, at: datetime) -> int:
    """Make every provisional result final whose answer window is over or that is answered.

    The window is the day on which the result was shown to the centre and the working days after
    it; a result whose window reaches into a year without a holiday table stays provisional until
    everything is answered. While a query waits for its reply, or an objection or an amendment
    for its decision, the result stays provisional.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many became final.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("audit:finalise")
    waits = result_waits(session, zone, at=at)
    due = tuple(one for one, wait in waits.items() if wait.what is Awaited.CLOCK)
    done = 0
    for start in range(0, len(due), _CHUNK):
        event = AuditsFinalised(actor=actor, at=at, count=0, digest="")
        with transaction(session, event) as act:
            ids = _finalise(session, due[start : start + _CHUNK], at)
            act.made = tuple(ids)
            act.learn(count=len(ids), digest=digest_of_run(ids))
        done += len(ids)
    return done


def _finalise(session: Session, ids: Sequence[int], at: datetime) -> list[int]:
    query = (
        select(*COUNTED, CentreRow.place_path)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            AuditRow.id.in_(ids),
            AuditRow.state == "signed",
            AuditRow.result_state == "provisional",
        )
        .order_by(AuditRow.id)
    )
    held = session.execute(locked(session, query, AuditRow)).all()
    # looked at again: somebody may have asked or objected since, who held the result as well
    answered = answered_results(session, ids)
    waiting = {one for one, is_done in answered.items() if not is_done}
    waiting |= disputed_results(session, ids).keys()
    rows = [row for row in held if row.id not in waiting]
    before = [counted_reading(session, row, row.place_path, is_final=False) for row in rows]
    recount_readings(session, before, [replace(one, is_final=True) for one in before])
    done = [row.id for row in rows]
    session.execute(
        update(AuditRow)
        .where(AuditRow.id.in_(done))
        .values(result_state="final", final_at=at)
        .execution_options(synchronize_session=False)
    )
    return done
