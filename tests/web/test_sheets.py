"""A score sheet printed, ticked, photographed, read and confirmed."""

import io
import re
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.defaults import SCAN_PAGES_MOST
from qa_app.domain.people import Actor
from qa_app.domain.score_sheet import (
    PageMark,
    SheetLayout,
    page_text,
    paper_items,
    sheet_layout,
)
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audits import entries_of
from qa_app.queries.sheet_scans import sheet_mark
from qa_app.scans.images import pages_in
from qa_app.services.audits.save_entries import save_entries
from qa_app.web.sheets import reading
from tests.audits import ZONE, a_case_file, a_draft, change, holidays, publish
from tests.builders import item, section
from tests.paper_scans import Pen, printed, scanned
from tests.people import NOON
from tests.register import two_centres
from tests.web.conftest import Visit, the_supervisor, token_of
from tests.web.pagecheck import faults

CLOCKS = [{"id": "came", "zh": "收到", "en": "Came"}, {"id": "began", "zh": "开始", "en": "Began"}]
SECTIONS = (
    section("A", item("A1", weight=3), item("A2"), item("A3")),
    section("B", item("B3", scale="time3", clock={"from": "came", "to": "began", "within": "24h"})),
)


@dataclass(frozen=True)
class Desk:
    audit: int
    other: int
    session: Session
    reader: Actor
    layout: SheetLayout
    mark: PageMark


@pytest.fixture
def desk(store: Session) -> Desk:
    a, _ = two_centres(store)
    holidays(store)
    reader = the_supervisor(store)
    version = publish(store, *SECTIONS, clocks=CLOCKS)
    audit = a_draft(store, a, version, reader, a_case_file(store, a))
    other = a_draft(store, a, version, reader, a_case_file(store, a, "KM-26-0000-00088"))
    rubric = asked_rubric_in_words(store, version, None)
    layout = sheet_layout(paper_items(rubric))
    mark = sheet_mark(store, audit, version, rubric, layout)
    store.rollback()
    return Desk(audit, other, store, reader, layout, mark)


@pytest.fixture
def client(visit: Visit) -> FlaskClient:
    return visit("senior_supervisor")


def a_scan(desk: Desk, mark: PageMark | None = None, *, is_bad: bool = False) -> bytes:
    """A1 and A2 ticked; on a bad one A2 has two marks."""
    return _photographed(desk.layout, page_text(mark or desk.mark), is_bad=is_bad)


@cache
def _photographed(layout: SheetLayout, said: str, *, is_bad: bool) -> bytes:
    paper = printed(1, layout, said)
    pen = Pen(Random(5), paper)
    first, second, _third = layout.rows
    pen.tick(first.boxes[0])
    pen.cross(second.boxes[1])
    if is_bad:
        pen.cross(second.boxes[0])
    return scanned(paper, Random(11))


def send(client: FlaskClient, desk: Desk, *files: bytes, audit: int | None = None):
    here = f"/audits/{audit or desk.audit}/paper"
    token = token_of(client.get("/login").text)
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'.encode(),
        *(
            f'--x\r\nContent-Disposition: form-data; name="files"; filename="p{at}.jpg"\r\n\r\n'
            .encode() + content + b"\r\n"
            for at, content in enumerate(files)
        ),
        b"--x--\r\n",
    ]  # fmt: skip
    return client.post(
        f"{here}/scans", data=b"".join(parts), content_type="multipart/form-data; boundary=x"
    )


def confirmed(client: FlaskClient, desk: Desk, page: str, **chosen: str):
    data = {"csrf_token": token_of(page)}
    data |= dict(re.findall(r'name="(base\.[^"]+)" value="(\d+)"', page))
    data |= dict(re.findall(r'name="(row\.[^"]+)" value="([^"]*)"[^>]* checked', page))
    data |= {f"row.{code}": value for code, value in chosen.items()}
    return client.post(f"/audits/{desk.audit}/paper/scans/entries", data=data)


def answers(desk: Desk) -> dict[str, object]:
    found = {
        entry.key: entry.value
        for entry in entries_of(desk.session, desk.audit)
        if entry.kind is EntryKind.ANSWER
    }
    desk.session.rollback()
    return found


def scans(desk: Desk) -> int:
    found = len(list(desk.session.execute(select(SheetScanRow.id))))
    desk.session.rollback()
    return found


def test_printed_ticked_photographed_read_and_confirmed(client: FlaskClient, desk: Desk) -> None:
    here = f"/audits/{desk.audit}"
    assert f"{here}/paper" in client.get(here).text
    pdf = client.get(f"{here}/paper/sheet.pdf?language=zh")
    text = PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert "纸质评查评分表" in text
    assert "中心：中心甲（A）" in text
    assert "KM-26-0000-00077" in text
    assert desk.mark.sheet in text
    sent = send(client, desk, a_scan(desk, is_bad=True))
    assert sent.status_code == 302
    assert answers(desk) == {}  # nothing before it is confirmed
    page = client.get(f"{here}/paper/scans").text
    assert page.index("row-A2") < page.index("row-A1")  # the unsure one first
    assert page.count("data-unsure") == 1
    image = re.search(rf"{here}/paper/scans/\d+/\d+\.jpg", page)
    assert client.get(image[0]).data[:3] == b"\xff\xd8\xff"
    options = [box.option for box in desk.layout.rows[1].boxes]
    done = confirmed(client, desk, page, A2=options[1])
    assert done.status_code == 302
    assert answers(desk) == {"A1": desk.layout.rows[0].boxes[0].option, "A2": options[1]}
    again = confirmed(client, desk, client.get(f"{here}/paper/scans").text, A2=options[1])
    assert again.status_code == 302
    assert answers(desk)["A2"] == options[1]


