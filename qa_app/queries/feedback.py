"""What children and caregivers said: figures and words of whole batches of answers."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ASKING_PERIOD_DAYS
from qa_app.domain.feedback import (
    UNSAFE_FACTS,
    Asked,
    AskedBefore,
    AskingPace,
    NewAsking,
    Way,
    group_of,
)
from qa_app.domain.feedback_batches import Batch, Given, SafeAsking, batches_of, batches_within
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
        asked_by: Account of who asked.
        asked_at: When that was put down.
    """

    id: int
    centre_id: int
    asked: Asked
    asked_on: date
    language: str
    asked_by: int | None
    asked_at: datetime


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
    return OpenAsking(
        row.id,
        row.centre_id,
        Asked(row.asked),
        row.asked_on,
        row.language,
        row.recorded_by,
        row.recorded_at,
    )


def asked_before(
    session: Session, account_id: int | None, centre_id: int, asking: NewAsking, today: date
) -> AskedBefore:
    """Count who was asked safely, and the cases of an area.

    Args:
        session: A database session.
        account_id: Who asks now.
        centre_id: A centre that was found within reach.
        asking: Who is asked now.
        today: Local day.

    Returns:
        The counts.
    """
    since = today - timedelta(days=ASKING_PERIOD_DAYS)
    safe = AskingRow.way != Way.UNSAFE.value
    by_person = select(func.count()).where(
        safe, AskingRow.recorded_by == account_id, AskingRow.asked_on == today
    )
    of_group = select(func.count()).where(
        safe,
        AskingRow.centre_id == centre_id,
        AskingRow.area_code == asking.area,
        AskingRow.asked.in_(sorted(group_of(asking.asked))),
        AskingRow.asked_on > since,
    )
    cases = select(func.count()).where(
        CaseFileRow.centre_id == centre_id,
        CaseFileRow.area_code == asking.area,
        CaseFileRow.opened_on <= today,
        or_(CaseFileRow.closed_on.is_(None), CaseFileRow.closed_on > since),
    )
    counts = (session.execute(query).scalar_one() for query in (by_person, of_group, cases))
    return AskedBefore(*counts)


def asking_pace(session: Session, centre_id: int, first: date, last: date) -> AskingPace:
    """Tell how safe askings of a period came about.

    Args:
        session: A database session.
        centre_id: A centre that was found within reach.
        first: First day.
        last: Last day.

    Returns:
        Zeros where nobody was asked.
    """
    rows = session.execute(
        select(AskingRow.recorded_by, AskingRow.asked_on, func.count().label("askings"))
        .where(
            AskingRow.centre_id == centre_id,
            AskingRow.way != Way.UNSAFE.value,
            AskingRow.asked_on.between(first, last),
        )
        .group_by(AskingRow.recorded_by, AskingRow.asked_on)
    ).all()
    by_day: Counter[date] = Counter()
    for row in rows:
        by_day[row.asked_on] += row.askings
    return AskingPace(
        len({row.recorded_by for row in rows}), len(by_day), max(by_day.values(), default=0)
    )


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


@dataclass(frozen=True, slots=True)
class Opinions:
    """What may be told of one area of a centre.

    Attributes:
        batches: Whole batches of answers, by way.
        asked: Safe askings of the period, by way.
        unsafe: Askings of the period that were not safe.
    """

    batches: Mapping[Way, tuple[Batch, ...]]
    asked: Mapping[Way, int]
    unsafe: int


def batches_by_way(
    session: Session, within: ColumnElement[bool], last: date, known_at: datetime
) -> dict[tuple[int, str, Way], tuple[Batch, ...]]:
    """Count off the answers of centres, from the first on.

    Rows that were ended keep their place: a batch that lost one could be subtracted.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        last: Whoever was asked after this day is left out.
        known_at: Likewise what was written later.

    Returns:
        By centre, area and way; empty where somebody was asked and no batch is whole.
    """
    rows = session.execute(
        select(
            *(AskingRow.centre_id, AskingRow.area_code, AskingRow.way, AskingRow.id),
            ReplyRow.id.label("place"),
            ReplyRow.replied_on,
            ReplyRow.recorded_at,
            *ANSWERS,
        )
        .join(CentreRow, CentreRow.id == AskingRow.centre_id)
        .outerjoin(ReplyRow, ReplyRow.asking_id == AskingRow.id)
        .where(
            within,
            AskingRow.way != Way.UNSAFE.value,
            AskingRow.asked_on <= last,
            AskingRow.recorded_at <= known_at,
        )
    ).all()
    found: dict[tuple[int, str, Way], list[SafeAsking]] = defaultdict(list)
    for row in rows:
        given = None
        if row.place is not None:
            answers = (row.first, row.second, row.third, row.fourth, row.fifth)
            given = Given(row.place, row.replied_on, row.recorded_at, answers)
        found[row.centre_id, row.area_code, Way(row.way)].append(SafeAsking(row.id, given))
    return {key: batches_of(askings) for key, askings in found.items()}


def opinions_of(
    session: Session, centre_id: int, first: date, last: date, at: datetime
) -> dict[str, Opinions]:
    """Give what may be told of a centre that was found within reach.

    Args:
        session: A database session.
        centre_id: The centre.
        first: First day of the period.
        last: Last day.
        at: The present.

    Returns:
        By area; one where nobody was ever asked is missing.
    """
    counts = session.execute(
        select(AskingRow.area_code, AskingRow.way, func.count().label("askings"))
        .where(
            AskingRow.centre_id == centre_id,
            AskingRow.ended_at.is_(None),
            AskingRow.asked_on.between(first, last),
        )
        .group_by(AskingRow.area_code, AskingRow.way)
    ).all()
    asked: dict[str, dict[Way, int]] = defaultdict(dict)
    for row in counts:
        asked[row.area_code][Way(row.way)] = int(row.askings)
    batches: dict[str, dict[Way, tuple[Batch, ...]]] = defaultdict(dict)
    found = batches_by_way(session, CentreRow.id == centre_id, last, at)
    for (_, area, way), since_the_first in found.items():
        batches[area][way] = batches_within(since_the_first, first, last, at)
    return {
        area: Opinions(batches[area], asked[area], asked[area].pop(Way.UNSAFE, 0))
        for area in sorted(set(asked) | set(batches))
    }


def words_said(
    session: Session, centre_id: int, opinions: Iterable[Opinions], most: int
) -> tuple[str, ...]:
    """Open what children and caregivers wrote in whole batches.

    Args:
        session: A database session.
        centre_id: A centre that was found within reach.
        opinions: What `opinions_of` gives of it.
        most: At most so many.

    Returns:
        In an order that says nothing of when or by whom they were written.
    """
    whole = {
        asking
        for one in opinions
        for batches in one.batches.values()
        for batch in batches
        for asking in batch.askings
    }
    rows = session.execute(
        select(ReplyRow.asking_id, ReplyRow.sealed_words)
        .join(AskingRow, AskingRow.id == ReplyRow.asking_id)
        .where(AskingRow.centre_id == centre_id, ReplyRow.sealed_words.is_not(None))
    ).all()
    sealer = sealer_of(session)
    said = [
        sealer.open(row.sealed_words, reply_place(row.asking_id))
        for row in rows
        if row.asking_id in whole
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
