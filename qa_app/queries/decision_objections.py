"""Objections to decisions, their panels, and who may sit on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.decision_objections import Member, Seat, Vote
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.references import without_references
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import (
    DecisionObjectionRow,
    ObjectionPanelRow,
    RegisterApplicationRow,
)
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.hands import Hand
from qa_app.queries.register_decisions import Decision, decision
from qa_app.queries.staff import people_with


@dataclass(frozen=True, slots=True)
class PanelLine:
    """A member of a panel.

    Attributes:
        member: The member.
        name: Their name.
        reasons: Why they voted so; empty before, and where its reader may not read it.
    """

    member: Member
    name: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection.

    Attributes:
        id: It.
        decision: The decision.
        ground: Code of the ground.
        filed_at: When it was filed.
        filed_by: By whom.
        outcome: How the panel ended; None before.
        settled_at: When.
        panel: Its members.
    """

    id: int
    decision: Decision
    ground: str
    filed_at: datetime
    filed_by: int
    outcome: Vote | None
    settled_at: datetime | None
    panel: tuple[PanelLine, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """Who sits on the panel."""
        return tuple(line.member for line in self.panel)


def objection_to(session: Session, actor: Actor, decision_id: int) -> Objection | None:
    """Find the objection to a decision.

    Args:
        session: A database session.
        actor: Who asks.
        decision_id: The decision.

    Returns:
        It; None when there is none, or the decision is not within reach.
    """
    about = decision(session, actor, decision_id)
    row = session.execute(
        select(DecisionObjectionRow).where(DecisionObjectionRow.decision_id == decision_id)
    ).scalar_one_or_none()
    return None if about is None or row is None else _objection(session, about, row)


def held_objection(session: Session, actor: Actor, objection_id: int) -> Objection:
    """Find an objection that somebody is about to move, and keep others from moving it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        objection_id: Which one.

    Returns:
        It.

    Raises:
        OutOfReachError: There is none within reach.
    """
    query = select(DecisionObjectionRow).where(DecisionObjectionRow.id == objection_id)
    row = session.execute(locked(session, query, DecisionObjectionRow)).scalar_one_or_none()
    about = None if row is None else decision(session, actor, row.decision_id)
    if row is None or about is None:
        raise OutOfReachError("objection")
    return _objection(session, about, row)


def decision_of(session: Session, objection_id: int) -> int | None:
    """Find what an objection is about.

    Args:
        session: A database session.
        objection_id: The objection.

    Returns:
        The decision; None when there is no such objection.
    """
    return session.execute(
        select(DecisionObjectionRow.decision_id).where(DecisionObjectionRow.id == objection_id)
    ).scalar_one_or_none()


def may_sit(session: Session, one: Objection) -> Mapping[int, str]:
    """List who may still sit on a panel.

    Args:
        session: A database session.
        one: The objection.

    Returns:
        Account to name: who may review at the centre, does not act for it, took no part in the
        decision or its application, and does not sit yet.
    """
    path = session.execute(
        select(CentreRow.place_path).where(CentreRow.id == one.decision.centre_id)
    ).scalar_one()
    barred = {account for account, _ in hands_in(session, one)}
    barred |= {member.account_id for member in one.members}
    found = {}
    for person in people_with(session, Permission.STANDING_REVIEW):
        covers = reach_of(person, Permission.STANDING_REVIEW).covers(one.decision.centre_id, path)
        is_own = person.reach_as({Role.CENTRE_MANAGER, Role.CASEWORKER}).covers(
            one.decision.centre_id, path
        )
        if person.account_id is not None and covers and not is_own:
            found[person.account_id] = person.name
    return {account: name for account, name in found.items() if account not in barred}


def hands_in(session: Session, one: Objection) -> tuple[Hand, ...]:
    """List who had a hand in what an objection is about, and when.

    Args:
        session: A database session.
        one: The objection.

    Returns:
        Whoever filed it, proposed or confirmed the decision, applied, took the application up, or
        voted already.
    """
    about, panel, row = one.decision, ObjectionPanelRow, RegisterApplicationRow
    hands = [
        (one.filed_by, one.filed_at),
        (about.proposed_by, about.proposed_at),
        (about.decided_by, about.decided_at),
    ]
    applied = select(row.applied_by, row.applied_at, row.taken_up_by, row.taken_up_at)
    for found in session.execute(applied.where(row.id == about.application_id)):
        hands += [(found[0], found[1]), (found[2], found[3])]
    voted = select(panel.account_id, panel.voted_at).where(panel.objection_id == one.id)
    hands += [(found[0], found[1]) for found in session.execute(voted)]
    return tuple((who, at) for who, at in hands if who is not None and at is not None)


def vote_place(objection_id: int, account_id: int) -> str:
    """Name what the reasons of a vote belong to, for their encryption.

    Args:
        objection_id: The objection.
        account_id: Who voted.

    Returns:
        What they are sealed with.
    """
    return f"objection_panel/{objection_id}/{account_id}"


def _objection(session: Session, about: Decision, row: DecisionObjectionRow) -> Objection:
    rows = session.execute(
        select(ObjectionPanelRow, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == ObjectionPanelRow.account_id)
        .where(ObjectionPanelRow.objection_id == row.id)
        .order_by(ObjectionPanelRow.named_at, ObjectionPanelRow.account_id)
    ).all()
    sealer = sealer_of(session)
    lines = tuple(
        PanelLine(
            Member(one.account_id, Seat(one.side), None if one.vote is None else Vote(one.vote)),
            name,
            ""
            if one.reasons is None or not about.reads_texts
            else without_references(sealer.open(one.reasons, vote_place(row.id, one.account_id))),
        )
        for one, name in rows
    )
    outcome = None if row.outcome is None else Vote(row.outcome)
    return Objection(
        row.id, about, row.ground, row.filed_at, row.filed_by, outcome, row.settled_at, lines
    )
