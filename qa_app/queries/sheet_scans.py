"""Score sheets of drafts, and the scans that came back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.box_readings import RowReading, rows_of
from qa_app.domain.people import Actor
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_sheet import PageMark, SheetLayout, SheetPlace, sheet_alias
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.audits import audit_head
from qa_app.queries.drafts import own_draft
from qa_app.queries.reach import knows_file


@dataclass(frozen=True, slots=True)
class FiledScan:
    """A filed page.

    Attributes:
        id: The scan.
        page: Page of the sheet.
        filed_at: When it was filed.
        rows: What its boxes said.
    """

    id: int
    page: int
    filed_at: datetime
    rows: tuple[RowReading, ...]


def place_of_sheet(session: Session, audit_id: int) -> SheetPlace:
    """Tell at which centre and session the file of a draft is read.

    Args:
        session: A database session.
        audit_id: The draft, in reach of whoever asks.

    Returns:
        The place. A second reading says the session of the draw that its file is of, as the
        first one does: a sheet must not tell its reader which of two readings it is for.
    """
    session_id = func.coalesce(AuditRow.session_id, DrawRow.session_id)
    row = session.execute(
        select(
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.code,
            SupervisionSessionRow.planned_on,
            SupervisionSessionRow.round_id,
        )
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(ReadingPairRow, ReadingPairRow.second_id == AuditRow.id)
        .outerjoin(DrawRow, DrawRow.id == ReadingPairRow.draw_id)
        .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == session_id)
        .where(AuditRow.id == audit_id)
    ).one()
    name = BilingualText(row.name_zh, row.name_en)
    return SheetPlace(name, row.code, row.planned_on, row.round_id)


def sheet_mark(
    session: Session, audit_id: int, version_id: int, rubric: Rubric, layout: SheetLayout
) -> PageMark:
    """Tell what the codes of a draft's sheet say.

    Args:
        session: A session that carries the installation's key.
        audit_id: The draft, in reach of whoever asks.
        version_id: The version that it is read under.
        rubric: That version.
        layout: Its sheet.

    Returns:
        The mark of the first page. The alias is a keyed digest, so that a sheet that is lost
        tells nobody which review it is of.
    """
    digest = sealer_of(session).digest(f"{audit_id}/{version_id}", "score-sheet")
    return PageMark(
        sheet_alias(digest), rubric.code, rubric.version, 1, layout.pages, layout.digest
    )


def scan_place(audit_id: int, digest: str) -> str:
    """Name what an image belongs to, for its encryption.

    Args:
        audit_id: The audit.
        digest: Digest of the file as it was sent.

    Returns:
        The place.
    """
    return f"audit/{audit_id}/scan/{digest}"


def scans_of(session: Session, audit_id: int) -> tuple[FiledScan, ...]:
    """List the pages filed with an audit that is known to be in reach.

    Args:
        session: A database session.
        audit_id: The audit.

    Returns:
        By page; of a page that was filed several times the last one.
    """
    rows = session.execute(
        select(SheetScanRow.id, SheetScanRow.page, SheetScanRow.filed_at, SheetScanRow.readings)
        .where(SheetScanRow.audit_id == audit_id)
        .order_by(SheetScanRow.page, SheetScanRow.id)
    )
    last = {
        row.page: FiledScan(row.id, row.page, row.filed_at, rows_of(row.readings)) for row in rows
    }
    return tuple(last.values())


def scan_image(
    session: Session, actor: Actor, audit_id: int, scan_id: int, on: date
) -> bytes | None:
    """Open a filed page.

    Args:
        session: A session that carries the installation's key.
        actor: Who asks.
        audit_id: The audit.
        scan_id: The scan.
        on: The local day.

    Returns:
        A JPEG file; None when there is none, or the actor neither reads the draft nor may
        read the review that was signed. What is written by hand on a page of a sealed rubric
        is, like its notes, for the reader and the practitioner of the file only.

    Raises:
        ConflictError: Something bars the reader of the draft by now, as in `own_draft`.
    """
    if own_draft(session, actor, audit_id, on) is None:
        head = audit_head(session, actor, audit_id)
        if head is None or head.state == "draft" or _is_withheld(session, actor, audit_id):
            return None
    row = session.execute(
        select(SheetScanRow.image, SheetScanRow.image_digest).where(
            SheetScanRow.audit_id == audit_id, SheetScanRow.id == scan_id
        )
    ).one_or_none()
    if row is None:
        return None
    return sealer_of(session).open_bytes(row.image, scan_place(audit_id, row.image_digest))


def _is_withheld(session: Session, actor: Actor, audit_id: int) -> bool:
    row = session.execute(
        select(RubricVersionRow.access, AuditRow.reader_id, CaseFileRow.practitioner_id)
        .select_from(AuditRow)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id == audit_id)
    ).one()
    return row.access == "sealed" and not knows_file(actor, row.reader_id, row.practitioner_id)
