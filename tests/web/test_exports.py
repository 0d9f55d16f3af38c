"""Results taken away item by item, by whoever may."""

import csv
import io
import json
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, all_met
from tests.people import NOON
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults
from tests.web.visits import faultless, send


@pytest.fixture
def manager(store: Session, visit: Visit) -> FlaskClient:
    """The manager of the whole network, where one review under a plain rubric is signed."""
    desk = a_desk(store)
    save_entries(store, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(store, desk.reader, desk.audit, ZONE, at=NOON)
    return visit("centre_manager")


def take(client: FlaskClient, **fields: str) -> TestResponse:
    page = client.get("/exports").text
    sent = {"centre": "", "form": "csv", "purpose": "supervision", "csrf_token": token_of(page)}
    return client.post("/exports", data=sent | fields)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_explains_every_column(manager: FlaskClient, language: str) -> None:
    token = token_of(manager.get("/exports").text)
    manager.post(f"/language/{language}", data={"csrf_token": token, "back": "/exports"})
    page = manager.get("/exports").text
    assert faults(page, language) == []
    assert page.count('<th scope="row" data-content>') == 31
    assert 'href="#columns"' in page
    assert 'id="columns"' in page


def test_the_kinds_of_file(manager: FlaskClient) -> None:
    answer = take(manager)
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    answer.close()  # as who sends it does: until then its reader has the turn
    mark = lines[0]["export"]
    assert f"plumbline_items_{mark}.csv" in answer.headers["Content-Disposition"]
    told = [json.loads(line) for line in take(manager, form="jsonl").data.splitlines()]
    assert [one["item"] for one in told] == [line["item"] for line in lines]
    book = load_workbook(io.BytesIO(take(manager, form="xlsx").data))
    assert book["items 1"].max_row == len(lines) + 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"purpose": ""}, 422),
        ({"form": "exe"}, 422),
        ({"centre": "NOWHERE"}, 422),
        ({"since": "2026-13-01"}, 422),
        ({"since": "2026-05-01", "until": "2026-04-01"}, 422),
        ({"since": "2030-01-01"}, 422),
        ({"csrf_token": "none"}, 400),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    manager: FlaskClient, fields: dict[str, str], status: int
) -> None:
    answer = take(manager, **fields)
    assert answer.status_code == status
    if fields.get("purpose") == "":
        assert answer.text.count("请说明用途：请选择一项，将记入操作日志") == 2
        assert faults(answer.text, "zh") == []
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_the_way_in_stands_on_the_list_of_reviews(manager: FlaskClient) -> None:
    # on the list of reviews, and with the papers of a centre
    assert 'href="/exports"' in manager.get("/audits").text
    assert 'href="/exports"' in manager.get("/centres/1").text


# --- by request ------------------------------------------------------------------


def ask(client: FlaskClient, **fields: str) -> TestResponse:
    page = client.get("/exports/requests").text
    sent = {"centre": "", "form": "csv", "purpose": "supervision", "csrf_token": token_of(page)}
    return client.post("/exports/requests", data=sent | fields)


def test_a_supervisor_asks_whoever_keeps_the_journal_approves_and_it_is_taken(
    manager: FlaskClient, visit: Visit
) -> None:
    lead, keeper = visit("senior_supervisor"), visit("audit_admin")
    assert lead.get("/exports").status_code == 404
    assert 'href="/exports/requests"' in lead.get("/audits").text
    faultless(lead, "/exports/requests")
    assert ask(lead, purpose="").status_code == 422
    assert ask(lead, since="2030-01-01").status_code == 422
    ahead = ask(lead, until="2099-12-31")
    assert ahead.status_code == 422
    assert "截止日期晚于今天" in ahead.text
    assert ask(lead, key="k1").status_code == 302
    assert ask(lead, key="k1").status_code == 302
    assert ask(lead, key="k1", form="xlsx").status_code == 409
    assert "等待答复" in faultless(lead, "/exports/requests")
    early = send(lead, "/exports/requests/1/file")
    assert early.status_code == 409
    assert "尚未批准" in early.text
    assert "有1项导出结果的申请等待您答复" in faultless(keeper, "/")
    page = faultless(keeper, "/exports/approvals")
    assert page.count('action="/exports/approvals/') == 1
    assert re.search(r"已签署评查\d+份，涉及案卷\d+份，至少\d+行条目，共\d+列", page)
    assert 'id="columns"' in page
    assert send(keeper, "/exports/approvals/1", step="maybe").status_code == 422
    for why in ("", "because"):
        bare = send(keeper, "/exports/approvals/1", step="refuse", refusal=why)
        assert bare.status_code == 422
        assert "请选择不予批准的原因" in bare.text
    assert send(keeper, "/exports/approvals/99", step="refuse").status_code == 404
    assert send(keeper, "/exports/approvals/1", step="approve").status_code == 302
    again = send(keeper, "/exports/approvals/1", step="refuse", refusal="talk")
    assert again.status_code == 409
    assert "没有待处理的申请" in faultless(keeper, "/exports/approvals")
    assert send(manager, "/exports/requests/1/file").status_code == 404
    assert "已由" in faultless(lead, "/exports/requests")
    # another one is refused, and who asked reads why
    assert ask(lead, key="k2").status_code == 302
    refused = send(keeper, "/exports/approvals/2", step="refuse", refusal="too_wide")
    assert refused.status_code == 302
    assert "超出用途所需" in faultless(lead, "/exports/requests")
    assert "超出用途所需" in faultless(keeper, "/log")
    answer = send(lead, "/exports/requests/1/file")
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert f"plumbline_items_{lines[0]['export']}.csv" in answer.headers["Content-Disposition"]
    assert "导出" in faultless(keeper, "/log")
