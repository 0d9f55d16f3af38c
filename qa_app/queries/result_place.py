"""A result or an action that somebody is about to act on, found within reach and held."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.answers import is_open_result
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.parties import ResultPlace
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision import SessionState
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.findings import ActionReadingRow, CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.audits import told_state
from qa_app.queries.reach import (
    SHOWN,
    action_within,
    centres_within,
    own_locked,
    signed_within,
)


@dataclass(frozen=True, slots=True)
class HeldResult:
    """A signed reading that is about to be acted on.

    Attributes:
        audit_id: It.
        place: Where it belongs.
        state: `signed`, `replaced` or `void`.
        is_final: True once it is final.
        shared_at: When it was shown to its centre; None before.
        final_at: When it became final; None before.
        signed_at: When it was signed.
    """

    audit_id: int
    place: ResultPlace
    state: str
    is_final: bool
    shared_at: datetime | None
    final_at: datetime | None
    signed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """True while the centre may answer."""
        return is_open_result(self.state, self.shared_at, is_final=self.is_final)


def held_result(
    session: Session,
    actor: Actor,
    audit_id: int,
    permission: Permission,
    *,
    or_own_locked: bool = False,
) -> HeldResult:
    """Find a result within reach, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        audit_id: The reading.
        permission: What they want to do.
        or_own_locked: True where the reader of a file that is locked in a blind pair, of which
            they must not learn, is answered as if it were signed.

    Returns:
        The result.

    Raises:
        OutOfReachError: There is no such result within reach, or the actor may not.
    """
    if not may(actor, permission):
        raise OutOfReachError("audit")
    locked_too = own_locked(actor) if or_own_locked else false()
    query = (
        select(AuditRow, CentreRow.place_path, CaseFileRow.practitioner_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.id == audit_id,
            or_(and_(AuditRow.state.in_(SHOWN), signed_within(actor)), locked_too),
            # what one grant lets them read, another may let them decide only elsewhere
            centres_within(actor, permission),
        )
    )
    found = session.execute(locked(session, query, AuditRow)).one_or_none()
    if found is None:
        raise OutOfReachError("audit")
    audit: AuditRow = found[0]
    return HeldResult(
        audit.id,
        ResultPlace(audit.centre_id, found.place_path, found.practitioner_id, audit.reader_id),
        told_state(audit.state),
        audit.result_state == "final",
        audit.signed_at if audit.state == "locked" else audit.shared_at,
        audit.final_at,
        audit.signed_at,
    )


def held_action(
    session: Session, actor: Actor, action_id: int, permission: Permission
) -> tuple[CorrectiveActionRow, ResultPlace]:
    """Find an action within reach, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        action_id: The action.
        permission: What they want to do.

    Returns:
        Its row, and where its result belongs.

    Raises:
        OutOfReachError: There is no such action within reach, its reading does not count yet,
            or the actor may not.
    """
    if not may(actor, permission):
        raise OutOfReachError("action")
    query = (
        select(
            CorrectiveActionRow,
            CentreRow.place_path,
            AuditRow.reader_id,
            SupervisionSessionRow.supervisor_id,
        )
        .join(CentreRow, CentreRow.id == CorrectiveActionRow.centre_id)
        .outerjoin(AuditRow, AuditRow.id == CorrectiveActionRow.audit_id)
        .outerjoin(
            SupervisionSessionRow, SupervisionSessionRow.id == CorrectiveActionRow.session_id
        )
        .where(
            CorrectiveActionRow.id == action_id,
            CorrectiveActionRow.state != ActionState.DRAFT.value,
            or_(CorrectiveActionRow.session_id.is_not(None), AuditRow.state.in_(SHOWN)),
            action_within(actor),
            centres_within(actor, permission),
        )
    )
    found = session.execute(locked(session, query, CorrectiveActionRow)).one_or_none()
    if found is None:
        raise OutOfReachError("action")
    row: CorrectiveActionRow = found[0]
    place = ResultPlace(
        row.centre_id,
        found.place_path,
        row.practitioner_id,
        found.reader_id,
        found.supervisor_id,
    )
    return row, place


def session_seen_at(
    session: Session, actor: Actor, row: CorrectiveActionRow, today: date
) -> int | None:
    """Find the later session at which its supervisor could see that something agreed was done.

    Args:
        session: A database session.
        actor: Who says that they saw it.
        row: The action.
        today: Local day.

    Returns:
        The latest session that the actor leads at its centre, since the day on which it was done
        and after the session in which it was agreed, with the worker where it is about one; None
        without one, and for what follows from a finding.
    """
    if row.session_id is None or row.done_on is None:
        return None
    one = SupervisionSessionRow
    agreed_on = select(one.planned_on).where(one.id == row.session_id).scalar_subquery()
    with_worker = exists().where(
        SessionPersonRow.session_id == one.id,
        SessionPersonRow.practitioner_id == row.practitioner_id,
    )
    query = (
        select(one.id)
        .where(
            one.centre_id == row.centre_id,
            one.supervisor_id == actor.account_id,
            one.state != SessionState.CANCELLED.value,
            one.planned_on > agreed_on,
            one.planned_on >= row.done_on,
            one.planned_on <= today,
            true() if row.practitioner_id is None else with_worker,
        )
        .order_by(one.planned_on.desc(), one.id.desc())
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()


def is_try_begun(session: Session, row: CorrectiveActionRow) -> bool:
    """Tell whether a file that verifies was read since an action was said to be done.

    Args:
        session: A database session.
        row: The action.

    Returns:
        True once such a reading is signed, even while its signature may be taken back; False
        before, for what is not said to be done, and for what a document verifies.
    """
    if row.done_at is None or row.is_structural:
        return False
    # as `domain.action_course.why_not` has it: drawn, and after that
    found = session.execute(
        select(ActionReadingRow.audit_id)
        .join(AuditRow, AuditRow.id == ActionReadingRow.audit_id)
        .join(DrawRow, DrawRow.id == AuditRow.draw_id)
        .where(
            ActionReadingRow.action_id == row.id,
            ActionReadingRow.is_sampled,
            ActionReadingRow.signed_at > row.done_at,
            DrawRow.drawn_at > row.done_at,
            AuditRow.state == "signed",
        )
        .limit(1)
    )
    return found.first() is not None
