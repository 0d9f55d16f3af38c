"""Learning plans of workers, for the worker and for who supervises them."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.answer_counts import codes_below
from qa_app.domain.defaults import EVIDENCE_MONTHS, ROWS_PER_PAGE
from qa_app.domain.learning import (
    GoalSource,
    GoalState,
    WeakItem,
    assessment_due,
    goal_place,
    weakest,
)
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.requirements import requirement_of
from qa_app.domain.session_blocks import Block, capacity_percent
from qa_app.domain.signing import frozen_codes
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import LearningGoalRow, RecordPresenceRow, SupervisionRecordRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.agreement_reach import agreements_in
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import centres_within, signed_within
from qa_app.queries.record_content import block_in
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.sessions_seen import times_seen

_FILES_MOST = 60


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a learning plan.

    Attributes:
        id: It.
        text: What is to be learned.
        source: Where it comes from.
        due_on: By when; None without a day.
        state: Where it stands.
        closed_on: When it was reached or dropped; None while it is open.
        revision: Counts its changes, from 1.
    """

    id: int
    text: str
    source: GoalSource
    due_on: date | None
    state: GoalState
    closed_on: date | None
    revision: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """A capacity assessment: its day, share of points in whole per cent, may work alone."""

    on: date
    percent: int | None
    works_alone: str


@dataclass(frozen=True, slots=True)
class Learner:
    """A worker with a learning plan.

    Attributes:
        id: The worker.
        code: Their code.
        centre_id: Their centre.
        centre_name: Its name.
        started_on: When they began there.
        open_goals: Goals that are open.
        reached: Goals that were reached.
        assessed: Days of capacity assessments.
    """

    id: int
    code: str
    centre_id: int
    centre_name: BilingualText
    started_on: date
    open_goals: int
    reached: int
    assessed: tuple[date, ...]

    @property
    def assess_by(self) -> date:
        """By when their capacity is to be assessed next."""
        return assessment_due(self.started_on, self.assessed)


def learns_with(actor: Actor, today: date) -> ColumnElement[bool]:
    """Give the condition that somebody reads a worker's learning plan.

    Args:
        actor: Who asks.
        today: Local day.

    Returns:
        A condition on `PractitionerRow` and `CentreRow`: the worker, and who supervises them by
        an agreement that holds, or led a session with them that was held, or began its record,
        where the permission reaches; for the time of a deployment, who supervises them where they
        are. A session that is only planned opens nothing: anybody who
        plans could plan one. Nobody else, not the manager of the centre either.
    """
    if actor.account_id is None:
        return false()
    agreed = exists().where(
        SupervisionAgreementRow.practitioner_id == PractitionerRow.id,
        SupervisionAgreementRow.supervisor_id == actor.account_id,
        SupervisionAgreementRow.from_on <= today,
        or_(SupervisionAgreementRow.until_on.is_(None), SupervisionAgreementRow.until_on >= today),
    )
    began = exists().where(
        SupervisionRecordRow.session_id == SupervisionSessionRow.id,
        SupervisionRecordRow.written_by == actor.account_id,
    )
    led = exists().where(
        SessionPersonRow.practitioner_id == PractitionerRow.id,
        SessionPersonRow.session_id == SupervisionSessionRow.id,
        SupervisionSessionRow.supervisor_id == actor.account_id,
        or_(
            SupervisionSessionRow.state == SessionState.HELD.value,
            and_(SupervisionSessionRow.state == SessionState.PLANNED.value, began),
        ),
    )
    is_own = PractitionerRow.id == (actor.practitioner_id or 0)
    leads = and_(or_(agreed, led), centres_within(actor, Permission.LEARNING_WRITE))
    # a worker who is deployed stays with their own centre; who supervises them there may be beyond
    hosted = agreed.where(
        SupervisionAgreementRow.kind == AgreementKind.DEPLOYMENT.value,
        agreements_in(reach_of(actor, Permission.LEARNING_WRITE)),
    )
    return or_(and_(centres_within(actor, Permission.LEARNING_READ), or_(is_own, leads)), hosted)


def learners(
    session: Session, actor: Actor, today: date, *, after: str = "", only: int | None = None
) -> tuple[Learner, ...]:
    """List workers whose learning plans somebody reads.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local day.
        after: Code of the last worker of the page before; empty starts at the top.
        only: One worker; None for all.

    Returns:
        Workers in post, by code; one more than a page, when there are more. With two queries.
    """
    if not may(actor, Permission.LEARNING_READ):
        return ()
    goal = LearningGoalRow

    def counted(state: GoalState) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((goal.state == state.value, 1), else_=0)), 0)

    query = (
        select(
            PractitionerRow.id,
            PractitionerRow.code,
            PractitionerRow.started_on,
            CentreRow.id.label("centre_id"),
            CentreRow.name_zh,
            CentreRow.name_en,
            counted(GoalState.OPEN).label("open_goals"),
            counted(GoalState.REACHED).label("reached"),
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .outerjoin(goal, goal.practitioner_id == PractitionerRow.id)
        .where(
            learns_with(actor, today),
            or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= today),
            PractitionerRow.code > after,
        )
        .group_by(PractitionerRow.id, CentreRow.id)
        .order_by(PractitionerRow.code, PractitionerRow.id)
        .limit(ROWS_PER_PAGE + 1)
    )
    if only is not None:
        query = query.where(PractitionerRow.id == only)
    rows = session.execute(query).all()
    days = assessed_on(session, [row.id for row in rows])
    return tuple(
        Learner(
            row.id,
            row.code,
            row.centre_id,
            BilingualText(row.name_zh, row.name_en),
            row.started_on,
            int(row.open_goals),
            int(row.reached),
            days.get(row.id, ()),
        )
        for row in rows
    )


