"""File scanned pages of a score sheet with a draft; answers are saved apart, once confirmed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.box_readings import RowReading, plain_rows
from qa_app.domain.defaults import SCANS_KEPT_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.paper_events import ScansFiled
from qa_app.domain.people import Actor
from qa_app.domain.trust_defaults import SCANS_WAITING_MOST
from qa_app.models.audits import AuditRow
from qa_app.models.sealing import sealer_of
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.models.transaction import transaction
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import held_draft
from qa_app.queries.sheet_scans import scan_place

__all__ = ["NewScan", "file_scans"]


@dataclass(frozen=True, slots=True)
class NewScan:
    """A page to be filed.

    Attributes:
        page: Page of the sheet.
        sent: The file as it was sent, of which the digest is kept.
        filed: The page as it is kept, upright and grey.
        rows: What its boxes said.
    """

    page: int
    sent: bytes
    filed: bytes
    rows: tuple[RowReading, ...]


def file_scans(
    session: Session,
    actor: Actor,
    audit_id: int,
    scans: Sequence[NewScan],
    zone: str,
    *,
    at: datetime,
) -> int:
    """File pages with one's own draft; a file that was sent before is not filed again.

    Args:
        session: A session that carries the installation's key.
        actor: The reader.
        audit_id: The draft.
        scans: The pages.
        zone: Local time zone.
        at: The present.

    Returns:
        How many were filed now.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        InvalidError: The draft would have more than `SCANS_KEPT_MOST` pages
            (`too_many_scans`), or all drafts of this reader more than `SCANS_WAITING_MOST`
            (`too_many_waiting`).
        ConflictError: Something bars the reader from this file by now (`barred_own`, `barred`).
    """
    event = ScansFiled(actor=actor, at=at, object_id=audit_id, count=0)
    with transaction(session, event) as act:
        if held_draft(session, actor, audit_id) is None:
            raise OutOfReachError("audit")
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        known = set(
            session.execute(
                select(SheetScanRow.image_digest).where(SheetScanRow.audit_id == audit_id)
            ).scalars()
        )
        fresh = {_digest(one.sent): one for one in scans if _digest(one.sent) not in known}
        count = session.execute(
            select(func.count()).select_from(SheetScanRow).where(SheetScanRow.audit_id == audit_id)
        ).scalar_one()
        if count + len(fresh) > SCANS_KEPT_MOST:
            raise InvalidError("too_many_scans", most=SCANS_KEPT_MOST)
        if _waiting(session, actor) + len(fresh) > SCANS_WAITING_MOST:
            raise InvalidError("too_many_waiting", most=SCANS_WAITING_MOST)
        for digest, scan in fresh.items():
            session.execute(
                insert(SheetScanRow).values(
                    audit_id=audit_id,
                    page=scan.page,
                    image_digest=digest,
                    filed_digest=_digest(scan.filed),
                    image=sealer_of(session).seal_bytes(scan.filed, scan_place(audit_id, digest)),
                    readings=plain_rows(scan.rows),
                    filed_at=at,
                    filed_by=actor.account_id,
                )
            )
        act.learn(count=len(fresh))
    return len(fresh)


def _waiting(session: Session, actor: Actor) -> int:
    query = (
        select(func.count(SheetScanRow.audit_id))
        .join(AuditRow, AuditRow.id == SheetScanRow.audit_id)
        .where(AuditRow.reader_id == actor.account_id, AuditRow.state == "draft")
    )
    return session.execute(query).scalar_one()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
