"""Access by request on the pages, denials, who saw a file, and months of two hats."""

import csv
import json
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.permissions import TWO_HATS
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.team import relaxed_at
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.audits import Desk, a_desk, someone
from tests.people import NOON, OPERATOR
from tests.web.conftest import CHEAP, PASSWORD, Visit, token_of
from tests.web.pagecheck import faults
from tests.web.visits import enter

WORDS = "准备下周对该社工的督导"
FILE = "KM-26-0000-00077"


@pytest.fixture
def desk(store: Session) -> Desk:
    """A signed review, and a reviewer to whom its file was not given."""
    made = a_desk(store)
    someone(store, "stranger", Role.AUDITOR, "A", made.centre)
    audit = store.get_one(AuditRow, made.audit)
    audit.state, audit.signed_at = "signed", clock.now()
    store.commit()
    return made


def post(client: FlaskClient, address: str, **data: object):
    return client.post(address, data={"csrf_token": token_of(client.get("/").text), **data})


def acts(store: Session, action: str) -> list[JournalRow]:
    store.rollback()
    query = select(JournalRow).where(JournalRow.action == action).order_by(JournalRow.seq)
    return list(store.execute(query).scalars())


def asks(client: FlaskClient, desk: Desk, **changes: str):
    data = {"purpose": "supervision", "words": WORDS, "days": "2"}
    return post(client, f"/access/ask/{desk.audit}", **(data | changes))


