"""What a session that is due adds to the totals that coverage shows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from qa_app.domain.supervision import SessionState


class SessionScope(StrEnum):
    """Whose sessions a total counts."""

    NETWORK = "network"
    PLACE = "place"
    CENTRE = "centre"
    SUPERVISOR = "supervisor"
    PRACTITIONER = "practitioner"


WHOLE_NETWORK_ID = 0
"""`scope_id` of the one total of the whole network."""

FUNCTIONS = ("accountability", "learning", "support")
"""Functions of supervision; each is a column of the totals."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What decides how a session counts.

    Attributes:
        id: The session.
        centre_id: Its centre.
        place_path: Ids of the area tree down to the centre's node, such as `1/3/7/`.
        supervisor_id: The account that leads it.
        type: What kind.
        area_code: Area of expertise; empty for all.
        state: Planned, held or cancelled.
        planned_on: Its day; of one that was held, the day on which it took place.
        moved_from_on: Its day before the first move; None when it was never moved.
        due_on: The day by which it was due; None when nothing was.
        replaced_by: The session in its place; None without one.
        people: Practitioners expected.
        credited: Practitioners to the seconds credited to them.
        absent: Practitioners of whom the record says that they were not there.
        present: Practitioners of whom the record says that they were there.
        functions: Functions that its record covers; None without a record.
    """

    id: int
    centre_id: int
    place_path: str
    supervisor_id: int
    type: str
    area_code: str
    state: SessionState
    planned_on: date
    moved_from_on: date | None = None
    due_on: date | None = None
    replaced_by: int | None = None
    people: frozenset[int] = frozenset()
    credited: Mapping[int, int] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()
    functions: frozenset[str] | None = None


class MonthKey(NamedTuple):
    """Which total of a month; the order of fields is the order in which totals are locked."""

    scope: str
    scope_id: int
    month: date
    type: str
    area_code: str


class OwedKey(NamedTuple):
    """Which day's count of sessions that are still owed."""

    scope: str
    scope_id: int
    day: date
    type: str
    area_code: str


@dataclass(frozen=True, slots=True)
class SessionChanges:
    """What is added to the totals; numbers may be negative, none is zero.

    Attributes:
        months: Total to column to number.
        owed: Day's count to number.
    """

    months: Mapping[MonthKey, Mapping[str, int]]
    owed: Mapping[OwedKey, int]


def chains_of(sessions: Iterable[SessionFacts]) -> tuple[tuple[SessionFacts, ...], ...]:
    """Put sessions that replace one another in a row: each row is one obligation.

    Args:
        sessions: Whole chains, in any order.

    Returns:
        Rows from the first session to the last, by their first sessions.
    """
    by_id = {one.id: one for one in sessions}
    later = {one.replaced_by for one in by_id.values() if one.replaced_by is not None}
    chains = []
    for first in sorted(by_id.keys() - later):
        chain = [by_id[first]]
        while (following := chain[-1].replaced_by) is not None and following in by_id:
            chain.append(by_id[following])
        chains.append(tuple(chain))
    return tuple(chains)


def first_day(chain: Sequence[SessionFacts]) -> date:
    """Give the day for which an obligation was planned first.

    Args:
        chain: A session with everything that took its place, in order.

    Returns:
        The day of the first session before it was moved.
    """
    return chain[0].moved_from_on or chain[0].planned_on


def changes_between(
    before: Iterable[Sequence[SessionFacts]], after: Iterable[Sequence[SessionFacts]]
) -> SessionChanges:
    """Tell what a change of sessions adds to the totals.

    Args:
        before: Chains of sessions as they stood.
        after: The same chains, and new ones, as they stand now.

    Returns:
        The differences.
    """
    months: dict[MonthKey, Counter[str]] = {}
    owed: Counter[OwedKey] = Counter()
    for chains, sign in ((before, -1), (after, 1)):
        for chain in chains:
            _count(chain, sign, months, owed)
    return SessionChanges(
        {
            key: changed
            for key, columns in months.items()
            if (changed := {name: number for name, number in columns.items() if number})
        },
        {key: number for key, number in owed.items() if number},
    )


