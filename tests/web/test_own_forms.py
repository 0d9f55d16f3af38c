"""A form that somebody brings comes back filled with the numbers of the pages, and only those."""

import csv
import io
import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.http import parse_options_header
from xlsxwriter import Workbook

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.extensions import db
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from tests.people import NOON, OPERATOR
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import BOTH, CHEAP, PASSWORD, Visit, form_token
from tests.web.pagecheck import faults
from tests.web.visits import english, enter, faultless, heading, in_both, post, send

PAGE = "/forms"


@pytest.fixture
def centres(store: Session) -> tuple[int, int]:
    """At A two quarters: months of 5 and 6 files, then two months of 3; a manager of B alone."""
    a, b = two_centres(store)
    version = published(store)
    count_in(store, a, version, JAN, times=5)
    count_in(store, a, version, JAN + 1, times=6, score_millionths=700_000, is_final=False)
    count_in(store, a, version, JAN + 3, times=3, stop_count=1)
    count_in(store, a, version, JAN + 4, times=3, score_millionths=640_000)
    count_in(store, a, version, JAN + 6, times=2)
    grant = NewGrant(Role.CENTRE_MANAGER, centre_code="B")
    add_account(store, OPERATOR, NewAccount("manager_b", "乙", PASSWORD, (grant,)), CHEAP, at=NOON)
    return a, b


def a_form(*cells: tuple[str, str], **others: str) -> BytesIO:
    """A workbook with a merged head in colour, a chart, a formula, and cells below."""
    made = BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet("报表")
        head = book.add_format({"bold": True, "bg_color": "#FFEE00", "align": "center"})
        sheet.merge_range("A1:C1", "中心报表", head)
        sheet.write_formula("C2", "=B3*2", None, 7)
        sheet.set_column("B:B", 31)
        for at, text in cells:
            sheet.write_string(at, text, book.add_format({"num_format": "0.00", "italic": True}))
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=报表!$B$3:$B$5"})
        sheet.insert_chart("E2", chart)
        hidden = book.add_worksheet("hidden")
        hidden.hide()
        for at, text in others.items():
            hidden.write_string(at, text)
    made.seek(0)
    return made


def look(client: FlaskClient, form: BytesIO, code: str = "A"):
    return post(client, PAGE, file=(form, "我的表.xlsx"), code=code)


def take(client: FlaskClient, page: str, **more: str):
    checked = page.split('name="checked"')[1].split('value="')[1].split('"', maxsplit=1)[0]
    return send(client, f"{PAGE}/file", checked=checked, **more)


def filled(client: FlaskClient, form: BytesIO, code: str = "A") -> Any:
    answer = take(client, look(client, form, code).text)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.data))


def page_numbers(client: FlaskClient, centre: int) -> dict[tuple[str, str], tuple[str, str]]:
    """Section and period to score and files, as the trend page's own table has them."""
    text = client.get(f"/centres/{centre}/trends.csv").data.decode("utf-8-sig")
    return {(row[3], row[5]): (row[6], row[7]) for row in csv.reader(io.StringIO(text))}


