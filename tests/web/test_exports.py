"""Results taken away item by item, by whoever may."""

import csv
import io
import json

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


def test_the_kinds_of_file(manager: FlaskClient) -> None:
    answer = take(manager)
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
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
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_the_way_in_stands_on_the_list_of_reviews(manager: FlaskClient) -> None:
    assert 'href="/exports"' in manager.get("/audits").text
