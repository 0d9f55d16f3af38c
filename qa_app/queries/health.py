"""How the database stands, asked without anybody's content: numbers, times, versions."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.access_events import AggregatesAsked
from qa_app.domain.health import (
    ActsHeld,
    Finding,
    Head,
    Part,
    State,
    acts_finding,
    backup_finding,
    clock_finding,
    clock_step_finding,
    holidays_finding,
    journal_finding,
    policy_finding,
    tick_finding,
)
from qa_app.domain.journal import canonical_json
from qa_app.domain.journal_events import BackupMade, BackupRestored
from qa_app.domain.reminders import MessageState
from qa_app.domain.trust_defaults import BURST_TOLD_HOURS
from qa_app.models.app_role import LockState, lock_state
from qa_app.models.journal import JournalHeadRow, JournalRow, SettingRow
from qa_app.models.migrate import is_current
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.sealing import WrongKeyError, sealer_of
from qa_app.queries.clock_steps import told_step
from qa_app.queries.database_faults import DISK_FAULTS, DatabaseFault, database_fault
from qa_app.queries.holiday_table import holiday_years

LAST_TICK: Final = "last_tick"
"""Name of the setting that holds when `qa tick` came to its end last."""
ACTS_HELD: Final = "acts_held"
"""Name of the setting that holds what the last check of what is recorded found."""
POLICY_REPORT: Final = "policy_report_"
"""Start of the names of settings that hold when a rule of the content policy stopped something."""
BACKUP_ACTION: Final = BackupMade.action
"""The act of the journal that every backup leaves."""
RESTORE_ACTION: Final = BackupRestored.action
"""The act of the journal that a backup leaves where it was put back."""
_NOT_OWN: Final = ActsHeld(datetime.min.replace(tzinfo=UTC), 0, 0, is_own=False)
_REGION = "CN"
_QUEUED = (MessageState.WAITING, MessageState.SENDING, MessageState.FAILED, MessageState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class HealthFigures:
    """What is counted of an installation.

    Attributes:
        queued: Messages of the outbox that have not arrived, by their state.
        journal_rows: Number of the last act.
        last_tick: When `qa tick` came to its end last; None for never.
        last_backup: When the last backup was made; None for never.
    """

    queued: dict[str, int]
    journal_rows: int
    last_tick: datetime | None
    last_backup: datetime | None


def needed_findings(session: Session, migrations: Path, now: datetime) -> tuple[Finding, ...]:
    """Judge what a server needs of its database before people are sent to it.

    Args:
        session: A session without unsaved changes.
        migrations: The migrations folder.
        now: What this machine's clock says.

    Returns:
        Database, migrations, journal and clock; only what can be told while the database is
        away or of another version.
    """
    try:
        database_now = _database_now(session)
        fresh = is_current(migrations, _engine(session))
    except DBAPIError as fault:
        return (Finding(Part.DATABASE, State.FAULT, _why(fault)),)
    there = Finding(Part.DATABASE, State.GOOD, "database")
    if not fresh:
        return there, Finding(Part.MIGRATIONS, State.FAULT, "migrations_pending")
    head = journal_ends(session)
    last_at = None if head is None else head.last_at
    return (
        there,
        Finding(Part.MIGRATIONS, State.GOOD, "migrations"),
        journal_finding(head),
        clock_finding(now, database_now, last_at),
    )


def daily_findings(session: Session, now: datetime, today: date) -> tuple[Finding, ...]:
    """Judge what should happen every day and every year.

    Args:
        session: A session on a database of the present version.
        now: The present.
        today: The present local day.

    Returns:
        The last run of `qa tick`, the last backup, the holiday table, whether the database
        itself keeps rows from those out of reach, what browsers report of the content policy,
        what was found when what is recorded was held against the journal, and, where there were
        any lately, a clock that was set back and accounts that asked for aggregates too fast.
    """
    figures = figures_now(session)
    return (
        tick_finding(figures.last_tick, now),
        backup_finding(figures.last_backup, now, _last_of(session, RESTORE_ACTION)),
        holidays_finding(holiday_years(session).get(_REGION, ()), today),
        _lock_finding(session),
        policy_finding(_policy_reports(session), now),
        acts_finding(last_held(session), now),
        *_clock_step(session, now),
        *_bursts(session, now),
    )


def last_held(session: Session) -> ActsHeld | None:
    """Tell what was found when what is recorded was last held against the journal.

    Args:
        session: A database session.

    Returns:
        It; None for never. What this installation did not seal is told as such and as nothing
        else: whoever can write to the database alone makes no good news.
    """
    kept = session.scalar(select(SettingRow.value).where(SettingRow.name == ACTS_HELD))
    if kept is None:
        return None
    try:
        seal, _, told = kept.partition(" ")
        if seal != sealer_of(session).digest(told, ACTS_HELD):
            return _NOT_OWN
    except WrongKeyError:
        return _NOT_OWN
    said = json.loads(told)
    return ActsHeld(**(said | {"at": datetime.fromisoformat(said["at"])}))


def sealed_held(session: Session, held: ActsHeld) -> str:
    """Write what was found as `last_held` reads it.

    Args:
        session: A database session, with a sealer.
        held: What was found.

    Returns:
        A value of the setting `ACTS_HELD`: its seal, and what it seals.
    """
    said = asdict(held) | {"at": held.at.astimezone(UTC).isoformat()}
    told = canonical_json(said)
    return f"{sealer_of(session).digest(told, ACTS_HELD)} {told}"


def _policy_reports(session: Session) -> dict[str, datetime]:
    row = SettingRow
    told = select(row.name, row.value).where(row.name.startswith(POLICY_REPORT, autoescape=True))
    return {
        name.removeprefix(POLICY_REPORT): datetime.fromisoformat(value)
        for name, value in session.execute(told)
    }


def _bursts(session: Session, now: datetime) -> Iterator[Finding]:
    row = JournalRow
    query = select(func.count(row.object_id.distinct())).where(
        row.action == AggregatesAsked.action, row.at > now - timedelta(hours=BURST_TOLD_HOURS)
    )
    count = session.scalar(query) or 0
    if count:
        yield Finding(Part.JOURNAL, State.WARNING, "aggregates_burst", {"count": count})


def _clock_step(session: Session, now: datetime) -> Iterator[Finding]:
    told = told_step(session)
    if told is not None:
        found = clock_step_finding(told.seconds, told.last_seq, told.at, now)
        yield from () if found is None else (found,)


def _lock_finding(session: Session) -> Finding:
    found = lock_state(session.connection())
    is_good = found in {LockState.IN_FORCE, LockState.NOT_OFFERED}
    return Finding(Part.LOCK, State.GOOD if is_good else State.WARNING, f"lock_{found.value}")


def figures_now(session: Session) -> HealthFigures:
    """Count what waits, and tell when what is due was done last.

    Args:
        session: A session on a database of the present version.

    Returns:
        The figures.
    """
    state = OutboxMessageRow.state
    rows = session.execute(
        select(state, func.count()).where(state.in_([str(one) for one in _QUEUED])).group_by(state)
    )
    queued = dict.fromkeys((str(one) for one in _QUEUED), 0)
    queued |= {str(row[0]): row[1] for row in rows}
    ticked = session.scalar(select(SettingRow.value).where(SettingRow.name == LAST_TICK))
    return HealthFigures(
        queued=queued,
        journal_rows=session.scalar(select(JournalHeadRow.seq)) or 0,
        last_tick=None if ticked is None else datetime.fromisoformat(ticked),
        last_backup=_last_of(session, BACKUP_ACTION),
    )


def _last_of(session: Session, action: str) -> datetime | None:
    row = JournalRow
    query = select(row.at).where(row.action == action).order_by(row.seq.desc()).limit(1)
    return session.scalar(query)


def journal_ends(session: Session) -> Head | None:
    """Read the end of the journal twice: as its head tells it and as its last row does.

    Args:
        session: A session on a database of the present version.

    Returns:
        Both, of one moment; None when there is no head.
    """
    last = select(func.max(JournalRow.seq)).scalar_subquery()
    row = session.execute(
        select(
            JournalHeadRow.seq,
            JournalHeadRow.hash,
            JournalRow.seq.label("last_seq"),
            JournalRow.hash.label("last_hash"),
            JournalRow.at,
        ).outerjoin(JournalRow, JournalRow.seq == last)
    ).one_or_none()
    if row is None:
        return None
    return Head(row.seq, row.hash, row.last_seq or 0, row.last_hash or "", row.at)


def _why(fault: DBAPIError) -> str:
    found = database_fault(fault)
    if found is DatabaseFault.DAMAGED:
        return "database_damaged"
    return "database_disk" if found in DISK_FAULTS else "database_away"


def _database_now(session: Session) -> datetime | None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(select(1))
        return None
    told: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return told.astimezone(UTC)


def _engine(session: Session) -> Engine:
    bound = session.get_bind()
    return bound if isinstance(bound, Engine) else bound.engine
