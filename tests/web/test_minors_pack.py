"""The yearly pack on data of minors in the browser: page, paper, table and templates."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.journal import JournalRow
from tests.audits import a_desk
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults


def spoken(visit: Visit, language: str):
    keeper = visit("audit_admin")
    keeper.post(f"/language/{language}", data={"csrf_token": token_of(keeper.get("/").text)})
    return keeper


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_stand_on_page_table_and_paper(
    app: Flask, store: Session, visit: Visit, language: str
) -> None:
    a_desk(store)  # a case file of a centre that the administrator of the journal does not reach
    keeper, year = spoken(visit, language), clock.today("Asia/Shanghai").year
    page = keeper.get(f"/log/minors?year={year}").text
    assert faults(page, language) == []
    table = keeper.get(f"/log/minors.csv?year={year}&lang={language}").data.decode("utf-8-sig")
    found = {row[0]: row for row in csv.reader(StringIO(table))}
    assert found["files"][2] == "1"
    assert all(len(row) == 5 and row[4] for row in found.values())
    paper = f"/log/minors.pdf?year={year}&lang={language}"
    sheets = PdfReader(BytesIO(keeper.get(paper).data)).pages
    words = "".join(sheet.extract_text() for sheet in sheets)
    assert {"zh": "目前登记的案卷", "en": "case files listed now"}[language] in words
    store.rollback()
    acts = store.scalars(select(JournalRow.action).order_by(JournalRow.seq)).all()
    assert acts.count("pack:take") == 2
    for wrong in ("1999", "x", str(year + 1)):
        assert keeper.get(f"/log/minors?year={wrong}").status_code == 404


@pytest.mark.parametrize(
    ("language", "blank", "files", "kept"),
    [
        ("zh", "〔待填写：", "当日登记的案卷：1份，其中封存：0份。", "有关儿童的文字3年"),
        ("en", "[to be filled in: ", "Case files listed on that day: 1, of", "children 3 years"),
    ],
)
def test_templates_say_what_is_known_and_what_is_not(
    app: Flask, store: Session, visit: Visit, language: str, blank: str, files: str, kept: str
) -> None:
    a_desk(store)
    keeper = spoken(visit, language)
    for template in ("rules", "assessment"):
        address = f"/log/minors/{template}.docx?lang={language}"
        content = keeper.get(address).data
        assert content == keeper.get(address).data
        text = ZipFile(BytesIO(content)).read("word/document.xml").decode()
        for words in (blank, files, kept):
            assert words in text, (template, words)
    assert keeper.get("/log/minors/letter.docx").status_code == 404
    assert keeper.get("/log/minors/rules.docx?lang=fr").status_code == 404
