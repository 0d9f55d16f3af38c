"""Take in a list of the register, all or nothing; twice adds nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.register_events import RegisterListImported
from qa_app.domain.register_list_check import ListGround
from qa_app.domain.register_lists import (
    CellKind,
    Line,
    LineStanding,
    ListCounts,
    below_in,
    counts_of,
    fixed_in,
)
from qa_app.models.recording import let_follow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.transaction import transaction
from qa_app.queries.register_lists import ListTable, compare_lines, list_ground, wanted_of

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class RegisterLines:
    """A list as it is taken in.

    Attributes:
        table: Which list.
        lines: Its checked lines, each key once.
    """

    table: ListTable
    lines: Sequence[Line]


def import_register_list(
    session: Session, actor: Actor, sent: RegisterLines, zone: str, *, at: datetime
) -> ListCounts:
    """Take in the lines of a list; what stands otherwise is ended and written anew.

    Args:
        session: A database session.
        actor: Who imports.
        sent: The list and its lines.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many were added, corrected and stood so already.

    Raises:
        NotAllowedError: The actor may not take in this list.
        InvalidError: There is no line (`no_rows`), a line names what the actor may not write to
            (`unknown_code`), or somebody took part for longer than it says (`minutes_unfit`).
            Nothing is taken in.
        ConflictError: Somebody wrote one of them in the same moment (`row_stands`).
    """
    table = sent.table
    if not table.is_written_by(actor):
        raise NotAllowedError(table.writes.value)
    if not sent.lines:
        raise InvalidError("no_rows")
    event = RegisterListImported(
        actor=actor, at=at, object_id=table.listed.code, added=0, updated=0, unchanged=0
    )
    try:
        with transaction(session, event) as act:
            _check(table, sent.lines, _ground(session, actor, sent, zone, at))
            if table.before is not None:
                table.before(session, actor, sent.lines, at)
            ground = _ground(session, actor, sent, zone, at)
            standings = compare_lines(session, actor, table, sent.lines, ground, zone=zone)
            if table.steps is None:
                _write(session, actor, table, standings, at)
            else:
                local = at.astimezone(ZoneInfo(zone))
                table.steps.keep(session, actor.account_id, standings, local)
            counts = counts_of(standings)
            act.learn(added=counts.added, updated=counts.updated, unchanged=counts.unchanged)
            act.learn(**_centres(standings))
    except IntegrityError as fault:
        raise ConflictError("row_stands") from fault
    return counts


def _centres(standings: Sequence[LineStanding]) -> Mapping[str, object]:
    # one centre alone is found by it in the journal, as after the form for one line
    written = [one for one in standings if one.is_new or one.replaces is not None]
    codes = Counter(str(one.line["centre"]) for one in written if one.line.get("centre"))
    ids = {one.values.get("centre_id") for one in written}
    return {
        "centres": tuple(f"{code}: {codes[code]}" for code in sorted(codes)),
        "centre_id": ids.pop() if len(ids) == 1 else None,
    }


def _ground(
    session: Session, actor: Actor, sent: RegisterLines, zone: str, at: datetime
) -> ListGround:
    wanted = wanted_of(sent.table, sent.lines)
    return list_ground(session, actor, sent.table, wanted, at.astimezone(ZoneInfo(zone)))


def _check(table: ListTable, lines: Sequence[Line], ground: ListGround) -> None:
    # the form was checked before it was shown; what is in reach may have changed since
    for column in table.listed.columns:
        if column.kind is not CellKind.KNOWN:
            continue
        for line in lines:
            above = str(line.get(column.within) or "") if column.within else ""
            key = above, str(line[column.name])
            if line[column.name] and key not in ground.known.get(column.of, {}):
                raise InvalidError("unknown_code")
    if any(fixed_in(table.listed, line, ground.fixed) for line in lines):
        raise InvalidError("unknown_code")
    if any(ground.judge(line) is not None for line in lines):
        raise InvalidError("unknown_code")
    if any(below_in(table.listed, line, ground.least) for line in lines):
        raise InvalidError("minutes_unfit")


def _write(
    session: Session,
    actor: Actor,
    table: ListTable,
    standings: Sequence[LineStanding],
    at: datetime,
) -> None:
    row: Any = table.row
    gone = [one.replaces for one in standings if one.replaces is not None]
    for start in range(0, len(gone), _CHUNK):
        session.execute(
            update(row)
            .where(row.id.in_(gone[start : start + _CHUNK]), row.ended_at.is_(None))
            .values(ended_at=at, ended_by=actor.account_id, ended_why="corrected")
            .execution_options(synchronize_session=False)
        )
    kept = {"recorded_at": at, "recorded_by": actor.account_id}
    fresh = [one for one in standings if one.is_new or one.replaces is not None]
    if fresh:
        session.execute(insert(row), [{**_whole(session, table, one), **kept} for one in fresh])
    if table.followers:
        for one in fresh:
            _let_follow(session, table, one, kept)


def _let_follow(
    session: Session, table: ListTable, one: LineStanding, kept: Mapping[str, Any]
) -> None:
    if one.replaces is None:
        return
    row: Any = table.row
    (key,) = (column for column in table.listed.columns if column.is_key)
    name = table.attribute(key)
    after = session.execute(
        select(row.id).where(getattr(row, name) == one.values[name], row.ended_at.is_(None))
    ).scalar_one()
    by, at = kept["recorded_by"], kept["recorded_at"]
    # people of several cities attend one training: rows out of reach go along, and none is told
    with beyond_reach(session, Beyond.TRAININGS):
        for pointing in table.followers:
            let_follow(session, pointing, (one.replaces, after), by, at)


def _whole(session: Session, table: ListTable, one: LineStanding) -> Mapping[str, Any]:
    if table.completes is None:
        return one.values
    return {**one.values, **table.completes(session, one)}
