"""Coverage of supervision from its totals: by month, by part, by kind; never from sessions."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import QueryableAttribute, Session

from qa_app.domain.defaults import COVERAGE_PARTS_MOST
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.session_coverage import (
    CoverageOf,
    CoveragePart,
    Figures,
    Window,
    reach_over_coverage,
)
from qa_app.domain.session_totals import FUNCTIONS, WHOLE_NETWORK_ID, SessionScope
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.models.session_totals import SessionMonthRow, SessionOwedRow
from qa_app.queries.reach import centres_in
from qa_app.queries.staff import account_as_actor

_PLAIN = ("held", "held_late", "cancelled", "credited_seconds", "recorded", *FUNCTIONS)
_COUNTED = ("over", *_PLAIN)
_NO_NAME = BilingualText("", "")


def first_coverage(session: Session, actor: Actor) -> CoverageOf | None:
    """Choose what somebody sees first: the widest that is theirs.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        The network, a branch, a centre, or their own; None when nothing is.
    """
    reach = reach_over_coverage(actor)
    if reach.is_everything:
        return coverage_of(session, actor, SessionScope.NETWORK, WHOLE_NETWORK_ID)
    if reach.place_paths:
        first = min(reach.place_paths)
        place = int(first.rstrip("/").rsplit("/", 1)[-1])
        return coverage_of(session, actor, SessionScope.PLACE, place)
    if reach.centre_ids:
        return coverage_of(session, actor, SessionScope.CENTRE, min(reach.centre_ids))
    if actor.practitioner_id is not None:
        return coverage_of(session, actor, SessionScope.PRACTITIONER, actor.practitioner_id)
    return None


def coverage_of(
    session: Session, actor: Actor, scope: SessionScope, object_id: int
) -> CoverageOf | None:
    """Find whose coverage is asked for, within reach.

    Args:
        session: A database session.
        actor: Who asks.
        scope: Which kind.
        object_id: Which one.

    Returns:
        What it is called; None when there is none or it is out of reach.
    """
    reach = reach_over_coverage(actor)
    if scope is SessionScope.NETWORK:
        is_seen = reach.is_everything and object_id == WHOLE_NETWORK_ID
        return CoverageOf(scope, WHOLE_NETWORK_ID, _NO_NAME) if is_seen else None
    if scope is SessionScope.PLACE:
        return _place(session, reach, object_id)
    if scope is SessionScope.CENTRE:
        return _centre(session, reach, object_id)
    if scope is SessionScope.SUPERVISOR:
        return _supervisor(session, actor, reach, object_id)
    return _practitioner(session, actor, reach, object_id)


def _network(reach: Reach) -> tuple[CoverageOf, ...]:
    of = CoverageOf(SessionScope.NETWORK, WHOLE_NETWORK_ID, _NO_NAME)
    return (of,) if reach.is_everything else ()


def _above(session: Session, reach: Reach, path: str) -> tuple[CoverageOf, ...]:
    ids = [int(node) for node in path.split("/") if node]
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.path, PlaceRow.name_zh, PlaceRow.name_en)
        .where(PlaceRow.id.in_(ids))
        .order_by(func.length(PlaceRow.path))
    ).all()
    seen = [row for row in rows if _sees_branch(reach, row.path)]
    places = tuple(
        CoverageOf(SessionScope.PLACE, row.id, BilingualText(row.name_zh, row.name_en))
        for row in seen
    )
    return (*_network(reach), *places)


def _sees_branch(reach: Reach, path: str) -> bool:
    return reach.is_everything or any(path.startswith(one) for one in reach.place_paths)


def _place(session: Session, reach: Reach, place_id: int) -> CoverageOf | None:
    row = session.execute(
        select(PlaceRow.path, PlaceRow.name_zh, PlaceRow.name_en).where(PlaceRow.id == place_id)
    ).one_or_none()
    if row is None or not _sees_branch(reach, row.path):
        return None
    name = BilingualText(row.name_zh, row.name_en)
    return CoverageOf(SessionScope.PLACE, place_id, name, _above(session, reach, row.path)[:-1])


def _centre(session: Session, reach: Reach, centre_id: int) -> CoverageOf | None:
    row = session.execute(
        select(CentreRow.place_path, CentreRow.name_zh, CentreRow.name_en).where(
            CentreRow.id == centre_id, centres_in(reach)
        )
    ).one_or_none()
    if row is None:
        return None
    name = BilingualText(row.name_zh, row.name_en)
    return CoverageOf(SessionScope.CENTRE, centre_id, name, _above(session, reach, row.place_path))


def _supervisor(session: Session, actor: Actor, reach: Reach, account_id: int) -> CoverageOf | None:
    person = account_as_actor(session, account_id)
    if person is None or not may(person, Permission.SESSION_PLAN):
        return None
    theirs = reach_of(person, Permission.SESSION_PLAN)
    if account_id != actor.account_id and not _holds(session, actor, reach, theirs):
        return None
    return CoverageOf(SessionScope.SUPERVISOR, account_id, BilingualText(person.name, person.name))


def _holds(session: Session, actor: Actor, reach: Reach, theirs: Reach) -> bool:
    # a supervisor sees another one whose whole work lies within their own reach
    if not may(actor, Permission.SESSION_PLAN) and not actor.is_system:
        return False
    if reach.is_everything:
        return True
    if theirs.is_everything or not all(_sees_branch(reach, one) for one in theirs.place_paths):
        return False
    seen = session.execute(
        select(CentreRow.id).where(CentreRow.id.in_(sorted(theirs.centre_ids)), centres_in(reach))
    ).scalars()
    return set(seen) == theirs.centre_ids


def _practitioner(
    session: Session, actor: Actor, reach: Reach, practitioner_id: int
) -> CoverageOf | None:
    row = session.execute(
        select(
            PractitionerRow.code,
            PractitionerRow.centre_id,
            CentreRow.place_path,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(PractitionerRow.id == practitioner_id)
    ).one_or_none()
    if row is None:
        return None
    sees_centre = reach.covers(row.centre_id, row.place_path)
    if not sees_centre and practitioner_id != actor.practitioner_id:
        return None
    centre = CoverageOf(SessionScope.CENTRE, row.centre_id, BilingualText(row.name_zh, row.name_en))
    above = (*_above(session, reach, row.place_path), centre) if sees_centre else ()
    name = BilingualText(row.code, row.code)
    return CoverageOf(SessionScope.PRACTITIONER, practitioner_id, name, above)


def figures_by_month(
    session: Session, of: CoverageOf, window: Window
) -> tuple[tuple[date, Figures], ...]:
    """Count month by month, with two queries.

    Args:
        session: A database session.
        of: Whose sessions, as `coverage_of` found it.
        window: Which months.

    Returns:
        Every month of the window, in order.
    """
    found = _figures(session, of.scope, [of.id], window, SessionMonthRow.month, None)
    return tuple((month, found.get(month, Figures())) for month in window.months)


def figures_by_type(session: Session, of: CoverageOf, window: Window) -> Mapping[str, Figures]:
    """Count by type of session, with two queries.

    Args:
        session: A database session.
        of: Whose sessions, as `coverage_of` found it.
        window: Which months.

    Returns:
        Types that are due or held, with their numbers.
    """
    return _figures(session, of.scope, [of.id], window, SessionMonthRow.type, SessionOwedRow.type)


def figures_by_area(
    session: Session, of: CoverageOf, window: Window
) -> tuple[tuple[BilingualText | None, Figures], ...]:
    """Count by area of expertise, with three queries.

    Args:
        session: A database session.
        of: Whose sessions, as `coverage_of` found it.
        window: Which months.

    Returns:
        Areas in the register's order, None for sessions about all, which come last.
    """
    found = _figures(
        session, of.scope, [of.id], window, SessionMonthRow.area_code, SessionOwedRow.area_code
    )
    names: list[tuple[str, BilingualText | None]] = [
        (row.code, BilingualText(row.name_zh, row.name_en))
        for row in session.execute(
            select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
            .where(AreaRow.code.in_(sorted(found)))
            .order_by(AreaRow.position, AreaRow.code)
        )
    ]
    return tuple((name, found[code]) for code, name in [*names, ("", None)] if code in found)


def parts_of(session: Session, of: CoverageOf, window: Window) -> tuple[CoveragePart, ...]:
    """Count the places and centres right below a network or a place.

    Args:
        session: A database session.
        of: The network or a place, as `coverage_of` found it.
        window: Which months.

    Returns:
        Places first, then centres, by code; at most `COVERAGE_PARTS_MOST` of each. Empty for
        centres and people.
    """
    if of.scope not in {SessionScope.NETWORK, SessionScope.PLACE}:
        return ()
    parent = None if of.scope is SessionScope.NETWORK else of.id
    below = PlaceRow.parent_id.is_(None) if parent is None else PlaceRow.parent_id == parent
    places = session.execute(
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en)
        .where(below)
        .order_by(PlaceRow.code)
        .limit(COVERAGE_PARTS_MOST)
    ).all()
    centres = [] if parent is None else session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
        .where(CentreRow.place_id == parent)
        .order_by(CentreRow.code)
        .limit(COVERAGE_PARTS_MOST)
    ).all()  # fmt: skip
    parts: list[CoveragePart] = []
    for scope, rows in ((SessionScope.PLACE, places), (SessionScope.CENTRE, centres)):
        found = figures_of(session, scope, [row.id for row in rows], window) if rows else {}
        parts += [
            CoveragePart(
                CoverageOf(scope, row.id, BilingualText(row.name_zh, row.name_en)),
                found.get(row.id, Figures()),
            )
            for row in rows
        ]
    return tuple(parts)


def figures_of(
    session: Session, scope: SessionScope, ids: Collection[int], window: Window
) -> Mapping[int, Figures]:
    """Count for several places, centres or people at once, with two queries.

    Args:
        session: A database session.
        scope: What they are.
        ids: Which ones; the caller knows that they are in reach.
        window: Which months.

    Returns:
        Numbers of those that have any.
    """
    return _figures(
        session, scope, sorted(ids), window, SessionMonthRow.scope_id, SessionOwedRow.scope_id
    )


def _figures(
    session: Session,
    scope: SessionScope,
    ids: list[int],
    window: Window,
    by: QueryableAttribute[Any],
    owed_by: QueryableAttribute[Any] | None,
) -> dict[Any, Figures]:
    counted: dict[Any, dict[str, int]] = defaultdict(dict)
    for row in session.execute(_totals(scope, ids, window, by)):
        counted[row[0]] = dict(zip(_COUNTED, row[1:], strict=True))
    if window.first <= window.running <= window.last:
        for part, owed in session.execute(_owed(scope, ids, window, owed_by)):
            if owed:
                found = counted[window.running if owed_by is None else part]
                found["owed"] = owed
    return {part: _as_figures(row) for part, row in counted.items() if _says(row)}


def _totals(
    scope: SessionScope, ids: list[int], window: Window, by: QueryableAttribute[Any]
) -> Select[Any]:
    row = SessionMonthRow
    # of the month that runs, what is still ahead is not due yet
    over = func.coalesce(func.sum(case((row.month < window.running, row.due), else_=row.held)), 0)
    plain: list[ColumnElement[int]] = [
        func.coalesce(func.sum(getattr(row, name)), 0).label(name) for name in _PLAIN
    ]
    return (
        select(by.label("part"), over.label("over"), *plain)
        .where(
            row.scope == scope.value,
            row.scope_id.in_(ids),
            row.month.between(window.first, window.last),
        )
        .group_by(by)
    )


def _owed(
    scope: SessionScope, ids: list[int], window: Window, by: QueryableAttribute[Any] | None
) -> Select[Any]:
    row = SessionOwedRow
    query = select(
        SessionOwedRow.scope if by is None else by, func.coalesce(func.sum(row.owed), 0)
    ).where(
        row.scope == scope.value,
        row.scope_id.in_(ids),
        row.day >= window.running,
        row.day < window.today,
    )
    return query.group_by(SessionOwedRow.scope if by is None else by)


def _says(row: Mapping[str, int]) -> bool:
    return any(row.get(name) for name in ("over", "owed", "cancelled", "credited_seconds"))


def _as_figures(row: Mapping[str, int]) -> Figures:
    due = int(row.get("over", 0)) + int(row.get("owed", 0))
    held = int(row.get("held", 0))
    return Figures(
        due=due,
        held=held,
        late=int(row.get("held_late", 0)),
        missed=due - held,
        cancelled=int(row.get("cancelled", 0)),
        credited_seconds=int(row.get("credited_seconds", 0)),
        recorded=int(row.get("recorded", 0)),
        functions=tuple((name, int(row.get(name, 0))) for name in FUNCTIONS),
    )
