"""Who supervises how many, how they stand above one another, and who else may."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision_agreements import (
    AgreementKind,
    branch_of,
    reach_over_agreements,
    touches,
)
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PlaceRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.queries.agreement_fitness import PersonSupervised, paths_of, supervisor_refusal
from qa_app.queries.agreement_reach import agreements_in
from qa_app.queries.agreements import in_force, in_post, not_over
from qa_app.queries.bars import tied
from qa_app.queries.staff import people_with


@dataclass(frozen=True, slots=True)
class SupervisorLine:
    """A supervisor in the list.

    Attributes:
        id: The account.
        name: Name shown.
        is_active: False when the account is disabled.
        count: People they supervise today, wherever; deputies and deployments counted.
        branch: Path of the branch in which they work; empty for the whole network.
    """

    id: int
    name: str
    is_active: bool
    count: int
    branch: str = ""


@dataclass(frozen=True, slots=True)
class ChainNode:
    """A supervisor in a chain.

    Attributes:
        line: Who.
        agreement_id: The agreement under which somebody supervises them; None at the top.
        below: Supervisors whom they supervise.
    """

    line: SupervisorLine
    agreement_id: int | None
    below: tuple["ChainNode", ...]


def supervisors_within(session: Session, actor: Actor, day: date) -> tuple[SupervisorLine, ...]:
    """List who leads sessions or supervises somebody where the actor sees agreements.

    Args:
        session: A database session.
        actor: Who asks.
        day: Today.

    Returns:
        By name; disabled accounts as long as they hold agreements. Four queries whatever their
        number.
    """
    own = reach_over_agreements(actor)
    people = people_with(session, Permission.SESSION_PLAN)
    reaches = {one.account_id or 0: reach_of(one, Permission.SESSION_PLAN) for one in people}
    single = frozenset[int]().union(own.centre_ids, *(one.centre_ids for one in reaches.values()))
    paths = paths_of(session, single)
    counts = people_of(session, None, day)
    found = [
        SupervisorLine(
            one.account_id or 0,
            one.name,
            is_active=True,
            count=counts.get(one.account_id or 0, 0),
            branch=branch_of(reaches[one.account_id or 0], paths),
        )
        for one in people
        if touches(own, reaches[one.account_id or 0], paths) or one.account_id == actor.account_id
    ]
    left = _left(session, own, day, {one.id for one in found})
    found += [
        SupervisorLine(row.id, row.name, is_active=False, count=counts.get(row.id, 0))
        for row in left
    ]
    return tuple(sorted(found, key=lambda one: (name_key(one.name), one.id)))


def _left(session: Session, own: Reach, day: date, known: Collection[int]) -> Iterable[Any]:
    return session.execute(
        select(AccountRow.id, AccountRow.display_name.label("name"))
        .join(SupervisionAgreementRow, SupervisionAgreementRow.supervisor_id == AccountRow.id)
        .where(
            not_over(day),
            AccountRow.is_active.is_(False),
            AccountRow.id.not_in(sorted(known)),
            agreements_in(own),
        )
        .distinct()
        .order_by(AccountRow.id)
    ).all()


@looking_beyond(Beyond.RULES)
def people_of(session: Session, accounts: Collection[int] | None, day: date) -> dict[int, int]:
    """Count the people whom supervisors have today, wherever these work.

    Args:
        session: A database session.
        accounts: Supervisors; None for all of them.
        day: Today.

    Returns:
        Supervisor to the number of people; supervisors without any are not listed. Whoever left
        their post is not counted.
    """
    person = func.coalesce(
        -SupervisionAgreementRow.practitioner_id, SupervisionAgreementRow.account_id
    )
    query = (
        select(SupervisionAgreementRow.supervisor_id, func.count(person.distinct()))
        .outerjoin(PractitionerRow, PractitionerRow.id == SupervisionAgreementRow.practitioner_id)
        .where(in_force(day), in_post(day))
        .group_by(SupervisionAgreementRow.supervisor_id)
    )
    if accounts is not None:
        query = query.where(SupervisionAgreementRow.supervisor_id.in_(sorted(accounts)))
    return {row[0]: row[1] for row in session.execute(query) if row[1]}


def chains(session: Session, actor: Actor, day: date) -> tuple[ChainNode, ...]:
    """Build the trees of supervisors, from the top down.

    Args:
        session: A database session.
        actor: Who asks.
        day: Today.

    Returns:
        Everybody of `supervisors_within` and, at the top of each tree, who is supervised by nobody
        among them; whoever is below comes by name.
    """
    lines = {one.id: one for one in supervisors_within(session, actor, day)}
    rows = session.execute(
        select(
            SupervisionAgreementRow.id,
            SupervisionAgreementRow.supervisor_id,
            SupervisionAgreementRow.account_id,
        )
        .where(
            SupervisionAgreementRow.account_id.in_(sorted(lines)),
            SupervisionAgreementRow.supervisor_id.in_(sorted(lines)),
            SupervisionAgreementRow.kind == AgreementKind.STANDING.value,
            in_force(day),
        )
        .order_by(SupervisionAgreementRow.id)
    ).all()
    below: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        below[row.supervisor_id].append((row.account_id or 0, row.id))

    def grown(account_id: int, agreement_id: int | None) -> ChainNode:
        # nothing closes a circle: `check_fit` refuses what would
        under = sorted(below[account_id], key=lambda one: (name_key(lines[one[0]].name), one[1]))
        return ChainNode(lines[account_id], agreement_id, tuple(grown(*one) for one in under))

    supervised = {row.account_id for row in rows}
    return tuple(grown(one, None) for one in lines if one not in supervised)


def place_names(session: Session, paths: Collection[str]) -> dict[str, BilingualText]:
    """Read the names of branches.

    Args:
        session: A database session.
        paths: Their paths.

    Returns:
        Path to name; the whole network has none.
    """
    rows = session.execute(
        select(PlaceRow.path, PlaceRow.name_zh, PlaceRow.name_en).where(
            PlaceRow.path.in_(sorted(set(paths)))
        )
    )
    return {row.path: BilingualText(row.name_zh, row.name_en) for row in rows}


def who_may_supervise(
    session: Session, person: PersonSupervised, day: date
) -> tuple[SupervisorLine, ...]:
    """List who may supervise a person, by the rule that the act itself asks.

    Args:
        session: A database session.
        person: Who would be supervised; the caller knows that they are in reach.
        day: First day.

    Returns:
        By how many people they have, then by name.
    """
    people = people_with(session, Permission.SESSION_PLAN)
    accounts = [one.account_id for one in people if one.account_id is not None]
    ties, counts = tied(session, accounts), people_of(session, accounts, day)
    found = [
        SupervisorLine(
            one.account_id or 0,
            one.name,
            is_active=True,
            count=counts.get(one.account_id or 0, 0),
        )
        for one in people
        if not supervisor_refusal(person, one, ties[one.account_id or 0], day)
    ]
    return tuple(sorted(found, key=lambda one: (one.count, name_key(one.name))))
