import csv
import json
from io import BytesIO, StringIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.journal import canonical_json
from qa_app.domain.journal_anchors import read_anchors
from qa_app.domain.people import Role
from qa_app.domain.result_export import ITEM_COLUMNS
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.reports.sheet import PRINTED_ANCHOR
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.file_scans import NewScan, file_scans
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, change, someone
from tests.follow_up import a_worker
from tests.statements import counted_on
from tests.web.conftest import Visit, form_token
from tests.web.pagecheck import faults
from tests.web.visits import enter

HOSTILE = "<script>alert('x')</script>{{ 7*7 }}&amp;"


@pytest.fixture
def desk(store: Session) -> Desk:
    """An audit that the reader signed a moment ago."""
    made = a_desk(store)
    someone(store, "worker", Role.CASEWORKER, "A", made.centre)
    now = clock.now()
    changes = [
        change("A1", "met"),
        change("A2", "unmet", note=f"没有安全计划{HOSTILE}"),
        change("B1", "met"),
    ]
    save_entries(store, made.reader, made.audit, changes, ZONE, at=now)
    sign_audit(store, made.reader, made.audit, ZONE, at=now)
    return made


def test_the_head_of_the_journal_is_printed_within_a_request_alone(app: Flask, desk: Desk) -> None:
    answer = enter(app, "manager").get(f"/audits/{desk.audit}/report.pdf?lang=en")
    assert read_anchors(PdfReader(BytesIO(answer.data)).pages[0].extract_text())
    assert PRINTED_ANCHOR.get()("en") == ""


def test_the_page_and_its_paper_in_both_languages(app: Flask, store: Session, desk: Desk) -> None:
    client = enter(app, "manager")
    page = client.get(f"/audits/{desk.audit}/report")
    assert page.status_code == 200
    for words in ("个案档案评查报告", "KM-26-0000-00077", "87.5分", "必达项未通过", "没有安全计划"):
        assert words in page.text
    assert HOSTILE not in page.text
    assert "&lt;script&gt;" in page.text
    assert faults(page.text, "zh") == []
    client.set_cookie("lang", "en")
    for language, words in (("zh", "没有安全计划"), ("en", "a must-pass item failed")):
        paper = client.get(f"/audits/{desk.audit}/report.pdf?lang={language}")
        assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
        assert f'"AR-{desk.audit:06d}_{language}.pdf"' in paper.headers["Content-Disposition"]
        assert paper.headers["Cache-Control"] == "no-store"
        text = "".join(p.extract_text() for p in PdfReader(BytesIO(paper.data)).pages)
        assert "".join(words.split()) in "".join(text.split())
        # the head of the journal: an anchor that anybody who holds the paper can give back
        (anchor,) = set(read_anchors(text))
        row = select(JournalRow.hash).where(JournalRow.seq == anchor.seq)
        assert store.execute(row).scalar_one().startswith(anchor.digest)


def test_who_worked_on_the_file_reads_first_what_went_well(
    app: Flask, store: Session, desk: Desk
) -> None:
    worker = a_worker(store, desk)
    query = update(AccountRow).where(AccountRow.login_name == "worker")
    store.execute(query.values(practitioner_id=worker))
    store.commit()

    def order(name: str) -> list[int]:
        text = enter(app, name).get(f"/audits/{desk.audit}/report").text
        return [text.index(f"<h2>{head}</h2>") for head in ("做得好的方面", "主要失分")]

    assert order("worker") == sorted(order("worker"))
    assert order("manager") == sorted(order("manager"), reverse=True)


def test_english(app: Flask, desk: Desk) -> None:
    client = enter(app, "manager")
    token = form_token(client)
    client.post("/language/en", data={"csrf_token": token, "back": "/"})
    page = client.get(f"/audits/{desk.audit}/report")
    assert "Report of a case-file review" in page.text
    assert faults(page.text, "en") == []


def test_looking_leaves_a_row_in_the_journal(app: Flask, desk: Desk, store: Session) -> None:
    client = enter(app, "manager")
    client.get(f"/audits/{desk.audit}/report")
    client.get(f"/audits/{desk.audit}/report.pdf")
    rows = store.execute(
        select(JournalRow.detail).where(
            JournalRow.action == "audit:read", JournalRow.actor_id == desk.manager.account_id
        )
    ).scalars()
    assert [json.loads(row)["view"] for row in rows] == ["report", "report_pdf"]


@pytest.mark.parametrize("page", ["report", "report.pdf", "result.csv", "result.json"])
def test_out_of_reach_drafts_and_wrong_roles_find_nothing(
    page: str, app: Flask, desk: Desk, store: Session, visit: Visit
) -> None:
    address = f"/audits/{desk.audit}/{page}"
    assert enter(app, "elsewhere").get(address).status_code == 404
    assert enter(app, "worker").get(address).status_code == 404
    assert visit("judicial_reader").get(address).status_code == 404
    assert visit(None).get(address).status_code == 302
    reader = enter(app, "reader")
    assert reader.get(address).status_code == 200
    assert reader.get(f"/audits/{desk.audit + 1}/{page}").status_code == 404
    assert reader.get(f"/audits/x/{page}").status_code == 404
    assert reader.post(address).status_code in {400, 405}
    assert reader.get(f"/audits/{desk.audit}/report.pdf?lang=fr").status_code == 404


