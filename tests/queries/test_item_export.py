import pytest
from sqlalchemy.orm import Session

from qa_app.domain.item_export import exported_rows
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.queries import item_export
from qa_app.queries.item_export import ExportFilter, exported_readings, exporting_centre
from qa_app.queries.reach import SHOWN
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_case_file, a_desk, a_draft, all_met, publish
from tests.builders import item, section
from tests.people import NOON
from tests.statements import counted

EVERYTHING = ExportFilter()


def signed(session: Session, desk: Desk, audit: int) -> int:
    save_entries(session, desk.reader, audit, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, audit, ZONE, at=NOON)
    return audit


@pytest.fixture
def desk(session: Session) -> Desk:
    """Three signed files and a draft at centre A."""
    made = a_desk(session)
    signed(session, made, made.audit)
    for number in (1, 2):
        file = a_case_file(session, made.centre, f"KM-26-0000-1000{number}")
        signed(session, made, a_draft(session, made.centre, made.rubric, made.reader, file))
    a_draft(session, made.centre, made.rubric, made.reader)
    return made


def ids(session: Session, actor: Actor, chosen: ExportFilter = EVERYTHING) -> list[object]:
    return [reading.head[0] for reading, _ in exported_readings(session, actor, chosen)]


def test_signed_reviews_within_reach_come_by_number(session: Session, desk: Desk) -> None:
    assert ids(session, desk.manager) == [1, 2, 3]
    # a supervisor's right to ask gives none of their own
    assert ids(session, desk.reader) == []
    by = Permission.ITEMS_REQUEST
    asked = exported_readings(session, desk.reader, EVERYTHING, by)
    assert [reading.head[0] for reading, _ in asked] == [1, 2, 3]
    assert list(exported_readings(session, desk.elsewhere, EVERYTHING, by)) == []
    assert ids(session, desk.elsewhere) == []
    assert ids(session, desk.manager, ExportFilter(centre="B")) == []
    assert exporting_centre(session, desk.manager, "A") == desk.centre
    assert exporting_centre(session, desk.elsewhere, "A") is None


def test_void_ones_stay_and_say_so_and_locked_ones_are_not_told(
    session: Session, desk: Desk
) -> None:
    ask_void(session, desk.reader, 2, "wrong_file", at=NOON)
    confirm_void(session, desk.second, 2, ZONE, at=NOON)
    found = {r.head[0]: r.head[7] for r, _ in exported_readings(session, desk.manager, EVERYTHING)}
    assert found == {1: "provisional", 2: "void", 3: "provisional"}
    assert "locked" not in SHOWN
    assert "draft" not in SHOWN


def test_memory_and_statements_follow_the_chunk_not_the_number(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_export, "CHUNK", 2)
    with counted(session) as statements:
        assert ids(session, desk.manager) == [1, 2, 3]
    pages = [one for one in statements if "audit.explanation" in one]
    assert len(pages) == 3


def test_every_stored_answer_is_told(session: Session, desk: Desk) -> None:
    rows = [
        row
        for reading, words in exported_readings(session, desk.manager, EVERYTHING)
        for row in exported_rows("X1", reading, words)
    ]
    assert len(rows) == 9
    assert {row[1] for row in rows} == {1, 2, 3}


def test_a_sealed_record_tells_no_fact(session: Session, desk: Desk) -> None:
    rubric = publish(session, section("A", item("A1")), id="sealed", access="sealed")
    audit = a_draft(session, desk.centre, rubric, desk.reader)
    save_entries(session, desk.reader, audit, all_met()[:1], ZONE, at=NOON)
    sign_audit(session, desk.reader, audit, ZONE, at=NOON)
    last = list(exported_readings(session, desk.manager, EVERYTHING))[-1][0]
    assert last.head[0] == audit
    assert last.entries == ()
    assert [row[17] for row in exported_rows("X1", last, {})] == ["A1"]
