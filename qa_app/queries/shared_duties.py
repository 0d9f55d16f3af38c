"""Who else is given what waits for a person on Today."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import Party, Waits
from qa_app.domain.answers import Voice
from qa_app.domain.parties import ResultPlace, may_speak_as
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.staff import everyone


def others_who_may(
    session: Session, actor: Actor, asked: Collection[tuple[int, Permission]]
) -> dict[tuple[int, Permission], tuple[str, ...]]:
    """Name who may do what waits at readings as well, with two queries.

    Args:
        session: A database session.
        actor: Whose Today it is; left out themselves.
        asked: Readings, which are in reach, each with what has to be allowed.

    Returns:
        Each of these to active accounts by name; of those who moderate nobody who read or signed
        it, and of those who give answers whoever may speak as its reviewer. A tie that bars one of
        them is not looked at.
    """
    if not asked:
        return {}
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.centre_id,
            CentreRow.place_path,
            AuditRow.reader_id,
            AuditRow.signed_by,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(AuditRow.id.in_({audit_id for audit_id, _ in asked}))
    )
    at, people = {row.id: row for row in rows}, everyone(session)
    reaches = {
        needed: [(one, reach_of(one, needed)) for one in people if may(one, needed)]
        for needed in {permission for _, permission in asked}
    }
    found = {}
    for audit_id, permission in asked:
        row, left_out = at[audit_id], {actor.account_id}
        if permission is Permission.MODERATE_DECIDE:
            left_out |= {row.reader_id, row.signed_by}
        found[audit_id, permission] = tuple(
            one.name
            for one, reach in reaches[permission]
            if one.account_id not in left_out
            and reach.covers(row.centre_id, row.place_path)
            and (permission is not Permission.ANSWER_GIVE or _replies(one, row))
        )
    return found


def _replies(who: Actor, row: Any) -> bool:
    place = ResultPlace(row.centre_id, row.place_path, None, row.reader_id)
    return may_speak_as(who, Voice.REVIEWER, place)


def done_by_others(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an action is to be done by somebody else who led a session.

    What whoever led a session took upon themselves is done by nobody else.

    Args:
        actor: Who asks.

    Returns:
        A condition on `CorrectiveActionRow`, never null.
    """
    row = CorrectiveActionRow
    led = SupervisionSessionRow
    return and_(
        row.waits_by.is_not_distinct_from(Party.SUPERVISOR.value),
        row.waits_for.in_([Waits.DO.value, Waits.PLAN.value, Waits.CONTAIN.value]),
        exists().where(
            led.id == row.session_id, led.supervisor_id.is_distinct_from(actor.account_id)
        ),
    )