def test_a_draft_has_no_paper(app: Flask, store: Session) -> None:
    desk = a_desk(store)
    reader = enter(app, "reader")
    for page in ("report", "report.pdf", "result.csv", "result.json"):
        assert reader.get(f"/audits/{desk.audit}/{page}").status_code == 404


def test_the_result_as_data(app: Flask, desk: Desk, store: Session) -> None:
    manager = enter(app, "manager")
    for _ in range(2):  # looking twice changes nothing but the journal
        whole = manager.get(f"/audits/{desk.audit}/result.json")
    told = whole.get_json()
    kept = store.execute(select(AuditRow).where(AuditRow.id == desk.audit)).scalar_one()
    assert canonical_json(told["result"]) == kept.explanation
    assert told["digest"] == kept.explanation_digest
    assert f'"AR-{desk.audit:06d}_result.json"' in whole.headers["Content-Disposition"]
    table = manager.get(f"/audits/{desk.audit}/result.csv")
    assert table.data.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(StringIO(table.data.decode("utf-8-sig")))
    assert heads == list(ITEM_COLUMNS)
    assert [row[heads.index("item")] for row in rows] == ["A1", "A2", "B1"]
    views = store.execute(
        select(JournalRow.detail).where(JournalRow.action == "audit:read")
    ).scalars()
    assert {"result_csv", "result_json"} <= {json.loads(one)["view"] for one in views}


def test_how_the_score_came_about(app: Flask, desk: Desk) -> None:
    manager = enter(app, "manager")
    page = manager.get(f"/audits/{desk.audit}/report").text
    assert "得分如何得出" in page
    assert "覆盖率" in page
    address = f"/audits/{desk.audit}/report.pdf?lang=zh"
    files = [manager.get(one) for one in (address, f"{address}&working=1")]
    without, told = (
        "".join(page.extract_text() for page in PdfReader(BytesIO(one.data)).pages) for one in files
    )
    assert [one.headers["Content-Disposition"] for one in files] == [
        f'inline; filename="AR-{desk.audit:06d}{kind}_zh.pdf"' for kind in ("", "_working")
    ]
    assert "得分如何得出" not in without
    assert "得分如何得出" in told


def test_few_questions_to_the_database(app: Flask, desk: Desk) -> None:
    client = enter(app, "manager")
    client.get(f"/audits/{desk.audit}/report")
    with app.app_context():
        from qa_app.extensions import db

        with counted_on(db.engine) as statements:
            client.get(f"/audits/{desk.audit}/report")
    reads = [s for s in statements if s.startswith("SELECT")]
    # session and account, head, rest, entries, the journal's look at the centre; sheet, findings,
    # answers, objection, amendments, the reading it replaced; how the sample was drawn, who began;
    # its pages on paper; what the result waits for: itself, what was said, objections, amendments
    assert len(reads) <= 22, reads


def test_only_what_a_person_may_do_is_offered(app: Flask, desk: Desk, store: Session) -> None:
    address = f"/audits/{desk.audit}/report"

    def offered(name: str) -> set[str]:
        page = enter(app, name).get(address).text
        return {act for act in ("/withdraw", '/void"', "/void/confirm") if act in page}

    assert offered("reader") == {"/withdraw", '/void"'}
    assert offered("second") == {'/void"'}
    assert offered("manager") == set()
    ask_void(store, desk.reader, desk.audit, "wrong_file", at=clock.now())
    assert offered("reader") == set()  # a signature cannot be withdrawn any more
    assert "须由另一位资深督导者确认" in enter(app, "reader").get(address).text
    assert offered("second") == {"/void/confirm"}
    confirm_void(store, desk.second, desk.audit, ZONE, at=clock.now())
    assert offered("reader") == offered("second") == set()


@pytest.mark.parametrize("access", ["ordinary", "sealed"])
def test_a_report_links_to_its_scans_for_those_who_may_read_it(
    app: Flask, store: Session, access: str
) -> None:
    made = a_desk(store, access=access)
    now = clock.now()
    changes = [change("A1", "met"), change("A2", "met"), change("B1", "met")]
    save_entries(store, made.reader, made.audit, changes, ZONE, at=now)
    file_scans(
        store, made.reader, made.audit, [NewScan(1, b"sent", b"filed", ())], zone=ZONE, at=now
    )
    scan = store.execute(select(SheetScanRow.id)).scalar_one()
    store.rollback()
    here = f"/audits/{made.audit}/paper/scans/{scan}.jpg"
    reader, manager, other = (enter(app, name) for name in ("reader", "manager", "elsewhere"))
    # while it is a draft nobody but its reader sees a page of it
    assert [one.get(here).status_code for one in (reader, manager, other)] == [200, 404, 404]
    sign_audit(store, made.reader, made.audit, ZONE, at=now)
    # what is written by hand on a page of a sealed rubric is for the reader, like its notes
    seen = 404 if access == "sealed" else 200
    assert [one.get(here).status_code for one in (reader, manager, other)] == [200, seen, 404]
    report = f"/audits/{made.audit}/report"
    assert (here in manager.get(report).text) == (access == "ordinary")
    page = reader.get(report).text
    assert f'href="{here}">第1页</a>' in page
    assert faults(page, "zh") == []
    assert reader.get(here).data == b"filed"
