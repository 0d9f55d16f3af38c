"""The journal page: what it shows, whom, and what a check of it says."""

import re

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from qa_app.models.journal import JournalRow
from tests.register import two_centres
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults
from tests.web.visits import english


@pytest.fixture
def store(store: Session) -> Session:
    two_centres(store)
    return store


def rows_of(html: str) -> list[str]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def test_rows_in_words(store: Session, visit: Visit) -> None:
    client = visit("audit_admin")
    page = client.get("/log").text
    assert faults(page, "zh") == []
    assert re.search(r"日志共\d+条", page)
    page = english(client).get("/log?action=place:change").text
    assert faults(page, "en") == []
    rows = rows_of(page)
    # three workers, two centres, four places
    assert len(rows) == 9
    assert "os:operator places or centres changed place or centre" in rows[0]
    assert "what worker" in rows[0]
    codes = client.get("/log?action=session:start").text
    assert faults(codes, "en") == []


def test_looking_is_recorded(store: Session, visit: Visit) -> None:
    client = visit("audit_admin")
    client.get("/log")
    client.get("/log?day=2026-03-23")
    rows = store.execute(select(JournalRow.detail).where(JournalRow.action == "list:read"))
    assert len(rows.all()) == 2


def test_filters_and_older_rows(store: Session, visit: Visit) -> None:
    client = english(visit("audit_admin"))
    for _ in range(30):
        client.get("/log/verify")
        client.get("/log")
    first = client.get("/log").text
    assert len(rows_of(first)) == 25
    older = re.search(r'href="(/log\?before=\d+)"', first)
    assert older is not None
    last = int(rows_of(first)[-1].split()[0])
    assert rows_of(client.get(older[1]).text)[0].startswith(f"{last - 1} ")
    mine = re.search(r'<option value="(\d+)"[^>]*>audit_admin', first)
    assert mine is not None
    assert all(
        "audit_admin" in row
        for row in rows_of(client.get(f"/log?account={mine[1]}&action=session:start").text)
    )
    assert all("os:operator" in row for row in rows_of(client.get("/log?account=system").text))
    assert len(rows_of(client.get("/log?day=2026-03-23&action=place:change").text)) == 9
    page = client.get("/log?day=2020-01-01").text
    assert "Nothing fits this choice." in page
    assert "There are no older rows." in client.get("/log?before=1").text
    kept = client.get("/log?action=list:read").text
    assert re.search(r'href="/log\?before=\d+&amp;action=list:read"', kept)


@pytest.mark.parametrize(
    "query",
    ["action=x", "day=x", "day=0001-01-01", "day=9999-12-31", "account=x", "account=999", "before=x", "before=9" + "9" * 30],
)  # fmt: skip
def test_what_is_not_there_is_not_found(store: Session, visit: Visit, query: str) -> None:
    assert visit("audit_admin").get(f"/log?{query}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "caseworker",
        "centre_manager",
        "auditor",
        "senior_supervisor",
        "judicial_reader",
        "sys_admin",
    ],
)
def test_other_roles_find_nothing(visit: Visit, name: str) -> None:
    for address in ("/log", "/log/verify"):
        assert visit(name).get(address).status_code == 404


def test_a_whole_journal(store: Session, visit: Visit) -> None:
    client = visit("audit_admin")
    page = client.get("/log/verify").text
    assert faults(page, "zh") == []
    assert re.search(r"日志完整，至第\d+条", page)
    assert "没有另行保存的锚点时" in page
    head = re.search(r"<code data-content>(\d+:[0-9a-f]{64})</code>", page)
    assert head is not None
    page = english(client).get(f"/log/verify?head={head[1]}").text
    assert f"Row {head[1].split(':')[0]} is the one of the anchor." in page
    assert faults(page, "en") == []
    wrong = client.get(f"/log/verify?head=1:{'0' * 64}").text
    assert "Row 1 is not the one of the anchor." in wrong
    assert "The first row that was changed or removed lies from 1 to 1. First check" in wrong
    seq = int(head[1].split(":")[0])
    both = client.get(f"/log/verify?head=1:{'0' * 64}%0A{head[1][:18]}").text
    assert f"1–{seq}" in both
    assert "The journal does not agree with the anchor" in both
    assert "The journal does not agree with the anchor" in wrong
    assert "is complete" not in wrong
    assert faults(wrong, "en") == []
    beyond = client.get(f"/log/verify?head=99999:{'0' * 64}").text
    assert "The journal has no row 99999: rows at the end may have been removed" in beyond
    assert "<code" not in beyond
    assert "<code" not in wrong
    for poor in ("x", "12", "12:abc", "x:000000000000", f"{head[1]}+x"):
        assert "This is no anchor" in client.get(f"/log/verify?head={poor}").text


def test_a_broken_journal_names_its_row(store: Session, visit: Visit) -> None:
    client = english(visit("audit_admin"))
    store.execute(text("DROP TRIGGER journal_no_update"))
    store.execute(text("UPDATE journal SET actor_name = 'x' WHERE seq = 3"))
    store.commit()
    page = client.get("/log/verify").text
    assert "Row 3 of the journal is broken" in page
    assert "What is wrong with it: its content was changed." in page
    assert "Rows before it that hold: 2." in page
    assert "<code" not in page


def test_a_cut_tail(store: Session, visit: Visit) -> None:
    client = english(visit("audit_admin"))
    store.execute(text("DROP TRIGGER journal_no_delete"))
    store.execute(text("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"))
    store.commit()
    assert "The end of the journal does not fit its head" in client.get("/log/verify").text


@pytest.mark.parametrize("address", ["/log", "/log/verify"])
def test_the_wrong_method(visit: Visit, address: str) -> None:
    client = visit("audit_admin")
    token = token_of(client.get("/login").text)
    assert client.post(address, data={"csrf_token": token}).status_code == 405


def test_acts_stand_in_the_order_of_their_words(store: Session, visit: Visit) -> None:
    page = english(visit("audit_admin")).get("/log").text
    listed = re.search(r'<select id="action".*?</select>', page, re.S)
    assert listed is not None
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', listed[0], re.S)
    assert [name for name, _acts in groups][:2] == ["Reviews and corrective actions", "Supervision"]
    acts = [re.findall(r"<option [^>]*>([^<]+)</option>", inside) for _name, inside in groups]
    assert sum(map(len, acts)) > 100
    for one in acts:
        assert one == sorted(one, key=str.lower)
