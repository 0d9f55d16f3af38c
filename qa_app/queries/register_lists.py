"""Lists of the register against what stands: looked up, compared, given back as lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_list_check import Judge, ListGround
from qa_app.domain.register_lists import (
    CellKind,
    Fixed,
    Least,
    Line,
    LineStanding,
    ListColumn,
    RegisterList,
    Value,
)
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.queries.reach import centres_within, places_within
from qa_app.queries.register_list_codes import codes_of, held_in
from qa_app.queries.register_list_lookups import LOOKUPS, Codes, Lookup
from qa_app.queries.register_list_steps import ListSteps
from qa_app.queries.register_list_texts import Texts, says_otherwise

Known = Mapping[str, Mapping[tuple[str, str], int | str]]
Row = Any
"""A class of rows with the columns of `models.recorded.Recorded`."""

_CHUNK = 400
_WITHOUT_BLANK = frozenset({CellKind.DAY, CellKind.MOMENT, CellKind.WHOLE, CellKind.YES_NO})
_STANDS_AS = {"worker": "practitioner", "case": "case_file"}


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list of the register, and the table that its lines stand in: one row for each line.

    Attributes:
        listed: The list.
        row: Its class of rows.
        reads: What an actor needs to take it away.
        writes: What an actor needs to take one in; lines reach no further than this.
        also: What an actor needs besides, to take one in; None for nothing.
        attributes: Column to attribute of the row, where it is not the column's name (of what is
            looked up: its kind with `_id`; `practitioner_id` of a worker, `case_file_id` of a
            case).
        lookups: What is looked up besides centres, places, workers and cases.
        values: Lists of values besides the areas: name of the list to code to name.
        within: The rows that an actor may do something with on a day; None takes the row's centre
            or place.
        before: Writes what lines need and the register does not have yet, inside the transaction
            (a function of `models`); what was looked up is then looked up again.
        completes: Works out attributes that no file holds, or that are sealed, from a line against
            what stands.
        fixes: Tells what no list changes, from what was looked up.
        least: Tells what no list goes below, from what was looked up.
        judges: Gives what else lines are held against, from what was looked up and the present,
            local.
        followers: Columns of other rows that name a row of this one, found by its one key: they
            move on to the row that a correction writes.
        naming: Columns of other rows that name a row of this one: while one of them stands, it
            is not ended.
        sealed: Gives the sealed texts of a row; a line that says another one corrects it.
        steps: How rows are kept that go through steps; None for those that are ended.
    """

    listed: RegisterList
    row: Row
    reads: Permission
    writes: Permission
    also: Callable[[Actor], bool] | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    values: Callable[[Session], Mapping[str, Mapping[str, BilingualText]]] | None = None
    within: Callable[[Actor, Permission, date], ColumnElement[bool]] | None = None
    before: Callable[[Session, Actor, Sequence[Line], datetime], None] | None = None
    completes: Callable[[Session, LineStanding], Mapping[str, Any]] | None = None
    fixes: Callable[[Session, "ListTable", Known, tzinfo | None], Fixed] | None = None
    least: Callable[[Session, Known], Least] | None = None
    judges: Callable[[Session, Actor, Known, datetime], Judge] | None = None
    followers: tuple[InstrumentedAttribute[int], ...] = ()
    naming: tuple[InstrumentedAttribute[Any], ...] = ()
    sealed: Callable[[Row], Texts] | None = None
    steps: ListSteps | None = None

    def is_written_by(self, actor: Actor) -> bool:
        """Tell whether an actor takes this list in at all.

        Args:
            actor: Who wants to.

        Returns:
            True when they may; how far lines reach is another question.
        """
        return may(actor, self.writes) and (self.also is None or self.also(actor))

    def attribute(self, column: ListColumn) -> str:
        """Name the attribute of the row that a column stands in.

        Args:
            column: The column.

        Returns:
            The attribute.
        """
        own = f"{_STANDS_AS.get(column.of, column.of)}_id"
        own = own if column.kind is CellKind.KNOWN else column.name
        return self.attributes.get(column.name, own)

    def stored(self, *, keys_alone: bool = False) -> tuple[str, ...]:
        """Name the attributes that lines are written to.

        Args:
            keys_alone: True for those alone that tell lines apart.

        Returns:
            Attributes of the row; the centre of a worker is none where the worker stands there.
        """
        every = (one for one in self.listed.columns if not one.is_told)
        columns = (one for one in every if one.is_key or not keys_alone)
        return tuple(name for one in columns if hasattr(self.row, name := self.attribute(one)))