@looking_beyond(Beyond.RULES)
def assessed_on(session: Session, people: Collection[int]) -> Mapping[int, tuple[date, ...]]:
    """Tell when the capacity of workers was assessed, at whichever centre, with one query.

    Args:
        session: A database session.
        people: Workers who are known to be in reach.

    Returns:
        Worker to the days on which they were seen for an assessment, oldest first: as everywhere
        (`queries.sessions_seen`), with a record or without.
    """
    kind = SupervisionSessionRow.type == SessionType.CAPACITY_ASSESSMENT.value
    seen = times_seen(sorted(people), kind)
    rows = session.execute(
        select(seen.c.practitioner_id, seen.c.on).order_by(seen.c.on, seen.c.session_id)
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        found[row.practitioner_id].append(row.on)
    return {one: tuple(days) for one, days in found.items()}


def _assessments(people: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            RecordPresenceRow.practitioner_id,
            SupervisionRecordRow.held_on,
            SupervisionRecordRow.session_id,
        )
        .join(SupervisionRecordRow, SupervisionRecordRow.session_id == RecordPresenceRow.session_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == RecordPresenceRow.session_id)
        .where(
            RecordPresenceRow.practitioner_id.in_(sorted(people)),
            SupervisionRecordRow.state != RecordState.DRAFT.value,
            SupervisionSessionRow.type == SessionType.CAPACITY_ASSESSMENT.value,
        )
        .order_by(SupervisionRecordRow.held_on, SupervisionRecordRow.session_id)
    )


def last_assessment(session: Session, practitioner_id: int) -> Assessed | None:
    """Tell what the latest capacity assessment of a worker with a signed record came to.

    Args:
        session: A database session.
        practitioner_id: The worker, who is known to be in reach.

    Returns:
        The assessment; None when there was none.
    """
    rows = session.execute(_assessments([practitioner_id])).all()
    if not rows:
        return None
    values = block_in(session, rows[-1].session_id, Block.CAPACITY).content.values
    marks = tuple(values.get(part, "") for part in ("attitudes", "knowledge", "skills"))
    percent = capacity_percent(marks) if all(marks) else None
    return Assessed(rows[-1].held_on, percent, values.get("works_alone", ""))


def goals_of(session: Session, practitioner_id: int) -> tuple[Goal, ...]:
    """List the goals of a worker.

    Args:
        session: A database session.
        practitioner_id: The worker, who is known to be in reach.

    Returns:
        Open ones first, by their day; then those that ended, the latest first.
    """
    rows = session.execute(
        select(LearningGoalRow)
        .where(LearningGoalRow.practitioner_id == practitioner_id)
        .order_by(LearningGoalRow.id)
    ).scalars()
    sealer, place = sealer_of(session), goal_place(practitioner_id)
    goals = [
        Goal(
            row.id,
            json.loads(sealer.open(row.body, place))["text"],
            GoalSource(row.source),
            row.due_on,
            GoalState(row.state),
            row.closed_on,
            row.revision,
        )
        for row in rows
    ]
    open_ones = [one for one in goals if one.state is GoalState.OPEN]
    ended = [one for one in goals if one.state is not GoalState.OPEN]
    return (
        *sorted(open_ones, key=lambda one: (one.due_on or date.max, one.id)),
        *sorted(ended, key=lambda one: (one.closed_on or date.min, one.id), reverse=True),
    )


def weak_items(
    session: Session, actor: Actor, practitioner_id: int, today: date, *, at: datetime
) -> tuple[WeakItem, ...]:
    """Find the items that are most often low in a worker's files.

    Args:
        session: A database session.
        actor: Who asks: only reviews that they open without asking, or were let into, are
            counted, sealed ones never.
        practitioner_id: The worker.
        today: Local day.
        at: The present.

    Returns:
        At most `WEAK_ITEMS` of the latest signed reviews of the evidence window.
    """
    rows = session.execute(
        select(AuditRow.rubric_version_id, AuditRow.explanation)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .where(
            CaseFileRow.practitioner_id == practitioner_id,
            AuditRow.state == "signed",
            AuditRow.reviewed_on >= first_day(month_of(today) - EVIDENCE_MONTHS + 1),
            signed_within(actor),
            opened_to(actor, at=at, on=today),
        )
        .order_by(AuditRow.id.desc())
        .limit(_FILES_MOST)
    ).all()
    low: dict[tuple[str, str], int] = defaultdict(int)
    files: dict[tuple[str, str], int] = defaultdict(int)
    says: dict[tuple[str, str], BilingualText] = {}
    for row in rows:
        rubric = rubric_in_words(session, row.rubric_version_id)
        if rubric is None or rubric.access == "sealed":
            continue
        for code, answer in frozen_codes(row.explanation or "{}").items():
            item = rubric.items.get(code)
            if item is None:
                continue
            key = (rubric.code, code)
            scored = {one.code for one in item.scale.options if one.score is not None}
            files[key] += answer in scored
            low[key] += answer in codes_below(item)
            # the newest version is met first, and its text is the one in force
            says.setdefault(key, requirement_of(rubric, code))
    return weakest(WeakItem(key[1], says[key], low[key], n) for key, n in files.items() if n)
