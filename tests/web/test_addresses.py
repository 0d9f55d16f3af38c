"""No address of the product carries the reference of a case file: logs and histories keep those."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from tests.audits import Desk, a_desk
from tests.web.conftest import Visit, token_of
from tests.web.visits import enter

REFERENCE = re.compile(r"[A-Z]{2}-\d{2}-[0-9A-Z]{4}-[0-9A-Z]{5}", re.IGNORECASE)
LEADS = re.compile(r'(?:href|src|action|formaction)="([^"]*)"')
ASKS = re.compile(r'<form[^>]*method="get".*?</form>', re.S)
SHOWN_MOST = 150


@pytest.fixture
def desk(store: Session) -> Desk:
    """A signed review of a file."""
    made = a_desk(store)
    store.execute(
        update(AuditRow)
        .where(AuditRow.id == made.audit)
        .values(state="signed", signed_at=clock.now())
    )
    store.commit()
    return made


def addresses_from(client: FlaskClient, first: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """Follow links, one of a kind; give every address met and every field that a form asks for."""
    waits, kinds, met, asked, shown = list(first), set(), set(first), set(), 0
    while waits and shown < SHOWN_MOST:
        address = waits.pop(0)
        kind = re.sub(r"\d+", "#", address.partition("?")[0])
        if kind in kinds:
            continue
        kinds.add(kind)
        answer, shown = client.get(address), shown + 1
        led = [answer.headers.get("Location", "")]
        if answer.mimetype == "text/html":
            led += [unescape(one) for one in LEADS.findall(answer.text)]
            for form in ASKS.findall(answer.text):
                asked.update(re.findall(r'name="(\w+)"', form))
        for one in led:
            met.add(one)
            if one.startswith("/") and not one.startswith(("/static", "/logout", "/language")):
                waits.append(one)
    return met, asked


@pytest.mark.parametrize("name", ["manager", "reader", "audit_admin"])
def test_no_address_carries_a_reference(
    app: Flask, store: Session, visit: Visit, desk: Desk, name: str
) -> None:
    client = visit(name) if name == "audit_admin" else enter(app, name)
    references = store.scalars(select(CaseFileRow.reference)).all()
    assert references
    assert all(REFERENCE.fullmatch(one) for one in references)
    met, asked = addresses_from(client, ("/", "/limits", "/access/seen", f"/audits/{desk.audit}"))
    assert len(met) > 10
    assert [one for one in met if REFERENCE.search(one)] == []
    assert asked.isdisjoint({"reference", "file", "case_code"})


def test_a_reference_behind_the_question_mark_finds_nothing(
    app: Flask, store: Session, visit: Visit, desk: Desk
) -> None:
    reference = store.scalars(select(CaseFileRow.reference)).first()
    keeper, manager = visit("audit_admin"), enter(app, "manager")
    heads = [
        re.findall("<h1>.*?</h1>", keeper.get(address).text)
        for address in ("/access/seen", f"/access/seen?file={reference}")
    ]
    assert heads[0] == heads[1]
    assert keeper.get(f"/access/seen.csv?file={reference}").status_code == 405
    assert manager.get(f"/limits/find?reference={reference}").status_code == 405
    sent = {"csrf_token": token_of(keeper.get("/").text), "file": reference}
    assert str(reference) in keeper.post("/access/seen", data=sent).text
    assert keeper.post("/access/seen", data={"file": reference}).status_code == 400
