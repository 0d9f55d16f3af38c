"""Say how much time a supervisor has in a month, and how many centres in a day."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.agreement_events import SupervisorTimeSet
from qa_app.domain.defaults import CENTRES_A_DAY_MOST, SUPERVISOR_MONTH_MINUTES_MOST
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.agreements import SupervisorTimeRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.supervisor_time import SupervisorTime, may_set_time, times_of


def set_supervisor_time(
    session: Session, actor: Actor, account_id: int, wanted: SupervisorTime, *, at: datetime
) -> None:
    """Set the time of a supervisor; plans that stand are not touched.

    Args:
        session: A database session.
        actor: The supervisor, or whoever makes agreements wherever they lead.
        account_id: The supervisor.
        wanted: What is set, with the revision that was seen; 0 while the defaults held.
        at: The present.

    Raises:
        OutOfReachError: There is no such supervisor whose time the actor may set.
        InvalidError: The minutes (`minutes_a_month`) or the centres (`centres_a_day`) are out of
            bounds.
        ConflictError: Somebody else changed it meanwhile (`changed`).
    """
    if not may_set_time(session, actor, account_id):
        raise OutOfReachError("account")
    if not 0 <= wanted.minutes_a_month <= SUPERVISOR_MONTH_MINUTES_MOST:
        raise InvalidError("minutes_a_month", most=SUPERVISOR_MONTH_MINUTES_MOST)
    if not 1 <= wanted.centres_a_day <= CENTRES_A_DAY_MOST:
        raise InvalidError("centres_a_day", most=CENTRES_A_DAY_MOST)
    now = times_of(session, [account_id])[account_id]
    same = (now.minutes_a_month, now.centres_a_day)
    if now.revision > 0 and same == (wanted.minutes_a_month, wanted.centres_a_day):
        return
    event = SupervisorTimeSet(
        actor=actor,
        at=at,
        object_id=account_id,
        minutes=wanted.minutes_a_month,
        count=wanted.centres_a_day,
    )
    with one_of_a_kind("changed", ConflictError), transaction(session, event):
        row = session.get(SupervisorTimeRow, account_id, with_for_update=True)
        if row is None:
            row = SupervisorTimeRow(account_id=account_id, revision=0)
            session.add(row)
        if row.revision != wanted.revision:
            raise ConflictError("changed")
        row.minutes_a_month, row.centres_a_day = wanted.minutes_a_month, wanted.centres_a_day
        row.revision, row.changed_at, row.changed_by = row.revision + 1, at, actor.account_id