@BOTH
def test_the_same_numbers_as_the_page(
    visit: Visit, centres: tuple[int, int], store: Session
) -> None:
    client = english(visit("senior_supervisor"))
    shown = page_numbers(client, centres[0])
    form = a_form(
        ("B3", "{{score|period=2026-01}}"),
        ("B4", "{{ 得分 ｜ 期间＝2026-02 }}"),
        ("B5", "{{score|section=A|period=2026Q2}}"),
        ("B6", "{{files|period=2026Q2}}"),
        ("B7", "Score {{score|period=2026-01}} of {{files|period=2026-01}} files in {{period}}"),
        ("B8", "{{score|period=2026Q1}}"),
        ("B9", "{{final_files|period=2026Q1}}"),
        ("B10", "{{provisional_files|period=2026Q1}}"),
        ("B11", "{{red_line_files|period=2026Q2}}"),
        ("B12", "{{centre}}"),
        ("B13", "{{version}}"),
    )
    sheet = filled(client, form)["报表"]
    january, february = shown["Whole file", "Jan 2026"], shown["Whole file", "Feb 2026"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == (float(january[0]), "n")
    assert sheet["B4"].value == float(february[0])
    assert sheet["B5"].value == float(shown["A", "Q2 2026"][0])
    assert str(sheet["B6"].value) == shown["Whole file", "Q2 2026"][1] == "6"
    assert sheet["B7"].value == f"Score {january[0]} of {january[1]} files in Q2 2026"
    # (5 · 85 + 6 · 70) / 11 = 76.818…
    assert sheet["B8"].value == 76.8
    assert [sheet[at].value for at in ("B9", "B10", "B11")] == [5, 6, 3]
    assert (sheet["B12"].value, sheet["B13"].value) == ("Centre A", "1.0.0")
    noted = store.scalars(select(JournalRow.detail).where(JournalRow.action == "list:read")).all()
    assert any('"own_form"' in str(one).replace("'", '"') for one in noted)


def test_what_has_no_value_says_so_in_words(visit: Visit, centres: tuple[int, int]) -> None:
    client = visit("senior_supervisor")
    wanted = {
        "B3": ("{{scroe}}", "没有这个名称：scroe"),
        "B4": ("{{score|centre=NOWHERE}}", "您的权限范围内没有此代码的中心：NOWHERE"),
        "B5": ("{{score|period=2026Q3}}", "案卷过少，不显示"),
        "B6": ("{{score|period=2026-04}}", "单月案卷过少，只显示所在季度"),
        "B7": ("{{score|period=2020Q1}}", "此期间没有评查案卷"),
        "B8": ("{{score|period=spring}}", "不是有效期间：spring"),
        "B9": ("{{score|colour=red}}", "无法识别：colour=red"),
        "B10": ("{{score|area=legal_aid}}", "该处在此领域没有评查案卷"),
        "B18": ("{{score|领域=灯塔}}", "没有这个领域：灯塔"),
        "B19": ("{{score|version=9.9.9}}", "该处没有按此版本评查的案卷"),
        "B11": ("{{score|section=Z}}", "没有这个部分：Z"),
        "B12": ("{{score|rubric=none}}", "该处没有按此评分细则评查的案卷：none"),
        "B13": ("{{sessions_held}}", "未写明期间"),
        "B14": ("{{sessions_held|period=2099}}", "此期间尚未开始"),
        "B15": ("{{score|centre=A|place=KM}}", "同时写了中心和地区"),
        "B16": ("{{score|period=2026|period=2025}}", "重复给出：period=2025"),
        "B17": ("{{score|place=NOWHERE}}", "您的权限范围内没有此代码的地区：NOWHERE"),
    }
    form = a_form(*((at, text) for at, (text, _why) in wanted.items()))
    page = look(client, form)
    assert heading(page.text) == "可填入0个数值；17个无法填入"
    assert faults(page.text, "zh") == []
    for at, (text, why) in wanted.items():
        line = re.search(rf">{at}</td>(.*?)</tr>", page.text, re.DOTALL)
        assert line is not None
        assert (text.strip("{}") in line[1], why in line[1]) == (True, True), at
    sheet = load_workbook(BytesIO(take(client, page.text).data))["报表"]
    assert {at: sheet[at].value for at in wanted} == {
        at: f"[{why}]" for at, (_text, why) in wanted.items()
    }


def test_words_and_reasons_are_in_the_language_that_was_chosen(
    visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    cells = (
        ("B3", "{{score|area=灯塔}}"),
        ("B4", "{{score|期间=2026年第三季度}}"),
        ("B5", "{{period}}"),
    )
    page = look(client, a_form(*cells)).text
    assert 'name="language" value="en"' in page
    for language, said in (
        ("zh", ["[没有这个领域：灯塔]", "[案卷过少，不显示]", "2026年第二季度"]),
        ("en", ["[no such area: 灯塔]", "[too few files: not shown]", "Q2 2026"]),
        ("xx", ["[没有这个领域：灯塔]", "[案卷过少，不显示]", "2026年第二季度"]),
    ):
        sheet = load_workbook(BytesIO(take(client, page, language=language).data))["报表"]
        assert [sheet[at].value for at in ("B3", "B4", "B5")] == said


def test_an_area_is_named_by_code_or_by_name(visit: Visit, centres: tuple[int, int]) -> None:
    client = visit("senior_supervisor")
    listed = r"<code>social_work</code></th><td>(.*?)</td>"
    names = ["social_work"]
    for page in in_both(client, PAGE):
        assert "2026年第三季度" in page
        names += [
            re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(listed, page, re.DOTALL)
        ]
    forms = (f"{{{{score|area={one}|period=2026年1月}}}}" for one in names)
    cells = tuple((f"B{row}", text) for row, text in enumerate(forms, 3))
    assert len(set(names)) == 3
    sheet = filled(client, a_form(*cells))["报表"]
    assert [sheet[at].value for at, _text in cells] == [85, 85, 85]


def test_where_nothing_was_read_no_other_reason_is_given(
    app: Flask, centres: tuple[int, int]
) -> None:
    form = a_form(("B3", "{{score}}"), ("B4", "{{files|area=social_work}}"))
    page = look(enter(app, "manager_b"), form, "B").text
    assert page.count("该处尚未评查案卷") == 2


def test_everything_else_stays_as_it_was(visit: Visit, centres: tuple[int, int]) -> None:
    client = visit("senior_supervisor")
    form = a_form(("B3", "{{score|period=2026-01}}"), ("B4", "plain"), A1="{{files|period=2026Q2}}")
    before = form.getvalue()
    answer = take(client, look(client, form).text)
    again = take(client, look(client, BytesIO(before)).text)
    assert answer.data == again.data
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(answer.data)) as new:
        assert old.namelist() == new.namelist()
        other = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert other == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    book = load_workbook(BytesIO(answer.data))
    sheet = book["报表"]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet["A1"].value, sheet["A1"].fill.start_color.rgb) == ("中心报表", "FFFFEE00")
    assert (sheet["C2"].value, sheet["B4"].value) == ("=B3*2", "plain")
    assert (sheet["B3"].number_format, sheet["B3"].font.italic) == ("0.00", True)
    assert sheet.column_dimensions["B"].width > 30
    assert book["hidden"].sheet_state == "hidden"
    assert book["hidden"]["A1"].value == 6
    assert book.calculation.fullCalcOnLoad


