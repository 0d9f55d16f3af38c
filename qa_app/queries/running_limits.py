"""The limits of today for those who may see them: the centre, the worker, their supervisor."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from qa_app.domain.defaults import LIMITS_SOON_DAYS, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.running_limits import WAITING, LimitState, Untold, waiting_state
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.running_limits import RunningLimitRow
from qa_app.queries.limit_cases import files_within

_WAITING = tuple(sorted(one.value for one in WAITING))
_KEY = (RunningLimitRow.case_file_id, RunningLimitRow.rubric_version_id, RunningLimitRow.item)


@dataclass(frozen=True, slots=True)
class LimitCounts:
    """How many limits stand where.

    Attributes:
        overdue: Past their limit and not done.
        today: Due today.
        soon: Due within `LIMITS_SOON_DAYS` days.
        later: Due later.
        untold: Begun, but something that decides is not known.
    """

    overdue: int = 0
    today: int = 0
    soon: int = 0
    later: int = 0
    untold: int = 0


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit of an open case that is not done.

    Attributes:
        case_id: The file.
        reference: Its reference.
        centre_id: Its centre.
        centre_name: Name of the centre.
        practitioner: Code of its worker; None when none is named.
        version_id: The rubric version.
        item: Code of the item.
        event: What must happen.
        responsible: Whose limit it is.
        state: Where it stands at the present instant.
        untold: Why it cannot be told; None when it can.
        needs: What is missing then.
        started_at: What it runs from, local.
        limit_at: Last local instant in time; None when it cannot be told.
        is_recordable: Whether the asker may say that it is done.
    """

    case_id: int
    reference: str
    centre_id: int
    centre_name: BilingualText
    practitioner: str | None
    version_id: int
    item: str
    event: str
    responsible: Responsible
    state: LimitState
    untold: Untold | None
    needs: tuple[str, ...]
    started_at: datetime | None
    limit_at: datetime | None
    is_recordable: bool


@dataclass(frozen=True, slots=True)
class LimitPlace:
    """Where a page of limits begins: after this one.

    Attributes:
        limit_at: Its limit; None among those that cannot be told.
        case_id: Its file.
        version_id: Its rubric version.
        item: Its item.
    """

    limit_at: datetime | None
    case_id: int
    version_id: int
    item: str


class _Present:
    """The present, and the days by which limits are grouped, as instants."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.now = now.astimezone(self.zone).replace(second=0, microsecond=0)
        self.local = self.now.replace(tzinfo=None)
        self.day = self.local.date()
        self.tomorrow = self._start_of(1)
        self.later = self._start_of(1 + LIMITS_SOON_DAYS)

    def _start_of(self, days: int) -> datetime:
        day = self.day + timedelta(days=days)
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def naive(self, at: datetime | None) -> datetime | None:
        return None if at is None else at.astimezone(self.zone).replace(tzinfo=None)


def count_limits(
    session: Session, actor: Actor, now: datetime, zone: str, centre_id: int | None = None
) -> LimitCounts:
    """Count the limits that an actor may see, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        now: The present, UTC.
        zone: Local time zone of the installation.
        centre_id: One centre; None for all in reach.

    Returns:
        The counts.
    """
    present, limit = _Present(now, zone), RunningLimitRow.limit_at
    group = case(
        (RunningLimitRow.state == LimitState.CANNOT_TELL.value, "untold"),
        (limit < present.now, "overdue"),
        (limit < present.tomorrow, "today"),
        (limit < present.later, "soon"),
        else_="later",
    ).label("group")
    rows = session.execute(
        select(group, func.count())
        .select_from(RunningLimitRow)
        .join(CaseFileRow, CaseFileRow.id == RunningLimitRow.case_file_id)
        .where(*_open(actor, centre_id))
        .group_by(group)
    )
    return LimitCounts(**{row[0]: row[1] for row in rows})


def limits_page(
    session: Session,
    actor: Actor,
    now: datetime,
    zone: str,
    *,
    centre_id: int | None = None,
    after: LimitPlace | None = None,
) -> tuple[LimitLine, ...]:
    """List the limits that an actor may see and that are not done, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        now: The present, UTC.
        zone: Local time zone of the installation.
        centre_id: One centre; None for all in reach.
        after: The last one of the page before; None starts at the top.

    Returns:
        Least time left first, those that cannot be told last; one more than a page, when there
        are more.
    """
    present = _Present(now, zone)
    query = _lines(actor, centre_id)
    limit, untold = RunningLimitRow.limit_at, RunningLimitRow.limit_at.is_(None)
    if after is not None:
        beyond = tuple_(*_KEY) > tuple_(after.case_id, after.version_id, after.item)
        if after.limit_at is None:
            query = query.where(untold, beyond)
        else:
            query = query.where(
                or_(untold, limit > after.limit_at, and_(limit == after.limit_at, beyond))
            )
    rows = session.execute(query.order_by(untold, limit, *_KEY).limit(ROWS_PER_PAGE + 1))
    return tuple(_line(row, present) for row in rows)


def _open(actor: Actor, centre_id: int | None) -> list[ColumnElement[bool]]:
    found = [
        files_within(actor, Permission.LIMIT_READ),
        RunningLimitRow.state.in_((*_WAITING, LimitState.CANNOT_TELL.value)),
    ]
    if centre_id is not None:
        found.append(RunningLimitRow.centre_id == centre_id)
    return found


def _lines(actor: Actor, centre_id: int | None) -> Select[*tuple[Any, ...]]:
    may_record = files_within(actor, Permission.LIMIT_RECORD)
    return (
        select(
            RunningLimitRow,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
            PractitionerRow.code.label("practitioner"),
            may_record.label("is_recordable"),
        )
        .join(CaseFileRow, CaseFileRow.id == RunningLimitRow.case_file_id)
        .join(CentreRow, CentreRow.id == RunningLimitRow.centre_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == CaseFileRow.practitioner_id)
        .where(*_open(actor, centre_id))
    )


def _line(row: Any, present: _Present) -> LimitLine:
    kept: RunningLimitRow = row.RunningLimitRow
    limit, state = present.naive(kept.limit_at), LimitState(kept.state)
    if limit is not None and state in WAITING:
        # told by the clock of this moment, not by that of the last run
        state = waiting_state(limit, present.local)
    return LimitLine(
        kept.case_file_id,
        row.reference,
        kept.centre_id,
        BilingualText(row.name_zh, row.name_en),
        row.practitioner,
        kept.rubric_version_id,
        kept.item,
        kept.event,
        Responsible(kept.responsible),
        state,
        Untold(kept.untold) if kept.untold else None,
        tuple(kept.needs),
        present.naive(kept.started_at),
        limit,
        bool(row.is_recordable),
    )
