"""Workers and their competencies, for them, who supervises them and who manages their centre."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import AssessmentKind, Marks, note_place
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.competency_rows import CompetencyAssessmentRow, CompetencySurveyRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.sealing import sealer_of
from qa_app.models.worker_rows import WorkerProfileRow
from qa_app.queries.learning import learns_with
from qa_app.queries.reach import centres_in

_Assessment = CompetencyAssessmentRow
_Survey = CompetencySurveyRow


@dataclass(frozen=True, slots=True)
class WorkerRead:
    """A worker whose results somebody reads.

    Attributes:
        id: The worker.
        code: Their code.
        centre_id: Their centre.
        centre_name: Its name.
        area: Area in which they work.
        started_on: When they began there.
        tier: Tier of the workforce; empty where it was never recorded.
        assessed_on: Day of the latest assessment by a supervisor; None before the first.
        next_on: Day by which the next one is due; None before the first.
    """

    id: int
    code: str
    centre_id: int
    centre_name: BilingualText
    area: str
    started_on: date
    tier: str
    assessed_on: date | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment of a worker.

    Attributes:
        id: It.
        framework_id: The version it was made with.
        kind: Who says it.
        on: The day it is about.
        next_on: By when the next one is due.
        levels: Competency to level.
        note: What else was said; empty for nothing.
        by: Account that wrote it; None for a command.
        entered_by: Who entered from paper what the worker said of themselves; empty for what was
            said on screen, and for what a supervisor says.
    """

    id: int
    framework_id: int
    kind: AssessmentKind
    on: date
    next_on: date
    levels: Mapping[str, Level]
    note: str
    by: int | None
    entered_by: str


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What a worker said on a day: competency to marks.

    `entered_by` is who entered it from paper; empty for what was said on screen.
    """

    on: date
    marks: Mapping[str, Marks]
    entered_by: str


def reads_results(actor: Actor, today: date) -> ColumnElement[bool]:
    """Give the condition that somebody reads a worker's own results.

    Args:
        actor: Who asks.
        today: Local day.

    Returns:
        A condition on `PractitionerRow` and `CentreRow`: the worker, who supervises them
        (`learning.learns_with`), and who manages their centre. Nobody else.
    """
    managed = centres_in(actor.reach_as(frozenset({Role.CENTRE_MANAGER})))
    return or_(learns_with(actor, today), managed)


def assesses(actor: Actor, today: date) -> ColumnElement[bool]:
    """Give the condition that somebody may assess a worker: who supervises them, not themselves.

    Args:
        actor: Who asks.
        today: Local day.

    Returns:
        A condition on `PractitionerRow` and `CentreRow`.
    """
    return and_(learns_with(actor, today), PractitionerRow.id != (actor.practitioner_id or 0))


def said_on_screen(
    row: type[CompetencyAssessmentRow] | type[CompetencySurveyRow],
) -> ColumnElement[bool]:
    """Give the condition that a row is what the worker said themselves, signed in.

    Args:
        row: The class of rows.

    Returns:
        A condition on them: the account that wrote it is the worker's. What was entered from
        paper, or said by a supervisor, is left out.
    """
    return exists().where(
        AccountRow.id == row.recorded_by, AccountRow.practitioner_id == row.practitioner_id
    )


def subjects(
    session: Session, actor: Actor, today: date, *, after: str = "", only: int | None = None
) -> tuple[WorkerRead, ...]:
    """List workers whose results somebody reads.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local day.
        after: Code of the last worker of the page before; empty starts at the top.
        only: One worker; None for all.

    Returns:
        Workers in post, by code; one more than a page, when there are more.
    """
    if not may(actor, Permission.COMPETENCY_READ):
        return ()
    return _subjects(session, reads_results(actor, today), today, after, only)


def assessable(session: Session, actor: Actor, today: date, only: int) -> WorkerRead | None:
    """Find a worker whom somebody may assess.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local day.
        only: The worker.

    Returns:
        The worker; None for everybody but who supervises them.
    """
    if not may(actor, Permission.COMPETENCY_ASSESS):
        return None
    found = _subjects(session, assesses(actor, today), today, "", only)
    return found[0] if found else None


def oneself(session: Session, actor: Actor, today: date) -> WorkerRead | None:
    """Find the worker that an actor is.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local day.

    Returns:
        The worker; None for who is none, or may not answer.
    """
    if not may(actor, Permission.COMPETENCY_ANSWER) or actor.practitioner_id is None:
        return None
    found = subjects(session, actor, today, only=actor.practitioner_id)
    return found[0] if found else None


def _subjects(
    session: Session, within: ColumnElement[bool], today: date, after: str, only: int | None
) -> tuple[WorkerRead, ...]:
    query = (
        select(
            PractitionerRow.id,
            PractitionerRow.code,
            PractitionerRow.area_code,
            PractitionerRow.started_on,
            CentreRow.id.label("centre_id"),
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, in_post(today), PractitionerRow.code > after)
        .order_by(PractitionerRow.code, PractitionerRow.id)
        .limit(ROWS_PER_PAGE + 1)
    )
    if only is not None:
        query = query.where(PractitionerRow.id == only)
    rows = session.execute(query).all()
    people = [row.id for row in rows]
    tiers = tiers_of(session, people, today)
    latest = latest_assessments(session, people, today)
    return tuple(
        WorkerRead(
            row.id,
            row.code,
            row.centre_id,
            BilingualText(row.name_zh, row.name_en),
            row.area_code,
            row.started_on,
            tiers.get(row.id, ""),
            latest[row.id].assessed_on if row.id in latest else None,
            latest[row.id].next_on if row.id in latest else None,
        )
        for row in rows
    )


def in_post(today: date) -> ColumnElement[bool]:
    """Keep workers who are in post.

    Args:
        today: Local day.

    Returns:
        A condition on `PractitionerRow`.
    """
    return or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= today)


def tiers_of(session: Session, people: Collection[int], today: date) -> Mapping[int, str]:
    """Tell the tiers of workers, with one query.

    Args:
        session: A database session.
        people: Workers who are known to be in reach.
        today: Local day.

    Returns:
        Worker to tier; those without a profile are left out.
    """
    rows = session.execute(
        select(WorkerProfileRow.practitioner_id, WorkerProfileRow.tier)
        .where(
            WorkerProfileRow.practitioner_id.in_(sorted(people)),
            WorkerProfileRow.ended_at.is_(None),
            WorkerProfileRow.from_on <= today,
        )
        .order_by(WorkerProfileRow.from_on, WorkerProfileRow.id)
    )
    return {row.practitioner_id: row.tier for row in rows}


def latest_assessments(
    session: Session, people: Collection[int], until: date
) -> dict[int, Row[*tuple[Any, ...]]]:
    """Give the latest assessment of each worker by a supervisor, with one query.

    Args:
        session: A database session.
        people: Workers.
        until: The last day that counts.

    Returns:
        Worker to the row; those without one are left out.
    """
    query = _assessments(people).where(
        _Assessment.kind == AssessmentKind.SUPERVISOR.value, _Assessment.assessed_on <= until
    )
    return {row.practitioner_id: row for row in session.execute(query)}


def _assessments(people: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            _Assessment.id,
            _Assessment.practitioner_id,
            _Assessment.framework_id,
            _Assessment.kind,
            _Assessment.assessed_on,
            _Assessment.next_on,
            _Assessment.levels,
            _Assessment.note,
            _Assessment.recorded_by,
            AccountRow.display_name,
            AccountRow.practitioner_id.label("of_account"),
        )
        .outerjoin(AccountRow, AccountRow.id == _Assessment.recorded_by)
        .where(_Assessment.practitioner_id.in_(sorted(people)), _Assessment.ended_at.is_(None))
        .order_by(_Assessment.assessed_on, _Assessment.id)
    )


def assessments_of(session: Session, practitioner_id: int) -> tuple[Assessed, ...]:
    """List the assessments of a worker.

    Args:
        session: A database session.
        practitioner_id: The worker, who is known to be in reach.

    Returns:
        Those that hold, the latest first.
    """
    sealer, place = sealer_of(session), note_place(practitioner_id)
    rows = session.execute(_assessments([practitioner_id])).all()
    return tuple(
        Assessed(
            row.id,
            row.framework_id,
            AssessmentKind(row.kind),
            row.assessed_on,
            row.next_on,
            levels_from(row.levels),
            "" if row.note is None else json.loads(sealer.open(row.note, place))["text"],
            row.recorded_by,
            _entered_by(row) if row.kind == AssessmentKind.SELF else "",
        )
        for row in reversed(rows)
    )


def _entered_by(row: Row[*tuple[Any, ...]]) -> str:
    return "" if row.of_account == row.practitioner_id else str(row.display_name or "")


def survey_of(session: Session, practitioner_id: int) -> Surveyed | None:
    """Give what a worker said last.

    Args:
        session: A database session.
        practitioner_id: The worker, who is known to be in reach.

    Returns:
        The latest survey; None before the first.
    """
    row = session.execute(
        select(
            _Survey.practitioner_id,
            _Survey.answered_on,
            _Survey.answers,
            AccountRow.display_name,
            AccountRow.practitioner_id.label("of_account"),
        )
        .outerjoin(AccountRow, AccountRow.id == _Survey.recorded_by)
        .where(_Survey.practitioner_id == practitioner_id, _Survey.ended_at.is_(None))
        .order_by(_Survey.answered_on.desc(), _Survey.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Surveyed(row.answered_on, marks_from(row.answers), _entered_by(row))


def levels_from(content: str) -> dict[str, Level]:
    """Read levels as they are kept.

    Args:
        content: JSON of competency to a number.

    Returns:
        Competency to level.
    """
    return {code: Level(level) for code, level in json.loads(content).items()}


def marks_from(content: str) -> dict[str, Marks]:
    """Read marks as they are kept.

    Args:
        content: JSON of competency to two numbers.

    Returns:
        Competency to marks.
    """
    return {code: Marks(*two) for code, two in json.loads(content).items()}
