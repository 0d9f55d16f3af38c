"""A reader's own draft with everything the workspace shows of it, in one query."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.audits import opened_entry


@dataclass(frozen=True, slots=True)
class DraftHead:
    """One draft as its reader sees it.

    Attributes:
        id: The audit.
        centre_id: Its centre.
        centre_name: The centre's name.
        area_name: Name of the expertise area.
        rubric_version_id: Version it is read against.
        reference: The case file's reference; None when the unit is the whole centre.
        assessors: Who takes part.
        due_on: When it should be signed; None when nobody said.
        session_on: Day of its supervision session, before which it is not signed; None without.
        seconds_spent: Time used so far.
        entries: What was saved, notes decrypted.
        saved_at: When an entry was last saved; None before the first.
    """

    id: int
    centre_id: int
    centre_name: BilingualText
    area_name: BilingualText
    rubric_version_id: int
    reference: str | None
    assessors: tuple[str, ...]
    due_on: date | None
    session_on: date | None
    seconds_spent: int
    entries: tuple[Entry, ...]
    saved_at: datetime | None


# built once: every opening and every save asks it
_DRAFT = (
    select(
        AuditRow.centre_id,
        CentreRow.place_path,
        CentreRow.name_zh,
        CentreRow.name_en,
        AreaRow.name_zh.label("area_zh"),
        AreaRow.name_en.label("area_en"),
        AuditRow.rubric_version_id,
        CaseFileRow.reference,
        AuditRow.assessors,
        AuditRow.due_on,
        SupervisionSessionRow.planned_on,
        AuditRow.seconds_spent,
        AuditEntryRow.kind,
        AuditEntryRow.key,
        AuditEntryRow.value,
        AuditEntryRow.note,
        AuditEntryRow.extra,
        AuditEntryRow.revision,
        AuditEntryRow.saved_at,
    )
    .join(CentreRow, CentreRow.id == AuditRow.centre_id)
    .join(AreaRow, AreaRow.code == AuditRow.area_code)
    .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
    .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
    .outerjoin(AuditEntryRow, AuditEntryRow.audit_id == AuditRow.id)
    .where(
        AuditRow.id == bindparam("audit_id"),
        AuditRow.reader_id == bindparam("reader_id"),
        AuditRow.state == "draft",
    )
)


def own_draft(session: Session, actor: Actor, audit_id: int) -> DraftHead | None:
    """Find a draft that the actor reads.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: Which audit.

    Returns:
        The draft; None when there is none, it is somebody else's, it is signed, or the
        actor may no longer read files of its centre.
    """
    if actor.account_id is None:
        return None
    asked = {"audit_id": audit_id, "reader_id": actor.account_id}
    rows = session.connection().execute(_DRAFT, asked).all()
    # reach is looked up in the row: as a condition it would make the statement each time
    reach = reach_of(actor, Permission.AUDIT_SCORE)
    if not rows or not reach.covers(rows[0].centre_id, rows[0].place_path):
        return None
    first = rows[0]
    sealer = sealer_of(session)
    saved = [row for row in rows if row.kind is not None]
    return DraftHead(
        id=audit_id,
        centre_id=first.centre_id,
        centre_name=BilingualText(first.name_zh, first.name_en),
        area_name=BilingualText(first.area_zh, first.area_en),
        rubric_version_id=first.rubric_version_id,
        reference=first.reference,
        assessors=tuple(first.assessors),
        due_on=first.due_on,
        session_on=first.planned_on,
        seconds_spent=first.seconds_spent,
        entries=tuple(opened_entry(sealer, audit_id, row) for row in saved),
        saved_at=max((row.saved_at for row in saved), default=None),
    )