def request_in(page: str) -> str:
    found = re.search(r'action="(/access/(?:approvals|mine)/\d+)', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_closed_page_to_access_and_its_end(
    app: Flask, store: Session, desk: Desk, language: str
) -> None:
    stranger, manager = enter(app, "stranger"), enter(app, "manager")
    for one in (stranger, manager):
        post(one, f"/language/{language}")
    here = f"/audits/{desk.audit}/answers"
    closed = stranger.get(here)
    assert closed.headers["Location"] == f"/access/ask/{desk.audit}"
    stranger.get(here)
    # kept from it twice within a quarter of an hour, told once
    assert [row.outcome for row in acts(store, "audit:deny")] == ["refused"]
    page = stranger.get(f"/access/ask/{desk.audit}").text
    assert faults(page, language) == []
    assert FILE in page
    empty = asks(stranger, desk, words="x", purpose="")
    assert empty.status_code == 422
    assert faults(empty.text, language) == []
    assert asks(stranger, desk).headers["Location"] == "/access/mine?notice=access_asked"
    assert asks(stranger, desk).status_code == 409
    asked = stranger.get(f"/access/ask/{desk.audit}").text
    assert WORDS in asked
    assert re.search(r'action="/access/mine/\d+/end"', asked)
    # who answers for the file is told on their first page, and by nobody else's hand
    assert "/access/approvals" in manager.get("/").text
    waiting = manager.get("/access/approvals").text
    assert faults(waiting, language) == []
    assert WORDS in waiting
    assert "stranger · " in waiting
    assert ("评查员 · " if language == "zh" else "Reviewer · ") in waiting
    request = request_in(waiting)
    assert post(stranger, request, step="approve").status_code == 404
    unsaid = post(manager, request, step="refuse")
    assert unsaid.status_code == 422
    assert faults(unsaid.text, language) == []
    assert post(manager, request, step="approve").status_code == 302
    assert post(manager, request, step="approve").status_code == 409
    assert stranger.get(here).status_code == 200
    (opened,) = acts(store, "audit:read")
    assert json.loads(opened.detail) == {
        "view": "answers",
        "why": "request",
        "request": int(request.rpartition("/")[2]),
    }
    assert "/access/mine" in stranger.get("/").text
    # what was granted opens from there
    report = f'href="/audits/{desk.audit}/report"'
    mine = stranger.get("/access/mine").text
    assert report in mine
    assert faults(mine, language) == []
    held = manager.get("/access/approvals").text
    assert faults(held, language) == []
    # it ends by hand, and at once
    assert post(manager, f"{request}/end").status_code == 302
    assert stranger.get(here).status_code == 302
    mine = stranger.get("/access/mine").text
    assert report not in mine
    assert faults(mine, language) == []
    assert post(stranger, f"{request.replace('approvals', 'mine')}/end").status_code == 409
    assert post(manager, "/access/approvals/999999", step="approve").status_code == 404
    assert post(stranger, "/access/mine/999999/end").status_code == 404


def test_a_refusal_is_read_by_who_asked(app: Flask, store: Session, desk: Desk) -> None:
    stranger, manager = enter(app, "stranger"), enter(app, "manager")
    asks(stranger, desk)
    request = request_in(manager.get("/access/approvals").text)
    assert post(manager, request, step="refuse", refusal="elsewhere").status_code == 302
    assert "所需内容已见于报告或页面" in stranger.get("/access/mine").text
    # asked again, and taken back
    asks(stranger, desk)
    again = request_in(stranger.get("/access/mine").text)
    assert post(stranger, f"{again}/end").status_code == 302
    assert [json.loads(row.detail)["why"] for row in acts(store, "access:end")] == ["taken_back"]


def test_who_reads_a_file_anyway_is_led_to_it(app: Flask, desk: Desk) -> None:
    reader = enter(app, "reader")
    answer = reader.get(f"/access/ask/{desk.audit}")
    assert answer.headers["Location"] == f"/audits/{desk.audit}/report"
    assert enter(app, "elsewhere").get(f"/access/ask/{desk.audit}").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_saw_a_file_on_page_table_and_paper(
    app: Flask, visit: Visit, store: Session, desk: Desk, language: str
) -> None:
    stranger, manager, keeper = enter(app, "stranger"), enter(app, "manager"), visit("audit_admin")
    for _ in range(2):
        manager.get(f"/audits/{desk.audit}/answers")
        stranger.get(f"/audits/{desk.audit}/answers")
    for one in (manager, keeper):
        post(one, f"/language/{language}")
        page = post(one, "/access/seen", file=FILE.lower()).text
        assert faults(page, language) == []
        rows = re.findall(r"<tr><td.*?</tr>", page, re.S)
        # two people, each once
        assert ["manager" in row for row in rows] == [False, True]
        assert "stranger" in rows[0]
    table = post(keeper, "/access/seen.csv", file=FILE, lang=language)
    found = list(csv.reader(StringIO(table.data.decode("utf-8-sig"))))
    assert [row[2] for row in found[1:]] == ["stranger", "manager"]
    paper = post(keeper, "/access/seen.pdf", file=FILE, lang=language).data
    words = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages)
    assert FILE in words
    assert "manager" in words
    # that somebody looked is told too
    assert len([row for row in acts(store, "list:read") if "who_saw" in row.detail]) == 4
    for asked in ("", "KM-26-0000-00000", "x"):
        answer = post(keeper, "/access/seen", file=asked)
        assert answer.status_code == 200
        assert faults(answer.text, language) == []
    assert post(keeper, "/access/seen.csv", file="KM-26-0000-00000").status_code == 404
    assert enter(app, "stranger").get("/access/seen").status_code == 404


