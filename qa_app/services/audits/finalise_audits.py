"""Make provisional results final once their centre has answered or its time is over."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.answers import becomes_final
from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import AuditsFinalised
from qa_app.domain.people import Actor
from qa_app.domain.signing import last_day_to_answer
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.totals import recount_readings
from qa_app.models.transaction import locked, transaction
from qa_app.queries.answers_so_far import answered_results, disputed_results
from qa_app.queries.holidays import working_calendar
from qa_app.queries.readings import COUNTED, counted_reading
from qa_app.queries.rubrics import rubric_by_id

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
    due = tuple(_due(session, ZoneInfo(zone), at))
    done = 0
    for start in range(0, len(due), _CHUNK):
        event = AuditsFinalised(actor=actor, at=at, count=0, digest="")
        with transaction(session, event) as act:
            ids = _finalise(session, due[start : start + _CHUNK], at)
            digest = hashlib.sha256("\n".join(map(str, ids)).encode()).hexdigest()
            act.learn(count=len(ids), digest=digest)
        done += len(ids)
    return done


def _due(session: Session, zone: ZoneInfo, at: datetime) -> Iterator[int]:
    today = at.astimezone(zone).date()
    calendars: dict[str, WorkingCalendar] = {}
    answered, disputed = answered_results(session), disputed_results(session)
    rows = session.execute(
        select(AuditRow.id, AuditRow.rubric_version_id, AuditRow.shared_at)
        .where(
            AuditRow.state == "signed",
            AuditRow.result_state == "provisional",
            AuditRow.shared_at.is_not(None),
        )
        .order_by(AuditRow.signed_at, AuditRow.id)
    ).all()
    for row in rows:
        rubric = rubric_by_id(session, row.rubric_version_id)
        if rubric is None or row.shared_at is None:
            continue
        if rubric.region not in calendars:
            calendars[rubric.region] = working_calendar(session, rubric.region)
        shared_on = row.shared_at.astimezone(zone).date()
        last = last_day_to_answer(calendars[rubric.region], shared_on)
        # a signature that can still be taken back is not made final by a quick answer
        is_settled = row.shared_at + timedelta(minutes=WITHDRAW_MINUTES) <= at
        if becomes_final(
            is_over=last is not None and last < today,
            is_all_answered=answered.get(row.id, False) and is_settled,
            is_disputed=row.id in disputed or answered.get(row.id) is False,
        ):
            yield row.id


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
    waiting = {one for one, is_done in answered_results(session).items() if not is_done}
    waiting |= disputed_results(session)
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
