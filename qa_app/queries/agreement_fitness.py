"""Whether somebody may supervise a person on some days, by the rules that every act asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import Judged
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import NO_REACH, Actor, Reach
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.supervision_agreements import (
    AgreementKind,
    Bond,
    Load,
    OverReason,
    branch_of,
    closes_circle,
    contains,
    load_of,
    most_at_once,
    overlap,
)
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.aliases import alias_of
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.queries.bars import Tied, tied
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import account_as_actor, people_with


@dataclass(frozen=True, slots=True)
class PersonSupervised:
    """Who would be supervised.

    Attributes:
        practitioner_id: A practitioner; None for a supervisor.
        account_id: The account of a supervisor; None for a practitioner.
        key: The person in chains: the account, also of a practitioner who has one; else the
            practitioner's id below zero.
        centre_id: Centre where they are supervised; None for a supervisor.
        place_path: Path of its node, or of the branch in which a supervisor works.
        reach: Over which a supervisor leads sessions; empty for a practitioner.
        paths: Paths of the nodes of the single centres of that reach.
        started_on: First day in post; None for a supervisor.
        ended_on: Last day in post; None while it lasts.
    """

    practitioner_id: int | None
    account_id: int | None
    key: int
    centre_id: int | None
    place_path: str
    reach: Reach = NO_REACH
    paths: Mapping[int, str] = field(default_factory=dict)
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedAgreement:
    """What would be agreed about a person.

    Attributes:
        kind: What it is.
        supervisor_id: Who would supervise.
        from_on: First day.
        until_on: Last day; None while it lasts.
        over_reason: Why above the ceiling; None for no reason given.
        instead_of: An agreement that ends or rests for it; None for none.
    """

    kind: AgreementKind
    supervisor_id: int
    from_on: date
    until_on: date | None
    over_reason: OverReason | None = None
    instead_of: int | None = None


def supervised_person(
    session: Session, actor: Actor, practitioner_id: int | None, account_id: int | None
) -> PersonSupervised:
    """Find who would be supervised.

    Args:
        session: A database session.
        actor: Who makes the agreement.
        practitioner_id: A practitioner; None for a supervisor.
        account_id: The account of a supervisor; None for a practitioner.

    Returns:
        The person.

    Raises:
        OutOfReachError: There is no such person where the actor makes agreements, or the account
            leads no sessions and is nobody's supervisor.
    """
    if (practitioner_id is None) is (account_id is None):
        raise OutOfReachError("person")
    if practitioner_id is not None:
        return _practitioner(session, actor, practitioner_id)
    person = account_as_actor(session, account_id or 0)
    if person is None or not may(person, Permission.SESSION_PLAN):
        raise OutOfReachError("person")
    reach = reach_of(person, Permission.SESSION_PLAN)
    paths = paths_of(session, reach.centre_ids)
    if not contains(reach_of(actor, Permission.AGREEMENT_MAKE), reach, paths):
        raise OutOfReachError("person")
    key = person.account_id or 0
    return PersonSupervised(None, account_id, key, None, branch_of(reach, paths), reach, paths)


def may_be_given_supervisors(
    session: Session, actor: Actor, accounts: Collection[int]
) -> frozenset[int]:
    """Tell for which supervisors the actor may agree that somebody supervises them.

    Args:
        session: A database session.
        actor: Who would make the agreements.
        accounts: Accounts of supervisors.

    Returns:
        Those that `supervised_person` finds for the actor; with two queries whatever their number.
    """
    if not accounts or not may(actor, Permission.AGREEMENT_MAKE):
        return frozenset()
    wanted = set(accounts)
    people = [
        one for one in people_with(session, Permission.SESSION_PLAN) if one.account_id in wanted
    ]
    reaches = {one.account_id or 0: reach_of(one, Permission.SESSION_PLAN) for one in people}
    centres = {centre for reach in reaches.values() for centre in reach.centre_ids}
    paths = paths_of(session, centres)
    own = reach_of(actor, Permission.AGREEMENT_MAKE)
    return frozenset(one for one, reach in reaches.items() if contains(own, reach, paths))


def _practitioner(session: Session, actor: Actor, practitioner_id: int) -> PersonSupervised:
    row = session.execute(
        select(
            PractitionerRow.centre_id,
            PractitionerRow.started_on,
            PractitionerRow.ended_on,
            CentreRow.place_path,
            AccountRow.id.label("account_id"),
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .outerjoin(AccountRow, AccountRow.practitioner_id == PractitionerRow.id)
        .where(
            PractitionerRow.id == practitioner_id,
            centres_within(actor, Permission.AGREEMENT_MAKE),
        )
        .order_by(AccountRow.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise OutOfReachError("person")
    return PersonSupervised(
        practitioner_id,
        None,
        row.account_id or -practitioner_id,
        row.centre_id,
        row.place_path,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def paths_of(session: Session, centres: Collection[int]) -> dict[int, str]:
    """Read the paths of the nodes of some centres.

    Args:
        session: A database session.
        centres: The centres.

    Returns:
        Centre to path.
    """
    if not centres:
        return {}
    rows = session.execute(
        select(CentreRow.id, CentreRow.place_path).where(CentreRow.id.in_(sorted(centres)))
    )
    return {row.id: row.place_path for row in rows}


def supervisor_refusal(
    person: PersonSupervised, candidate: Actor | None, ties: Tied, on: date
) -> str:
    """Tell what keeps somebody from supervising a person, whatever else is agreed.

    Args:
        person: Who would be supervised.
        candidate: Who would supervise; None for no active account.
        ties: What ties the candidate.
        on: First day.

    Returns:
        A code: they may not lead sessions there (`unfit_supervisor`), it is the same person
        (`own_self`), they belong to the centre or declared a conflict (`tied`); empty when nothing
        does.
    """
    if candidate is None or candidate.account_id is None:
        return "unfit_supervisor"
    own = {candidate.account_id, -(candidate.practitioner_id or 0)} - {0}
    if person.key in own or person.practitioner_id in {candidate.practitioner_id} - {None}:
        return "own_self"
    reach = reach_of(candidate, Permission.SESSION_PLAN)
    if person.centre_id is None:
        return "" if contains(reach, person.reach, person.paths) else "unfit_supervisor"
    if not reach.covers(person.centre_id, person.place_path):
        return "unfit_supervisor"
    judged = Judged(person.centre_id, person.practitioner_id, on, is_for_endorsement=False)
    return "tied" if ties.bars(judged) else ""


def check_fit(session: Session, person: PersonSupervised, new: ProposedAgreement) -> None:
    """Refuse an agreement that breaks a rule.

    Args:
        session: A session inside `transaction`.
        person: Who would be supervised.
        new: What would be agreed.

    Raises:
        InvalidError: The person is not in post on its first day (`not_in_post`); the supervisor
            may not, as `supervisor_refusal` says; it would close a circle (`circle`); another
            agreement of the kind holds on one of its days (`overlaps`, with whom and when); the
            supervisor would have more people than may be without a reason (`over_ceiling`).
    """
    ended = person.ended_on is not None and person.ended_on < new.from_on
    if ended or (person.started_on is not None and new.from_on < person.started_on):
        raise InvalidError("not_in_post")
    candidate = account_as_actor(session, new.supervisor_id)
    ties = tied(session, [new.supervisor_id])[new.supervisor_id]
    refused = supervisor_refusal(person, candidate, ties, new.from_on)
    if refused:
        raise InvalidError(refused)
    bond = Bond(new.supervisor_id, person.key, new.from_on, new.until_on)
    if closes_circle(_between_accounts(session, new.instead_of), bond):
        raise InvalidError("circle")
    _refuse_overlap(session, person, new, bond)
    count = people_at_once(session, new.supervisor_id, bond, new.instead_of)
    if load_of(count) is Load.FAR_ABOVE and new.over_reason is None:
        raise InvalidError("over_ceiling", count=count)


def check_deployed(session: Session, host: PersonSupervised, new: ProposedAgreement) -> None:
    """Refuse the deployment of a supervisor that breaks a rule.

    Args:
        session: A session inside `transaction`.
        host: The centre, as a person without a name.
        new: What would be agreed.

    Raises:
        InvalidError: They may not lead sessions there (`unfit_supervisor`), belong to the centre
            or declared a conflict (`tied`), or are deployed there on one of the days already
            (`overlaps`).
    """
    candidate = account_as_actor(session, new.supervisor_id)
    ties = tied(session, [new.supervisor_id])[new.supervisor_id]
    refused = supervisor_refusal(host, candidate, ties, new.from_on)
    if refused:
        raise InvalidError(refused)
    bond = Bond(new.supervisor_id, host.key, new.from_on, new.until_on)
    _refuse_overlap(session, host, new, bond)


@looking_beyond(Beyond.RULES)
def people_at_once(
    session: Session, supervisor_id: int, bond: Bond | None, instead_of: int | None = None
) -> int:
    """Count the people whom a supervisor would have on the fullest day of an agreement.

    Args:
        session: A database session.
        supervisor_id: The supervisor.
        bond: What would be agreed; its days are looked at.
        instead_of: An agreement that ends for it; None for none.

    Returns:
        The number, deputies and deployments counted like any other.
    """
    held = _bonds(
        session,
        _BONDS.where(
            SupervisionAgreementRow.supervisor_id == supervisor_id,
            SupervisionAgreementRow.id != (instead_of or 0),
        ),
    )
    if bond is None:
        return 0
    return most_at_once([*held, bond], bond.from_on, bond.until_on)


_OF_PRACTITIONER = alias_of(AccountRow)
_BONDS = (
    select(
        SupervisionAgreementRow.supervisor_id,
        SupervisionAgreementRow.account_id,
        SupervisionAgreementRow.practitioner_id,
        SupervisionAgreementRow.from_on,
        SupervisionAgreementRow.until_on,
        _OF_PRACTITIONER.id.label("of_practitioner"),
    )
    .outerjoin(
        _OF_PRACTITIONER,
        _OF_PRACTITIONER.practitioner_id == SupervisionAgreementRow.practitioner_id,
    )
    .where(
        or_(
            SupervisionAgreementRow.account_id.is_not(None),
            SupervisionAgreementRow.practitioner_id.is_not(None),
        )
    )
    .order_by(SupervisionAgreementRow.id)
)


def _bonds(session: Session, query: Select[*tuple[Any, ...]]) -> list[Bond]:
    return [
        Bond(
            row.supervisor_id,
            row.account_id or row.of_practitioner or -row.practitioner_id,
            row.from_on,
            row.until_on,
        )
        for row in session.execute(query)
    ]


@looking_beyond(Beyond.RULES)
def _between_accounts(session: Session, instead_of: int | None) -> list[Bond]:
    # whoever has no account supervises nobody: no chain goes on below them
    either = or_(SupervisionAgreementRow.account_id.is_not(None), _OF_PRACTITIONER.id.is_not(None))
    return _bonds(session, _BONDS.where(either, SupervisionAgreementRow.id != (instead_of or 0)))


@looking_beyond(Beyond.RULES)
def _refuse_overlap(
    session: Session, person: PersonSupervised, new: ProposedAgreement, bond: Bond
) -> None:
    query = (
        select(
            SupervisionAgreementRow.supervisor_id,
            SupervisionAgreementRow.from_on,
            SupervisionAgreementRow.until_on,
            AccountRow.display_name,
        )
        .join(AccountRow, AccountRow.id == SupervisionAgreementRow.supervisor_id)
        .where(
            SupervisionAgreementRow.kind == new.kind.value,
            SupervisionAgreementRow.practitioner_id.is_not_distinct_from(person.practitioner_id),
            SupervisionAgreementRow.account_id.is_not_distinct_from(person.account_id),
            SupervisionAgreementRow.id != (new.instead_of or 0),
        )
        .order_by(SupervisionAgreementRow.from_on, SupervisionAgreementRow.id)
    )
    if person.practitioner_id is None and person.account_id is None:
        query = query.where(
            SupervisionAgreementRow.supervisor_id == new.supervisor_id,
            SupervisionAgreementRow.centre_id == person.centre_id,
        )
    for row in session.execute(query):
        if overlap(Bond(row.supervisor_id, person.key, row.from_on, row.until_on), bond):
            raise InvalidError(
                "overlaps", name=row.display_name, from_on=row.from_on, until_on=row.until_on
            )
