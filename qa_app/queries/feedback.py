"""What children and caregivers said: as figures, and words once there are enough of them."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import FEEDBACK_LEAST
from qa_app.domain.feedback import UNSAFE_FACTS, Asked, Figures, Way, figures_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.running_limits import RunningFactRow
from qa_app.models.sealing import sealer_of
from qa_app.models.service_records import AskingRow, ReplyRow
from qa_app.queries.reach import centres_within

ANSWERS = (ReplyRow.first, ReplyRow.second, ReplyRow.third, ReplyRow.fourth, ReplyRow.fifth)
"""Columns of the five answers, in order."""


@dataclass(frozen=True, slots=True)
class OpenAsking:
    """An asking that can be answered.

    Attributes:
        id: It.
        centre_id: The centre.
        asked: Who is asked.
        asked_on: Local day.
        language: `zh` or `en`.
    """

    id: int
    centre_id: int
    asked: Asked
    asked_on: date
    language: str


def asking_of_token(session: Session, token_digest: str, at: datetime) -> OpenAsking | None:
    """Find the asking that a page on the device belongs to; whoever holds the token may.

    Args:
        session: A database session.
        token_digest: SHA-256 of the token, as 64 hexadecimal digits.
        at: The present.

    Returns:
        The asking; None when there is none, its time is over, or it was answered.
    """
    query = (
        select(AskingRow)
        .outerjoin(ReplyRow, ReplyRow.asking_id == AskingRow.id)
        .where(
            AskingRow.token_digest == token_digest,
            AskingRow.open_until > at,
            AskingRow.ended_at.is_(None),
            ReplyRow.id.is_(None),
        )
    )
    with beyond_reach(session, Beyond.ANONYMOUS):
        row = session.execute(query).scalar_one_or_none()
    return None if row is None else _open(row)


def paper_asking(session: Session, actor: Actor, asking_id: int) -> OpenAsking | None:
    """Find an asking on paper that has no answer yet.

    Args:
        session: A database session.
        actor: Who asks.
        asking_id: The asking.

    Returns:
        The asking; None when there is none, it was answered, or its centre is out of reach.
    """
    row = session.execute(
        select(AskingRow)
        .join(CentreRow, CentreRow.id == AskingRow.centre_id)
        .outerjoin(ReplyRow, ReplyRow.asking_id == AskingRow.id)
        .where(
            AskingRow.id == asking_id,
            AskingRow.way == Way.PAPER.value,
            AskingRow.ended_at.is_(None),
            ReplyRow.id.is_(None),
            centres_within(actor, Permission.SERVICE_RECORD),
        )
    ).scalar_one_or_none()
    return None if row is None else _open(row)


def papers_out(session: Session, centre_id: int, most: int) -> tuple[OpenAsking, ...]:
    """List papers that were handed out and have not come back.

    Args:
        session: A database session.
        centre_id: A centre that was found within reach.
        most: At most so many.

    Returns:
        The newest first.
    """
    rows = session.execute(
        select(AskingRow)
        .outerjoin(ReplyRow, ReplyRow.asking_id == AskingRow.id)
        .where(
            AskingRow.centre_id == centre_id,
            AskingRow.way == Way.PAPER.value,
            AskingRow.ended_at.is_(None),
            ReplyRow.id.is_(None),
        )
        .order_by(AskingRow.asked_on.desc(), AskingRow.id.desc())
        .limit(most)
    ).scalars()
    return tuple(_open(row) for row in rows)


def _open(row: AskingRow) -> OpenAsking:
    return OpenAsking(row.id, row.centre_id, Asked(row.asked), row.asked_on, row.language)


def unsafe_facts_of(session: Session, centre_id: int, reference: str) -> frozenset[str] | None:
    """Tell what the facts of a case say of whoever looks after the child.

    Args:
        session: A database session.
        centre_id: A centre that was found within reach.
        reference: The case, in the one written form of references.

    Returns:
        Those facts of `UNSAFE_FACTS` that hold; None when the centre has no such case.
    """
    case_id = session.execute(
        select(CaseFileRow.id).where(
            CaseFileRow.centre_id == centre_id, CaseFileRow.reference == reference
        )
    ).scalar_one_or_none()
    if case_id is None:
        return None
    rows = session.execute(
        select(RunningFactRow.fact, RunningFactRow.value).where(
            RunningFactRow.case_file_id == case_id, RunningFactRow.fact.in_(sorted(UNSAFE_FACTS))
        )
    ).all()
    return frozenset(row.fact for row in rows if row.value.get("is") is True)


def feedback_figures(
    session: Session, centre_id: int, area: str, first: date, last: date
) -> Figures:
    """Give the figures of one area of a centre that was found within reach.

    Args:
        session: A database session.
        centre_id: The centre.
        area: The area.
        first: First day on which somebody was asked.
        last: Last day.

    Returns:
        The figures; too few answers have no means.
    """
    within = (
        AskingRow.centre_id == centre_id,
        AskingRow.area_code == area,
        AskingRow.ended_at.is_(None),
        AskingRow.asked_on.between(first, last),
    )
    ways = session.execute(
        select(AskingRow.way, func.count().label("askings")).where(*within).group_by(AskingRow.way)
    ).all()
    counts = {row.way: int(row.askings) for row in ways}
    replies = session.execute(
        select(*ANSWERS).join(AskingRow, AskingRow.id == ReplyRow.asking_id).where(*within)
    ).all()
    unsafe = counts.pop(Way.UNSAFE.value, 0)
    return figures_of(sum(counts.values()), unsafe, [tuple(row) for row in replies])


def words_said(
    session: Session, centre_id: int, first: date, last: date, most: int
) -> tuple[str, ...]:
    """Open what children and caregivers wrote, where enough answered that it tells nobody.

    Args:
        session: A database session.
        centre_id: A centre that was found within reach.
        first: First day on which somebody was asked.
        last: Last day.
        most: At most so many.

    Returns:
        In an order that says nothing of when or by whom they were written; nothing below
        `FEEDBACK_LEAST` answers.
    """
    rows = session.execute(
        select(ReplyRow.asking_id, ReplyRow.sealed_words)
        .join(AskingRow, AskingRow.id == ReplyRow.asking_id)
        .where(
            AskingRow.centre_id == centre_id,
            AskingRow.asked_on.between(first, last),
            ReplyRow.ended_at.is_(None),
        )
    ).all()
    if len(rows) < FEEDBACK_LEAST:
        return ()
    sealer = sealer_of(session)
    said = [
        sealer.open(row.sealed_words, reply_place(row.asking_id))
        for row in rows
        if row.sealed_words
    ]
    return tuple(sorted(said, key=lambda one: hashlib.sha256(one.encode()).digest())[:most])


def reply_place(asking_id: int) -> str:
    """Say to what the words of a reply belong.

    Args:
        asking_id: The asking.

    Returns:
        What they are sealed with.
    """
    return f"feedback/{asking_id}"
