"""Acts out a file that is read on paper: its sheet ticked, scanned and filed with the draft."""

from dataclasses import replace
from datetime import datetime

from qa_app.clock import local_day
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.people import Actor
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_sheet import paper_items, sheet_layout
from qa_app.queries.audits import entries_of
from qa_app.queries.drafts import own_draft
from qa_app.queries.opening import Session
from qa_app.queries.sheet_scans import sheet_mark
from qa_app.scans.drawn import ticked_page
from qa_app.scans.images import UnreadableScanError
from qa_app.scans.sheets import filed_jpeg, read_rows, sheet_image
from qa_app.services.audits.file_scans import NewScan, file_scans


def file_a_sheet(
    session: Session, reader: Actor, audit_id: int, rubric: Rubric, zone: str, at: datetime
) -> int:
    """Tick the sheet as the answers stand, and file its pages as a scanner would send them.

    Args:
        session: A database session.
        reader: Who reads the file.
        audit_id: The draft, its answers saved.
        rubric: The version read against.
        zone: Local time zone.
        at: When.

    Returns:
        How many pages were filed; 0 when there is no such draft, or a page of it cannot be read.
    """
    head = own_draft(session, reader, audit_id, local_day(at, zone))
    if head is None:
        return 0
    layout = sheet_layout(paper_items(rubric))
    mark = sheet_mark(session, audit_id, head.rubric_version_id, rubric, layout)
    answers = {
        one.key: str(one.value)
        for one in entries_of(session, audit_id)
        if one.kind is EntryKind.ANSWER and one.value is not None
    }
    session.rollback()
    scans = []
    for page in range(1, layout.pages + 1):
        sent = ticked_page(replace(mark, page=page), layout, answers)
        try:
            image = sheet_image(sent)
        except UnreadableScanError:
            # a code that no reader reads: as people would, the answers are typed and not scanned
            return 0
        rows = read_rows(image, layout.on_page(page))
        scans.append(NewScan(page, sent, filed_jpeg(image), rows))
    return file_scans(session, reader, audit_id, scans, zone, at=at)
