import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.box_readings import BoxState, RowReading
from qa_app.domain.defaults import SCANS_KEPT_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.trust_defaults import SCANS_WAITING_MOST
from qa_app.models.journal import JournalRow
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.queries.sheet_scans import scan_image, scans_of
from qa_app.services.audits import file_scans as module
from qa_app.services.audits.file_scans import NewScan, file_scans
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, a_draft, all_met
from tests.people import NOON

ROWS = (RowReading("A1", "met", is_sure=True, states=(BoxState.TICKED, BoxState.EMPTY)),)


def scan(sent: bytes = b"as sent", page: int = 1) -> NewScan:
    return NewScan(page, sent, b"as filed " + sent, ROWS)


def count(session: Session) -> int:
    return len(list(session.execute(select(SheetScanRow.id))))


@pytest.mark.both_databases
def test_pages_are_filed_sealed_and_only_once(session: Session) -> None:
    desk = a_desk(session)
    assert (
        file_scans(session, desk.reader, desk.audit, [scan(), scan(b"two", 2)], zone=ZONE, at=NOON)
        == 2
    )
    assert file_scans(session, desk.reader, desk.audit, [scan()], zone=ZONE, at=NOON) == 0
    filed = scans_of(session, desk.audit)
    assert [(one.page, one.rows) for one in filed] == [(1, ROWS), (2, ROWS)]
    sealed = session.execute(select(SheetScanRow.image)).scalars().all()
    assert all(b"as filed" not in one for one in sealed)
    assert (
        scan_image(session, desk.reader, desk.audit, filed[0].id, NOON.date())
        == b"as filed as sent"
    )
    last = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "scan:file")
    ).scalars()
    assert next(iter(last)) == '{"count":2}'


def test_the_last_filing_of_a_page_is_shown(session: Session) -> None:
    desk = a_desk(session)
    file_scans(session, desk.reader, desk.audit, [scan(b"first")], zone=ZONE, at=NOON)
    file_scans(session, desk.reader, desk.audit, [scan(b"better")], zone=ZONE, at=NOON)
    (only,) = scans_of(session, desk.audit)
    assert scan_image(session, desk.reader, desk.audit, only.id, NOON.date()) == b"as filed better"


def test_only_the_reader_of_a_draft_files_and_sees(session: Session) -> None:
    desk: Desk = a_desk(session)
    file_scans(session, desk.reader, desk.audit, [scan()], zone=ZONE, at=NOON)
    (only,) = scans_of(session, desk.audit)
    for other in (desk.second, desk.manager, desk.elsewhere):
        with pytest.raises(OutOfReachError):
            file_scans(session, other, desk.audit, [scan(b"x")], zone=ZONE, at=NOON)
        assert scan_image(session, other, desk.audit, only.id, NOON.date()) is None
    assert scan_image(session, desk.reader, desk.audit, only.id + 1, NOON.date()) is None
    assert count(session) == 1


def test_after_signing_whoever_may_read_the_review_sees_its_pages(session: Session) -> None:
    desk = a_desk(session)
    file_scans(session, desk.reader, desk.audit, [scan()], zone=ZONE, at=NOON)
    (only,) = scans_of(session, desk.audit)
    save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert scan_image(session, desk.manager, desk.audit, only.id, NOON.date()) is not None
    assert scan_image(session, desk.elsewhere, desk.audit, only.id, NOON.date()) is None
    with pytest.raises(OutOfReachError):
        file_scans(session, desk.reader, desk.audit, [scan(b"late")], zone=ZONE, at=NOON)


def test_a_person_leaves_a_bounded_number_of_pages_with_what_is_not_signed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SCANS_WAITING_MOST == 400
    monkeypatch.setattr(module, "SCANS_WAITING_MOST", 3)
    desk = a_desk(session)
    other = a_draft(session, desk.centre, desk.rubric, desk.reader)

    def file(audit: int, *sent: bytes) -> int:
        pages = [scan(one) for one in sent]
        return file_scans(session, desk.reader, audit, pages, zone=ZONE, at=NOON)

    assert file(desk.audit, b"a", b"b") == 2
    with pytest.raises(InvalidError, match="too_many_waiting"):
        file(other, b"c", b"d")
    assert file(other, b"c") == 1
    # what was sent before is not filed again, and counts once
    assert file(other, b"c") == 0
    save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert file(other, b"d", b"e") == 2
    assert count(session) == 5


def test_a_review_holds_a_bounded_number_of_pages(session: Session) -> None:
    desk = a_desk(session)
    many = [scan(str(at).encode()) for at in range(SCANS_KEPT_MOST + 1)]
    with pytest.raises(InvalidError, match="too_many_scans"):
        file_scans(session, desk.reader, desk.audit, many, zone=ZONE, at=NOON)
    assert count(session) == 0
