"""The journal, read back: its chain and its pages."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal import ChainReport, JournalEntry, walk_chain
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.journal import JournalHeadRow, JournalRow
from qa_app.models.transaction import one_moment

_CHUNK = 1000


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
    """

    chain: ChainReport
    head_seq: int
    is_head_right: bool


def verified_journal(session: Session, actor: Actor) -> Verified:
    """Walk along the whole journal as it stands at one moment.

    Args:
        session: A database session without unsaved changes.
        actor: Who asks.

    Returns:
        How far the chain holds, and whether its head is the last row.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    _check(actor)
    with one_moment(session):
        head = session.execute(select(JournalHeadRow.seq, JournalHeadRow.hash)).one()
        rows = _rows(session)
        chain = walk_chain(rows)
        rows.close()  # a walk that stops early must not leave a cursor open
    return Verified(chain, head.seq, (head.seq, head.hash) == (chain.last_seq, chain.last_hash))


def digest_at(session: Session, actor: Actor, seq: int) -> str | None:
    """Read the digest stored with one row, to hold it against an anchor kept elsewhere.

    Args:
        session: A database session.
        actor: Who asks.
        seq: The row.

    Returns:
        The digest; None when there is no such row.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    _check(actor)
    return session.execute(
        select(JournalRow.hash).where(JournalRow.seq == seq)
    ).scalar_one_or_none()


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


def _rows(session: Session) -> Generator[tuple[JournalEntry, str], None, None]:
    table = JournalRow.__table__
    names = [column for column in table.columns if column.name != "hash"]
    query = select(*names, table.c.hash).order_by(table.c.seq)
    with session.execute(query.execution_options(yield_per=_CHUNK)) as result:
        for row in result:
            values = row._asdict()
            stored = values.pop("hash")
            values["at"] = values["at"].astimezone(UTC)
            yield JournalEntry(**values), stored
