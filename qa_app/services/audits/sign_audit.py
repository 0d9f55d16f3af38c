"""Sign an audit: score it, freeze the result, count it as provisional."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Lack, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.events import AuditSigned
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_score
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.signing import frozen_columns
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.totals import count_readings
from qa_app.models.transaction import locked, transaction
from qa_app.queries.audits import entries_of
from qa_app.queries.holidays import working_calendar
from qa_app.queries.reach import centres_within
from qa_app.queries.readings import counted_reading
from qa_app.queries.rubrics import rubric_by_id


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed audit.

    Attributes:
        audit_id: The audit.
        frozen: What was frozen.
    """

    audit_id: int
    frozen: Frozen


class NotReadyError(InvalidError):
    """The audit lacks something.

    Attributes:
        lacks: What, in the order of the rubric.
    """

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__("not_ready", count=len(lacks))
        self.lacks = lacks


def sign_audit(session: Session, actor: Actor, audit_id: int, zone: str, *, at: datetime) -> Signed:
    """Sign one's own draft.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The audit.
        zone: Local time zone; the day of signing is the day of reading.
        at: The present.

    Returns:
        What was frozen.

    Raises:
        OutOfReachError: There is no such draft of this reader within reach.
        NotReadyError: Something is missing.
        InvalidError: The day of its supervision session has not come (`session_ahead`).
        CalendarYearMissingError: A limit needs a year that the holiday table does not cover.
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SIGN):
        raise OutOfReachError("audit")
    with transaction(session, AuditSigned(actor=actor, at=at, object_id=audit_id)) as act:
        local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
        audit, place_path = _draft(session, actor, audit_id, local.date())
        rubric = rubric_by_id(session, audit.rubric_version_id)
        if rubric is None:
            raise OutOfReachError("rubric")
        frozen = _score(session, audit, rubric, local)
        _freeze(session, actor, audit, frozen, local, at)
        session.refresh(audit)  # counted from what was frozen, as every later count is
        count_readings(session, [counted_reading(session, audit, place_path, is_final=False)])
        act.learn(centre_id=audit.centre_id, score_digest=frozen.digest, stop=frozen.stop)
    return Signed(audit_id, frozen)


def _draft(session: Session, actor: Actor, audit_id: int, today: date) -> tuple[AuditRow, str]:
    query = (
        select(AuditRow, CentreRow.place_path, SupervisionSessionRow.planned_on)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
        .where(
            AuditRow.id == audit_id,
            AuditRow.reader_id == actor.account_id,
            AuditRow.state == "draft",
            centres_within(actor, Permission.AUDIT_SIGN),
        )
    )
    row = session.execute(locked(session, query, AuditRow)).one_or_none()
    if row is None:
        raise OutOfReachError("audit")
    if row.planned_on is not None and row.planned_on > today:
        raise InvalidError("session_ahead")
    return row[0], row.place_path


def _score(session: Session, audit: AuditRow, rubric: Rubric, local: datetime) -> Frozen:
    entries = entries_of(session, audit.id)
    calendar = working_calendar(session, rubric.region)
    case = case_from(rubric, plain_case(entries, audit.assessors, local))
    score = score_audit(rubric, case, calendar, explained=True)
    lacks = lacks_of(rubric, score, entries)
    if lacks:
        raise NotReadyError(lacks)
    return frozen_score(rubric, score, local.date())


def _freeze(
    session: Session, actor: Actor, audit: AuditRow, frozen: Frozen, local: datetime, at: datetime
) -> None:
    signed = session.execute(
        update(AuditRow)
        .where(AuditRow.id == audit.id, AuditRow.state == "draft")
        .values(
            state="signed",
            result_state="provisional",
            read_at=at,
            reviewed_on=local.date(),
            signed_at=at,
            signed_by=actor.account_id,
            **frozen_columns(frozen),
        )
        .returning(AuditRow.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if signed is None:
        raise OutOfReachError("audit")