def test_what_stays_unsure_is_not_answered(client: FlaskClient, desk: Desk) -> None:
    send(client, desk, a_scan(desk, is_bad=True))
    page = client.get(f"/audits/{desk.audit}/paper/scans").text
    confirmed(client, desk, page)
    assert list(answers(desk)) == ["A1"]


def test_the_same_file_is_filed_once_and_a_forged_answer_not_at_all(
    client: FlaskClient, desk: Desk
) -> None:
    scan = a_scan(desk)
    assert send(client, desk, scan).status_code == 302
    assert send(client, desk, scan).status_code == 302
    assert scans(desk) == 1
    page = client.get(f"/audits/{desk.audit}/paper/scans").text
    confirmed(client, desk, page, A1="no_such", B3="met")
    assert list(answers(desk)) == ["A2"]


def test_an_answer_changed_on_screen_meanwhile_is_not_overwritten(
    client: FlaskClient, desk: Desk
) -> None:
    send(client, desk, a_scan(desk))
    page = client.get(f"/audits/{desk.audit}/paper/scans").text
    save_entries(
        desk.session, desk.reader, desk.audit, [change("A1", "unmet", note="-")], ZONE, at=NOON
    )
    answer = confirmed(client, desk, page)
    assert answer.status_code == 409
    assert answers(desk) == {"A1": "unmet"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sheet": "00000000"}, "另一份案卷"),
        ({"rubric": "other"}, "另一评分细则"),
        ({"version": "9.9.9"}, "另一版本"),
        ({"digest": "00000000"}, "条目不同"),
        ({"page": 2}, "没有这一页"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused_with_its_reason(
    client: FlaskClient, desk: Desk, changes: dict, words: str
) -> None:
    answer = send(client, desk, a_scan(desk, replace(desk.mark, **changes)))
    assert answer.status_code == 422
    assert words in answer.text
    assert scans(desk) == 0


def test_of_several_files_the_good_ones_are_filed_and_the_others_named(
    client: FlaskClient, desk: Desk
) -> None:
    white = cv2.imencode(".png", np.full((400, 300), 255, np.uint8))[1].tobytes()
    answer = send(client, desk, a_scan(desk), b"no image", white)
    assert answer.status_code == 422
    assert "p1.jpg" in answer.text
    assert "p2.jpg" in answer.text
    assert "p0.jpg" not in answer.text
    assert scans(desk) == 1
    assert send(client, desk).status_code == 422


def test_after_the_most_pages_of_an_upload_no_file_is_opened(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []

    def counted(content: bytes) -> tuple[bytes, ...]:
        opened.append(content)
        return pages_in(content)

    monkeypatch.setattr(reading, "pages_in", counted)
    files = [(f"p{at}", b"no image") for at in range(500)]
    found = reading.read_uploads(files, desk.mark, desk.layout)
    assert len(opened) == SCAN_PAGES_MOST + 1
    assert [name for name, _ in found.refused] == [f"p{at}" for at in range(SCAN_PAGES_MOST + 1)]
    assert found.refused[-1][1] == reading.refusal_words("too_many_pages")


def test_nobody_else_sees_the_sheet_or_its_scans(desk: Desk, visit: Visit) -> None:
    mine = visit("senior_supervisor")
    send(mine, desk, a_scan(desk))
    scan = desk.session.execute(select(SheetScanRow.id)).scalar_one()
    desk.session.rollback()
    here = f"/audits/{desk.audit}/paper"
    addresses = ("", "/sheet.pdf", "/scans", f"/scans/{scan}.jpg", f"/scans/{scan}/0.jpg")
    for address in addresses:
        assert mine.get(here + address).status_code == 200
        for other in ("auditor", "centre_manager", "sys_admin"):
            assert visit(other).get(here + address).status_code == 404
    # a scan belongs to its own review
    assert mine.get(f"/audits/{desk.other}/paper/scans/{scan}.jpg").status_code == 404
    assert mine.get(f"{here}/scans/{scan}/99.jpg").status_code == 404
    assert send(visit("auditor"), desk, a_scan(desk)).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_pages_in_both_languages(desk: Desk, visit: Visit, language: str) -> None:
    client = visit("senior_supervisor")
    token = token_of(client.get("/audits").text)
    client.post(f"/language/{language}", data={"csrf_token": token})
    here = f"/audits/{desk.audit}/paper"
    for is_sent in (False, True):
        if is_sent:
            send(client, desk, a_scan(desk, is_bad=True))
        for address in (here, f"{here}/scans"):
            assert faults(client.get(address).text, language) == [], address