def test_a_formula_is_neither_filled_nor_worked_out(visit: Visit, centres: tuple[int, int]) -> None:
    made = BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", '=CONCAT("{{score}}",1)', None, "old")
        sheet.write_string("A2", "={{files|period=2026Q2}}*2")
    made.seek(0)
    client = visit("senior_supervisor")
    page = look(client, made)
    assert "位于公式中，公式保持不变" in page.text
    done = load_workbook(BytesIO(take(client, page.text).data))["S"]
    assert done["A1"].value == '=CONCAT("{{score}}",1)'
    # text stays text, and no spreadsheet takes it for a formula
    assert (done["A2"].value, done["A2"].data_type) == ("'=6*2", "s")


def test_nobody_fills_beyond_their_reach(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    client = enter(app, "manager_b")
    assert 'value="B"' in client.get(PAGE).text  # the one centre that is theirs
    foreign = look(client, a_form(("B3", "{{score}}")), "A")
    assert foreign.status_code == 422
    assert "您的权限范围内没有此代码的中心或地区" in foreign.text
    page = look(client, a_form(("B3", "{{score|centre=A}}"), ("B4", "{{centre|place=KM}}")), "B")
    assert page.text.count("您的权限范围内没有此代码的") == 2
    # a caseworker sees the trend of a centre and not its supervision
    worker = look(visit("caseworker"), a_form(("B3", "{{sessions_due|period=2026}}")), "A")
    assert "您无权查看此处的督导" in worker.text
    assert visit("judicial_reader").get(PAGE).status_code == 404
    assert send(visit("judicial_reader"), PAGE).status_code == 404


def test_small_counts_are_held_back_from_who_may_not_read_the_files(
    visit: Visit, centres: tuple[int, int], store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 7, 22))
    count_in(store, centres[0], 1, JAN, times=5)
    asks = ("red_line_files|period=2026Q2", "red_line_files|period=2026-01")
    asks += ("red_line_files|period=2026Q1", "score|period=2026Q3", "score|period=2026Q2")
    form = [(f"B{at}", f"{{{{{ask}}}}}") for at, ask in enumerate(asks, 3)]
    sheet = filled(visit("caseworker"), a_form(*form))["报表"]
    small = "[数字过小，不显示]"
    # ten files of January are told; a quarter less these would tell the six of February
    assert [sheet[at].value for at in ("B3", "B4", "B5")] == [small, 0, small]
    # a quarter that runs would be told again after each file
    assert sheet["B6"].value == "[此期间没有评查案卷]"
    assert sheet["B7"].value == 74.5


