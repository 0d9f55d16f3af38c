"""From a clause on screen to its items, files, findings, criteria and trend, and back again."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.extensions import db
from qa_app.models.findings import CorrectiveActionRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.web.held_criteria import criteria_in_force
from tests import audits
from tests.audits import ZONE
from tests.builders import item, section
from tests.follow_up import Followed, a_followed, failing, sign
from tests.library import clause, document, shelve
from tests.statements import counted_on
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.visits import enter, faultless, send

CLAUSE = "/library/documents/MPL/clauses/11"
SECTIONS = (
    section("A", item("A1", weight=3), item("A2", critical="gate", critical_fail=["unmet"], std=["MPL#11,62"])),
    section("B", item("B1", critical="stop", critical_fail=["unmet"], std=["MPL#99"]), weight=1),
)  # fmt: skip


@pytest.fixture
def one(store: Session, monkeypatch: pytest.MonkeyPatch) -> Followed:
    """Signed two days ago: A2, which rests on article 11, was not met."""
    monkeypatch.setattr(audits, "SECTIONS", SECTIONS)
    shelve(store, document("MPL", clause("11"), clause("62")))
    made = a_followed(store)
    sign(store, made, "A2", "B1", at=clock.now() - timedelta(days=2))
    return made


def links(page: str) -> set[str]:
    return {one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', page)}


def test_from_the_clause_to_the_file_its_finding_and_action_and_back(
    app: Flask, one: Followed
) -> None:
    client = enter(app, "manager")
    walk(client, one)


@ON_POSTGRESQL
def test_the_same_way_on_postgresql(app: Flask, one: Followed) -> None:
    walk(enter(app, "manager"), one)


def walk(client: FlaskClient, one: Followed) -> None:
    files = f"{CLAUSE}/files?item=sample.A2"
    by_centre = f"{files}&centre={one.desk.centre}"
    assert {files, by_centre} <= links(faultless(client, CLAUSE))
    for address in (files, by_centre):
        listed = faultless(client, address)
        assert "KM-26-0000-00077" in listed
        assert ">unmet<" in listed
        assert CLAUSE in links(listed)
        report = f"/audits/{one.audit}/report#item-A2"
        assert report in links(listed)
    action = next(at for at in links(listed) if re.fullmatch(r"/actions/\d+", at))
    # the item of the report, its finding and its action name the clause and lead back to it
    page = faultless(client, report)
    assert '<tr id="item-A2"' in page
    row = page[page.index('<tr id="item-A2"') : page.index('<tr id="item-B1"')]
    finding = page[page.index('class="pl-shortlist"') :]
    for part in (row, finding, faultless(client, action)):
        assert CLAUSE in links(part)
        assert "/library/documents/MPL/clauses/62" in links(part)
    assert CLAUSE in links(faultless(client, f"/audits/{one.audit}/answers"))
    listed = faultless(client, "/actions")
    row = next(part for part in listed.split("<tr>") if f'href="{action}"' in part)
    assert {CLAUSE, "/library/documents/MPL/clauses/62"} <= links(row)
    assert "/library/documents/MPL/clauses/99" not in links(listed)
    # what the library does not hold has no page to lead to
    assert "/library/documents/MPL/clauses/99" not in links(page)


def test_who_may_not_read_the_file_is_shown_no_way_to_it(
    app: Flask, store: Session, one: Followed, visit: Visit
) -> None:
    elsewhere = enter(app, "elsewhere")
    files = f"{CLAUSE}/files?item=sample.A2"
    listed = faultless(elsewhere, files)
    assert "KM-26-0000-00077" not in listed
    assert "您可查看的案卷中没有这样的案卷" in listed
    assert elsewhere.get(f"{files}&centre={one.desk.centre}").status_code == 404
    judge = visit("judicial_reader")
    assert files not in links(judge.get(CLAUSE).text)
    assert "KM-26-0000-00077" not in judge.get(files).text
    worker = faultless(enter(app, "worker"), files)
    assert "只列出您办理过的案卷" in worker


@pytest.mark.parametrize(
    "query",
    ["", "?item=sample.A1", "?item=sample.B1", "?item=other.A2", "?item=sample.A2&after=x", "?item=sample.A2&centre=x", "?item=sample.A2&centre=999999999"],
)  # fmt: skip
def test_what_does_not_rest_on_the_clause_is_not_found(
    app: Flask, one: Followed, query: str
) -> None:
    assert enter(app, "manager").get(f"{CLAUSE}/files{query}").status_code == 404


def test_a_trend_names_its_items_their_own_trends_and_clauses(app: Flask, one: Followed) -> None:
    client = enter(app, "manager")
    base = f"/centres/{one.desk.centre}"
    page = faultless(client, f"{base}/trends?rubric=sample&section=A")
    assert {CLAUSE, f"{base}/items/sample/A1", f"{base}/items/sample/A2"} <= links(page)
    assert f"{base}/items/sample/B1" not in links(page)
    assert f"{base}/items/sample/B1" in links(client.get(f"{base}/trends?rubric=sample").text)
    assert CLAUSE in links(faultless(client, f"{base}/items/sample/A2"))


def test_a_criterion_has_a_place_on_its_page_and_names_its_clauses(
    one: Followed, visit: Visit
) -> None:
    client = visit("senior_supervisor")
    criterion = "/criteria#E13"
    for address in (CLAUSE, "/library/documents/MPL", "/library/coverage"):
        assert criterion in links(faultless(client, address)), address
    page = faultless(client, "/criteria")
    assert 'id="E13"' in page
    assert CLAUSE in links(page)


def test_every_criterion_that_a_page_leads_to_has_its_place(
    app: Flask, one: Followed, visit: Visit
) -> None:
    client = visit("senior_supervisor")
    page = client.get("/library/coverage").text
    led = {at for at in links(page) if at.startswith("/criteria") and "#" in at}
    assert len(led) >= 5
    shown = {at: client.get(at).text for at in {at.partition("#")[0] for at in led}}
    for at in led:
        path, _, code = at.partition("#")
        assert f'id="{code}"' in shown[path], at
    with app.app_context():
        sets = criteria_in_force().sets
    assert {at.partition("#")[2] for at in led} <= {
        each.code for one_set in sets for each in one_set.criteria
    }


def test_the_files_are_found_with_few_questions(app: Flask, one: Followed) -> None:
    client, address = enter(app, "manager"), f"{CLAUSE}/files?item=sample.A2"
    with app.app_context():
        engine = db.engine
    client.get(address)
    with counted_on(engine) as statements:
        client.get(address)
    assert len([one for one in statements if one.startswith("SELECT")]) <= 8


def test_a_draft_names_the_clauses_of_its_findings(
    app: Flask, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audits, "SECTIONS", SECTIONS)
    shelve(store, document("MPL", clause("11"), clause("62")))
    one = a_followed(store)
    save_entries(store, one.desk.reader, one.audit, failing("A2", "B1"), ZONE, at=clock.now())
    client, address = enter(app, "reader"), f"/audits/{one.audit}/findings"
    # beside what was noted, then under the finding itself, then before the signature
    assert CLAUSE in links(faultless(client, address).split('class="pl-split-side"')[1])
    sheet = {"revision": "0", "f_count": "1", "s_count": "0", "f1_item": "A2", "f1_more": "B1"}
    assert send(client, address, **sheet, f1_text="未核查").status_code == 302
    for page in (faultless(client, address), faultless(client, f"/audits/{one.audit}/check")):
        assert {CLAUSE, "/library/documents/MPL/clauses/62"} <= links(page)
        assert "/library/documents/MPL/clauses/99" not in links(page)
    assert CLAUSE in links(faultless(client, address).split("</fieldset>")[0])


def test_the_list_of_actions_asks_once_for_the_clauses_of_all_rows(
    app: Flask, one: Followed
) -> None:
    client = enter(app, "manager")
    client.get("/actions")
    with app.app_context():
        engine = db.engine
    with counted_on(engine) as statements:
        client.get("/actions")
    assert len([one for one in statements if "standard_clause" in one]) == 1


def test_an_action_of_a_version_without_sources_names_no_clause(
    app: Flask, store: Session, one: Followed
) -> None:
    red = store.execute(
        select(CorrectiveActionRow.id).where(CorrectiveActionRow.kind == "red_line")
    ).scalar_one()
    assert "/library/documents" not in faultless(enter(app, "manager"), f"/actions/{red}")
