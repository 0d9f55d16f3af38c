import csv
import io
import itertools
import re
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import HEADS, TEMPLATE, CaseEntry
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Role
from qa_app.models.cases import CaseFileRow, CaseListRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.import_cases import import_cases
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import CHEAP, PASSWORD, Visit, token_of
from tests.web.pagecheck import faults

LIST = "本中心编号,专业领域,接案日期,结案日期,工作人员代码,诉讼阶段,风险等级,柜/盒号,是否封存\r\n"
GOOD = (
    LIST
    + "OWN-1,法律援助,2026-01-05,,W1,侦查,高,3-12,\r\nOWN-2,社会工作/个案管理,2026/2/6,2026/3/1,,,低,,是\r\n"
)


@pytest.fixture
def store(store: Session) -> Session:
    """The product's database, with two centres and a manager of centre A."""
    two_centres(store)
    new = NewAccount(
        "manager_a", "主任甲", PASSWORD, (NewGrant(Role.CENTRE_MANAGER, centre_code="A"),)
    )
    add_account(store, OPERATOR, new, CHEAP, at=NOON)
    return store


def centre(store: Session, code: str = "A") -> int:
    found = store.execute(select(CentreRow.id).where(CentreRow.code == code)).scalar_one()
    store.rollback()
    return found


def filled(store: Session, count: int, code: str = "A") -> None:
    numbers = itertools.count(100)
    rows = [
        CaseEntry(
            f"n{n}",
            "legal_aid" if n % 2 else "social_work" if code == "A" else "legal_aid",
            date(2026, 1, 1 + n % 28),
            date(2026, 2, 1) if n % 3 == 0 else None,
        )
        for n in range(count)
    ]
    where = centre(store, code)
    import_cases(store, OPERATOR, where, rows, year=2026, chance=lambda: next(numbers), at=NOON)


def send(
    client: FlaskClient, address: str, text: str | bytes, name: str = "list.csv", said: str = ""
):
    # put together by hand: the test client leaves large bodies in files that it does not close
    token = token_of(client.get("/login").text)
    content = text.encode() if isinstance(text, str) else text
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--x\r\n'
        f'Content-Disposition: form-data; name="said"\r\n\r\n{said}\r\n--x\r\n'
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    body = parts.encode() + content + b"\r\n--x--\r\n"
    return client.post(address, data=body, content_type="multipart/form-data; boundary=x")


