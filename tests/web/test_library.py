"""The library in the browser: lists, clauses, editing without scripts, the matrix."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Role
from qa_app.domain.standards import DocumentState
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.queries.library import clause_by_locus
from qa_app.rubric_files.clauses import read_documents
from qa_app.services.standards.change_clause import ClauseChange, change_clause
from qa_app.services.standards.change_document import change_document
from tests.builders import item, section
from tests.library import about, clause, document, shelve
from tests.people import NOON, person
from tests.readings import count_in
from tests.register import two_centres
from tests.sessions import publish, someone
from tests.statements import counted_on
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.pagecheck import faults
from tests.web.visits import english, send

TODAY = date(2026, 3, 23)
SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
LAW_ITEM = item(
    "A1",
    basis="law",
    std=["LAW#11,62"],
    quote="应当立即报告",
    addressee={"zh": "密切接触未成年人的单位", "en": "Units in close contact with minors"},
    confirmed_for={"kinds": ["social_work_agency"], "article": "LAW#11", "by": "statute"},
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: TODAY)


@pytest.fixture
def shelf(store: Session) -> Session:
    shelve(
        store,
        document(
            "LAW",
            clause("11", quote="应当立即报告", where=BilingualText("第十一条", "art. 11")),
            clause("62", text=BilingualText("每年查询记录", "Query records every year")),
            where=BilingualText("国家法律法规数据库", "National database"),
        ),
        document(
            "PRO",
            clause("1", within="24h", who=BilingualText("值班社工", "Duty worker")),
            kind="procedure",
            area="legal_aid",
            state=DocumentState.DRAFT,
            title=BilingualText("工作流程", "Procedure"),
            in_force_from=None,
        ),
        replace(document("BARE", kind="standard", seen="title-only"), clauses=()),
    )
    return store


@pytest.fixture
def asked(shelf: Session) -> Session:
    """A rubric in force that rests on the law, with answers at two centres."""
    a, b = two_centres(shelf)
    shelf.rollback()
    version = publish(
        shelf,
        area="legal_aid",
        sections=[
            section(
                "A",
                LAW_ITEM,
                item("A2", std=["BARE"]),
                item("A4", std=["LAW#62", "BARE"], tags=["mandatory_report"]),
                item("A3", std=["EXPERT"]),
            )
        ],
    )
    month = month_of(TODAY)
    for centre, code, times in ((a, "met", 12), (a, "unmet", 6), (b, "met", 4)):
        count_in(shelf, centre, version, month, times, codes={"A1": code}, area_code="legal_aid")
    return shelf


def both(client: FlaskClient, address: str) -> tuple[str, str]:
    pages = []
    for language in ("en", "zh"):
        send(client, f"/language/{language}", back="/")
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        assert faults(answer.text, language) == [], address
        pages.append(answer.text)
    return pages[1], pages[0]


# reading


def test_the_list_in_both_languages(shelf: Session, visit: Visit) -> None:
    zh, en = both(visit("caseworker"), "/library")
    for words in ("标准库", "儿童保护法", "法律法规", "草稿", "现行"):
        assert words in zh, words
    for words in ("Library of standards", "Child Protection Act", "Working procedure", "draft"):
        assert words in en, words
    assert "添加文件" not in zh
    assert "添加文件" in visit("senior_supervisor").get("/library").text


def test_an_empty_library_says_what_to_do(visit: Visit) -> None:
    zh, en = both(visit("auditor"), "/library")
    assert "qa standards import --shipped" in zh
    assert "The library is empty" in en
    zh, _en = both(visit("auditor"), "/library?q=x")
    assert "没有符合条件的文件或条款" in zh


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("立即", "<mark>立即</mark>"),
        ("REPORT", "<mark>Report</mark>"),
        ("查询", "<mark>查询</mark>"),
    ],
)
def test_hits_are_marked(shelf: Session, visit: Visit, query: str, hit: str) -> None:
    client = visit("auditor")
    page = client.get(f"/library?q={query}").text
    assert hit in page
    assert "/library/documents/LAW/clauses/" in page
    both(client, f"/library?q={query}")


@pytest.mark.parametrize(
    "address",
    ["/library?q=%25&kind=none&state=x", "/library?after=x.y", "/library?after=9.ZZ", "/library?q=" + "a" * 500],
)  # fmt: skip
def test_odd_addresses_of_the_list(shelf: Session, visit: Visit, address: str) -> None:
    assert visit("auditor").get(address).status_code == 200


def test_hostile_words_stay_words(shelf: Session, visit: Visit) -> None:
    hostile = "<script>alert(1)</script>"
    shelve(
        shelf,
        document("BAD", clause("1", text=BilingualText(hostile)), title=BilingualText(hostile)),
    )
    client = visit("senior_supervisor")
    for address in (
        f"/library?q={hostile}",
        "/library/documents/BAD",
        "/library/documents/BAD/clauses/1",
        "/library/documents/BAD/clauses/1/edit",
        "/library/coverage",
    ):
        assert hostile not in client.get(address).text, address


def test_the_page_of_a_law_and_of_a_procedure(asked: Session, visit: Visit) -> None:
    client = visit("auditor")
    zh, en = both(client, "/library/documents/LAW")
    assert "应当立即报告" in zh
    assert "国家法律法规数据库" in zh
    assert "from 1 Jun 2021" in en
    zh, en = both(client, "/library/documents/PRO")
    assert "24小时内" in zh
    assert "within 24 hours" in en
    assert "Duty worker" in en
    zh, en = both(client, "/library/documents/BARE")
    assert "尚未读到原文" in zh
    assert "条款待补" in zh
    assert "/rubrics/sample/1.0.0#item-A2" in zh
    assert "nobody who filled this library has had the text itself" in en
    assert "计为覆盖缺口" in zh
    # an item that names it without a clause rests on a clause of another document too
    assert "该条目还依据：<a" in zh
    assert "/library/documents/LAW/clauses/62" in zh


def test_words_of_labels_find_the_clauses_and_documents_behind_them(
    asked: Session, visit: Visit
) -> None:
    client = visit("auditor")
    for words in ("强制报告", "Mandatory", "mandatory_report"):
        zh, en = both(client, f"/library?q={words}")
        assert "/library/documents/LAW/clauses/62" in zh, words
        assert "/library/documents/LAW/clauses/11" not in zh, words
        assert "/library/documents/BARE" in zh, words
        assert "条目标签：强制报告" in zh, words
        assert "Labels of its items: mandatory report" in en, words


def test_a_clause_with_all_that_rests_on_it(asked: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    zh, en = both(client, "/library/documents/LAW/clauses/11")
    # the words of the law, whom they bind, who confirmed it
    for words in ("应当立即报告", "密切接触未成年人的单位", "社会工作服务机构", "法条原文"):
        assert words in zh, words
    for words in ("Units in close contact with minors", "the words of the statute itself"):
        assert words in en, words
    assert "22份案卷中6份" in zh
    assert "6 of 22 files" in en
    assert "/centres/places/0/items/sample/A1" in zh
    # centre by centre, in the order of the register
    assert "18份案卷中6份" in zh
    assert "4份案卷中0份" in zh
    assert zh.index("中心甲") < zh.index("中心乙")
    assert re.search(r"/centres/\d+/items/sample/A1", zh)


def test_a_law_is_a_standard_at_centres_for_which_nobody_confirmed_it(
    asked: Session, visit: Visit
) -> None:
    # A is a social work agency, for which the law was confirmed; B is a law firm
    address = "/library/documents/LAW/clauses/11"
    item = re.search(r"item=([^&#\"]+)", visit("senior_supervisor").get(address).text)
    assert item is not None
    zh, en = both(visit("senior_supervisor"), f"{address}?item={item[1]}")
    lines = {re.sub(r"<[^>]+>", "", one[:90]): one for one in en.split('<th scope="row">')[1:]}
    (at_a,) = (one for name, one in lines.items() if "Centre A" in name)
    (at_b,) = (one for name, one in lines.items() if "Centre B" in name)
    assert "Basis: standard; the law is confirmed for social work agencies only" in at_b
    assert "Basis" not in at_a
    assert "依据：标准；该法律规定仅经确认适用于社会工作服务机构" in zh


def test_from_the_clause_to_the_trend_and_back(asked: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    page = client.get("/library/documents/LAW/clauses/11").text
    address = re.search(r"/centres/[1-9]\d*/items/sample/A1", page)
    assert address is not None
    zh, en = both(client, address[0])
    # 12 of 18 files met it
    assert "67% of files met it" in en
    assert "18份案卷" in zh
    # and back to both clauses, to the item, and on to its section
    for back in (
        "/library/documents/LAW/clauses/11",
        "/library/documents/LAW/clauses/62",
        "/rubrics/sample/1.0.0#item-A1",
        "/trends?rubric=sample&amp;section=A",
    ):
        assert back in zh, back
    assert client.get(address[0].replace("A1", "A9")).status_code == 404
    assert client.get(address[0].replace("sample", "other")).status_code == 404
    assert client.get("/centres/places/0/items/sample/A1").status_code == 200
    version = client.get("/rubrics/sample/1.0.0").text
    assert "/library/documents/LAW/clauses/11" in version
    assert "/library/documents/LAW/clauses/62" in version


def test_the_version_page_shows_the_three_of_a_law_and_the_gap(
    asked: Session, visit: Visit
) -> None:
    zh, en = both(visit("auditor"), "/rubrics/sample/1.0.0")
    for words in ("应当立即报告", "密切接触未成年人的单位", "法条原文", "条款待补"):
        assert words in zh, words
    assert "clause to be filled in" in en
    assert zh.count("条款待补") == 2  # of A2 and A4; our own proposal is no gap


def test_another_item_centre_by_centre(asked: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    base = "/library/documents/LAW/clauses/62"
    assert (
        "sample</span> <small data-content>A1</small></h2>"
        in both(client, f"{base}?item=sample.A1")[0]
    )
    assert client.get(f"{base}?item=sample.A9").status_code == 404


def test_who_reads_no_reviews_of_others_is_told_no_count_of_them(
    asked: Session, visit: Visit
) -> None:
    # a window of twelve months that moves on by one would tell the month that left it
    someone(asked, "worker", Role.CASEWORKER, "B")
    page = visit("worker").get("/library/documents/LAW/clauses/11").text
    assert "不显示：您不能查阅任何中心的评查" in page
    assert "份案卷中" not in page
    assert "中心甲" not in page


def test_the_trend_of_an_item_keeps_small_numbers_back(
    asked: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone(asked, "worker", Role.CASEWORKER, "B")
    centre = asked.scalar(select(CentreRow.id).where(CentreRow.code == "B"))
    # a quarter that runs grows by one file at a time
    running = visit("worker").get(f"/centres/{centre}/items/sample/A1")
    assert running.status_code == 404
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 4, 22))
    page = visit("worker").get(f"/centres/{centre}/items/sample/A1")
    assert page.status_code == 200
    assert "不显示：少于10" in page.text
    other = asked.scalar(select(CentreRow.id).where(CentreRow.code == "A"))
    assert visit("worker").get(f"/centres/{other}/items/sample/A1").status_code == 404


def test_who_reads_no_centre_is_told_no_count_and_not_that_there_is_none(
    asked: Session, visit: Visit
) -> None:
    client = visit("judicial_reader")
    zh, en = both(client, "/library/documents/LAW/clauses/11")
    assert "不显示：您不能查阅任何中心的评查" in zh
    assert "not shown: you may read no reviews of centres" in en
    assert "尚无结果" not in zh
    assert "/trends" not in zh
    zh, _en = both(client, "/library/coverage")
    assert "尚无结果" not in zh
    # nor that there is none: only what each criterion is read from
    criteria = zh[zh.index('id="criteria"') :]
    assert "目前没有可用数据" not in criteria
    assert "无记录" not in criteria
    assert "工作人员违法犯罪记录查询" in criteria
    assert matrix_rows(workbook_of(client))["LAW", "11"][5:7] == (None, None)


@pytest.mark.parametrize(
    "address",
    ["/library/documents/NONE", "/library/documents/LAW/clauses/99", "/library/documents/NONE/clauses/1", "/library/coverage?area=x", "/library/coverage?document=x", "/library/coverage?rubric=x", "/library/coverage.xlsx?area=x"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(shelf: Session, visit: Visit, address: str) -> None:
    assert visit("senior_supervisor").get(address).status_code == 404


def test_few_questions_to_the_database(asked: Session, app: Flask, visit: Visit) -> None:
    client = visit("senior_supervisor")
    from qa_app.extensions import db

    with app.app_context():
        engine = db.engine
    for address, most in (
        ("/library", 6),
        ("/library?q=立即", 7),
        # of answers two, for what a place may be told: its centres, and their reviews
        ("/library/documents/LAW", 11),
        ("/library/documents/LAW/clauses/11", 13),
        ("/library/coverage", 10),
    ):
        client.get(address)
        with counted_on(engine) as statements:
            client.get(address)
        selects = [one for one in statements if one.startswith("SELECT")]
        assert len(selects) <= most, (address, len(selects))


# the matrix


def test_the_matrix_and_its_gaps(asked: Session, visit: Visit) -> None:
    zh, en = both(visit("senior_supervisor"), "/library/coverage")
    assert "1 clause without an item, 2 items with a clause to be filled in" in en
    # an item with one clause that also names a document without one stands among them
    assert "sample/1.0.0#item-A4" in zh[zh.index('id="open"') :]
    # what the platform proposes itself lacks no clause: it stands apart, by design
    gaps = zh[zh.index('id="open"') : zh.index('id="proposals"')]
    assert "sample/1.0.0#item-A3" not in gaps
    assert "sample/1.0.0#item-A3" in zh[zh.index('id="proposals"') : zh.index('id="criteria"')]
    assert "无需补录条款，也不计为缺口" in zh
    assert "22份案卷中6份" in zh
    # each criterion says what it is read from, and whether there is any of it
    for code, source, since, data in (
        ("E09", "已签署的案卷评查", ">2026年3月</small>", "有数据"),
        ("E13", "评查中带有此标签的条目：强制报告", "无记录", "目前没有可用数据"),
        ("E17", "双评案卷", "无记录", "目前没有可用数据"),
        ("E19", "整改", "无记录", "目前没有可用数据"),
        ("E24", "个人信息保护影响评估", "无记录", "目前没有可用数据"),
    ):
        row = zh[zh.index(f'id="criterion-{code}"') :].partition("</tr>")[0]
        assert (source in row, since in row, data in row) == (True, True, True), (code, row)


def test_the_matrix_of_one_document_and_one_area(asked: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    law = client.get("/library/coverage?document=LAW").text
    assert "LAW#11" in law
    assert "PRO#1" not in law
    area = client.get("/library/coverage?area=legal_aid").text
    assert "LAW#11" in area
    assert "PRO#1" in area
    other = client.get("/library/coverage?area=social_work").text
    assert "LAW#11" not in other
    both(client, "/library/coverage?document=BARE")


def test_the_matrix_by_rubric(asked: Session, visit: Visit) -> None:
    publish(
        asked,
        id="other",
        area="social_work",
        sections=[section("A", item("B1", basis="standard", std=["PRO#1"]))],
    )
    client = visit("senior_supervisor")
    zh, _en = both(client, "/library/coverage")
    sums = zh[zh.index("按评分细则") : zh.index('id="clauses"')]
    # of four items one rests on clauses alone, two lack one, one is a proposal
    assert re.findall(r'class="pl-num">(\d+)</td>', sums) == [
        "1",
        "1",
        "0",
        "0",
        "4",
        "1",
        "2",
        "1",
    ]
    assert "/library/coverage?rubric=sample" in sums
    zh, _en = both(client, "/library/coverage?rubric=other")
    assert "PRO#1" in zh
    assert "LAW#11" not in zh
    assert "sample/1.0.0#item" not in zh
    assert "/library/coverage.xlsx?rubric=other" in zh
    # what is asked for alone is not folded away
    assert zh.count("<details") == zh.count('<details class="pl-fold" open>')


def workbook_of(client: FlaskClient, address: str = "/library/coverage.xlsx"):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "spreadsheetml" in answer.mimetype
    return load_workbook(BytesIO(answer.data))


def matrix_rows(book) -> dict:
    """Document and clause to their row in the matrix, below its title and heads."""
    page = book.worksheets[1]
    return {row[::2][:2]: row for row in page.iter_rows(min_row=5, values_only=True)}


def test_the_workbook_in_both_languages_is_noted(asked: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    book = workbook_of(client)
    assert book.sheetnames == ["按评分细则", "矩阵", "条款待补", "建议（未载明依据）", "名录标准"]
    criteria = list(book.worksheets[4].iter_rows(min_row=5, values_only=True))
    assert ("E09", "有数据", "已签署的案卷评查", "2026年3月") in [(r[0], *r[2:]) for r in criteria]
    assert [(r[2], r[4]) for r in criteria if r[0] == "E23"] == [("目前没有可用数据", "无记录")] * 2
    for page in book.worksheets:
        assert page["A1"].value.startswith("覆盖矩阵：")
        assert page["A2"].value == "截至2026年3月23日、全部领域"
        assert page.freeze_panes == "A5"
        # no column is as narrow as a workbook makes it by itself, nor too wide for a screen
        widths = [one.width for one in page.column_dimensions.values()]
        assert all(10 <= width <= 60 for width in widths), widths
    sums = list(book.worksheets[0].iter_rows(min_row=5, values_only=True))
    assert sums == [("sample", "sample", "法律援助", 4, 1, 2, 1)]
    rows = matrix_rows(book)
    assert rows["LAW", "11"][1] == "儿童保护法"
    assert rows["LAW", "11"][4:7] == ("sample A1", 6, 22)
    lacking = {row[0]: row for row in book.worksheets[2].iter_rows(min_row=5, values_only=True)}
    assert lacking["A4"][1:3] == ("sample", "sample")
    assert lacking["A4"][4:] == ("儿童保护法 BARE", "LAW#62")
    assert "A3" not in lacking
    proposed = [row[0] for row in book.worksheets[3].iter_rows(min_row=5, values_only=True)]
    assert proposed == ["A3"]
    book = workbook_of(english(client))
    assert book.sheetnames[3] == "Proposed without a named basis"
    assert book.worksheets[1]["A2"].value == "As of 23 Mar 2026, all areas"
    narrow = workbook_of(client, "/library/coverage.xlsx?area=legal_aid&document=LAW")
    assert narrow.worksheets[1]["A2"].value == "As of 23 Mar 2026, Legal aid, Child Protection Act"
    noted = asked.execute(
        select(JournalRow.detail).where(JournalRow.action == "list:read")
    ).scalars()
    assert [json.loads(one)["view"] for one in noted] == ["coverage_xlsx"] * 3


def test_the_workbook_keeps_small_numbers_back_and_runs_nothing(
    asked: Session, visit: Visit
) -> None:
    shelve(asked, document("EVIL", title=BilingualText("=1+1", "=1+1")))
    someone(asked, "worker", Role.CASEWORKER, "B")
    page = workbook_of(visit("worker")).worksheets[1]
    rows = {(row[0].value, row[2].value): row for row in page.iter_rows(min_row=5)}
    assert [cell.value for cell in rows["LAW", "11"][5:7]] == [None, None]
    evil = rows["EVIL", "11"][1]
    assert (evil.value, evil.data_type) == ("=1+1", "s")


def test_a_sum_is_told_to_whoever_reads_every_file_of_it(shelf: Session, visit: Visit) -> None:
    _a, b = two_centres(shelf)
    shelf.rollback()
    items = [item(f"A{n}", basis="standard", std=["LAW#62"]) for n in (1, 2)]
    version = publish(shelf, area="legal_aid", sections=[section("A", *items)])
    month = month_of(TODAY)
    for code, answer, times in (("A1", "met", 15), ("A1", "unmet", 6), ("A2", "unmet", 3)):
        count_in(shelf, b, version, month, times, codes={code: answer}, area_code="legal_aid")
    someone(shelf, "worker", Role.CASEWORKER, "B")
    worker, supervisor = visit("worker"), visit("senior_supervisor")
    zh, en = both(worker, "/library/coverage")
    assert "24份案卷中9份" not in zh
    assert "不显示：您不能查阅任何中心的评查" in zh
    assert "not shown: you may read no reviews of centres" in en
    in_book = {
        client: [
            row[5:7]
            for cited, row in matrix_rows(workbook_of(client)).items()
            if cited == ("LAW", "62")
        ]
        for client in (worker, supervisor)
    }
    assert in_book[worker] == [(None, None)]
    assert in_book[supervisor] == [(9, 24)]
    assert "24个答案中9个" in supervisor.get("/library/coverage").text


def test_sealed_readings_count_in_no_sum_on_the_page_and_in_the_workbook(
    asked: Session, visit: Visit
) -> None:
    version = publish(
        asked,
        id="secret",
        area="legal_aid",
        access="sealed",
        sections=[section("A", LAW_ITEM, item("A2", basis="standard", std=["PRO#1"]))],
    )
    from qa_app.models.places import CentreRow

    a = asked.execute(select(CentreRow.id).order_by(CentreRow.id)).scalars().first()
    assert a is not None
    codes = {"A1": "unmet", "A2": "unmet"}
    count_in(asked, a, version, month_of(TODAY), 30, codes=codes, area_code="legal_aid")
    client = visit("senior_supervisor")
    rows = matrix_rows(workbook_of(client))
    assert rows["LAW", "11"][5:7] == (6, 22)
    assert rows["PRO", "1"][5:7] == (None, None)
    zh, en = both(client, "/library/coverage")
    assert "22个答案中6个" in zh
    assert "52份案卷中36份" not in zh
    assert "封存评查不计入任何合计" in zh
    assert "sealed: counted in no sum" in en


# editing

NEW = {
    "code": "DB53",
    "kind": "standard",
    "title_zh": "云南地方标准",
    "region": "CN-53",
    "seen": "read",
}


def test_a_document_is_added_and_leads_to_its_page(shelf: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    answer = send(client, "/library/new", **NEW, review_on="2027-01-01")
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"] == "/library/documents/DB53?notice=standard_added"
    assert "文件已作为草稿添加" in client.get(answer.headers["Location"]).text
    # sent twice it is added once
    assert send(client, "/library/new", **NEW, review_on="2027-01-01").status_code == 302
    taken = send(client, "/library/new", **{**NEW, "title_zh": "别的"})
    assert taken.status_code == 409
    assert "该代码已被其他文件使用" in taken.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"title_zh": ""}, "请填写名称"),
        ({"code": "a b"}, "只用字母、数字"),
        ({"region": "云南"}, "请填写代码"),
        ({"review_on": "x"}, "请填写日期，如2026-04-09"),
        ({"in_force_from": "2026-02-01", "in_force_until": "2026-01-01"}, "失效日期须晚于"),
        ({"kind": "novel"}, "pl-summary"),
        ({"title_en": "x" * 201}, "内容过长"),
    ],
)
def test_a_fault_is_told_beside_its_field(
    shelf: Session, visit: Visit, data: dict[str, str], words: str
) -> None:
    client = visit("senior_supervisor")
    answer = send(client, "/library/new", **{**NEW, **data})
    assert answer.status_code == 422
    assert words in answer.text
    assert faults(answer.text, "zh") == []
    assert shelf.get(StandardDocumentRow, "DB53") is None
    if "title_zh" not in data:
        assert "云南地方标准" in answer.text  # what was typed is still there


def typed(store: Session, code: str = "LAW", **changed: str) -> dict[str, str]:
    store.rollback()
    row = store.get_one(StandardDocumentRow, code)
    return {
        "kind": row.kind,
        "title_zh": row.title_zh,
        "title_en": row.title_en,
        "region": row.region,
        "seen": row.seen,
        "in_force_from": "2021-06-01" if row.in_force_from else "",
        "where_zh": row.where_zh,
        "where_en": row.where_en,
        "revision": str(row.revision),
        **changed,
    }


def test_a_document_is_changed_with_both_values_when_it_is_stale(
    shelf: Session, visit: Visit
) -> None:
    client = visit("senior_supervisor")
    old = typed(shelf, title_zh="我的名称")
    theirs = about(
        title=BilingualText("别人的名称", "Child Protection Act"),
        where=BilingualText("国家法律法规数据库", "National database"),
    )
    change_document(shelf, SUPERVISOR, theirs, 1, at=NOON)
    answer = send(client, "/library/documents/LAW/edit", **old)
    assert answer.status_code == 409
    assert "我的名称" in answer.text
    assert "别人的名称" in answer.text
    assert "您打开后已有人更改" in answer.text
    assert faults(answer.text, "zh") == []
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', answer.text)
    assert revision is not None
    again = send(client, "/library/documents/LAW/edit", **{**old, "revision": revision[1]})
    assert again.status_code == 302
    # sent twice does no harm
    assert send(client, "/library/documents/LAW/edit", **old).status_code == 302
    shelf.rollback()
    assert shelf.get_one(StandardDocumentRow, "LAW").title_zh == "我的名称"


def test_a_clause_is_added_and_changed(shelf: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    new = {"locus": "9", "text_zh": "保密", "quote": "应当保密", "revision": "0"}
    answer = send(client, "/library/documents/LAW/clauses/new", **new)
    assert answer.headers["Location"] == "/library/documents/LAW/clauses/9?notice=clause_added"
    taken = send(client, "/library/documents/LAW/clauses/new", **{**new, "text_zh": "别的"})
    assert taken.status_code == 409
    assert "该文件已有此条款号" in taken.text
    empty = send(client, "/library/documents/LAW/clauses/new", locus="10", text_zh="")
    assert empty.status_code == 422
    assert "请填写条款释义" in empty.text
    change_clause(shelf, SUPERVISOR, ClauseChange("LAW", clause("9", quote="别人引用"), 1), at=NOON)
    mine = {**new, "quote": "我的引用", "revision": "1"}
    stale = send(client, "/library/documents/LAW/clauses/9/edit", **mine)
    assert stale.status_code == 409
    assert "我的引用" in stale.text
    assert "别人引用" in stale.text
    done = send(client, "/library/documents/LAW/clauses/9/edit", **{**mine, "revision": "2"})
    assert done.headers["Location"].endswith("/clauses/9?notice=clause_changed")
    shelf.rollback()
    assert shelf.get_one(StandardClauseRow, ("LAW", "9")).quote == "我的引用"
    assert send(client, "/library/documents/LAW/clauses/9/edit", revision="x").status_code == 422


def test_the_forms_speak_both_languages(shelf: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    for address in (
        "/library/new",
        "/library/documents/LAW/edit",
        "/library/documents/LAW/clauses/new",
        "/library/documents/PRO/clauses/1/edit",
        "/library/documents/LAW",
        "/library/documents/PRO",
    ):
        both(client, address)


def test_put_in_force_and_superseded(shelf: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    nothing = send(client, "/library/documents/PRO/in-force")
    assert nothing.status_code == 422
    assert "请填写施行日期" in nothing.text
    odd = send(client, "/library/documents/PRO/in-force", start="x")
    assert odd.status_code == 422
    done = send(client, "/library/documents/PRO/in-force", start="2026-04-01")
    assert done.headers["Location"].endswith("?notice=standard_in_force")
    assert send(client, "/library/documents/PRO/in-force", start="2026-04-01").status_code == 302
    for data, words in (
        ({"successor": "LAW", "end": "x"}, "请填写日期"),
        ({"successor": "PRO", "end": "2026-05-01"}, "pl-summary"),
        ({"successor": "", "end": "2026-05-01"}, "请选择本身未被替代的文件"),
        ({"successor": "LAW", "end": "2026-04-01"}, "失效日期须晚于"),
    ):
        answer = send(client, "/library/documents/PRO/supersede", **data)
        assert answer.status_code == 422, data
        assert words in answer.text
    good = {"successor": "LAW", "end": "2026-05-01"}
    assert send(client, "/library/documents/PRO/supersede", **good).status_code == 302
    assert send(client, "/library/documents/PRO/supersede", **good).status_code == 302
    page = client.get("/library/documents/PRO").text
    assert "已被替代" in page
    assert "/library/documents/LAW" in page
    other = send(client, "/library/documents/PRO/supersede", successor="BARE", end="2026-05-01")
    assert other.status_code == 409
    edit = send(client, "/library/documents/PRO/edit", **typed(shelf, "PRO", number="7"))
    assert edit.status_code == 409
    assert "文件已被替代" in edit.text


def test_others_may_not_edit(shelf: Session, visit: Visit) -> None:
    for role in ("caseworker", "centre_manager", "auditor", "judicial_reader", "sys_admin"):
        client = visit(role)
        assert client.get("/library/new").status_code == 404
        assert send(client, "/library/new", **NEW).status_code == 404
        assert send(client, "/library/documents/LAW/edit").status_code == 404
        assert send(client, "/library/documents/LAW/in-force").status_code == 404
        page = client.get("/library/documents/LAW").text
        assert "/edit" not in page
        assert "/supersede" not in page


def test_today_reminds_those_who_may_edit(shelf: Session, visit: Visit) -> None:
    shelve(
        shelf,
        document("OVER", review_on=TODAY - timedelta(days=2)),
        document("NEAR", review_on=TODAY + timedelta(days=60)),
        document("FAR", review_on=TODAY + timedelta(days=61)),
    )
    client = visit("senior_supervisor")
    zh, en = both(client, "/")
    assert "今日：1份标准待复核" in zh
    assert "Standards to review" in en
    assert "/library/documents/OVER" in zh
    assert "/library/documents/NEAR" in zh
    assert "/library/documents/FAR" not in zh
    assert "待复核的标准" not in visit("auditor").get("/").text
    assert "复核日期2026年3月21日已过" in client.get("/library/documents/OVER").text


# what is shipped


def test_the_shipped_library_is_on_screen_in_both_languages(
    store: Session, visit: Visit, shipped: Path
) -> None:
    documents = read_documents([shipped / "sources.yaml"], shipped)
    shelve(store, *documents)
    client = visit("auditor")
    for one in documents:
        both(client, f"/library/documents/{one.about.code}")
    for code, locus in (("MPL", "11"), ("CL", "37-1"), ("SPC2023-3", "14"), ("LGAEMP", "5")):
        both(client, f"/library/documents/{code}/clauses/{locus}")
    zh, en = both(client, "/library/documents/MHL/clauses/51")
    assert "psychotherapy must be given inside medical institutions" in en
    assert "Our translation" in en
    assert "psychotherapy" not in zh
    assert "尚未读到原文" in visit("auditor").get("/library/documents/LGAEMP/clauses/5").text
    assert clause_by_locus(store, "MPL", "11") is not None


@ON_POSTGRESQL
def test_search_and_editing_on_postgresql(shelf: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    assert "<mark>立即</mark>" in client.get("/library?q=立即").text
    assert "<mark>Report</mark>" in client.get("/library?q=rEPORT").text
    assert send(client, "/library/new", **NEW).status_code == 302
    assert client.get("/library/coverage").status_code == 200
    assert client.get("/library/coverage.xlsx").status_code == 200