def _count(
    chain: Sequence[SessionFacts],
    sign: int,
    months: dict[MonthKey, Counter[str]],
    owed: Counter[OwedKey],
) -> None:
    last = chain[-1]
    month = first_day(chain).replace(day=1)
    whole = _columns(chain)
    credit_month = last.planned_on.replace(day=1)
    owed_on = _owed_on(chain, month)
    kind = (last.type, last.area_code)
    for scope, scope_id in _scopes(last):
        _add(months, MonthKey(scope, scope_id, month, *kind), whole, sign)
        _add(
            months,
            MonthKey(scope, scope_id, credit_month, *kind),
            {"credited_seconds": sum(last.credited.values())},
            sign,
        )
        if owed_on is not None:
            owed[OwedKey(scope, scope_id, owed_on, *kind)] += sign
    for person in sorted(last.people | last.present):
        _count_person(chain, person, sign, months, owed)


def _count_person(
    chain: Sequence[SessionFacts],
    person: int,
    sign: int,
    months: dict[MonthKey, Counter[str]],
    owed: Counter[OwedKey],
) -> None:
    last = chain[-1]
    month = first_day(chain).replace(day=1)
    kind = (last.type, last.area_code)
    columns, owed_on = dict(_columns(chain)), _owed_on(chain, month)
    if last.state is SessionState.HELD and person in last.absent:
        # it took place, and not for whoever was not there
        columns = {"due": 1, "cancelled": columns.get("cancelled", 0)}
        owed_on = _within(last.planned_on, month)
    scope = SessionScope.PRACTITIONER.value
    _add(months, MonthKey(scope, person, month, *kind), columns, sign)
    credit_month = last.planned_on.replace(day=1)
    credit = {"credited_seconds": last.credited.get(person, 0)}
    _add(months, MonthKey(scope, person, credit_month, *kind), credit, sign)
    if owed_on is not None:
        owed[OwedKey(scope, person, owed_on, *kind)] += sign


def _columns(chain: Sequence[SessionFacts]) -> Mapping[str, int]:
    first, last = chain[0], chain[-1]
    cancelled = sum(one.state is SessionState.CANCELLED for one in chain)
    if last.state is SessionState.CANCELLED:
        return {"cancelled": cancelled}
    if last.state is not SessionState.HELD:
        return {"due": 1, "cancelled": cancelled}
    in_time = first.due_on or first_day(chain)
    is_late = last.planned_on > in_time
    covered = last.functions
    return {
        "due": 1,
        "held": 1,
        "held_late": int(is_late),
        "cancelled": cancelled,
        "recorded": int(covered is not None),
        **{name: int(covered is not None and name in covered) for name in FUNCTIONS},
    }


def _owed_on(chain: Sequence[SessionFacts], month: date) -> date | None:
    # a cancelled session is missed once its own day has passed, whenever the next one will be; a
    # day in a later month is none: by then the month is over, and all that is not held is missed
    last = chain[-1]
    if last.state is not SessionState.PLANNED:
        return None
    return _within(chain[0].planned_on, month)


def _within(day: date, month: date) -> date | None:
    day = max(day, month)
    return day if day.replace(day=1) == month else None


def _scopes(facts: SessionFacts) -> list[tuple[str, int]]:
    places = [int(node) for node in facts.place_path.split("/") if node]
    return [
        (SessionScope.NETWORK.value, WHOLE_NETWORK_ID),
        *((SessionScope.PLACE.value, place) for place in places),
        (SessionScope.CENTRE.value, facts.centre_id),
        (SessionScope.SUPERVISOR.value, facts.supervisor_id),
    ]


def _add(
    months: dict[MonthKey, Counter[str]], key: MonthKey, columns: Mapping[str, int], sign: int
) -> None:
    total = months.setdefault(key, Counter())
    for name, number in columns.items():
        total[name] += sign * number