def list_ground(
    session: Session,
    actor: Actor,
    table: ListTable,
    wanted: Mapping[str, Codes],
    now: datetime,
) -> ListGround:
    """Look up what the lines of a list are held against.

    Args:
        session: A database session.
        actor: Who takes the list in.
        table: The list.
        wanted: What is looked up to the codes that the list names.
        now: The present, local.

    Returns:
        The ground, with what the actor may write to and nothing else.
    """
    known = {
        of: (table.lookups.get(of) or LOOKUPS[of])(session, actor, table.writes, codes)
        for of, codes in wanted.items()
    }
    fixed = table.fixes(session, table, known, now.tzinfo) if table.fixes else {}
    least = table.least(session, known) if table.least else {}
    values = listed_values(session, table)
    ground = ListGround(now.replace(tzinfo=None), known, values, fixed, least)
    if table.judges is None:
        return ground
    return replace(ground, judge=table.judges(session, actor, known, now))


def listed_values(session: Session, table: ListTable) -> Mapping[str, Mapping[str, BilingualText]]:
    """Give the lists of values of a list.

    Args:
        session: A database session.
        table: The list.

    Returns:
        Name of the list to code to name; the areas under `area`.
    """
    rows = session.execute(select(AreaRow).order_by(AreaRow.position, AreaRow.code)).scalars()
    areas = {row.code: BilingualText(row.name_zh, row.name_en) for row in rows}
    return {"area": areas, **(table.values(session) if table.values is not None else {})}


def wanted_of(table: ListTable, lines: Sequence[Line]) -> dict[str, set[tuple[str, str]]]:
    """Find what the lines of a checked list name.

    Args:
        table: The list.
        lines: Its lines.

    Returns:
        What is looked up to codes.
    """
    wanted: dict[str, set[tuple[str, str]]] = {}
    for column in table.listed.columns:
        if column.kind is CellKind.KNOWN:
            codes = wanted.setdefault(column.of, set())
            codes |= {_code(column, line) for line in lines if line[column.name]}
    return wanted


def _code(column: ListColumn, line: Line) -> tuple[str, str]:
    above = str(line.get(column.within) or "") if column.within else ""
    return above, str(line[column.name])


def compare_lines(
    session: Session,
    actor: Actor,
    table: ListTable,
    lines: Sequence[Line],
    ground: ListGround,
    *,
    zone: str,
) -> tuple[LineStanding, ...]:
    """Hold the lines of a list against what stands and the actor may write to.

    Args:
        session: A database session.
        actor: Who takes the list in.
        table: The list.
        lines: Its checked lines.
        ground: What they were checked against.
        zone: Local time zone of the installation.

    Returns:
        One for each line, in order.
    """
    asked = [_values(table, line, ground, ZoneInfo(zone)) for line in lines]
    if table.steps is not None:
        each = list(zip(lines, asked, strict=True))
        return table.steps.compare(session, actor, each, ZoneInfo(zone))
    keys, names = table.stored(keys_alone=True), table.stored()
    stands: dict[tuple[Value, ...], Any] = {}
    own = rows_within(table, actor, table.writes, ground.now.date())
    for row in _standing(session, table, own, [[one[key] for key in keys] for one in asked]):
        stands[tuple(getattr(row, key) for key in keys)] = row
    found = []
    for line, values in zip(lines, asked, strict=True):
        row = stands.get(tuple(values[key] for key in keys))
        is_other = row is not None and any(getattr(row, name) != values[name] for name in names)
        if row is not None and table.sealed is not None:
            is_other = is_other or says_otherwise(session, table.sealed(row), line)
        replaces = row.id if row is not None and is_other else None
        found.append(LineStanding(values, row is None, replaces, line))
    return tuple(found)


def _standing(
    session: Session, table: ListTable, own: ColumnElement[bool], asked: Sequence[Sequence[Any]]
) -> Iterator[Any]:
    keys = table.stored(keys_alone=True)
    columns = [_compared(table, key) for key in keys]
    # what is not in the register yet has no row
    known = sorted({found for one in asked if None not in (found := _keyed(table, keys, one))})
    for start in range(0, len(known), _CHUNK):
        part = known[start : start + _CHUNK]
        stands = table.row.ended_at.is_(None), tuple_(*columns).in_(part)
        query = select(table.row).where(own, *stands)
        yield from session.execute(query).scalars()


def _compared(table: ListTable, key: str) -> Any:
    # a part of a key that may be blank, such as the worker of a trainer from outside
    column = getattr(table.row, key)
    return func.coalesce(column, 0) if _is_nullable(table.row, key) else column


def _keyed(table: ListTable, keys: Sequence[str], values: Sequence[Any]) -> tuple[Any, ...]:
    pairs = zip(keys, values, strict=True)
    return tuple(
        0 if value is None and _is_nullable(table.row, key) else value for key, value in pairs
    )


