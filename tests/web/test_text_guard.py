"""No form commits what may tell who somebody is; what is refused or kept stands in the journal."""

import io
import json
import re
import time
import zipfile
from datetime import date
from typing import Any

import pytest
from flask import Flask
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
from qa_app.web.text_guard import UNGUARDED_PLACES
from tests.people import NOON, OPERATOR
from tests.web.conftest import BOTH, Visit, token_of
from tests.web.pagecheck import faults

NUMBER = "11010519491231002X"
ESCAPED = NUMBER.replace("4", "\\u0034")
PAGE = "/admin/holidays"
REASON = "办公室公开的联系方式，并非当事人"


@pytest.fixture
def client(store: Session, visit: Visit) -> FlaskClient:
    load_holidays(
        store, OPERATOR, [HolidayYear("CN", 2026, ((date(2026, 1, 1), False, "", ""),))], at=NOON
    )
    return visit("sys_admin")


def add(client: FlaskClient, name: str, **more: Any) -> TestResponse:
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
    for written in (
        NUMBER,
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002x",
        f'{{"said": "{ESCAPED}"}}',
        '["' + NUMBER[:6] + "\\n" + NUMBER[6:] + '"]',
        f' \n["{ESCAPED}"]',
        json.dumps([{"said": f'["{ESCAPED}"]'}]),
        f'{{"{ESCAPED}": ""}}',
    ):
        answer = add(client, written, guard_reason=REASON, name_reason=REASON)
        assert answer.status_code == 422
        assert "居民身份证号码" in answer.text
        # what was typed is neither on the page nor in the journal
        assert NUMBER not in answer.text
    assert days(store) == 0
    told = {"kinds": ["id_number"], "fields": ["name_zh"], "endpoint": "holidays.add_day"}
    assert guarded(store) == [("guard:refuse", told)] * 8


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


def reasons(store: Session) -> int:
    store.rollback()
    return store.execute(select(func.count()).select_from(GuardReasonRow)).scalar_one()


def test_a_stranger_leaves_no_row(store: Session, app: Flask) -> None:
    client = app.test_client()
    said = {"words": "电话13812345678", NUMBER: NUMBER, "guard_reason": REASON}
    for address, status in (("/f/nothing", 404), ("/nothing", 404), (f"{PAGE}/CN/2026/days", 401)):
        assert client.post(address, data=said).status_code == status
    assert (guarded(store), reasons(store)) == ([], 0)


def test_a_reason_is_kept_with_the_text_or_not_at_all(store: Session, client: FlaskClient) -> None:
    address = f"{PAGE}/CN/2026/days"
    data = {"csrf_token": token_of(client.get("/login").text), "guard_reason": REASON}
    data |= {"on": "2026-07-06", "kind": "day_off", "name_zh": "电话 13812345678"}
    for sent, to, status in (
        (data | {"on": "never"}, address, 422),
        (data, f"{PAGE}/CN/1000000/days", 404),
        (data | {"csrf_token": "none"}, address, 400),
    ):
        assert client.post(to, data=sent).status_code == status
    assert (days(store), guarded(store), reasons(store)) == (0, [], 0)
    assert client.post(address, data=data).status_code == 302
    assert (days(store), len(guarded(store)), reasons(store)) == (1, 1, 1)
    # the row of the act comes first, as every act knows its own
    store.rollback()
    query = select(JournalRow.action).order_by(JournalRow.seq.desc()).limit(2)
    assert store.execute(query).scalars().all() == ["guard:keep", "holiday:change"]


def test_names_of_fields_are_not_told_as_typed(store: Session, client: FlaskClient) -> None:
    typed = {NUMBER: NUMBER, "姓名王小明": NUMBER, "a" * 41: NUMBER, "x13812345678": NUMBER}
    assert add(client, NUMBER, **typed).status_code == 422
    many = {f"f{number}": NUMBER for number in range(30)}
    assert add(client, NUMBER, **many).status_code == 422
    told = [detail["fields"] for _action, detail in guarded(store)]
    assert told[0] == ["?", "name_zh"]
    assert len(told[1]) == 20


def test_a_text_that_no_field_takes_is_refused_by_its_field(client: FlaskClient) -> None:
    answer = add(client, "补休", note="1 " * 60_000)
    assert answer.status_code == 422
    assert "字段“note”" in answer.text
    assert faults(answer.text, "zh") == []


def test_nothing_of_a_file_is_unpacked_before_its_page(client: FlaskClient) -> None:
    # whatever it says: it is looked at by whoever reads it, and this page reads none
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", "1 " * 4_000_000)
    file.seek(0)
    begun = time.process_time()
    assert add(client, "补休", file=(file, "list.xlsx")).status_code == 302
    assert time.process_time() - begun < 5


def test_second_factors_are_looked_at(store: Session, visit: Visit) -> None:
    client = visit("auditor")
    data = {"csrf_token": token_of(client.get("/me").text), "again_code": "13812345678"}
    data |= {"name": f"手机 {NUMBER}"}
    assert client.post("/me/second-factor/passkeys", data=data).status_code == 422
    assert guarded(store)[-1][1]["fields"] == ["name"]
    # where a reset says why as well: no more is left out than what lets somebody in
    left_out = {one for one in UNGUARDED_PLACES if one.startswith("second_factor")}
    assert left_out == {"second_factor.alone", "second_factor.question"}


def test_a_plain_form_passes_and_leaves_no_trace(store: Session, client: FlaskClient) -> None:
    assert add(client, "停电").status_code == 302
    assert guarded(store) == []
