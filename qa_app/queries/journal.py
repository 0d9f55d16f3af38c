"""The journal, read back: its chain and its pages."""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import Event
from qa_app.domain.journal import ChainReport, JournalEntry, walk_chain
from qa_app.domain.journal_anchors import Anchor, AnchorReport, judge_anchors
from qa_app.domain.journal_checkpoints import SignedCheckpoint, start_after
from qa_app.domain.journal_events import AnchorHandedOut
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.base import table_of
from qa_app.models.engine import make_engine
from qa_app.models.journal import JournalHeadRow, JournalRow
from qa_app.models.sealing import Sealer
from qa_app.models.transaction import journal_head, one_moment
from qa_app.queries.journal_checkpoints import checkpoints
from qa_app.queries.journal_reseals import signed_reseals

_CHUNK = 5000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A row of the journal in a list.

    Attributes:
        seq: Its place in the chain.
        at: When.
        actor_name: Who.
        action: What.
        object_type: On what kind of thing.
        object_id: On which; None when the act has no single object.
        outcome: `done` or `refused`.
        detail: Canonical JSON.
    """

    seq: int
    at: datetime
    actor_name: str
    action: str
    object_type: str
    object_id: str | None
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which rows are wanted; everything left out wants every one.

    Attributes:
        action: Only this act.
        day: Only this local day.
        account_id: Only acts of this account.
        is_system: True wants acts of the system only.
    """

    action: str | None = None
    day: date | None = None
    account_id: int | None = None
    is_system: bool = False


EVERY_ROW = JournalFilter()


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole journal found.

    Attributes:
        chain: The walk along the rows.
        head_seq: Number that the head holds.
        is_head_right: True when the head is the last row.
        anchors: What anchors kept outside show; None where the chain itself is broken.
    """

    chain: ChainReport
    head_seq: int
    is_head_right: bool
    anchors: AnchorReport | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether the chain holds, ends with its head, and no anchor disagrees."""
        anchors_agree = self.anchors is not None and self.anchors.is_right
        return self.chain.broken_seq is None and self.is_head_right and anchors_agree


def verified_journal(
    session: Session,
    actor: Actor,
    anchors: Iterable[Anchor] = (),
    restores: Iterable[str] = (),
) -> Verified:
    """Walk along the whole journal as it stands at one moment.

    Args:
        session: A database session without unsaved changes.
        actor: Who asks.
        anchors: Heads that were kept outside.
        restores: Digests of the backups that the asker knows to have been restored.

    Returns:
        How far the chain holds, whether its head is the last row, and what the anchors show.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    _check(actor)
    with one_moment(session):
        return verified_now(session, anchors, restores)


def verified_now(
    session: Session, anchors: Iterable[Anchor] = (), restores: Iterable[str] = ()
) -> Verified:
    """Walk along the whole journal within a transaction that keeps others from writing to it.

    Args:
        session: A session inside `one_moment`, or in `transaction` after `hold_journal`.
        anchors: What was kept outside.
        restores: As of `verified_journal`.

    Returns:
        As `verified_journal`.
    """
    wanted = tuple(anchors)
    head = session.execute(select(JournalHeadRow.seq, JournalHeadRow.hash)).one()
    signed = checkpoints(session)
    start = start_after(signed)
    if isinstance(start, int):
        chain = ChainReport(0, 0, "", broken_seq=start, flaw="checkpoint")
        return Verified(chain, head.seq, is_head_right=False)
    rows = _rows(session)
    chain = walk_chain(rows, start)
    rows.close()  # a walk that stops early must not leave a cursor open
    report = None
    if chain.broken_seq is None:
        report = judge_anchors(
            wanted,
            _digests(session, wanted, signed),
            signed_reseals(session, chain.before),
            restores=restores,
            checkpoints=(one.checkpoint for one in signed),
            last_seq=chain.last_seq,
        )
    is_right = (head.seq, head.hash) == (chain.last_seq, chain.last_hash)
    return Verified(chain, head.seq, is_right, report)


def _digests(
    session: Session, anchors: tuple[Anchor, ...], signed: tuple[SignedCheckpoint, ...]
) -> Mapping[int, str]:
    found = {one.checkpoint.first_seq: one.checkpoint.first_hash for one in signed}
    found |= {one.checkpoint.last_seq: one.checkpoint.last_hash for one in signed}
    numbers = sorted({one.seq for one in anchors})
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = session.execute(
            select(JournalRow.seq, JournalRow.hash).where(JournalRow.seq.in_(some))
        )
        found |= {row.seq: row.hash for row in rows}
    return found


def journal_of_file(file: Path, actor: Actor, sealer: Sealer) -> Verified:
    """Walk along the journal of a SQLite database that nobody else uses.

    Args:
        file: The database.
        actor: Who asks.
        sealer: Opens what the installation sealed: only its own keys sign checkpoints.

    Returns:
        As `verified_journal`.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    engine = make_engine(f"sqlite:///{file}")
    try:
        with Session(engine, info={"sealer": sealer}) as session:
            return verified_journal(session, actor)
    finally:
        engine.dispose()


