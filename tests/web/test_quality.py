"""A centre's quality sheet: page, one page of A4, Word draft; the same numbers in all."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Role
from qa_app.extensions import db
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from tests.people import NOON, OPERATOR
from tests.readings import count_in, published
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import BOTH, CHEAP, PASSWORD, Visit
from tests.web.visits import enter, in_both, words_of

TODAY = clock.today("Asia/Shanghai")
LAST_YEAR = month_of(TODAY.replace(year=TODAY.year - 1, month=3))
START = f"{TODAY.year - 1}-01"


@pytest.fixture
def centre(store: Session) -> int:
    """Last year: twelve files final, three not, two chosen on purpose; a manager of B alone."""
    a, _b = two_centres(store)
    version = published(store)
    count_in(store, a, version, LAST_YEAR, times=9)
    count_in(store, a, version, LAST_YEAR + 1, times=3, band_position=4, score_millionths=450_000,
             stop_count=1)  # fmt: skip
    count_in(store, a, version, LAST_YEAR + 2, times=3, is_final=False)
    count_in(store, a, version, LAST_YEAR + 2, times=2, sample_type="purposive")
    count_in(store, a, version, LAST_YEAR - 12, times=7)
    grant = NewGrant(Role.CENTRE_MANAGER, centre_code="B")
    add_account(store, OPERATOR, NewAccount("manager_b", "乙", PASSWORD, (grant,)), CHEAP, at=NOON)
    return a


@BOTH
def test_the_sheet_says_what_was_read_how_it_stands_and_what_was_kept(
    visit: Visit, centre: int
) -> None:
    client = visit("senior_supervisor")
    zh, en = in_both(client, f"/centres/{centre}/quality?start={START}")
    words = words_of(en)
    # (9 · 85 + 3 · 45) / 12 = 75.0; 9 of 12 at band B or better, Wilson 46.8 % to 91.1 %
    for said in ("15", "12", "75.0 (n = 12)", "75 % (47 to 91 %), n = 12", "Definitions"):
        assert said in words
    assert "排名" in words_of(zh)
    empty = words_of(client.get(f"/centres/{centre}/quality?start=2001-01").text)
    assert "本年度没有评查案卷" in empty
    running = f"/centres/{centre}/quality?start={TODAY.year}-01"
    assert "本年度尚未结束" in words_of(client.get(running).text)
    assert f'href="/centres/{centre}/quality"' in client.get(f"/centres/{centre}").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_page_of_a4_and_a_draft_say_the_same(
    visit: Visit, centre: int, language: str, store: Session
) -> None:
    client = visit("centre_manager")
    address = f"/centres/{centre}/quality.{{}}?start={START}&lang={language}"
    paper = client.get(address.format("pdf"))
    assert paper.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(paper.data))
    assert len(reader.pages) == 1
    assert [round(float(one)) for one in reader.pages[0].mediabox[2:]] == [595, 842]
    text = reader.pages[0].extract_text().replace("\n", " ")
    assert "75.0" in text
    draft = client.get(address.format("docx"))
    cells = [
        cell.text
        for table in Document(BytesIO(draft.data)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert {"zh": "75.0（n=12）", "en": "75.0 (n = 12)"}[language] in cells
    noted = store.scalars(select(JournalRow.detail).where(JournalRow.action == "list:read")).all()
    assert sum("quality_sheet" in one for one in noted) == 2


def test_who_may_not_see_it(app: Flask, visit: Visit, centre: int) -> None:
    for name in ("caseworker", "auditor", "judicial_reader", "sys_admin"):
        assert visit(name).get(f"/centres/{centre}/quality").status_code == 404
    client = enter(app, "manager_b")
    for ending in ("", ".pdf", ".docx"):
        assert client.get(f"/centres/{centre}/quality{ending}").status_code == 404
    assert 'quality"' not in visit("caseworker").get(f"/centres/{centre}").text


@pytest.mark.parametrize("wrong", ["2099-01", "2026-13", "26-1", "x"])
def test_a_month_that_is_none_or_has_not_begun(visit: Visit, centre: int, wrong: str) -> None:
    client = visit("senior_supervisor")
    assert client.get(f"/centres/{centre}/quality?start={wrong}").status_code == 404
    assert client.get(f"/centres/{centre}/quality.pdf?lang=fr").status_code == 404
    assert client.get("/centres/999/quality").status_code == 404
    # what is left empty is not asked for
    assert client.get(f"/centres/{centre}/quality?start=").status_code == 200


def test_contract_years_begin_in_one_month_and_never_overlap(
    app: Flask, visit: Visit, centre: int
) -> None:
    client = visit("senior_supervisor")
    sheet = f"/centres/{centre}/quality"
    months = [f"{TODAY.year - 1}-{month:02}" for month in range(1, 13)]
    assert [client.get(f"{sheet}?start={one}").status_code for one in months] == [200, *[404] * 11]
    page = client.get(sheet).text
    assert 'type="month"' not in page
    assert f"start={START}" in page
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], contract_month=7)
    assert [client.get(f"{sheet}?start={one}").status_code for one in months] == [
        *[404] * 6,
        200,
        *[404] * 5,
    ]
    assert client.get(f"{sheet}.pdf?start={months[0]}").status_code == 404
    assert client.get(sheet).status_code == 200


def test_queries_stay_the_same_whatever_was_read(
    app: Flask, visit: Visit, centre: int, store: Session
) -> None:
    client = visit("senior_supervisor")
    with app.app_context():
        engine = db.engine

    def statements() -> int:
        with counted_on(engine) as seen:
            client.get(f"/centres/{centre}/quality?start={START}")
        return len(seen)

    statements()
    before = statements()
    count_in(store, centre, 1, LAST_YEAR + 3, times=40)
    assert statements() == before
