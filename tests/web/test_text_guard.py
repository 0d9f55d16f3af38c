"""No form commits what may tell who somebody is; what is refused or kept stands in the journal."""

import io
import json
import re
import time
import zipfile
from datetime import date

import pytest
from flask import Flask
from flask.ctx import RequestContext
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qa_app.models.journal import JournalRow
from qa_app.models.privacy_rows import GuardReasonRow
from qa_app.models.rubrics import HolidayRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.guarded_names import guarded_names, reason_about
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.privacy.add_guarded_name import add_guarded_name
from qa_app.web.text_guard import _finds
from tests.people import NOON, OPERATOR
from tests.web.conftest import BOTH, Visit, token_of
from tests.web.pagecheck import faults

NUMBER = "11010519491231002X"
PAGE = "/admin/holidays"
REASON = "办公室公开的联系方式，并非当事人"


@pytest.fixture
def client(store: Session, visit: Visit) -> FlaskClient:
    load_holidays(
        store, OPERATOR, [HolidayYear("CN", 2026, ((date(2026, 1, 1), False, "", ""),))], at=NOON
    )
    return visit("sys_admin")


def add(client: FlaskClient, name: str, **more: str) -> TestResponse:
    token = token_of(client.get("/login").text)
    data = {"csrf_token": token, "on": "2026-07-06", "kind": "day_off", "name_zh": name, **more}
    return client.post(f"{PAGE}/CN/2026/days", data=data)


def guarded(store: Session) -> list[tuple[str, dict]]:
    store.rollback()
    rows = store.execute(
        select(JournalRow.action, JournalRow.detail)
        .where(JournalRow.action.startswith("guard:"))
        .order_by(JournalRow.seq)
    ).all()
    return [(row.action, json.loads(row.detail)) for row in rows]


def days(store: Session) -> int:
    store.rollback()
    return store.execute(select(func.count()).select_from(HolidayRow)).scalar_one() - 1


@BOTH
def test_a_citizen_number_is_refused_wherever_it_is_typed(
    store: Session, client: FlaskClient
) -> None:
    for written in (NUMBER, "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x"):
        answer = add(client, f"补休 {written}", guard_reason=REASON, name_reason=REASON)
        assert answer.status_code == 422
        assert "居民身份证号码" in answer.text
        # what was typed is neither on the page nor in the journal
        assert NUMBER not in answer.text
    assert days(store) == 0
    told = {"kinds": ["id_number"], "fields": ["name_zh"], "endpoint": "holidays.add_day"}
    assert guarded(store) == [("guard:refuse", told)] * 3


def test_other_finds_need_a_typed_reason(store: Session, client: FlaskClient) -> None:
    add_guarded_name(store, OPERATOR, "school", "春城小学", at=NOON)
    assert guarded_names(store) == (("school", "春城小学"),)
    store.rollback()
    for text, kind in (
        ("电话 13812345678", "phone"),
        ("邮箱 a@example.org", "mail"),
        ("卡号 4111 1111 1111 1111", "bank_card"),
        ("护照E12345678", "passport"),
        ("微信号：wang_xiao88", "chat"),
        ("春城小学运动会", "listed"),
    ):
        answer = add(client, text)
        assert (answer.status_code, days(store)) == (422, 0), text
        assert 'name="guard_reason"' in answer.text
        assert faults(answer.text, "zh") == []
        assert guarded(store)[-1][1]["kinds"] == [kind]
    # too short, or with a name of its own, is no reason
    for bad in ("好", "因为是姓名：王小明的电话"):
        assert (
            "请填写不涉及任何人姓名的理由" in add(client, "春城小学运动会", guard_reason=bad).text
        )
    assert days(store) == 0
    # what was sent is kept on the page and goes on with the reason
    page = add(client, "春城小学运动会").text
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert kept["name_zh"] == "春城小学运动会"
    answer = client.post(f"{PAGE}/CN/2026/days", data=kept | {"guard_reason": REASON})
    assert (answer.status_code, days(store)) == (302, 1)
    action, told = guarded(store)[-1]
    assert (action, told["kinds"], told["fields"]) == ("guard:keep", ["listed"], ["name_zh"])
    row = store.execute(select(GuardReasonRow)).scalar_one()
    about = reason_about("holidays.add_day")
    assert sealer_of(store).open(row.reason, about) == REASON
    assert REASON not in json.dumps(told, ensure_ascii=False)


def sent_file(visit: Visit, file: io.BytesIO) -> RequestContext:
    client = visit("sys_admin")
    sid = client.get_cookie("sid")
    assert sid is not None
    return client.application.test_request_context(
        "/x",
        method="POST",
        data={"file": (file, "a file")},
        headers={"Cookie": f"sid={sid.value}"},
    )


@pytest.mark.parametrize(
    "content",
    ["名称\n补休\n11010519491231002X\n".encode(), "名称,110105 19491231 002X".encode("gb18030")],
)
def test_files_are_looked_at_line_by_line(visit: Visit, content: bytes) -> None:
    with sent_file(visit, io.BytesIO(content)):
        assert _finds() == {"file": "id_number"}


def packed(said: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", said)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("said", "finds"),
    [
        (f"<sst><si><t>{NUMBER}</t></si></sst>", {"file": "id_number"}),
        (f"<sst><si><t>> {NUMBER} ></t></si></sst>", {"file": "id_number"}),
        # a pattern that looked for the end from each mark on had taken half a minute
        (">" * 50_000, {}),
    ],
)
def test_a_workbook_is_looked_at(visit: Visit, said: str, finds: dict[str, str]) -> None:
    with sent_file(visit, packed(said)):
        started = time.process_time()
        assert _finds() == finds
        assert time.process_time() - started < 5


def test_nothing_of_strangers_is_unpacked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_given: object) -> bytes:
        raise AssertionError("unpacked")

    monkeypatch.setattr("qa_app.web.text_guard.unpacked", unpack)
    client = app.test_client()
    for address, status in (("/nothing", 404), ("/login", 400), (f"{PAGE}/CN/2026/days", 401)):
        sent = {"file": (packed("<t>x</t>"), "list.xlsx")}
        assert client.post(address, data=sent).status_code == status


def test_a_plain_form_passes_and_leaves_no_trace(store: Session, client: FlaskClient) -> None:
    assert add(client, "停电").status_code == 302
    assert guarded(store) == []
