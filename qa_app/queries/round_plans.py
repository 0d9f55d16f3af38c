"""Rounds as they were planned, and what a session takes from its round."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.rounds import RoundPlan
from qa_app.domain.sample_design import SampleDesign, design_from
from qa_app.models.places import CentreRow
from qa_app.models.rounds import (
    AuditRoundRow,
    RoundCentreRow,
    RoundReaderRow,
    RoundRubricRow,
)
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import StaffLine


@dataclass(frozen=True, slots=True)
class RoundRule:
    """What a round says about the samples of its sessions.

    Attributes:
        design: How files are chosen.
        since: First day of the period under review.
        until: Its last day.
        is_cancelled: True once the round does not take place.
    """

    design: SampleDesign
    since: date
    until: date
    is_cancelled: bool


def round_rule(session: Session, round_id: int | None) -> RoundRule | None:
    """Read what a round says about samples.

    Args:
        session: A database session.
        round_id: The round of a session that is known to be in reach; None without one.

    Returns:
        The rule; None without a round.
    """
    if round_id is None:
        return None
    row = session.get_one(AuditRoundRow, round_id)
    return RoundRule(
        design_from(row.design), row.period_from, row.period_until, row.cancelled_at is not None
    )


def round_readers(session: Session, round_id: int | None) -> frozenset[int] | None:
    """List who reads in a round.

    Args:
        session: A database session.
        round_id: The round of a session that is known to be in reach; None without one.

    Returns:
        Accounts, never the moderator; None without a round, where everybody may read.
    """
    if round_id is None:
        return None
    query = select(RoundReaderRow.account_id).where(RoundReaderRow.round_id == round_id)
    return frozenset(session.execute(query).scalars())


def of_round(
    session: Session, round_id: int | None, people: Iterable[StaffLine]
) -> tuple[StaffLine, ...]:
    """Keep those whom a round lets read, as `outside_round` tells of one of them.

    Args:
        session: A database session.
        round_id: The round of a session that is known to be in reach; None without one.
        people: Who may read at the centre.

    Returns:
        In the same order; everybody without a round.
    """
    readers = round_readers(session, round_id)
    return tuple(one for one in people if readers is None or one.id in readers)


def round_moderator(session: Session, round_id: int | None) -> int | None:
    """Name who decides where readers of a round differ.

    Args:
        session: A database session.
        round_id: The round of a session that is known to be in reach; None without one.

    Returns:
        The account; None without a round, or while nobody is named.
    """
    return None if round_id is None else session.get_one(AuditRoundRow, round_id).moderator_id


def outside_round(readers: frozenset[int] | None, moderator_id: int | None, account_id: int) -> str:
    """Tell what keeps somebody from reading in a round, for the first or the second time.

    Args:
        readers: Whom the round names; None without a round.
        moderator_id: Who decides where they differ; None while nobody does.
        account_id: Who would read.

    Returns:
        The code of the refusal: they decide where its readers differ (`moderates_round`), or
        the round does not name them (`not_of_round`); empty when nothing does.
    """
    if readers is None:
        return ""
    if moderator_id == account_id:
        return "moderates_round"
    return "" if account_id in readers else "not_of_round"


def plan_of(session: Session, row: AuditRoundRow) -> RoundPlan:
    """Read a round back as it was planned.

    Args:
        session: A database session.
        row: The round.

    Returns:
        The plan.
    """
    return RoundPlan(
        period_from=row.period_from,
        period_until=row.period_until,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        centres=tuple(
            session.execute(
                select(RoundCentreRow.centre_id)
                .where(RoundCentreRow.round_id == row.id)
                .order_by(RoundCentreRow.centre_id)
            ).scalars()
        ),
        rubrics=tuple(
            session.execute(
                select(RoundRubricRow.rubric_version_id)
                .where(RoundRubricRow.round_id == row.id)
                .order_by(RoundRubricRow.rubric_version_id)
            ).scalars()
        ),
        design=design_from(row.design),
        owner_id=row.owner_id,
        moderator_id=row.moderator_id,
        readers=tuple(
            session.execute(
                select(RoundReaderRow.account_id)
                .where(RoundReaderRow.round_id == row.id)
                .order_by(RoundReaderRow.account_id)
            ).scalars()
        ),
    )


def open_round(session: Session, actor: Actor, round_id: int) -> AuditRoundRow:
    """Find a round that takes place, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who changes it; must plan at every centre of it.
        round_id: The round.

    Returns:
        The round.

    Raises:
        OutOfReachError: There is no such round, or a centre of it lies out of reach.
        ConflictError: It is cancelled (`round_cancelled`).
    """
    query = select(AuditRoundRow).where(AuditRoundRow.id == round_id)
    row = session.execute(locked(session, query, AuditRoundRow)).scalar_one_or_none()
    centres = [] if row is None else plan_of(session, row).centres
    if row is None or not all_within(session, actor, centres):
        raise OutOfReachError("round")
    if row.cancelled_at is not None:
        raise ConflictError("round_cancelled")
    return row


def all_within(session: Session, actor: Actor, centres: Collection[int]) -> bool:
    """Tell whether an actor may plan rounds at every one of some centres.

    Args:
        session: A database session.
        actor: Who plans.
        centres: The centres.

    Returns:
        False when one of them does not exist, was imported, or lies out of reach.
    """
    query = select(CentreRow.id).where(
        CentreRow.id.in_(centres),
        CentreRow.source == "",
        centres_within(actor, Permission.ROUND_PLAN),
    )
    return set(session.execute(query).scalars()) == set(centres)
