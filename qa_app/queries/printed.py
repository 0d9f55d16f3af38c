"""What the papers of rounds and actions tell, within reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionKind, ActionState, Owner
from qa_app.domain.defaults import PAPER_ACTIONS_MOST
from qa_app.domain.findings import ActionPlan, action_place, finding_place
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.printed import ActionCounts, ListedAction, count_by_state
from qa_app.domain.requirements import requirement_of
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.findings import CorrectiveActionRow, FindingRow
from qa_app.models.places import CentreRow
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.action_papers import agreed_plan
from qa_app.queries.follow_up import action_told
from qa_app.queries.reach import action_within, centres_within, knows_file, signed_within
from qa_app.queries.rubric_words import rubric_in_words

UNDONE = (ActionState.OPEN, ActionState.PLANNED)
"""What a centre still has to do."""

UNSETTLED = (*UNDONE, ActionState.DONE)
"""What is not verified yet."""


@dataclass(frozen=True, slots=True)
class CentreActions:
    """Actions of one centre.

    Attributes:
        centre: The centre's name.
        code: Its code.
        actions: By the day until which somebody must act, those without a limit last.
        left_out: How many more there are than a paper lists.
        since: When the oldest of their readings was signed; None without any.
    """

    centre: BilingualText
    code: str
    actions: tuple[ListedAction, ...]
    left_out: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class DrawProof:
    """A draw of a round with what it takes to make it again; no seed before it was drawn."""

    centre_name: BilingualText
    session_id: int
    frame_digest: str
    seed: str


def centre_actions(
    session: Session,
    actor: Actor,
    permission: Permission,
    centre_id: int,
    states: Sequence[ActionState],
) -> CentreActions | None:
    """Read the actions of a centre with their texts.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they need at the centre.
        centre_id: The centre.
        states: Which actions.

    Returns:
        At most `PAPER_ACTIONS_MOST` actions of readings within reach; None when the centre is
        out of reach or there is none.
    """
    centre = session.execute(
        select(CentreRow.name_zh, CentreRow.name_en, CentreRow.code).where(
            CentreRow.id == centre_id, centres_within(actor, permission)
        )
    ).one_or_none()
    if centre is None:
        return None
    row = CorrectiveActionRow
    query = (
        select(
            row,
            FindingRow,
            CaseFileRow.reference,
            CaseFileRow.practitioner_id,
            AuditRow.rubric_version_id,
            AuditRow.reader_id,
            AuditRow.signed_at,
            SupervisionSessionRow.planned_on.label("agreed_on"),
        )
        .join(CentreRow, CentreRow.id == row.centre_id)
        .outerjoin(FindingRow, FindingRow.id == row.finding_id)
        .outerjoin(AuditRow, AuditRow.id == row.audit_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == row.session_id)
        .where(
            row.centre_id == centre_id,
            row.state.in_([one.value for one in states]),
            action_within(actor),
        )
    )
    total = session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows = session.execute(
        query.order_by(row.next_on.is_(None), row.next_on, row.id).limit(PAPER_ACTIONS_MOST)
    ).all()
    sealer = sealer_of(session)
    signed = [one.signed_at for one in rows if one.signed_at is not None]
    return CentreActions(
        centre=BilingualText(centre.name_zh, centre.name_en),
        code=centre.code,
        actions=tuple(_listed(session, sealer, actor, one) for one in rows),
        left_out=max(0, total - PAPER_ACTIONS_MOST),
        since=min(signed, default=None),
    )


def _listed(session: Session, sealer: Sealer, actor: Actor, found: Any) -> ListedAction:
    row: CorrectiveActionRow = found[0]
    finding: FindingRow | None = found[1]
    if finding is None:
        return _agreed(session, row, found.agreed_on)
    rubric = rubric_in_words(session, found.rubric_version_id)
    is_sealed = rubric is not None and rubric.access == "sealed"
    is_withheld = is_sealed and not knows_file(actor, found.reader_id, found.practitioner_id)
    about = finding.audit_id, finding.position

    def text(sealed: bytes | None, place: str) -> str:
        return "" if sealed is None or is_withheld else sealer.open(sealed, place)

    told = action_told(row)
    if told is None:
        raise LookupError(row.id)
    return ListedAction(
        audit_id=row.audit_id,
        reference=found.reference,
        items=tuple(row.items),
        requirement=requirement_of(rubric, row.items[0]),
        kind=ActionKind(row.kind),
        finding=text(finding.body, finding_place(finding.audit_id, finding.position)),
        plan=ActionPlan(
            what=text(row.what, action_place(*about, "what")),
            owner=Owner(row.owner),
            due_on=row.wanted_on,
            evidence=text(row.evidence, action_place(*about, "evidence")),
            is_structural=row.is_structural,
        ),
        told=told,
        is_withheld=is_withheld,
    )


def _agreed(session: Session, row: CorrectiveActionRow, agreed_on: date) -> ListedAction:
    told = action_told(row)
    if told is None:
        raise LookupError(row.id)
    return ListedAction(
        audit_id=None,
        reference=None,
        items=(),
        requirement=NO_TEXT,
        kind=ActionKind(row.kind),
        finding="",
        plan=agreed_plan(session, row),
        told=told,
        is_withheld=False,
        agreed_on=agreed_on,
    )


def round_actions(session: Session, actor: Actor, round_id: int, today: date) -> ActionCounts:
    """Count the actions that follow from the readings of a round.

    Args:
        session: A database session.
        actor: Who asks; only actions of readings within reach are counted.
        round_id: The round.
        today: Local day.

    Returns:
        The counts.
    """
    rows = session.execute(
        select(CorrectiveActionRow.state, CorrectiveActionRow.next_on)
        .join(AuditRow, AuditRow.id == CorrectiveActionRow.audit_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(SupervisionSessionRow.round_id == round_id, signed_within(actor))
    )
    return count_by_state(((ActionState(row.state), row.next_on) for row in rows), today)


def round_draws(session: Session, actor: Actor, round_id: int) -> tuple[DrawProof, ...]:
    """List the draws of a round within reach, with what it takes to make them again.

    Args:
        session: A database session.
        actor: Who asks.
        round_id: The round.

    Returns:
        By number of the draw; those not drawn yet are left out.
    """
    rows = session.execute(
        select(
            CentreRow.name_zh,
            CentreRow.name_en,
            DrawRow.session_id,
            DrawRow.frame_digest,
            DrawRow.seed,
        )
        .join(SupervisionSessionRow, SupervisionSessionRow.id == DrawRow.session_id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.round_id == round_id,
            DrawRow.seed.is_not(None),
            centres_within(actor, Permission.ROUND_REPORT),
        )
        .order_by(DrawRow.id)
    )
    return tuple(
        DrawProof(
            BilingualText(row.name_zh, row.name_en), row.session_id, row.frame_digest, row.seed
        )
        for row in rows
    )
