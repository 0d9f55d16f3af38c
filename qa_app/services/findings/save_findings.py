"""Save the findings of one's own draft, as a whole."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.findings import FindingSheet, check_sheet, texts_of
from qa_app.domain.follow_up_events import FindingsSaved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import SheetReading, write_findings
from qa_app.models.findings import FindingSheetRow
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.places import CentreRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.audits import own_drafts_within
from qa_app.queries.bars import refuse_barred


def save_findings(
    session: Session, actor: Actor, audit_id: int, sheet: FindingSheet, zone: str, *, at: datetime
) -> int:
    """Save findings, strengths and actions of a draft.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        sheet: Everything that is to stand there.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The new revision.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        InvalidError: The sheet may not be saved (`domain.findings.check_sheet`).
        ConflictError: It was saved since the reader saw it (`findings_changed`), or something
            bars the reader from this file by now (`barred_own`, `barred`).
    """
    if not may(actor, Permission.FINDING_WRITE):
        raise OutOfReachError("audit")
    event = FindingsSaved(
        actor=actor,
        at=at,
        object_id=audit_id,
        count=len(sheet.lines),
        revision=sheet.revision + 1,
    )
    with transaction(session, event) as act:
        query = (
            select(AuditRow)
            .join(CentreRow, CentreRow.id == AuditRow.centre_id)
            .where(AuditRow.id == audit_id, own_drafts_within(actor))
        )
        audit = session.execute(locked(session, query, AuditRow)).scalar_one_or_none()
        if audit is None:
            raise OutOfReachError("audit")
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        rubric = asked_rubric(session, audit.rubric_version_id, audit.supplement_asks)
        if rubric is None:
            raise OutOfReachError("audit")
        check_sheet(rubric, sheet, local_day(at, zone))
        _next_revision(session, actor, audit_id, sheet, at)
        place = SheetReading(audit_id, audit.centre_id, audit.case_file_id, rubric)
        write_findings(session, place, sheet.lines)
        where = NamedText(audit_id, NamePlace.FINDING, actor.account_id, at)
        why = keep_reason_for(session, where, texts_of(sheet), sheet.name_reason)
        act.learn(centre_id=audit.centre_id, name_reason=why)
    return sheet.revision + 1


def _next_revision(
    session: Session, actor: Actor, audit_id: int, sheet: FindingSheet, at: datetime
) -> None:
    stands = session.execute(
        select(FindingSheetRow.revision).where(FindingSheetRow.audit_id == audit_id)
    ).scalar_one_or_none()
    if (stands or 0) != sheet.revision:
        raise ConflictError("findings_changed")
    values = {
        "revision": sheet.revision + 1,
        "discussed_on": sheet.discussed_on,
        "saved_at": at,
        "saved_by": actor.account_id,
    }
    if stands is None:
        session.execute(insert(FindingSheetRow).values(audit_id=audit_id, **values))
        return
    session.execute(
        update(FindingSheetRow)
        .where(FindingSheetRow.audit_id == audit_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
