"""How much time supervisors have, when they are away, and which centres lie on one journey."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import CENTRES_A_DAY, SUPERVISOR_MONTH_MINUTES
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.supervision_agreements import (
    AbsenceKind,
    contains,
    reach_over_agreements,
    touches,
)
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import AbsenceRow, SupervisorTimeRow, TravelGroupRow
from qa_app.models.places import CentreRow
from qa_app.queries.agreement_fitness import paths_of
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import account_as_actor


@dataclass(frozen=True, slots=True)
class SupervisorTime:
    """How much a supervisor can do.

    Attributes:
        minutes_a_month: Time for visits and sessions in a month.
        centres_a_day: Centres of a day.
        revision: Of the row; 0 while the defaults hold.
    """

    minutes_a_month: int = SUPERVISOR_MONTH_MINUTES
    centres_a_day: int = CENTRES_A_DAY
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a supervisor is away.

    Attributes:
        id: The entry.
        kind: Why; for the supervisor and whoever plans for them.
        from_on: First day.
        until_on: Last day.
    """

    id: int
    kind: AbsenceKind
    from_on: date
    until_on: date


def times_of(session: Session, accounts: Collection[int]) -> dict[int, SupervisorTime]:
    """Read how much some supervisors can do, with one query.

    Args:
        session: A database session.
        accounts: Their accounts; the caller knows that they are in reach.

    Returns:
        Every one of the accounts; the defaults where nobody said otherwise.
    """
    rows = session.execute(
        select(SupervisorTimeRow).where(SupervisorTimeRow.account_id.in_(sorted(accounts)))
    ).scalars()
    said = {
        row.account_id: SupervisorTime(row.minutes_a_month, row.centres_a_day, row.revision)
        for row in rows
    }
    return {one: said.get(one, SupervisorTime()) for one in accounts}


def absences_of(
    session: Session, accounts: Collection[int], from_on: date, until_on: date | None = None
) -> dict[int, tuple[Absence, ...]]:
    """Read when some supervisors are away, with one query.

    Args:
        session: A database session.
        accounts: Their accounts; the caller knows that they are in reach.
        from_on: First day looked at.
        until_on: Last day looked at; None without end.

    Returns:
        Account to what touches these days and was not taken back, in order.
    """
    query = select(AbsenceRow).where(
        AbsenceRow.account_id.in_(sorted(accounts)),
        AbsenceRow.taken_back_at.is_(None),
        AbsenceRow.until_on >= from_on,
    )
    if until_on is not None:
        query = query.where(AbsenceRow.from_on <= until_on)
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in session.execute(query.order_by(AbsenceRow.from_on, AbsenceRow.id)).scalars():
        kind = AbsenceKind(row.kind)
        found[row.account_id].append(Absence(row.id, kind, row.from_on, row.until_on))
    return {one: tuple(found[one]) for one in accounts}


def travel_groups(session: Session, actor: Actor) -> dict[int, str]:
    """Read which centres lie on one journey, where somebody plans or sees agreements.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Centre to the name of its group; centres without one are not listed.
    """
    rows = session.execute(
        select(TravelGroupRow.centre_id, TravelGroupRow.name)
        .join(CentreRow, CentreRow.id == TravelGroupRow.centre_id)
        .where(centres_within(actor, Permission.AGREEMENT_READ))
        .order_by(TravelGroupRow.name, CentreRow.code)
    )
    return {row.centre_id: row.name for row in rows}


def may_see_supervisor(session: Session, actor: Actor, account_id: int) -> bool:
    """Tell whether somebody may see the page of a supervisor.

    Args:
        session: A database session.
        actor: Who asks.
        account_id: The supervisor.

    Returns:
        True for oneself, and where both have a centre or branch in common.
    """
    if account_id == actor.account_id:
        return True
    person = account_as_actor(session, account_id)
    if person is None:
        return False
    own, theirs = reach_over_agreements(actor), reach_of(person, Permission.SESSION_PLAN)
    return touches(own, theirs, paths_of(session, own.centre_ids | theirs.centre_ids))


def may_set_time(session: Session, actor: Actor, account_id: int) -> bool:
    """Tell whether somebody may say how much time a supervisor has, and when they are away.

    Args:
        session: A database session.
        actor: Who says it.
        account_id: The supervisor.

    Returns:
        True for supervisors themselves, and for whoever makes agreements wherever they lead.
    """
    if account_id == actor.account_id:
        return may(actor, Permission.AGREEMENT_MAKE)
    person = account_as_actor(session, account_id)
    if person is None or not may(person, Permission.SESSION_PLAN):
        return False
    theirs = reach_of(person, Permission.SESSION_PLAN)
    outer = reach_of(actor, Permission.AGREEMENT_MAKE)
    return contains(outer, theirs, paths_of(session, theirs.centre_ids))


def name_of_account(session: Session, account_id: int) -> str:
    """Read the name of an account that is known to be in reach.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        The name shown; empty for none.
    """
    query = select(AccountRow.display_name).where(AccountRow.id == account_id)
    return session.execute(query).scalar_one_or_none() or ""