def test_a_manager_is_told_only_of_files_of_the_own_centre(
    app: Flask, store: Session, desk: Desk
) -> None:
    someone(store, "manager_b", Role.CENTRE_MANAGER, "B", desk.centre + 1)
    other = enter(app, "manager_b")
    assert FILE not in re.sub(r'value="[^"]*"', "", post(other, "/access/seen", file=FILE).text)
    assert post(other, "/access/seen.pdf", file=FILE).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_hats_are_allowed_by_a_second_person_on_a_page(
    app: Flask, visit: Visit, store: Session, language: str
) -> None:
    lead, keeper = visit("senior_supervisor"), visit("audit_admin")
    for one in (lead, keeper):
        post(one, f"/language/{language}")
    assert post(lead, "/readers/team", profile="small", relaxed="two_hats").status_code == 302
    assert relaxed_at(store, None) == frozenset()
    asked = keeper.get("/access/two-hats").text
    assert faults(asked, language) == []
    assert 'name="answer"' in asked
    first = keeper.get("/").text
    assert faults(first, language) == []
    assert first.count('href="/access/two-hats"') == 2
    assert "pl-notice" in lead.get("/readers/team").text
    store.rollback()
    # asked again by the same form nothing is done twice
    assert post(lead, "/readers/team", profile="small", relaxed="two_hats").status_code == 302
    assert len(acts(store, "team:set_profile")) == 1
    for who in (lead, visit("sec_admin"), visit("sys_admin")):
        assert post(who, "/access/two-hats", answer="confirm").status_code == 404
    for bad in ({}, {"answer": "maybe"}):
        refused = post(keeper, "/access/two-hats", **bad)
        assert refused.status_code == 422
        assert faults(refused.text, language) == []
    assert post(keeper, "/access/two-hats", answer="confirm").status_code == 302
    assert relaxed_at(store, None) == {Safeguard.TWO_HATS}
    again = post(keeper, "/access/two-hats", answer="drop")
    assert again.status_code == 409
    assert faults(again.text, language) == []
    assert 'name="answer"' not in again.text
    assert keeper.get("/").text.count('href="/access/two-hats"') == 1
    (told,) = acts(store, "team:answer_two_hats")
    assert '"step":"confirm"' in told.detail


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_month_of_two_hats_is_told_printed_and_signed_off(
    app: Flask, visit: Visit, store: Session, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    both = NewAccount("both", "内勤戊", PASSWORD, (NewGrant(Role.SYS_ADMIN),))
    made = add_account(store, OPERATOR, both, CHEAP, at=NOON)
    set_profile(store, OPERATOR, NewProfile(Profile.SMALL, {Safeguard.TWO_HATS}), at=NOON)
    set_grants(store, OPERATOR, made, [NewGrant(role) for role in sorted(TWO_HATS)], at=NOON)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    wearer = enter(app, "both")
    assert wearer.get("/admin/accounts").status_code == 200
    target = store.scalars(select(AccountRow.id).where(AccountRow.login_name == "auditor")).one()
    assert post(wearer, f"/admin/accounts/{target}/state", is_active="0").status_code == 302
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=30))
    keeper = visit("audit_admin")
    post(keeper, f"/language/{language}")
    first = keeper.get("/").text
    assert "/access/two-hats/2026-03" in first
    assert "pl-late" in first  # overdue since April 10
    for address in ("/access/two-hats", "/access/two-hats/2026-03"):
        page = keeper.get(address).text
        assert faults(page, language) == []
        assert "内勤戊" in page
    digest = re.search(r'name="digest"[^>]*value="([0-9a-f]{64})"', page)
    assert digest is not None
    paper = keeper.get(f"/access/two-hats/2026-03.pdf?lang={language}").data
    words = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages)
    assert digest[1] in words.replace("\n", "")
    here = "/access/two-hats/2026-03"
    sent = {"digest": digest[1], "route": "paper", "name": "王科长，民政局"}
    for wrong in ({}, {"signed_on": "2026-03-31"}, {"signed_on": "2026-04-02", "name": "x"}):
        answer = post(keeper, here, **(sent | wrong))
        assert answer.status_code == 422
        assert faults(answer.text, language) == []
    assert post(keeper, here, digest="0" * 64, route="screen").status_code == 409
    assert post(keeper, here, **(sent | {"signed_on": "2026-04-02"})).status_code == 302
    assert "王科长" in keeper.get("/access/two-hats").text
    assert "/access/two-hats/2026-03" not in keeper.get("/").text
    assert post(keeper, here, digest=digest[1], route="screen").status_code == 409
    assert keeper.get("/access/two-hats/2026-02").status_code == 404
    assert keeper.get("/access/two-hats/2026-02.pdf").status_code == 404
