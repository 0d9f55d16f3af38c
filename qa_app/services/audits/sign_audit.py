"""Sign an audit: score it, freeze the result, count it as provisional."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Lack, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.events import AuditSigned
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_score
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.action_readings import LaterReading, note_reading
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import SheetPlace, add_owed_findings, open_actions
from qa_app.models.places import CentreRow
from qa_app.models.signing import frozen_columns
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.totals import count_readings
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.audits import entries_of
from qa_app.queries.holidays import working_calendar
from qa_app.queries.readings import COUNTED, counted_reading

# built once: reach is looked up in the row, as a condition it would make the statement each time
_DRAFT = (
    select(
        AuditRow.id,
        AuditRow.centre_id,
        AuditRow.rubric_version_id,
        AuditRow.supplements_id,
        AuditRow.case_file_id,
        AuditRow.sample_type,
        AuditRow.assessors,
        CentreRow.place_path,
        SupervisionSessionRow.planned_on,
    )
    .join(CentreRow, CentreRow.id == AuditRow.centre_id)
    .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
    .where(
        AuditRow.id == bindparam("audit"),
        AuditRow.reader_id == bindparam("reader"),
        AuditRow.state == "draft",
    )
)
_LOCKED_DRAFT = _DRAFT.with_for_update(of=AuditRow)
_FREEZE = (
    update(AuditRow)
    .where(AuditRow.id == bindparam("of_audit"), AuditRow.state == "draft")
    .returning(*COUNTED)
)


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
        audit = _draft(session, actor, audit_id, local.date())
        rubric = asked_rubric(session, audit.rubric_version_id, audit.supplements_id)
        if rubric is None:
            raise OutOfReachError("rubric")
        frozen = _score(session, audit, rubric, local)
        _add_owed(session, audit, rubric, frozen)
        # counted from the row as it was frozen, as every later count is
        row = _freeze(session, actor, audit_id, frozen, local, at)
        count_readings(session, [counted_reading(session, row, audit.place_path, is_final=False)])
        _follow_up(session, audit, rubric, frozen, local.date(), at)
        act.learn(centre_id=audit.centre_id, score_digest=frozen.digest, stop=frozen.stop)
    return Signed(audit_id, frozen)


def _draft(session: Session, actor: Actor, audit_id: int, today: date) -> Row[*tuple[Any, ...]]:
    query = _LOCKED_DRAFT if lock_rows(session) else _DRAFT
    asked = {"audit": audit_id, "reader": actor.account_id}
    row = session.connection().execute(query, asked).one_or_none()
    reach = reach_of(actor, Permission.AUDIT_SIGN)
    if row is None or not reach.covers(row.centre_id, row.place_path):
        raise OutOfReachError("audit")
    if row.planned_on is not None and row.planned_on > today:
        raise InvalidError("session_ahead")
    return row


def _score(
    session: Session, audit: Row[*tuple[Any, ...]], rubric: Rubric, local: datetime
) -> Frozen:
    entries = entries_of(session, audit.id)
    calendar = working_calendar(session, rubric.region)
    case = case_from(rubric, plain_case(entries, audit.assessors, local))
    score = score_audit(rubric, case, calendar, explained=True)
    lacks = lacks_of(rubric, score, entries)
    if lacks:
        raise NotReadyError(lacks)
    return frozen_score(rubric, score, local.date())


def _add_owed(
    session: Session, audit: Row[*tuple[Any, ...]], rubric: Rubric, frozen: Frozen
) -> None:
    # what only supplements another reading counts nowhere and asks for nothing
    if audit.supplements_id is None:
        place = SheetPlace(audit.id, audit.centre_id, audit.case_file_id, rubric)
        add_owed_findings(session, place, (*frozen.stop, *frozen.gate))


def _follow_up(
    session: Session,
    audit: Row[*tuple[Any, ...]],
    rubric: Rubric,
    frozen: Frozen,
    today: date,
    at: datetime,
) -> None:
    open_actions(session, audit.id, today)
    if audit.supplements_id is not None:
        return
    reading = LaterReading(
        audit_id=audit.id,
        centre_id=audit.centre_id,
        version_id=audit.rubric_version_id,
        rubric=rubric,
        codes=frozen.codes,
        is_sampled=audit.sample_type in COUNTED_IN_CHARTS,
        read_on=today,
        signed_at=at,
    )
    note_reading(session, reading)


def _freeze(
    session: Session, actor: Actor, audit_id: int, frozen: Frozen, local: datetime, at: datetime
) -> Row[*tuple[Any, ...]]:
    values = {
        "of_audit": audit_id,
        "state": "signed",
        "result_state": "provisional",
        "read_at": at,
        "reviewed_on": local.date(),
        "signed_at": at,
        "shared_at": at,
        "signed_by": actor.account_id,
        **frozen_columns(frozen),
    }
    signed = session.connection().execute(_FREEZE, values).one_or_none()
    if signed is None:
        raise OutOfReachError("audit")
    return signed