def head_of(session: Session) -> tuple[int, str]:
    """Read the head of the journal, which every paper shows: it tells nothing of what happened.

    Args:
        session: A database session.

    Returns:
        Number and digest of the last row; 0 and zeros for an empty journal.
    """
    return journal_head(session)


def sealed_by(session: Session, event: type[Event], object_id: int) -> tuple[int, str] | None:
    """Find the row that seals an act, such as the issue of a paper.

    Args:
        session: A database session.
        event: Which kind of act.
        object_id: On which object.

    Returns:
        Number and digest of the last such row, the same for ever; None where there is none, or a
        checkpoint stands for it.
    """
    row = session.execute(
        select(JournalRow.seq, JournalRow.hash)
        .where(
            JournalRow.object_type == event.object_type,
            JournalRow.object_id == str(object_id),
            JournalRow.action == event.action,
        )
        .order_by(JournalRow.seq.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.seq, row.hash)


def was_handed_out(session: Session, way: str, day: date, zone: str) -> bool:
    """Tell whether an anchor left the system on a local day.

    Args:
        session: A database session.
        way: `folder` or `mail`.
        day: The day.
        zone: Local time zone.

    Returns:
        True when the journal says so.
    """
    rows = session.execute(
        select(JournalRow.detail).where(
            JournalRow.action == AnchorHandedOut.action,
            *_conditions(JournalFilter(day=day), ZoneInfo(zone)),
        )
    )
    return any(json.loads(detail)["way"] == way for (detail,) in rows)


def journal_size(session: Session, actor: Actor) -> int:
    """Tell how many rows the journal has.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        The number of its last row; rows are numbered without gaps.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    _check(actor)
    return session.execute(select(JournalHeadRow.seq)).scalar_one()


def journal_page(
    session: Session,
    actor: Actor,
    zone: str,
    *,
    before: int | None,
    limit: int,
    wanted: JournalFilter = EVERY_ROW,
) -> tuple[JournalLine, ...]:
    """Read the journal backwards.

    Args:
        session: A database session.
        actor: Who asks.
        zone: Local time zone, for the bounds of a day.
        before: Only rows before this one; None starts at the end.
        limit: How many.
        wanted: Which rows.

    Returns:
        Newest first.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    _check(actor)
    query = select(
        JournalRow.seq,
        JournalRow.at,
        JournalRow.actor_name,
        JournalRow.action,
        JournalRow.object_type,
        JournalRow.object_id,
        JournalRow.outcome,
        JournalRow.detail,
    ).order_by(JournalRow.seq.desc())
    if before is not None:
        query = query.where(JournalRow.seq < before)
    query = query.where(*_conditions(wanted, ZoneInfo(zone))).limit(limit)
    return tuple(JournalLine(*row) for row in session.execute(query))


def _conditions(wanted: JournalFilter, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.action is not None:
        found.append(JournalRow.action == wanted.action)
    if wanted.account_id is not None:
        found.append(JournalRow.actor_id == wanted.account_id)
    if wanted.is_system:
        found.append(JournalRow.actor_id.is_(None))
    if wanted.day is not None:
        start = datetime.combine(wanted.day, time.min, zone)
        end = datetime.combine(wanted.day + timedelta(days=1), time.min, zone)
        found += [JournalRow.at >= start, JournalRow.at < end]
    return found


def _check(actor: Actor) -> None:
    if not may(actor, Permission.JOURNAL_READ):
        raise NotAllowedError("journal:read")


def _rows(session: Session) -> Generator[tuple[Sequence[Any], str], None, None]:
    table = table_of(JournalRow)
    # the database writes the instant as it was sealed: a million times that is half the work
    if session.get_bind().dialect.name == "sqlite":
        at = func.replace(type_coerce(table.c.at, String), " ", "T") + "+00:00"
    else:
        utc = func.timezone("UTC", table.c.at)
        at = func.to_char(utc, 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
    sealed = [at if one.name == "at" else table.c[one.name] for one in fields(JournalEntry)]
    query = select(*sealed, table.c.hash).order_by(table.c.seq)
    with session.execute(query.execution_options(yield_per=_CHUNK)) as result:
        for row in result:
            yield row[:-1], row[-1]
