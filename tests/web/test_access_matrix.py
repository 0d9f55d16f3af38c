"""Every endpoint declares what it needs and answers every role as the matrix says."""

import csv
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.permissions import Permission, may
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.web import guard
from qa_app.web.guard import PUBLIC, needs_of
from tests.people import NOON, OPERATOR
from tests.web.conftest import CHEAP, PASSWORD, Visit, token_of

FOLDER = Path(__file__).parents[1] / "house" / "access_matrix"
ROWS = [
    row
    for file in sorted(FOLDER.glob("*.csv"))
    for row in csv.DictReader(file.read_text("utf-8").splitlines())
]
ROLES = [name for name in ROWS[0] if name not in {"endpoint", "method"}]
# ids of things that exist nowhere, so that a way in shows as 404 and not as a change
PARAMETERS = {
    "language": "en",
    "digest": "0" * 12,
    "name": "none.css",
    "code": "no_such_rubric",
    "version": "9.9.9",
    "form": "pdf",
    "template": "rules",
}
NOBODYS = 10**9
DONE = 302
IN = {200, DONE, 422}


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_the_matrix_holds_every_endpoint_and_no_other(app: Flask) -> None:
    assert {(row["endpoint"], row["method"]) for row in ROWS} == routes(app)


def test_every_endpoint_declares_what_it_needs(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        needs = needs_of(view)
        assert needs == PUBLIC or isinstance(needs, Permission), endpoint


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_what_the_matrix_says(
    app: Flask, store: Session, visit: Visit, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors: list[bool] = []

    def watched(actor: Actor, permission: Permission) -> bool:
        doors.append(may(actor, permission))
        return doors[-1]

    monkeypatch.setattr(guard, "may", watched)
    if role == "moderator":
        # moderators hold their role on top of one that reads
        grants = (NewGrant(Role.AUDITOR), NewGrant(Role.MODERATOR))
        add_account(store, OPERATOR, NewAccount(role, role, PASSWORD, grants), CHEAP, at=NOON)
    client, token = signed_in(visit, role)
    for row, address in zip(ROWS, addresses(app), strict=True):
        assert row[role], (row["endpoint"], "says nothing about", role)
        doors.clear()
        if row["method"] == "GET":
            answer = client.get(address)
        else:
            answer = client.post(address, data={"csrf_token": token})
        code = answer.status_code
        if code == DONE and answer.headers["Location"].startswith("/login?next="):
            outcome = "login"
        else:
            outcome = "in" if code in IN else str(code)
        assert outcome == row[role].rstrip("*~"), (row["endpoint"], row["method"], role, code)
        # 404 of what does not exist and of what is refused look alike, so the door is asked as well
        assert (False in doors) == (row[role] == "404"), (row["endpoint"], role)
        if row["method"] != "GET" and code == DONE:
            client, token = signed_in(visit, role)  # it may have ended the session


def addresses(app: Flask) -> list[str]:
    """Give one address of each row."""
    with app.test_request_context():
        return [
            url_for(
                row["endpoint"],
                **{name: PARAMETERS.get(name, NOBODYS) for name in rule.arguments},
            )
            for row in ROWS
            for rule in islice(app.url_map.iter_rules(row["endpoint"]), 1)
        ]


def signed_in(visit: Visit, role: str) -> tuple[FlaskClient, str]:
    client = visit(None if role == "anon" else role)
    return client, token_of(client.get("/login").text)