def _values(table: ListTable, line: Line, ground: ListGround, zone: ZoneInfo) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.listed.columns:
        value: Any = line[column.name]
        attribute = table.attribute(column)
        if column.is_told or not hasattr(table.row, attribute):
            continue
        if column.kind is CellKind.KNOWN:
            value = ground.known.get(column.of, {}).get(_code(column, line)) if value else None
        elif column.kind is CellKind.MOMENT and value is not None:
            value = value.replace(tzinfo=zone)
        elif value == "" and _is_nullable(table.row, attribute):
            value = None
        values[attribute] = value
    return values


def _is_nullable(row: Row, attribute: str) -> bool:
    return bool(row.__table__.columns[attribute].nullable)


def row_of(
    session: Session, actor: Actor, table: ListTable, line: Line, ground: ListGround, *, zone: str
) -> Any | None:
    """Find the row with the key of a line that an actor may write to.

    Args:
        session: A database session.
        actor: Who writes.
        table: The list.
        line: The line; only its key is looked at.
        ground: What it is looked up by.
        zone: Local time zone of the installation.

    Returns:
        The row that holds, else the one that was ended last; None where there was never one
        within reach.
    """
    values = _values(table, line, ground, ZoneInfo(zone))
    keys = table.stored(keys_alone=True)
    wanted = _keyed(table, keys, [values[key] for key in keys])
    if None in wanted:
        return None
    row = table.row
    query = (
        select(row)
        .where(
            rows_within(table, actor, table.writes, ground.now.date()),
            *(_compared(table, key) == one for key, one in zip(keys, wanted, strict=True)),
        )
        .order_by(row.ended_at.is_not(None), row.id.desc())
        .limit(1)
    )
    return session.execute(query).scalars().one_or_none()


def current_lines(
    session: Session, actor: Actor, table: ListTable, now: datetime
) -> tuple[dict[str, Value], ...]:
    """Give what stands as lines, so that they can be taken in again.

    Args:
        session: A database session.
        actor: Who asks.
        table: The list.
        now: The present, local.

    Returns:
        The lines within reach, in order of their keys as they stand in the file.
    """
    if table.steps is not None:
        return table.steps.lines(session, actor, now.tzinfo)
    own = rows_within(table, actor, table.reads, now.date())
    query = select(table.row).where(table.row.ended_at.is_(None), own)
    rows = session.execute(query).scalars().all()
    codes = {
        column.name: codes_of(session, table.row, table.attribute(column), column, rows)
        for column in table.listed.columns
        if column.kind is CellKind.KNOWN
    }
    lines = [_line(table, row, codes, now.tzinfo) for row in rows]
    keys = [one.name for one in table.listed.columns if one.is_key]
    return tuple(sorted(lines, key=lambda line: [str(line[key]) for key in keys]))


def rows_within(
    table: ListTable, actor: Actor, need: Permission, today: date
) -> ColumnElement[bool]:
    """Keep the rows that an actor may do something with.

    Args:
        table: The list.
        actor: Who asks.
        need: What they want to do.
        today: Local day.

    Returns:
        A condition on its rows: the list's own, else by the worker, else the centre, else the
        place that they name.
    """
    if table.within is not None:
        return table.within(actor, need, today)
    row, stored = table.row, set(table.stored())
    if "practitioner_id" in stored:
        workers = select(PractitionerRow.id).join(
            CentreRow, CentreRow.id == PractitionerRow.centre_id
        )
        own = workers.where(centres_within(actor, need))
        return cast("ColumnElement[bool]", row.practitioner_id.in_(own))
    if "centre_id" in stored:
        centres = select(CentreRow.id).where(centres_within(actor, need))
        return cast("ColumnElement[bool]", row.centre_id.in_(centres))
    places = select(PlaceRow.id).where(places_within(actor, need))
    return cast("ColumnElement[bool]", row.place_id.in_(places))


def _line(
    table: ListTable, row: Any, codes: Mapping[str, Mapping[int, str]], zone: tzinfo | None
) -> dict[str, Value]:
    line: dict[str, Value] = {}
    for column in table.listed.columns:
        value = getattr(row, table.attribute(column), None)
        if column.kind is CellKind.KNOWN:
            value = codes[column.name].get(held_in(row, table.attribute(column), column), "")
        elif column.kind is CellKind.MOMENT and value is not None:
            value = value.astimezone(zone).replace(tzinfo=None)
        elif value is None and column.kind not in _WITHOUT_BLANK:
            value = ""
        line[column.name] = value
    return line
