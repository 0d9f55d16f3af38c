"""Trainings that answered corrective actions: which count, and which could."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, true
from sqlalchemy.orm import Session

from qa_app.domain.action_evidence import training_days
from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.models.aliases import alias_of
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.recorded import Recorded, known
from qa_app.models.training_rows import (
    ActionTrainingRow,
    TrainingAttendanceRow,
    TrainingCourseRow,
    TrainingEventRow,
)
from qa_app.queries.worker_reach import training_seen

_EVENT = TrainingEventRow
_Named = alias_of(TrainingEventRow)
"""The training as it was when it was named; a correction of it is another row of its code."""


@dataclass(frozen=True, slots=True)
class Answering:
    """A training beside an action.

    Attributes:
        event_id: The training, as it stands.
        code: Its code.
        course: Name of its course.
        held_on: Its day.
        link_id: The row that joins it to the action; None for one that could be joined.
    """

    event_id: int
    code: str
    course: BilingualText
    held_on: date
    link_id: int | None = None


def trained_days(
    session: Session, within: ColumnElement[bool], known_at: datetime | None = None
) -> Mapping[int, tuple[date, ...]]:
    """List the days of trainings that answered actions, with one query.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        known_at: Only what was recorded then, and not taken back; None for the present.

    Returns:
        Action to days, the first one first. A training that nobody of the action's centre
        attended is left out.
    """
    query = (
        _joined(select(ActionTrainingRow.action_id, _EVENT.held_on), known_at)
        .where(within, _attended(ActionTrainingRow.centre_id, None, known_at))
        .order_by(ActionTrainingRow.action_id, _EVENT.held_on)
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in session.execute(query):
        found[row.action_id].append(row.held_on)
    return {action: tuple(days) for action, days in found.items()}


def trainings_of(session: Session, action_id: int) -> tuple[Answering, ...]:
    """List the trainings that are said to have answered an action.

    Args:
        session: A database session.
        action_id: The action, which is known to be in reach.

    Returns:
        The first one first; what was taken out since, or what nobody of the centre attended any
        more, is left out.
    """
    columns = select(ActionTrainingRow.id, *_TOLD)
    query = (
        _joined(columns, None)
        .join(TrainingCourseRow, TrainingCourseRow.id == _EVENT.course_id)
        .where(
            ActionTrainingRow.action_id == action_id,
            _attended(ActionTrainingRow.centre_id, None, None),
        )
        .order_by(_EVENT.held_on, _EVENT.id)
    )
    return tuple(_answering(row, row.id) for row in session.execute(query))


def trainings_for(
    session: Session, actor: Actor, action_id: int, *, is_joined_too: bool = False
) -> tuple[Answering, ...]:
    """List the trainings that could have answered an action.

    Args:
        session: A database session.
        actor: Who asks; only trainings that they see.
        action_id: The action, which is known to be in reach.
        is_joined_too: True for those that are joined to it as well.

    Returns:
        The latest first: held since the limits of the action began to run, or since it was opened
        where none runs; attended by the worker whom it is about while they are in post, else by
        anybody of its centre.
    """
    action = session.get_one(CorrectiveActionRow, action_id)
    days = training_days(action.contain_on)
    since = days[0] if days else action.opened_on
    if since is None:
        return ()
    joined = exists().where(
        ActionTrainingRow.action_id == action_id,
        ActionTrainingRow.ended_at.is_(None),
        ActionTrainingRow.event_id == _Named.id,
        _Named.code == _EVENT.code,
    )
    query = (
        select(*_TOLD)
        .join(TrainingCourseRow, TrainingCourseRow.id == _EVENT.course_id)
        .join(PlaceRow, PlaceRow.id == _EVENT.place_id)
        .where(
            _EVENT.ended_at.is_(None),
            _EVENT.held_on >= since,
            training_seen(actor),
            true() if is_joined_too else ~joined,
            _attended(action.centre_id, _worker_in_post(session, action), None),
        )
        .order_by(_EVENT.held_on.desc(), _EVENT.id.desc())
    )
    return tuple(_answering(row, None) for row in session.execute(query))


_TOLD = (
    _EVENT.id.label("event_id"),
    _EVENT.code,
    _EVENT.held_on,
    TrainingCourseRow.name_zh,
    TrainingCourseRow.name_en,
)


def _joined(query: Select[*tuple[Any, ...]], at: datetime | None) -> Select[*tuple[Any, ...]]:
    row = ActionTrainingRow
    return (
        query.select_from(row)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(_Named, _Named.id == row.event_id)
        .join(_EVENT, _EVENT.code == _Named.code)
        .where(_stands(row, at), _stands(_EVENT, at))
    )


def _attended(
    centre: ColumnElement[int] | int | Any, worker: int | None, at: datetime | None
) -> ColumnElement[bool]:
    row, held = TrainingAttendanceRow, alias_of(TrainingEventRow)
    own = PractitionerRow.id == worker if worker is not None else true()
    return exists().where(
        held.code == _EVENT.code,
        row.event_id == held.id,
        _stands(row, at),
        PractitionerRow.id == row.practitioner_id,
        PractitionerRow.centre_id == centre,
        own,
    )


def _stands(row: type[Recorded], at: datetime | None) -> ColumnElement[bool]:
    return row.ended_at.is_(None) if at is None else known(row, at)


def _worker_in_post(session: Session, action: CorrectiveActionRow) -> int | None:
    # who has left cannot be trained any more: then anybody of the centre answers for it
    query = select(PractitionerRow.id).where(
        PractitionerRow.id == action.practitioner_id, PractitionerRow.ended_on.is_(None)
    )
    return session.execute(query).scalar_one_or_none()


def _answering(row: Any, link_id: int | None) -> Answering:
    course = BilingualText(row.name_zh, row.name_en)
    return Answering(row.event_id, row.code, course, row.held_on, link_id)