def test_what_is_no_form_is_refused_in_words(visit: Visit, centres: tuple[int, int]) -> None:
    client = visit("senior_supervisor")
    macro, bomb = BytesIO(), BytesIO()
    with zipfile.ZipFile(macro, "w") as made:
        made.writestr("xl/vbaProject.bin", b"x")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    entity = BytesIO()
    with zipfile.ZipFile(entity, "w") as made:
        made.writestr("xl/workbook.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    for file in (
        BytesIO(b""),
        BytesIO(b"a,b\n1,2"),
        BytesIO(b"\xd0\xcf\x11\xe0"),
        BytesIO(b"PK broken"),
        macro,
        bomb,
        entity,
        a_form(("B3", "nothing")),
    ):
        file.seek(0)
        answer = look(client, file)
        assert answer.status_code == 422
        assert faults(answer.text, "zh") == []
        assert 'role="alert"' in answer.text or "pl-wrong" in answer.text
    assert post(client, PAGE).status_code == 422
    assert send(client, f"{PAGE}/file", checked="changed").status_code == 422
    assert send(client, f"{PAGE}/file").status_code == 422


def test_what_was_made_for_somebody_else_is_not_taken(
    visit: Visit, centres: tuple[int, int]
) -> None:
    page = look(visit("senior_supervisor"), a_form(("B3", "{{score}}"))).text
    assert take(visit("auditor"), page).status_code == 422


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_comes_back_filled(
    visit: Visit, centres: tuple[int, int], language: str
) -> None:
    client = visit("senior_supervisor")
    faultless(client, PAGE)
    template = client.get(f"{PAGE}/template.xlsx?language={language}")
    page = look(client, BytesIO(template.data))
    assert page.status_code == 200
    # the template names a rubric of which there are numbers; nothing in it is unknown
    assert heading(page.text).endswith("可填入20个数值")
    assert "没有这个名称" not in page.text
    assert "无法识别" not in page.text
    assert take(client, page.text).status_code == 200


def test_statements_stay_the_same_whatever_the_number_of_cells(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    token = form_token(client)
    with app.app_context():
        engine = db.engine

    def statements(times: int) -> int:
        cells = [(f"B{row}", "{{score|period=2026-01}}") for row in range(3, 3 + times)]
        data = {"csrf_token": token, "code": "A", "file": (a_form(*cells), "f.xlsx")}
        with counted_on(engine) as seen:
            assert client.post(PAGE, data=data).status_code == 200
        return len(seen)

    statements(1)
    assert statements(3) == statements(300)


STEMS = (
    "../../etc/passwd", "..\\..\\boot", "/etc/cron.d/x", "C:\\Windows\\system32\\x", "a" * 300,
    "nul\0l", "CON", "aux.h", "\u202egnp", "<script>x</script>", 'a"; filename="b', "a\r\nX-Evil: 1",
)  # fmt: skip
ENDINGS = (".xlsx", ".xlsx.exe", ".php", ".html", "")
"""Sixty names (UP-01): ways out of a folder, what systems keep for themselves, what reads backwards."""


@pytest.mark.parametrize(
    "endings", [ENDINGS[:1], pytest.param(ENDINGS[1:], marks=pytest.mark.nightly)]
)
def test_what_a_file_is_called_makes_no_path_no_mark_and_no_header(
    app: Flask, visit: Visit, centres: tuple[int, int], endings: tuple[str, ...]
) -> None:
    client, folder = visit("senior_supervisor"), app.config["SETTINGS"].data_dir
    content = a_form(("B3", "{{score|period=2026-01}}")).read()
    before = {one.name for one in folder.iterdir()}
    token, named = form_token(client), 0
    for name in (stem + ending for stem in STEMS for ending in endings):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        body = (
            f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            '--x\r\nContent-Disposition: form-data; name="code"\r\n\r\nA\r\n'
            f'--x\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\n'
        ).encode() + (content + b"\r\n--x--\r\n")
        looked = client.post(PAGE, data=body, content_type="multipart/form-data; boundary=x")
        assert looked.status_code in {200, 422}, name
        assert "<script>x" not in looked.text
        assert "X-Evil" not in looked.headers
        if looked.status_code == 422:
            continue
        taken = take(client, looked.text)
        assert taken.status_code == 200, name
        assert "X-Evil" not in taken.headers
        given = taken.headers["Content-Disposition"]
        kind, called = parse_options_header(given)
        assert (kind, list(called)) == ("attachment", ["filename"]), name
        assert called["filename"].endswith(".xlsx"), name
        assert not re.search(r"[/\\\0\r\n\u202e]", called["filename"]), (name, given)
        assert len(called["filename"]) <= 255, name
        named += 1
    # refused are names of another ending, and the two that a NUL or a line's end cuts off before it
    assert named == (len(STEMS) - 2 if ".xlsx" in endings else 0)
    assert {one.name for one in folder.iterdir()} == before
