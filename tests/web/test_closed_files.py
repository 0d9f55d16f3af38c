"""Every address of a review whose file is closed to somebody: to the request, or to nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.journal import JournalRow
from tests.audits import someone
from tests.follow_up import a_followed, sign
from tests.people import NOON
from tests.web.visits import enter, send

SENT: tuple[dict[str, object], ...] = (
    {},
    {"text": "", "step": "confirm", "kind": "query", "reason": "wrong_file", "item-A1": "unmet"},
    {"text": "案卷第3页没有首次会谈的记录，请更正", "step": "refuse", "item-A1": "unmet"},
)
"""What forms of such a page may send: nothing, something refused, something whole."""
ELSEWHERE = {
    "access.ask": "where one asks for it, with a reference and nothing else",
}
"""Endpoints with the number of a review that answer without opening it, each with why."""


def addresses(app: Flask, audit: int) -> list[tuple[Rule, str]]:
    """Give every address that names a review and nothing else that would have to exist."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "audit_id" in rule.arguments and rule.endpoint not in ELSEWHERE:
                others = dict.fromkeys(rule.arguments, 1 if "int" in rule.rule else "x")
                found.append((rule, adapter.build(rule.endpoint, others | {"audit_id": audit})))
    return found


@pytest.mark.parametrize("name", ["second", "reviewer"])
def test_nothing_of_a_closed_file_is_answered_not_even_by_a_refused_form(
    app: Flask, store: Session, name: str
) -> None:
    one = a_followed(store)
    someone(store, "reviewer", Role.AUDITOR, "A", one.desk.centre)
    store.add(
        SupervisionAgreementRow(
            kind="standing",
            supervisor_id=one.desk.reader.account_id,
            practitioner_id=one.worker.practitioner_id,
            place_path="1/",
            minutes=60,
            functions={},
            from_on=NOON.date(),
            created_at=NOON,
        )
    )
    store.commit()
    sign(store, one, "A2", at=clock.now() - timedelta(days=2))
    client, let_in, tried, since = enter(app, name), [], 0, clock.now()
    assert client.get(f"/audits/{one.audit}/report").headers["Location"].startswith("/access/ask")
    for rule, address in addresses(app, one.audit):
        asked = [client.get(address)] if "GET" in (rule.methods or ()) else []
        if "POST" in (rule.methods or ()):
            asked += [send(client, address, **sent) for sent in SENT]
        for answer in asked:
            tried += 1
            # a way elsewhere has no text; a page or file would
            if answer.status_code not in {302, 403, 404}:
                let_in.append((answer.request.method, rule.endpoint, answer.status_code))
    assert let_in == []
    assert tried > 60
    # and so nothing had to be noted, and nothing was put down that would let them in
    told = select(JournalRow.action).where(JournalRow.at >= since).distinct()
    acts = {one for one in store.scalars(told) if not one.startswith("session:")}
    assert acts == {"audit:deny"}