def checked_of(page: str) -> str:
    found = re.search(r'name="checked"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def confirm(client: FlaskClient, address: str, checked: str):
    data = {"csrf_token": token_of(client.get("/login").text), "checked": checked}
    return client.post(address, data=data)


def files(store: Session) -> int:
    count = store.execute(select(func.count()).select_from(CaseFileRow)).scalar_one()
    store.rollback()
    return count


def test_look_confirm_and_once_more(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    look = send(client, f"{here}/import", GOOD)
    assert look.status_code == 200
    assert "新增2份" in look.text
    assert files(store) == 0
    assert store.execute(select(func.count()).select_from(CaseListRow)).scalar_one() == 0
    done = confirm(client, f"{here}/import/confirm", checked_of(look.text))
    assert done.status_code == 200
    assert files(store) == 2
    references = list(
        store.execute(select(CaseFileRow.reference).order_by(CaseFileRow.id)).scalars()
    )
    for text in ("OWN-1", "OWN-2", *references):
        assert text in done.text
    again = confirm(client, f"{here}/import/confirm", checked_of(look.text))
    assert again.status_code == 200
    assert "新增0份" in again.text
    assert files(store) == 2
    once_more = send(client, f"{here}/import", GOOD)
    assert "没有变化" in once_more.text
    numbers = confirm(client, f"{here}/import/numbers.csv", checked_of(once_more.text))
    rows = list(csv.reader(io.StringIO(numbers.data.decode("utf-8-sig"))))
    assert rows == [["本中心编号", "案卷编号"], ["OWN-1", references[0]], ["OWN-2", references[1]]]
    assert "OWN-" not in client.get(here).text


def test_every_fault_with_row_column_problem_and_way_out(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases/import"
    bad = LIST + "OWN-1,心理支持,2026-01-05,2026-01-01,W9,,,,\r\n张某,法律援助,昨天,,,,,,\r\n"
    answer = send(visit("manager_a"), here, bad)
    assert answer.status_code == 422
    rows = re.findall(
        r"<tr>\s*<td class=\"pl-num\"[^>]*>(\d+)</td>\s*<td[^>]*>([^<]*)</td>", answer.text
    )
    assert rows == [
        ("2", "专业领域"),
        ("2", "工作人员代码"),
        ("2", "结案日期"),
        ("3", "本中心编号"),
        ("3", "接案日期"),
    ]
    assert "清单有5处问题" in answer.text
    assert "该中心没有这一专业领域" in answer.text
    assert "请填写以下之一：社会工作/个案管理、法律援助" in answer.text
    assert "张某" not in answer.text
    # the table shows what stands in the cells, and says where it does not
    values = re.findall(r"data-label=\"内容\"[^>]*>([^<]*)</td>", answer.text)
    assert values == ["心理支持", "W9", "2026-01-01", "此处不显示", "昨天"]
    assert files(store) == 0


def test_a_file_that_is_no_list_is_told_as_such(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases/import"
    client = visit("manager_a")
    assert "旧格式" in send(client, here, b"\xd0\xcf\x11\xe0" + b"0" * 99, "list.xls").text
    assert "文件超过10 MB" in send(client, here, b"a" * 10_000_001).text
    assert send(client, here, b"a" * 12_500_000).status_code == 413


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "尚未选择文件：请在此选择清单的工作簿或CSV文件"),
        ("en", "No file is chosen: choose the workbook or CSV file of the list here"),
    ],
)
@pytest.mark.parametrize("is_sent", [False, True], ids=["no field", "empty field"])
def test_no_file_is_told_beside_the_field(
    visit: Visit, store: Session, language: str, words: str, *, is_sent: bool
) -> None:
    client = visit("manager_a")
    token = token_of(client.get("/login").text)
    client.post(f"/language/{language}", data={"csrf_token": token})
    here = f"/centres/{centre(store)}/cases/import"
    # browsers send the field without a name when no file is chosen
    answer = (
        send(client, here, "", "") if is_sent else client.post(here, data={"csrf_token": token})
    )
    assert answer.status_code == 422
    field = answer.text.split('<div class="pl-field pl-field-wrong">')[1].split("</div>")[0]
    assert f'<span class="pl-wrong" id="file-wrong">{words}</span>' in field
    assert 'aria-describedby="file-wrong"' in field
    assert files(store) == 0


def test_the_page_of_pairs_says_what_is_kept(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    look = send(client, f"{here}/import", GOOD)
    done = confirm(client, f"{here}/import/confirm", checked_of(look.text)).text
    assert "只有本页把本中心编号与案卷编号并列显示" in done
    assert "只保存加密摘要" in done
    assert "只在本页显示一次" not in done
    # what it says is so: no row holds a number, and the list shows the pairs again
    rows = store.execute(select(CaseFileRow)).scalars()
    assert not any("OWN-" in str(vars(row)) for row in rows)
    again = confirm(client, f"{here}/import/confirm", checked_of(look.text)).text
    assert "OWN-1" in again


def test_the_seal_stands_in_a_column_of_its_own(visit: Visit, store: Session) -> None:
    sealed = LIST + "OWN-1,法律援助,2026-01-05,,W1,侦查,高,3-12,是\r\n"
    here = f"/centres/{centre(store)}/cases/import"
    page = send(visit("manager_a"), here, sealed).text
    assert '<td data-label="柜/盒号" data-content>3-12</td>' in page
    assert '<td data-label="封存"><span class="pl-tag">已封存</span></td>' in page


def test_what_comes_back_changed_or_from_elsewhere_is_refused(visit: Visit, store: Session) -> None:
    a, b = (f"/centres/{centre(store, code)}/cases/import" for code in "AB")
    manager, supervisor = visit("manager_a"), visit("senior_supervisor")
    checked = checked_of(send(manager, a, GOOD).text)
    assert confirm(manager, f"{a}/confirm", "x" + checked).status_code == 422
    assert confirm(manager, f"{a}/confirm", "").status_code == 422
    assert confirm(supervisor, f"{a}/confirm", checked).status_code == 422
    only_aid = LIST + "OWN-1,法律援助,2026-01-05,,,,,,\r\n"
    other = checked_of(send(supervisor, b, only_aid).text)
    assert confirm(supervisor, f"{a}/confirm", other).status_code == 422
    assert files(store) == 0


def test_a_list_that_changed_meanwhile_is_shown_once_more(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases/import"
    one, other = visit("manager_a"), visit("senior_supervisor")
    first = checked_of(send(one, here, GOOD).text)
    second = checked_of(send(other, here, GOOD.replace("OWN-2", "OWN-3")).text)
    assert confirm(other, f"{here}/confirm", second).status_code == 200
    stale = confirm(one, f"{here}/confirm", first)
    assert stale.status_code == 409
    assert "期间有人更改了案卷清单" in stale.text
    assert files(store) == 2
    assert confirm(one, f"{here}/confirm", checked_of(stale.text)).status_code == 200
    assert files(store) == 3


def test_the_largest_list_goes_through_the_browser(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases/import"
    client = visit("manager_a")
    rows = "".join(
        f"2026-{n:05},法律援助,2026-01-{1 + n % 28:02},,W{1 + n % 2},,,,\r\n" for n in range(20_000)
    )
    look = send(client, here, LIST + rows)
    assert "新增20000份" in look.text
    done = confirm(client, f"{here}/confirm", checked_of(look.text))
    assert done.status_code == 200
    assert files(store) == 20_000
    assert len(done.data) < 1_000_000


@pytest.mark.parametrize(("name", "code"), [("manager_a", 404), ("auditor", 404), (None, 302)])
def test_who_may_not_look(visit: Visit, store: Session, name: str | None, code: int) -> None:
    there = f"/centres/{centre(store, 'B')}/cases"
    client = visit(name)
    for address in (there, f"{there}/list.csv", f"{there}/import", f"{there}/import/template.csv"):
        assert client.get(address).status_code == code, address
    if name == "manager_a":
        assert send(client, f"{there}/import", GOOD).status_code == 404
        assert confirm(client, f"{there}/import/confirm", "x").status_code == 404
        assert client.post(there, data={}).status_code in {400, 405}
        assert client.get("/centres/99999/cases").status_code == 404
        assert client.get(f"/centres/{centre(store)}/cases/import/confirm").status_code == 405


def test_pages_of_the_list(visit: Visit, store: Session) -> None:
    filled(store, 60)
    here = f"/centres/{centre(store)}/cases"
    client, seen, address = visit("manager_a"), [], here
    while address:
        page = client.get(address).text
        found = re.findall(r"KM-26-[0-9A-Z]{4}-[0-9A-Z]{4}[0-9A-Z*~$=]", page)
        seen.append(found)
        following = re.search(r'href="([^"]*after=[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert [len(part) for part in seen] == [ROWS_PER_PAGE, ROWS_PER_PAGE, 10]
    assert len({reference for part in seen for reference in part}) == 60
    assert "案卷共60份，其中在办40份" in client.get(here).text
    assert "案卷共30份，其中在办20份" in client.get(f"{here}?area=legal_aid").text
    assert "案卷共20份，其中在办0份" in client.get(f"{here}?state=closed").text
    assert client.get(f"{here}?area=nonsense&state=x&after=bad").status_code == 200


def test_a_page_takes_few_queries_whatever_the_number(
    app: Flask, visit: Visit, store: Session
) -> None:
    filled(store, 60)
    client = visit("manager_a")
    client.get("/")
    with app.app_context():
        from qa_app.extensions import db

        engine = db.engine
    with counted_on(engine) as statements:
        assert client.get(f"/centres/{centre(store)}/cases").status_code == 200
    # who asks; the centre, its areas, its workers; the page; the counts
    assert len([one for one in statements if one.startswith("SELECT")]) <= 6


def test_the_download_holds_no_own_number_and_no_formula(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    confirm(client, f"{here}/import/confirm", checked_of(send(client, f"{here}/import", GOOD).text))
    file = store.execute(select(CaseFileRow).order_by(CaseFileRow.id)).scalars().first()
    assert file is not None
    file.shelf = "=1+1"
    store.commit()
    answer = client.get(f"{here}/list.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.data.decode("utf-8-sig")
    assert "OWN-" not in text
    assert "'=1+1" in text
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2  # the second file is sealed
    assert rows[0][0] == "案卷编号"
    assert "封存" not in text
    assert "封存的案卷不在下载的文件中" in client.get(here).text
    noted = store.execute(select(JournalRow).where(JournalRow.action == "list:read")).scalar_one()
    assert (noted.centre_id, noted.detail) == (centre(store), '{"count":1,"view":"cases_csv"}')


def test_templates_have_the_heads_of_their_language(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases/import/template.csv"
    client = visit("manager_a")
    assert client.get(here).data.decode("utf-8-sig").startswith("本中心编号,专业领域")
    english = client.get(f"{here}?language=en").data.decode("utf-8-sig")
    assert english.startswith("Own number,Expertise area,Opened on")


def test_an_empty_list_says_why_and_what_next(visit: Visit, store: Session) -> None:
    page = visit("manager_a").get(f"/centres/{centre(store)}/cases").text
    assert "尚无案卷清单" in page
    assert f"/centres/{centre(store)}/cases/import" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_keeps_to_its_language(visit: Visit, store: Session, language: str) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    token = token_of(client.get("/login").text)
    client.post(f"/language/{language}", data={"csrf_token": token})
    bad = LIST + "OWN-1,心理支持,2026-01-05,2026-01-01,W9,再审,很高,三号柜,也许\r\n"
    look = send(client, f"{here}/import", GOOD).text
    pages = {
        "empty": client.get(here).text,
        "upload": client.get(f"{here}/import").text,
        "no file": client.post(f"{here}/import", data={"csrf_token": token}).text,
        "faults": send(client, f"{here}/import", bad).text,
        "dry run": look,
        "done": confirm(client, f"{here}/import/confirm", checked_of(look)).text,
        "list": client.get(here).text,
        "nothing fits": client.get(f"{here}?state=closed&area=legal_aid").text,
    }
    assert {
        name: faults(page, language) for name, page in pages.items() if faults(page, language)
    } == {}


REAL = (
    "某中心2026年个案台账,,,,,,,\r\n"
    "序号,卷宗编号,服务类别,收案日期,结案情况,办结日期,危险等级,儿童姓名\r\n"
    "1,K-1,法律援助,1月5日,已结案,2月6号,较高,张小某\r\n"
    ",,,,,,,\r\n"
    "２,K-2,法律援助,2026.1.9,在办,,低,李小某\r\n"
    "合计,27027,,,,,,\r\n"
)


def hidden_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def matched(client: FlaskClient, here: str, table: str, **more: str):
    fields = {f"column.{at}": name for at, name in enumerate(
        ["", "number", "area", "opened", "state", "closed", "risk", ""])}  # fmt: skip
    data = {"csrf_token": token_of(client.get("/login").text), "table": table, "matched": "1"}
    data |= fields | {name.replace("_", "."): text for name, text in more.items()}
    return client.post(f"{here}/import/match", data=data)


VALUE = {"said_risk_0": "较高", "value_risk_0": "high"}


def test_a_dirty_list_is_matched_taken_in_and_remembered(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    first = send(client, f"{here}/import", REAL.encode("gbk"))
    assert first.status_code == 200
    assert "张小某" not in first.text
    assert "K-2" in first.text
    assert "27027" not in first.text  # a row of totals is no example of a column
    for chosen in ("number", "area", "opened", "closed", "risk", "state"):
        assert f'<option value="{chosen}" selected' in first.text
    table = hidden_of(first.text, "table")
    # the year in the title above the table is proposed for days without one
    assert '<option value="2026" selected' in first.text
    asks = matched(client, here, table)  # nobody said yet what 较高 is, nor which year
    assert asks.status_code == 200
    assert "较高" in asks.text
    assert 'name="year"' in asks.text
    faulty = matched(client, here, table, year="", said_risk_0="较高", value_risk_0="")
    assert faulty.status_code == 422
    assert files(store) == 0
    # what was said of the faulty list stays said, on its own page and for the corrected file
    said = [text for text in re.findall(r'name="said"[^>]*value="([^"]+)"', faulty.text) if text]
    assert len(said) == 2
    by_hand = {"csrf_token": token_of(faulty.text), "table": table, "said": said[0]}
    page = client.post(f"{here}/import/match", data=by_hand).text
    assert page.count('<option value="state" selected') == 1
    unread = matched(client, here, table, year="2026", column_6="", column_4="")
    assert unread.status_code == 200
    look = matched(client, here, table, year="2026", **VALUE)
    assert look.status_code == 200, look.text
    assert "新增2份" in look.text
    assert "儿童姓名" in look.text  # told as a column that was not read
    assert "小某" not in look.text
    done = confirm(client, f"{here}/import/confirm", checked_of(look.text))
    assert done.status_code == 200
    kept = store.execute(select(CaseFileRow.opened_on, CaseFileRow.closed_on, CaseFileRow.risk))
    assert sorted(map(tuple, kept), key=str) == [
        (date(2026, 1, 5), date(2026, 2, 6), "high"),
        (date(2026, 1, 9), None, "low"),
    ]
    store.rollback()
    assert confirm(client, f"{here}/import/confirm", checked_of(look.text)).status_code == 200
    assert files(store) == 2
    again = send(client, f"{here}/import", REAL.encode("utf-16"))
    assert 'name="said.risk' not in again.text  # remembered
    unchanged = matched(client, here, hidden_of(again.text, "table"), year="2026")
    assert "没有变化" in unchanged.text


def test_a_workbook_with_merged_heads_and_hidden_parts_is_matched(
    visit: Visit, store: Session
) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    looked = send(client, f"{here}/import", dirty_workbook(), "台账.xlsx")
    assert looked.status_code == 200
    assert "接案 日期" in looked.text  # a head over two columns, with its own below
    assert "张小某" not in looked.text
    # a column that nobody took for one of numbers of people may hold one
    assert ("电话 · 此处不显示 · 来访" in looked.text, "11010519" in looked.text) == (True, False)
    # what a spreadsheet hides is read and named, also once the page comes back
    for page in (looked.text, again_of(client, here, looked.text)):
        assert "隐藏的列（同样读取）：" in page
        assert "E 接案 方式" in page
        assert re.search(r"同样读取）： 5</li>", page)
        assert faults(page, "zh") == []
    fields = {f"column.{at}": name for at, name in enumerate(
        ["number", "area", "", "opened", "", "closed", "", "risk"])}  # fmt: skip
    data = {"csrf_token": token_of(looked.text), "table": hidden_of(looked.text, "table"),
            "matched": "1", "year": "2026", **fields}  # fmt: skip
    look = client.post(f"{here}/import/match", data=data)
    assert look.status_code == 200
    assert "新增3份" in look.text
    assert re.search(r"作为合计或制表落款跳过的行： 7</li>", look.text)


def again_of(client: FlaskClient, here: str, page: str) -> str:
    data = {"csrf_token": token_of(page), "table": hidden_of(page, "table")}
    return client.post(f"{here}/import/match", data=data).text


def dirty_workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "某中心个案台账"
    sheet.merge_cells("A1:H1")
    for at, text in zip("ABCDFH", ("个案编号", "服务领域", "儿童姓名", "接案", "结案", "风险"),
                        strict=True):  # fmt: skip
        sheet[f"{at}2"] = text
    for at, text in zip("DEFG", ("日期", "方式", "日期", "原因"), strict=True):
        sheet[f"{at}3"] = text
    for merged in ("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3", "H2:H3"):
        sheet.merge_cells(merged)
    for row in (
        ("K-1", "社工", "张小某", datetime(2026, 1, 5), "电话", None, None, "高"),
        ("K-2", "法援", "李小某", "2026.3.7", "11010519491231002X", "2026年3月8日", "转介", "中"),
        ("K-3", "社会工作", "王小某", "1月7日", "来访", None, None, None),
        ("合  计", 3),
    ):
        sheet.append(row)
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[5].hidden = True
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_match_with_a_column_twice_or_missing_is_told(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    table = hidden_of(send(client, f"{here}/import", REAL).text, "table")
    for wrong in ({"column_5": "opened"}, {"column_1": ""}, {"column_1": "no_such"}):
        answer = matched(client, here, table, year="2026", **VALUE, **wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    # a column of names is not read even by a forged form
    forged = matched(client, here, table, year="2026", **VALUE, column_7="shelf")
    assert "小某" not in forged.text
    assert matched(client, here, "x" + table).status_code == 422
    other = f"/centres/{centre(store, 'B')}/cases"
    assert matched(visit("senior_supervisor"), other, table).status_code in {404, 422}
    assert files(store) == 0


def test_a_faulty_list_can_be_matched_by_hand(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    assert 'id="alike"' not in send(client, f"{here}/import", LIST + "OWN-1,维权,,,,,,,\r\n").text
    rows = "".join(f"OWN-{at},维权,2026-01-05,,,,,,\r\n" for at in range(10))
    bad = send(client, f"{here}/import", LIST + rows)
    assert bad.status_code == 422
    # one fault of ten rows is told once above them, with the way to mend it for all
    together = bad.text.split('id="alike"')[1].split("</section>")[0]
    assert re.findall(r'data-label="涉及行数">(\d+)<', together) == ["10"]
    assert "手工对应各列和取值" in together
    assert faults(bad.text, "zh") == []
    data = {
        "csrf_token": token_of(client.get("/login").text),
        "table": hidden_of(bad.text, "table"),
    }
    page = client.post(f"{here}/import/match", data=data)
    assert page.status_code == 200
    assert 'name="said.area.0" value="维权"' in page.text
    assert faults(page.text, "zh") == []


def test_what_values_mean_is_said_once_though_a_row_is_faulty(visit: Visit, store: Session) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    rows = "OWN-1,维权,2026-01-05,,,,,,\r\nOWN-2,维权,{day},,,,,,\r\n"
    bad = send(client, f"{here}/import", LIST + rows.format(day="2026-02-30"))
    data = {"csrf_token": token_of(client.get("/login").text)}
    page = client.post(
        f"{here}/import/match", data=data | {"table": hidden_of(bad.text, "table")}
    ).text
    asked = re.findall(r'<select name="(column\.\d+)".*?</select>', page, re.S)
    columns = {
        name: chosen[0] if chosen else ""
        for name, part in (
            (name, page.split(f'<select name="{name}"')[1].split("</select>")[0]) for name in asked
        )
        if (chosen := re.findall(r'value="(\w+)" selected', part)) or True
    }
    sent = data | columns | {"matched": "1", "said.area.0": "维权", "value.area.0": "legal_aid"}
    faulty = client.post(f"{here}/import/match", data=sent | {"table": hidden_of(page, "table")})
    assert faulty.status_code == 422
    said = next(one for one in re.findall(r'name="said"[^>]*value="([^"]*)"', faulty.text) if one)
    # the corrected file is chosen: nothing is asked again
    look = send(client, f"{here}/import", LIST + rows.format(day="2026-02-20"), said=said)
    assert look.status_code == 200, look.text
    assert "新增2份" in look.text
    # and so is one whose columns have to be looked at
    other = REAL.replace("法律援助", "维权").encode("gbk")
    asks = send(client, f"{here}/import", other, said=said)
    assert 'name="said.area' not in asks.text
    kept = {"said": hidden_of(asks.text, "said")}
    done = matched(client, here, hidden_of(asks.text, "table"), year="2026", **VALUE, **kept)
    assert "新增2份" in done.text
    assert files(store) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_template_explains_itself_and_reads_back(
    visit: Visit, store: Session, language: str
) -> None:
    here = f"/centres/{centre(store)}/cases/import"
    client = visit("manager_a")
    answer = client.get(f"{here}/template.xlsx?language={language}")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value for cell in book.worksheets[0][1]] == [
        HEADS[column].in_language(language) for column in TEMPLATE
    ]
    assert len(list(book.worksheets[1].rows)) > len(TEMPLATE)
    assert client.get(f"{here}/template.pdf").status_code == 404
    page = send(client, here, answer.data, "list.xlsx")
    assert page.status_code == 422  # no row below the heads, and nothing else wrong
    assert page.text.count('<td class="pl-num"') == 1


def with_key(client: FlaskClient, address: str, text: str, **fields: str):
    token = token_of(client.get("/login").text)
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"csrf_token": token, **fields}.items()
    )
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="l.csv"\r\n\r\n'
    body = f"{parts}{file}{text}\r\n--x--\r\n".encode()
    return client.post(address, data=body, content_type="multipart/form-data; boundary=x")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_key_is_shown_once_typed_back_and_typed_with_each_list(
    visit: Visit, store: Session, language: str
) -> None:
    here = f"/centres/{centre(store)}/cases"
    client = visit("manager_a")
    token = {"csrf_token": token_of(client.get(here).text)}
    client.post(f"/language/{language}", data=token)
    assert confirm(
        client, f"{here}/import/confirm", checked_of(send(client, f"{here}/import", GOOD).text)
    ).status_code == 200  # fmt: skip
    made = client.post(f"{here}/key/make", data=token)
    assert made.headers["Cache-Control"] == "no-store"
    key = re.search(r"<code[^>]*>([0-9A-Z-]{31})</code>", made.text)[1]
    pages = [client.get(f"{here}/key").text, made.text]
    assert key not in pages[0]  # made, and kept nowhere
    assert client.post(f"{here}/key", data=token | {"key": key[:-1] + "!"}).status_code == 422
    assert client.post(f"{here}/key", data=token | {"key": key.lower()}).status_code == 302
    pages.append(client.get(f"{here}/key").text)
    assert key not in pages[-1]
    for wrong in ({}, {"key": "x"}, {"key": "00000-00000-00000-00000-00000-0"}):
        refused = with_key(client, f"{here}/import", GOOD, **wrong)
        assert refused.status_code == 422
        pages.append(refused.text)
    look = with_key(client, f"{here}/import", GOOD, key=key)
    assert look.status_code == 200
    done = confirm(client, f"{here}/import/confirm", checked_of(look.text))
    assert done.status_code == 200
    assert files(store) == 2  # found again, known under the key from now on
    again = with_key(client, f"{here}/import", GOOD, key=key)
    told = confirm(client, f"{here}/import/numbers.csv", checked_of(again.text)).data.decode()
    rows = list(csv.reader(io.StringIO(told)))[1:]
    assert [(number, known.startswith("KM-26-")) for number, known in rows] == [
        ("OWN-1", True),
        ("OWN-2", True),
    ]
    matched_page = with_key(client, f"{here}/import", REAL, key=key)
    dry = matched(client, here, hidden_of(matched_page.text, "table"), year="2026", **VALUE)
    assert confirm(client, f"{here}/import/confirm", checked_of(dry.text)).status_code == 200
    assert files(store) == 4
    client.post(f"{here}/key/make", data=token)
    assert [faults(page, language) for page in pages] == [[] for _ in pages]
