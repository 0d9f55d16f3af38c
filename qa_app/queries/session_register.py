"""What a list of sessions of the past is held against, and which of them are there already."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, roles_with
from qa_app.domain.session_list import PastSession, SessionRegister, taken_types
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import lock_rows
from qa_app.queries.reach import centres_within

_LEADING = sorted(role.value for role in roles_with(Permission.SESSION_PLAN))


@looking_beyond(Beyond.ADMINISTRATION)
def session_register(
    session: Session, actor: Actor, names: dict[str, BilingualText], today: date
) -> SessionRegister:
    """Read what the cells of a list may name.

    Args:
        session: A database session.
        actor: Who takes the list in.
        names: Names of the types, by code.
        today: The local day.

    Returns:
        Every centre in reach with its practitioners, and every account that leads sessions, also
        those that have left.
    """
    people: dict[int, dict[str, int]] = defaultdict(dict)
    row = PractitionerRow
    there = centres_within(actor, Permission.SESSION_IMPORT)
    workers = select(row.id, row.code, row.centre_id).join(CentreRow, CentreRow.id == row.centre_id)
    for one in session.execute(workers.where(there)):
        people[one.centre_id][one.code] = one.id
    leads = select(RoleGrantRow.account_id).where(RoleGrantRow.role.in_(_LEADING))
    accounts = select(AccountRow.id, AccountRow.login_name).where(AccountRow.id.in_(leads))
    centres = select(CentreRow.id, CentreRow.code).where(CentreRow.source == "", there)
    return SessionRegister(
        centres={one.code: one.id for one in session.execute(centres)},
        people=people,
        supervisors={one.login_name.casefold(): one.id for one in session.execute(accounts)},
        types={one.value: names[one.value] for one in taken_types()},
        today=today,
    )


def lock_centres(session: Session, actor: Actor, entries: Sequence[PastSession]) -> None:
    """Keep others from taking sessions of the same centres in at the same time.

    Whoever only refers to a centre does not wait: who makes an agreement holds the practitioner
    that this list needs next.

    Args:
        session: A session inside `transaction`.
        actor: Who takes the list in.
        entries: Lines of the list.

    Raises:
        OutOfReachError: A centre is not there, or not in reach.
    """
    wanted = {one.centre_id for one in entries}
    query = (
        select(CentreRow)
        .where(CentreRow.id.in_(sorted(wanted)), centres_within(actor, Permission.SESSION_IMPORT))
        .order_by(CentreRow.id)
    )
    if lock_rows(session):
        query = query.with_for_update(of=CentreRow, key_share=True)
    if len(session.execute(query).all()) < len(wanted):
        raise OutOfReachError("centre")


@looking_beyond(Beyond.ADMINISTRATION)
def known_sessions(session: Session, entries: Sequence[PastSession]) -> set[tuple[object, ...]]:
    """Tell which sessions of a list are there already.

    Args:
        session: A database session.
        entries: Lines of the list.

    Returns:
        The keys (see `PastSession.key`) of the sessions at their centres in their span of days.
    """
    if not entries:
        return set()
    row = SupervisionSessionRow
    days = [one.on for one in entries]
    where = (
        row.centre_id.in_(sorted({one.centre_id for one in entries})),
        row.planned_on.between(min(days), max(days)),
    )
    people: dict[int, list[int]] = defaultdict(list)
    for session_id, person in session.execute(
        select(SessionPersonRow.session_id, SessionPersonRow.practitioner_id)
        .join(row, row.id == SessionPersonRow.session_id)
        .where(*where)
    ):
        people[session_id].append(person)
    found = session.execute(
        select(
            row.id, row.centre_id, row.planned_on, row.starts_at_time, row.type, row.supervisor_id
        ).where(*where)
    )
    return {
        (
            one.centre_id,
            one.planned_on,
            one.starts_at_time,
            SessionType(one.type),
            one.supervisor_id,
            tuple(sorted(people[one.id])),
        )
        for one in found
    }
