"""No page of a draft tells anything to a reader whom something bars from its file by now."""

import json

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.models.journal import JournalRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, Desk, a_desk, all_met, change
from tests.web.conftest import PASSWORD, sign_in, token_of

BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
VALUES = {"measure": "A2", "section": "A", "scan_id": 1, "number": 0}
SHOWN = ("marks", "findings", "check", "paper", "paper/sheet.pdf", "paper/scans")
TYPED = {"item": "A1", "reason": "unclear", "statement": "read", "value.A1": "no answer at all"}
"""What a form may be sent with that is refused at once."""


@pytest.fixture
def desk(store: Session) -> Desk:
    made = a_desk(store)
    changes = [*all_met()[1:], change("A1", "met", note="只有读者知道的话")]
    save_entries(store, made.reader, made.audit, changes, ZONE, at=clock.now())
    return made


def enter(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, "reader", PASSWORD).status_code == 302
    return client


def bar(store: Session, desk: Desk) -> None:
    today = clock.today(ZONE)
    tie = Tie(TieKind.CONFLICT, desk.centre, None, today, None, ConflictReason.FAMILY)
    record_tie(store, desk.reader, NewTie(desk.reader.account_id or 0, tie), at=clock.now())


def opened(store: Session) -> list[str]:
    query = select(JournalRow.detail).where(JournalRow.action == "audit:read")
    found = [json.loads(one)["view"] for one in store.scalars(query.order_by(JournalRow.seq))]
    store.rollback()
    return found


def routes_of_a_draft(app: Flask, audit: int) -> list[tuple[str, str, str]]:
    with app.test_request_context():
        return [
            (rule.endpoint, method, url_for(rule.endpoint, **{"audit_id": audit} | values))
            for rule in app.url_map.iter_rules()
            if "audit_id" in rule.arguments
            for values in ({key: VALUES[key] for key in rule.arguments - {"audit_id"}},)
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]


@BOTH
def test_a_barred_reader_finds_no_way_into_a_draft(app: Flask, store: Session, desk: Desk) -> None:
    bar(store, desk)
    client = enter(app)
    token, before = token_of(client.get("/me").text), opened(store)
    routes = routes_of_a_draft(app, desk.audit)
    assert {f"/audits/{desk.audit}/{page}" for page in SHOWN} <= {one[2] for one in routes}
    told: dict[tuple[str, str], int] = {}
    for endpoint, method, address in routes:
        data = {"csrf_token": token, **TYPED}
        answer = client.get(address) if method == "GET" else client.post(address, data=data)
        assert "只有读者知道的话" not in answer.text, (endpoint, method)
        assert "KM-26-0000-00077" not in answer.text, (endpoint, method)
        told[endpoint, method] = answer.status_code
    # what harms a child is said by anybody, at any time; it shows nothing of the draft
    assert told.pop(("marks.raise_one", "POST")) == 302
    assert set(told.values()) == {404, 409}
    absent = {name.partition(".")[0] for (name, _), code in told.items() if code == 404}
    assert absent == {"access", "answers", "audits", "papers", "singles", "supervisor_reviews"}
    of_draft = {"workspace", "save", "state", "save_section", "check"}
    assert all(
        told[one] == 409 for one in told if one[0] in {f"audits.{name}" for name in of_draft}
    )
    assert opened(store) == before


@BOTH
def test_every_page_that_shows_a_draft_is_noted_when_it_is_opened(
    app: Flask, store: Session, desk: Desk
) -> None:
    client = enter(app)
    for page in SHOWN:
        assert client.get(f"/audits/{desk.audit}/{page}").status_code == 200
    assert opened(store) == ["marks", "findings", "check", "paper", "sheet", "scans"]
    token = token_of(client.get("/me").text)
    for page in ("sections/A", "check", "findings", "marks/flag"):
        data = {"csrf_token": token, **TYPED, "reason": "no reason", "act": "x"}
        answer = client.post(f"/audits/{desk.audit}/{page}", data=data)
        # refused, or only rearranged: what stands in the draft is shown again
        assert answer.status_code in (200, 409, 422)
    assert opened(store)[6:] == ["section", "check", "findings", "marks"]
