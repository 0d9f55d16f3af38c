"""Reports of quarters and years from Today to paper: one set of numbers, read once, in reach."""

import re
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.report_events import ReportMade
from qa_app.domain.report_facts import ReportKind, last_span
from qa_app.models.journal import JournalRow
from qa_app.models.period_reports import PeriodReportRow
from qa_app.queries.journal import sealed_by
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.reports.make_reports import make_reports
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.readings import count_in, published
from tests.register import two_centres
from tests.web.conftest import CHEAP, ON_POSTGRESQL, PASSWORD, Visit
from tests.web.visits import enter, faultless, heading, in_both, words_of

QUARTER = last_span(ReportKind.QUARTER, clock.today(ZONE))


def present() -> datetime:
    return clock.now()


@pytest.fixture
def centres(store: Session) -> tuple[int, int]:
    """A was read in the last quarter, B was not; a manager of each."""
    a, b = two_centres(store)
    version = published(store)
    for at in range(12):
        count_in(store, a, version, QUARTER.last_month - at, 5, score_millionths=850_000 + at)
    for code in ("A", "B"):
        grant = NewGrant(Role.CENTRE_MANAGER, centre_code=code)
        new = NewAccount(f"manager_{code.lower()}", f"主任{code}", PASSWORD, (grant,))
        add_account(store, OPERATOR, new, CHEAP, at=NOON)
    make_reports(store, OPERATOR, ZONE, at=present())
    return a, b


def latest(store: Session) -> int:
    store.rollback()
    row = PeriodReportRow
    query = select(row.id).where(row.kind == "quarter").order_by(row.first_month.desc(), row.id)
    return store.scalars(query).first() or 0


@ON_POSTGRESQL
def test_today_leads_to_the_list_and_the_list_to_the_report(
    app: Flask, store: Session, centres: tuple[int, int]
) -> None:
    manager = enter(app, "manager_a")
    today = words_of(manager.get("/").text)
    assert "新报告" in today
    assert "季度报告" in today
    chinese, english = in_both(manager, "/reports")
    assert "中心甲" in chinese
    assert "Centre A" in english
    report = latest(store)
    assert f'href="/reports/{report}"' in chinese
    shown, said = in_both(manager, f"/reports/{report}")
    assert "已评定的1个领域平均分达到B级及以上" in heading(shown)
    assert "All results are final." in words_of(said)
    # opened: no news any more, and noted once
    assert "新报告" not in words_of(manager.get("/").text)
    entries = store.scalars(select(JournalRow).where(JournalRow.action == "report:open")).all()
    assert [entry.object_id for entry in entries] == [str(report)]


def test_page_paper_word_and_table_hold_the_same_numbers(
    app: Flask, store: Session, centres: tuple[int, int]
) -> None:
    manager = enter(app, "manager_a")
    address = f"/reports/{latest(store)}"
    page = words_of(faultless(manager, address))
    rows = re.findall(r"<tr>.*?</tr>", manager.get(address).text, re.S)
    cells = [
        re.sub(r"<[^>]+>", "", cell).strip()
        for row in rows
        for cell in re.findall(r"<td.*?</td>", row, re.S)
    ]
    numbers = [cell for cell in cells if re.search(r"\d", cell)]
    assert numbers
    for language in ("zh", "en"):
        paper = manager.get(f"{address}.pdf?lang={language}")
        assert paper.data == manager.get(f"{address}.pdf?lang={language}").data
    paper = manager.get(f"{address}.pdf?lang=zh")
    printed = "".join(
        "".join(part.extract_text().split()) for part in PdfReader(BytesIO(paper.data)).pages
    )
    assert all("".join(cell.split()) in printed for cell in numbers)
    assert "85.0" in page
    file = manager.get(f"{address}.csv")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = file.data.decode("utf-8-sig")
    assert ",85.0,15,否" in table
    draft = manager.get(f"{address}.docx")
    assert draft.data[:2] == b"PK"
    assert "report_c" in draft.headers["Content-Disposition"]


