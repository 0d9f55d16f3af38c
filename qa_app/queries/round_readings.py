"""Readings of rounds, counted by how far they stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_stage import ReadingFacts, Stage, stage_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.round_results import conforms
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawnFileRow, DrawRow
from qa_app.models.findings import ObjectionRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.rounds import RoundCentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reach import centres_within

_OPEN_OBJECTIONS = ("open", "proposed")
_TO_BE_DECIDED = "complete"
"""State of a pair of readings that are both locked and not yet one result."""


@dataclass(frozen=True, slots=True)
class ReadingGroup:
    """Readings that stand alike.

    Attributes:
        session_id: The session at which they are read.
        stage: How far they stand; None when they go nowhere any more.
        is_counted: True for signed readings that count, and for the actor's own that wait for
            their blind counterpart: to them it is a file like any other they signed.
        is_drawn: True for drawn files, False for those added by hand.
        conforms: True when their files conform.
        stratum: Stratum of drawn files; empty without strata.
        count: How many.
    """

    session_id: int
    stage: Stage | None
    is_counted: bool
    is_drawn: bool
    conforms: bool
    stratum: str
    count: int


def _appealed() -> ColumnElement[bool]:
    return exists().where(
        ObjectionRow.audit_id == AuditRow.id, ObjectionRow.state.in_(_OPEN_OBJECTIONS)
    )


def _moderated() -> ColumnElement[bool]:
    return exists().where(
        ReadingPairRow.first_id == AuditRow.id, ReadingPairRow.state == _TO_BE_DECIDED
    )


def _groups(actor: Actor) -> Select[*tuple[Any, ...]]:
    # what is locked in a blind pair looks signed to its reader, who knows of no second one, and
    # like one that is still being read to everybody else
    own = and_(AuditRow.state == "locked", AuditRow.reader_id == actor.account_id)
    told = case((own, "signed"), (AuditRow.state == "locked", "draft"), else_=AuditRow.state)
    parts = (
        SupervisionSessionRow.round_id,
        AuditRow.session_id,
        told.label("state"),
        AuditRow.result_state,
        AuditRow.started_at.is_not(None).label("is_begun"),
        or_(own, AuditRow.shared_at.is_not(None)).label("is_shared"),
        _appealed().label("is_appealed"),
        _moderated().label("is_moderated"),
        AuditRow.draw_id.is_not(None).label("is_drawn"),
        AuditRow.band_position,
        func.coalesce(DrawnFileRow.stratum, "").label("stratum"),
    )
    return (
        select(*parts)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .outerjoin(
            DrawnFileRow,
            (DrawnFileRow.draw_id == AuditRow.draw_id)
            & (DrawnFileRow.case_file_id == AuditRow.case_file_id),
        )
        .where(
            centres_within(actor, Permission.ROUND_READ),
            AuditRow.supplements_id.is_(None),
            # a blind second reading is nobody's business but its reader's
            AuditRow.reading != "second",
        )
    )


def readings_of_rounds(
    session: Session, actor: Actor, rounds: Collection[int]
) -> Mapping[int, tuple[ReadingGroup, ...]]:
    """Count the readings of some rounds at centres within reach, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        rounds: Which rounds.

    Returns:
        Round to its readings, those that stand alike together.
    """
    rows = _groups(actor).where(SupervisionSessionRow.round_id.in_(rounds)).subquery()
    found: dict[int, list[ReadingGroup]] = defaultdict(list)
    counted = select(*rows.c, func.count().label("files")).group_by(*rows.c)
    for row in session.execute(counted):
        found[row.round_id].append(_group(row))
    return {round_id: tuple(groups) for round_id, groups in found.items()}


def _group(row: Any) -> ReadingGroup:
    facts = ReadingFacts(
        row.state,
        is_begun=bool(row.is_begun),
        is_shared=bool(row.is_shared),
        is_final=row.result_state == "final",
        is_moderated=bool(row.is_moderated),
        is_appealed=bool(row.is_appealed),
    )
    return ReadingGroup(
        session_id=row.session_id,
        stage=stage_of(facts),
        is_counted=row.state == "signed",
        is_drawn=bool(row.is_drawn),
        conforms=row.state == "signed" and conforms(row.band_position),
        stratum=row.stratum,
        count=row.files,
    )


def read_twice(session: Session, draws: Collection[int]) -> Mapping[int, int]:
    """Count the files of some draws that two people read, once both are done.

    Args:
        session: A database session.
        draws: Draws that are known to be in reach.

    Returns:
        Draw to files; a pair that is not complete is not told, so that nobody learns of it.
    """
    rows = session.execute(
        select(ReadingPairRow.draw_id, func.count())
        .where(ReadingPairRow.draw_id.in_(draws), ReadingPairRow.completed_at.is_not(None))
        .group_by(ReadingPairRow.draw_id)
    )
    return dict(rows.all())


def undrawn_centres(session: Session, actor: Actor, rounds: Collection[int]) -> Mapping[int, int]:
    """Count the centres within reach where rounds still have files to draw.

    Args:
        session: A database session.
        actor: Who asks.
        rounds: Which rounds.

    Returns:
        Round to its centres without a session, or with one whose files are not drawn; rounds
        without any are left out.
    """
    standing = (
        exists()
        .where(
            SupervisionSessionRow.round_id == RoundCentreRow.round_id,
            SupervisionSessionRow.centre_id == RoundCentreRow.centre_id,
            SupervisionSessionRow.state != "cancelled",
        )
        .correlate(RoundCentreRow)
    )
    drawn = exists().where(
        DrawRow.session_id == SupervisionSessionRow.id, DrawRow.drawn_at.is_not(None)
    )
    undrawn = (
        exists()
        .where(
            SupervisionSessionRow.round_id == RoundCentreRow.round_id,
            SupervisionSessionRow.centre_id == RoundCentreRow.centre_id,
            SupervisionSessionRow.state != "cancelled",
            ~drawn,
        )
        .correlate(RoundCentreRow)
    )
    query = (
        select(RoundCentreRow.round_id, func.count())
        .join(CentreRow, CentreRow.id == RoundCentreRow.centre_id)
        .where(
            RoundCentreRow.round_id.in_(rounds),
            centres_within(actor, Permission.ROUND_READ),
            ~standing | undrawn,
        )
        .group_by(RoundCentreRow.round_id)
    )
    return dict(session.execute(query).all())
