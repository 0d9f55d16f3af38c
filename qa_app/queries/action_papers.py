"""One action within reach: its course, later readings of its items, and those that are planned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from qa_app.domain.action_course import counted_of, why_not
from qa_app.domain.action_proof import ProofRule
from qa_app.domain.actions import ActionState, ActionStep, Owner
from qa_app.domain.agreed import agreed_place, plan_of
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.findings import ActionPlan
from qa_app.domain.follow_up import ActionTold, ReadingTold, StepTold
from qa_app.domain.parties import ResultPlace
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow
from qa_app.models.action_rows import step_place
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.findings import ActionReadingRow, ActionStepRow, CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.actions import ACTION_LINE, ActionLine, action_line, joined_actions
from qa_app.queries.follow_up import action_told, follow_up
from qa_app.queries.reach import action_within, centres_within, knows_file, signed_within
from qa_app.queries.rubric_words import rubric_in_words


@dataclass(frozen=True, slots=True)
class PlannedReading:
    """A session ahead at which files are read by the rubric of an action.

    Attributes:
        session_id: It.
        planned_on: Its day.
        is_drawn: True when files are drawn for it.
        is_early: True when all that is drawn was drawn before the action was said to be done.
    """

    session_id: int
    planned_on: date
    is_drawn: bool
    is_early: bool


@dataclass(frozen=True, slots=True)
class ActionPaper:
    """One action with its course.

    Attributes:
        line: As in a list.
        finding_text: What was found, in the reader's words; empty for none, and for what was
            agreed in a session.
        plan: What has to be done.
        told: The action with its limits.
        place: Where it belongs.
        steps: Oldest first.
        readings: Readings of the same items since it was done that the actor may read, oldest
            first, as many as a page holds; none before it is done.
        version_id: Version that its reading was read against; None for what was agreed.
        is_withheld: True when texts are not for this reader.
    """

    line: ActionLine
    finding_text: str
    plan: ActionPlan
    told: ActionTold
    place: ResultPlace
    steps: tuple[StepTold, ...]
    readings: tuple[ReadingTold, ...]
    version_id: int | None
    is_withheld: bool


def action_paper(session: Session, actor: Actor, action_id: int) -> ActionPaper | None:
    """Read one action within reach.

    Args:
        session: A database session.
        actor: Who asks.
        action_id: Which action.

    Returns:
        The action; None when there is none, its reading does not count or it is out of reach.
    """
    if not may(actor, Permission.ACTION_READ):
        return None
    row = session.execute(
        joined_actions(
            select(
                *ACTION_LINE,
                CentreRow.place_path,
                AuditRow.reader_id,
                SupervisionSessionRow.supervisor_id,
            )
        ).where(
            CorrectiveActionRow.id == action_id,
            CorrectiveActionRow.state != ActionState.DRAFT.value,
            action_within(actor),
        )
    ).one_or_none()
    if row is None:
        return None
    action: CorrectiveActionRow = row[0]
    place = ResultPlace(
        action.centre_id,
        row.place_path,
        action.practitioner_id,
        row.reader_id,
        row.supervisor_id,
    )
    is_withheld = _is_withheld(session, actor, row, place)
    text, plan, told = _plan(session, action, is_withheld=is_withheld)
    readings = _readings(session, actor, action_id, _counted(session, action))
    # a worker does not learn which files of others were read; what took the place of the
    # action's own reading is about the same file
    seen = frozenset(one.audit_id for one in readings)
    return ActionPaper(
        action_line(session, row),
        text,
        plan,
        told,
        place,
        _steps(session, action_id, seen, is_withheld=is_withheld),
        readings,
        row.rubric_version_id,
        is_withheld,
    )


def _plan(
    session: Session, action: CorrectiveActionRow, *, is_withheld: bool
) -> tuple[str, ActionPlan, ActionTold]:
    if action.audit_id is None:
        told = action_told(action)
        if told is None:
            raise LookupError(action.id)
        return "", agreed_plan(session, action), told
    findings = follow_up(session, action.audit_id, is_withheld=is_withheld).findings
    finding = next(one for one in findings if one.id == action.finding_id)
    if finding.plan is None or finding.action is None:
        raise LookupError(action.id)
    return finding.text, finding.plan, finding.action


def agreed_plan(session: Session, action: CorrectiveActionRow) -> ActionPlan:
    """Read what was agreed in a session of supervision.

    Args:
        session: A database session.
        action: Its row, which is known to be in reach.

    Returns:
        What is to be done.
    """
    sealer, session_id = sealer_of(session), action.session_id or 0
    sealed = {"what": action.what, "evidence": action.evidence}
    texts = {
        field: "" if body is None else sealer.open(body, agreed_place(session_id, field))
        for field, body in sealed.items()
    }
    return plan_of(texts, Owner(action.owner), action.wanted_on)


def planned_readings(
    session: Session, actor: Actor, paper: ActionPaper, today: date
) -> tuple[PlannedReading, ...]:
    """List the sessions ahead at which files of the centre are read by the action's rubric.

    Args:
        session: A database session.
        actor: Who asks.
        paper: The action, which is known to be in reach.
        today: Local day.

    Returns:
        The next ones, soonest first; nothing for those who see no sessions of the centre.
    """
    if paper.version_id is None or not may(actor, Permission.SESSION_READ):
        return ()
    code = select(RubricVersionRow.rubric_code).where(RubricVersionRow.id == paper.version_id)
    is_drawn = exists().where(
        DrawRow.session_id == SupervisionSessionRow.id, DrawRow.drawn_at.is_not(None)
    )
    done_at = select(CorrectiveActionRow.done_at).where(CorrectiveActionRow.id == paper.line.id)
    is_late = is_drawn.where(DrawRow.drawn_at > done_at.scalar_subquery())
    rows = session.execute(
        select(
            SupervisionSessionRow.id,
            SupervisionSessionRow.planned_on,
            is_drawn.label("is_drawn"),
            is_late.label("is_late"),
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.centre_id == paper.place.centre_id,
            SupervisionSessionRow.state == "planned",
            SupervisionSessionRow.planned_on >= today,
            RubricVersionRow.rubric_code == code.scalar_subquery(),
            centres_within(actor, Permission.SESSION_READ),
        )
        .order_by(SupervisionSessionRow.planned_on, SupervisionSessionRow.id)
        .limit(ROWS_PER_PAGE)
    )
    return tuple(
        PlannedReading(
            row.id, row.planned_on, bool(row.is_drawn), bool(row.is_drawn and not row.is_late)
        )
        for row in rows
    )


def next_readings(
    session: Session, actor: Actor, actions: Collection[int], today: date
) -> Mapping[int, tuple[int, date]]:
    """Find the next session at which the item of each of some actions is read again.

    Args:
        session: A database session.
        actor: Who asks.
        actions: Actions that are known to be in reach.
        today: Local day.

    Returns:
        Action to the session and its day: the first one ahead at its centre by the rubric of its
        reading, whose files were not drawn before the action was said to be done. Nothing for
        those without one, and for who sees no sessions of the centre. With one query.
    """
    if not actions or not may(actor, Permission.SESSION_READ):
        return {}
    own, planned = alias_of(RubricVersionRow), alias_of(RubricVersionRow)
    is_early = exists().where(
        DrawRow.session_id == SupervisionSessionRow.id,
        DrawRow.drawn_at <= CorrectiveActionRow.done_at,
    )
    rows = session.execute(
        select(CorrectiveActionRow.id, SupervisionSessionRow.id, SupervisionSessionRow.planned_on)
        .join(AuditRow, AuditRow.id == CorrectiveActionRow.audit_id)
        .join(own, own.id == AuditRow.rubric_version_id)
        .join(CentreRow, CentreRow.id == CorrectiveActionRow.centre_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.centre_id == CentreRow.id)
        .join(planned, planned.id == SupervisionSessionRow.rubric_version_id)
        .where(
            CorrectiveActionRow.id.in_(actions),
            SupervisionSessionRow.state == "planned",
            SupervisionSessionRow.planned_on >= today,
            planned.rubric_code == own.rubric_code,
            centres_within(actor, Permission.SESSION_READ),
            ~is_early,
        )
        .order_by(SupervisionSessionRow.planned_on.desc(), SupervisionSessionRow.id.desc())
    )
    # the last one that is put in is the first one ahead
    return {action: (session_id, day) for action, session_id, day in rows}


def _is_withheld(session: Session, actor: Actor, row: Any, place: ResultPlace) -> bool:
    if row.rubric_version_id is None:
        return False
    rubric = rubric_in_words(session, row.rubric_version_id)
    is_sealed = rubric is not None and rubric.access == "sealed"
    return is_sealed and not knows_file(actor, place.reader_id, place.practitioner_id)


def _steps(
    session: Session, action_id: int, seen: frozenset[int], *, is_withheld: bool
) -> tuple[StepTold, ...]:
    rows = session.execute(
        select(ActionStepRow, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == ActionStepRow.by)
        .where(ActionStepRow.action_id == action_id)
        .order_by(ActionStepRow.id)
    )
    sealer, about = sealer_of(session), step_place(action_id)
    return tuple(
        StepTold(
            ActionStep(row.step),
            "" if row.body is None or is_withheld else sealer.open(row.body, about),
            row.at,
            name or "",
            row.audit_id if row.audit_id in seen or row.step == ActionStep.DROP else None,
            row.session_id,
        )
        for row, name in rows
    )


def _counted(session: Session, action: CorrectiveActionRow) -> frozenset[int]:
    # all of them, not only those that the actor may see: the rule counts them all
    if action.done_at is None or action.is_structural:
        return frozenset()
    rule = ProofRule(action.proof)
    rows = session.execute(
        select(ActionReadingRow.audit_id, ActionReadingRow.conforms)
        .join(AuditRow, AuditRow.id == ActionReadingRow.audit_id)
        .join(DrawRow, and_(DrawRow.id == AuditRow.draw_id, ActionReadingRow.is_sampled))
        .where(
            ActionReadingRow.action_id == action.id,
            ActionReadingRow.signed_at > action.done_at,
            DrawRow.drawn_at > action.done_at,
            AuditRow.state == "signed",
        )
        .order_by(ActionReadingRow.signed_at, ActionReadingRow.audit_id)
        .limit(rule.files)
    )
    return counted_of(rule, [(row.audit_id, row.conforms) for row in rows])


def _readings(
    session: Session, actor: Actor, action_id: int, counted: frozenset[int]
) -> tuple[ReadingTold, ...]:
    rows = session.execute(
        select(
            ActionReadingRow, CaseFileRow.reference, DrawRow.drawn_at, CorrectiveActionRow.done_at
        )
        .join(AuditRow, AuditRow.id == ActionReadingRow.audit_id)
        .join(CorrectiveActionRow, CorrectiveActionRow.id == ActionReadingRow.action_id)
        .outerjoin(DrawRow, and_(DrawRow.id == AuditRow.draw_id, ActionReadingRow.is_sampled))
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            ActionReadingRow.action_id == action_id,
            # before it was done they say nothing about whether it worked
            ActionReadingRow.signed_at > CorrectiveActionRow.done_at,
            AuditRow.state == "signed",
            signed_within(actor),
        )
        .order_by(ActionReadingRow.signed_at, ActionReadingRow.audit_id)
        .limit(ROWS_PER_PAGE)
    )
    return tuple(
        ReadingTold(
            row.audit_id,
            reference,
            row.conforms,
            row.read_on,
            why_not(drawn_at, done_at),
            row.audit_id in counted,
        )
        for row, reference, drawn_at, done_at in rows
    )


def cancelled_at(session: Session, actions: Collection[int]) -> Mapping[int, datetime]:
    """Tell when actions were cancelled.

    Args:
        session: A database session.
        actions: Actions that are known to be in reach.

    Returns:
        Action to when it was cancelled; those that never were are left out.
    """
    if not actions:
        return {}
    rows = session.execute(
        select(ActionStepRow.action_id, func.max(ActionStepRow.at))
        .where(ActionStepRow.action_id.in_(actions), ActionStepRow.step == ActionStep.DROP.value)
        .group_by(ActionStepRow.action_id)
    )
    return dict(rows.all())
