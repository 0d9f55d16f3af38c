"""With whom somebody led individual sessions, or is to lead them, and on which days."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.sessions_seen import named_absent

_SESSION, _RECORD, _THERE = SupervisionSessionRow, SupervisionRecordRow, RecordPresenceRow


def days_led(*within: ColumnElement[bool], worker: Any = None) -> tuple[Select[Any], Select[Any]]:
    """Ask on which days individual sessions with practitioners were led, or are planned.

    A session counts for whoever is expected, unless it was held and its signed record says that
    they were not there; and for whoever its signed record names besides, as
    `queries.sessions_seen.times_seen` says. A cancelled session counts for nobody.

    Args:
        within: Conditions on `SupervisionSessionRow`, such as who leads.
        worker: The practitioner; None for all.

    Returns:
        Two queries, of whoever was expected and of whoever a record names: `led_by`, `worker`,
        `centre_id` of the session and `on`, its day.
    """
    signed = _RECORD.state != RecordState.DRAFT.value
    kind = _SESSION.type == SessionType.INDIVIDUAL.value
    expected = (
        select(*_columns(SessionPersonRow.practitioner_id))
        .join(SessionPersonRow, SessionPersonRow.session_id == _SESSION.id)
        .where(
            kind,
            _SESSION.state != SessionState.CANCELLED.value,
            ~named_absent(signed),
            *within,
        )
    )
    named = (
        select(*_columns(_THERE.practitioner_id))
        .join(_THERE, _THERE.session_id == _SESSION.id)
        .join(_RECORD, _RECORD.session_id == _SESSION.id)
        .where(kind, _SESSION.state == SessionState.HELD.value, _THERE.minutes > 0, signed, *within)
    )
    if worker is None:
        return expected, named
    return (
        expected.where(SessionPersonRow.practitioner_id == worker),
        named.where(_THERE.practitioner_id == worker),
    )


def _columns(worker: Any) -> tuple[Any, ...]:
    return (
        _SESSION.supervisor_id.label("led_by"),
        worker.label("worker"),
        _SESSION.centre_id,
        _SESSION.planned_on.label("on"),
    )


def spans_led(*within: ColumnElement[bool]) -> Select[Any]:
    """Ask with whom individual sessions were led, from the first day to the last.

    Args:
        within: As `days_led`.

    Returns:
        `led_by`, `worker`, `centre_id`, `first_on` and `last_on`; each leader and worker once for
        each centre.
    """
    expected, named = days_led(*within)
    days = expected.union_all(named).subquery("days_led")
    pair = (days.c.led_by, days.c.worker, days.c.centre_id)
    first, last = func.min(days.c.on).label("first_on"), func.max(days.c.on).label("last_on")
    return select(*pair, first, last).group_by(*pair)


def led_with(
    account: ColumnElement[Any], worker: Any, *outside: Any
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Ask, as two columns of a query, for the last day of individual sessions with one worker.

    Args:
        account: Who leads.
        worker: The practitioner.
        outside: Tables of the query that the two stand in.

    Returns:
        The last day on which the worker was expected, and on which a record names them; each
        None when there is none.
    """
    day = func.max(_SESSION.planned_on)
    expected, named = days_led(_SESSION.supervisor_id == account, worker=worker)
    return (
        expected.with_only_columns(day).correlate(*outside).scalar_subquery(),
        named.with_only_columns(day).correlate(*outside).scalar_subquery(),
    )
