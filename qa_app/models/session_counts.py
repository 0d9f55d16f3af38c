"""Keeps the totals of sessions in step with whatever changes them, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import QueryableAttribute, Session

from qa_app.domain.session_totals import (
    SessionChanges,
    SessionFacts,
    chains_of,
    changes_between,
    first_day,
)
from qa_app.domain.supervision import SessionState
from qa_app.models.base import table_of
from qa_app.models.places import CentreRow
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.required_counts import counting_seen
from qa_app.models.session_totals import SessionMonthRow, SessionOwedRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.totals import add_to_totals

_CHUNK = 400
_DRAFT = "draft"
_FACTS = (
    SupervisionSessionRow.id,
    SupervisionSessionRow.centre_id,
    CentreRow.place_path,
    SupervisionSessionRow.supervisor_id,
    SupervisionSessionRow.type,
    SupervisionSessionRow.area_code,
    SupervisionSessionRow.state,
    SupervisionSessionRow.planned_on,
    SupervisionSessionRow.moved_from_on,
    SupervisionSessionRow.due_on,
    SupervisionSessionRow.replaced_by_id,
)

_PEOPLE = select(SessionPersonRow.session_id, SessionPersonRow.practitioner_id)
_RECORDS = select(SupervisionRecordRow.session_id, SupervisionRecordRow.functions).where(
    SupervisionRecordRow.state != _DRAFT
)
_THERE = select(
    RecordPresenceRow.session_id,
    RecordPresenceRow.practitioner_id,
    RecordPresenceRow.minutes,
    RecordPresenceRow.credited_seconds,
)


@contextmanager
def counting_sessions(session: Session, session_ids: Collection[int] = ()) -> Iterator[set[int]]:
    """Let a change of sessions, their people or their records show in the totals.

    Wrap it around every statement that changes them, after the sessions are locked.

    Args:
        session: A session inside `transaction`.
        session_ids: Sessions that are about to change.

    Yields:
        The sessions whose totals are brought up to date at the end; the caller adds those that it
        makes.
    """
    session.flush()
    touched = set(session_ids)
    before = chains_with(session, touched)
    yield touched
    session.flush()
    after = chains_with(session, touched)
    changes = changes_between(before, after)
    with counting_seen(session, changes.months):
        apply_changes(session, changes)


def apply_changes(session: Session, changes: SessionChanges) -> None:
    """Add to the totals of sessions.

    Args:
        session: A session inside `transaction`.
        changes: What is added.
    """
    # in one fixed order, so that two who plan never wait for each other in a circle
    add_to_totals(
        session,
        table_of(SessionMonthRow),
        [{**key._asdict(), **changes.months[key]} for key in sorted(changes.months)],
    )
    add_to_totals(
        session,
        table_of(SessionOwedRow),
        [{**key._asdict(), "owed": changes.owed[key]} for key in sorted(changes.owed)],
    )


def clear_session_totals(session: Session) -> None:
    """Remove every total of sessions, for a recount that follows in the same transaction.

    Args:
        session: A session inside `transaction`.
    """
    session.execute(delete(SessionMonthRow))
    session.execute(delete(SessionOwedRow))


def chains_with(
    session: Session, session_ids: Collection[int]
) -> tuple[tuple[SessionFacts, ...], ...]:
    """Read whole chains of sessions that replace one another.

    Args:
        session: A database session.
        session_ids: Sessions, one or more of each chain; unknown ones are passed over.

    Returns:
        Every chain once, each from its first session to its last.
    """
    rows: dict[int, Any] = {}
    asked: set[int] = set()
    wanted = set(session_ids)
    while wanted:
        asked |= wanted
        found = _rows(session, sorted(wanted))
        rows |= {row.id: row for row in found}
        # whoever was found from behind may itself stand in the place of another
        beyond = {row.id for row in found} | {row.replaced_by_id for row in found}
        wanted = beyond - asked - {None}
    return chains_of(_facts(session, rows))


def first_days(session: Session, session_ids: Collection[int]) -> dict[int, date]:
    """Tell for which day what sessions stand for was planned first.

    Args:
        session: A database session.
        session_ids: Sessions that stand in the place of cancelled ones, or may.

    Returns:
        Session to the first day of its chain, before any move.
    """
    if not session_ids:
        return {}
    return {
        one.id: first_day(chain)
        for chain in chains_with(session, session_ids)
        for one in chain
        if one.id in session_ids
    }


def _rows(session: Session, ids: list[int]) -> list[Any]:
    found: list[Any] = []
    query = select(*_FACTS).join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        found += session.execute(
            query.where(
                or_(
                    SupervisionSessionRow.id.in_(part),
                    SupervisionSessionRow.replaced_by_id.in_(part),
                )
            )
        ).all()
    return found


def _facts(session: Session, rows: dict[int, Any]) -> list[SessionFacts]:
    # of a chain only the last session is held, expects people or has a record that counts
    ends = sorted(one for one, row in rows.items() if row.replaced_by_id is None)
    people: dict[int, set[int]] = defaultdict(set)
    presence: dict[int, list[Any]] = defaultdict(list)
    held = [one for one in ends if rows[one].state == SessionState.HELD.value]
    for one, person in _by_part(session, _PEOPLE, SessionPersonRow.session_id, ends):
        people[one].add(person)
    written = _by_part(session, _RECORDS, SupervisionRecordRow.session_id, held)
    records = {row.session_id: row for row in written}
    for row in _by_part(session, _THERE, RecordPresenceRow.session_id, sorted(records)):
        presence[row.session_id].append(row)
    return [
        _fact(row, frozenset(people[one]), records.get(one), presence[one])
        for one, row in rows.items()
    ]


def _by_part(
    session: Session,
    query: Select[*tuple[Any, ...]],
    column: QueryableAttribute[int],
    ids: list[int],
) -> Iterator[Any]:
    for start in range(0, len(ids), _CHUNK):
        yield from session.execute(query.where(column.in_(ids[start : start + _CHUNK])))


def _fact(row: Any, people: frozenset[int], record: Any, presence: list[Any]) -> SessionFacts:
    there = [one for one in presence if one.minutes]
    return SessionFacts(
        id=row.id,
        centre_id=row.centre_id,
        place_path=row.place_path,
        supervisor_id=row.supervisor_id,
        type=row.type,
        area_code=row.area_code or "",
        state=SessionState(row.state),
        planned_on=row.planned_on,
        moved_from_on=row.moved_from_on,
        due_on=row.due_on,
        replaced_by=row.replaced_by_id,
        people=people,
        credited={one.practitioner_id: one.credited_seconds or 0 for one in there},
        absent=frozenset(one.practitioner_id for one in presence if one.minutes == 0),
        present=frozenset(one.practitioner_id for one in there),
        functions=None if record is None else frozenset(record.functions),
    )