def test_what_is_out_of_reach_is_not_there(
    app: Flask, visit: Visit, store: Session, centres: tuple[int, int]
) -> None:
    report, other = latest(store), enter(app, "manager_b")
    for form in ("", ".pdf", ".docx", ".csv"):
        assert other.get(f"/reports/{report}{form}").status_code == 404
        assert visit("caseworker").get(f"/reports/{report}{form}").status_code == 404
        assert visit("auditor").get(f"/reports/{report}{form}").status_code == 404
    assert "中心甲" not in other.get("/reports").text
    assert "新报告" not in words_of(other.get("/").text)


@pytest.mark.parametrize(
    "address", ["?kind=month", "?page=0", "?page=x", "/1.xlsx", "/999999999", "/1.pdf?lang=fr"]
)
def test_addresses_of_nothing(visit: Visit, centres: tuple[int, int], address: str) -> None:
    assert visit("senior_supervisor").get(f"/reports{address}").status_code in {400, 404}


def test_a_later_version_is_led_to_and_the_earlier_one_stays(
    app: Flask, store: Session, centres: tuple[int, int]
) -> None:
    manager, first = enter(app, "manager_a"), latest(store)
    before = manager.get(f"/reports/{first}.pdf?lang=zh").data
    count_in(store, centres[0], 1, QUARTER.last_month, 1, score_millionths=0)
    make_reports(store, OPERATOR, ZONE, at=present())
    page = words_of(faultless(manager, f"/reports/{first}"))
    assert "本报告已有更新的版本" in page
    # at the foot stands the row of the journal that sealed it, however the journal went on
    sealed = sealed_by(store, ReportMade, first)
    assert sealed is not None
    assert (
        f"日志：{sealed[0]}:{sealed[1][:12]}" in PdfReader(BytesIO(before)).pages[0].extract_text()
    )
    assert manager.get(f"/reports/{first}.pdf?lang=zh").data == before
    listed = words_of(manager.get("/reports").text)
    assert "第2版" in listed


def test_the_year_of_a_city_is_a_report_of_its_own(
    visit: Visit, store: Session, centres: tuple[int, int]
) -> None:
    year = last_span(ReportKind.YEAR, clock.today(ZONE))
    count_in(store, centres[1], 1, year.first_month, 12)
    make_reports(store, OPERATOR, ZONE, at=present())
    chief = visit("senior_supervisor")
    listed = faultless(chief, "/reports?kind=year")
    (report,) = set(re.findall(r'href="(/reports/\d+)"', listed))
    chinese, english = in_both(chief, report)
    assert "各中心（按名称）" in words_of(chinese)
    assert "Centres by name" in words_of(english)
    assert "中心乙" in chinese


def test_a_judicial_reader_finds_the_year_on_today_and_no_quarter(
    visit: Visit, store: Session, centres: tuple[int, int]
) -> None:
    year = last_span(ReportKind.YEAR, clock.today(ZONE))
    count_in(store, centres[1], 1, year.first_month, 12)
    make_reports(store, OPERATOR, ZONE, at=present())
    judge = visit("judicial_reader")
    assert "年度报告" in words_of(judge.get("/").text)
    listed = faultless(judge, "/reports")
    assert "季度报告" not in words_of(listed)
    (report,) = set(re.findall(r'href="(/reports/\d+)"', listed))
    chinese, english = in_both(judge, report)
    assert "供司法机关阅读" in words_of(chinese)
    for section in ("actions", "supervision", "response"):
        assert f'id="{section}"' not in english
        assert f'id="{section}"' in visit("senior_supervisor").get(report).text
    for form in ("pdf", "docx", "csv"):
        assert judge.get(f"{report}.{form}?lang=en").status_code == 200
    assert judge.get("/reports?kind=quarter").status_code == 404
    quarter = latest(store)
    assert judge.get(f"/reports/{quarter}").status_code == 404


def test_the_centre_leads_to_its_reports(visit: Visit, centres: tuple[int, int]) -> None:
    page = visit("senior_supervisor").get(f"/centres/{centres[0]}").text
    assert f"/reports?centre={centres[0]}" in page
    listed = faultless(visit("senior_supervisor"), f"/reports?centre={centres[0]}")
    assert "中心甲" in listed
    empty = words_of(faultless(visit("senior_supervisor"), f"/reports?centre={centres[1]}"))
    assert "还没有此类报告" in empty
