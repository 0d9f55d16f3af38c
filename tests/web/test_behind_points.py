"""Behind a point, what moved it, sections by quarter: who sees what, and at what cost."""

import csv
import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.findings import FindingDraft, FindingKind, FindingSheet
from qa_app.domain.people import Role
from qa_app.extensions import db
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.findings.save_findings import save_findings
from qa_app.web.centres import moved_view
from tests.audits import ZONE, a_draft
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR
from tests.readings import JAN, count_in, published, read_as
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import CHEAP, ON_POSTGRESQL, PASSWORD, Visit, sign_in, token_of
from tests.web.pagecheck import faults
from tests.web.visits import enter

MET = {"A1": "met", "A2": "met", "B1": "met"}
MARCH = "/behind/sample/1.0.0/2026-03"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 5, 1))


@pytest.fixture
def centres(app: Flask) -> tuple[int, int]:
    """Centre A: five files in February, twelve in March; a manager of B alone."""
    with app.app_context():
        session: Session = db.session()
        a, b = two_centres(session)
        version = published(session)
        count_in(session, a, version, JAN + 1, 4, **read_as(**MET))
        count_in(session, a, version, JAN + 1, 1, **read_as(**(MET | {"B1": "unmet"})))
        count_in(session, a, version, JAN + 2, 6, **read_as(**(MET | {"A1": "unmet"})))
        count_in(
            session, a, version, JAN + 2, 1, **read_as(**(MET | {"B1": "partly"})), is_final=False
        )
        count_in(session, a, version, JAN + 2, 5, **read_as(**MET))
        grant = NewGrant(Role.CENTRE_MANAGER, centre_code="B")
        new = NewAccount("manager_b", "主任丙", PASSWORD, (grant,))
        add_account(session, OPERATOR, new, CHEAP, at=NOON)
    return a, b


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    "ending",
    ["trends", pytest.param("trends?section=A", marks=pytest.mark.nightly), "items/sample/A1"],
)
def test_every_dot_leads_to_what_stands_behind_it(
    visit: Visit, centres: tuple[int, int], ending: str
) -> None:
    client = visit("senior_supervisor")
    for place in (f"/centres/{centres[0]}", "/centres/places/0"):
        page = client.get(f"{place}/{ending}").text
        chart = page[page.index('class="pl-chart-svg"') :].split("</svg>", 1)[0]
        links = re.findall(r'<a href="([^"]+)" aria-label="[^"]+"', chart)
        assert len(links) == chart.count('class="pl-dot')
        assert links
        for link in links:
            answer = client.get(unescape(link))
            assert answer.status_code == 200
            assert "/2026" in link


def test_a_point_leads_to_its_files_and_answers(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    page = client.get(f"/centres/{centres[0]}{MARCH}").text
    words = text_of(page)
    # six at 75, one at 75, five at 100
    assert "2026年3月为85.4分（12份）" in words
    assert "11 + 1 已定＋暂定" in words
    # from ten answers on with shares
    assert "达到6（50%） · 未达到6（50%）" in words
    assert "达到11（92%） · 部分达到1（8%）" in words
    # the bar is there with its patterns
    assert page.count('class="pl-bands"') == 3
    # five answers: below ten no share, but x of n for who may read the files
    february = client.get(f"/centres/{centres[0]}/behind/sample/1.0.0/2026-02").text
    assert "达到 4/5 · 未达到 1/5" in text_of(february)
    # answers of closed files are noted without a finding too, each point once
    client.get(f"/centres/{centres[0]}{MARCH}")
    with app.app_context():
        detail = db.session().execute(select(JournalRow.detail)).scalars()
        notes = [one for one in detail if '"view":"behind"' in one]
    assert notes == ['{"count":0,"named":[],"unnamed":[],"view":"behind"}'] * 2


def test_a_point_that_is_not_over_is_one_so_far(
    visit: Visit, centres: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("senior_supervisor")
    addresses = [
        f"/centres/{centres[0]}{MARCH}",
        f"/centres/{centres[0]}/behind/sample/1.0.0/2026Q1",
    ]
    assert all("截至目前" not in client.get(one).text for one in addresses)
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 3, 20))
    heads = [text_of(client.get(one).text.split("</h1>")[0].split("<h1")[1]) for one in addresses]
    assert [
        "2026年3月（截至目前）为85.4分" in heads[0],
        "2026年第一季度（截至目前）" in heads[1],
    ] == [
        True,
        True,
    ]
    columns = client.get(f"/centres/{centres[0]}/standards").text.split("</thead>")[0]
    assert "2026年第一季度（截至目前）" in columns


def test_every_page_of_every_point_is_noted_by_itself(
    app: Flask, store: Session, visit: Visit, centres: tuple[int, int]
) -> None:
    count_in(store, centres[0], 1, JAN, 6, **read_as(**MET))
    count_in(store, centres[0], 1, JAN + 2, 12, sample_type="purposive", **read_as(**MET))
    client = visit("senior_supervisor")
    pages = (
        *("2026-03", "2026-03?coverage=purposive", "2026-03?skip=50", "2026-03?section=B"),
        *("2026-03?item=A1", "2026-01", "2026Q1"),
    )
    for page in (*pages, *pages):
        assert client.get(f"/centres/{centres[0]}/behind/sample/1.0.0/{page}").status_code == 200
    noted = store.scalars(select(JournalRow.object_id).where(JournalRow.action == "finding:read"))
    # the first of the year and the whole quarter begin in the same month
    assert len(noted.all()) == len(pages)


def test_a_quarter_a_section_and_an_item_can_be_opened(
    visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    address = f"/centres/{centres[0]}/behind/sample/1.0.0/2026Q1"
    # the same and in February four at 100, one at 50
    assert "2026年第一季度为86.8分（17份）" in text_of(client.get(address).text)
    section = client.get(f"{address}?section=B").text
    assert "2026年第一季度为91.2分（17份）" in text_of(section)
    assert section.count('class="pl-bands"') == 1
    item = client.get(f"{address}?item=A1").text
    assert "达到11（65%） · 未达到6（35%）" in text_of(item)


def test_trends_lead_to_what_is_behind_and_tell_what_moved(
    visit: Visit, centres: tuple[int, int]
) -> None:
    client, a = visit("senior_supervisor"), centres[0]
    for address, link in (
        (f"/centres/{a}/trends", f"/centres/{a}{MARCH}"),
        (f"/centres/{a}/trends?section=B", f"/centres/{a}{MARCH}?section=B"),
        ("/centres/places/1/trends", f"/centres/places/1{MARCH}"),
        (f"/centres/{a}/items/sample/A1", f"/centres/{a}{MARCH}?item=A1"),
    ):
        page = client.get(address).text
        assert f'href="{link}"' in page
        assert client.get(link).status_code == 200
    words = text_of(client.get(f"/centres/{a}/trends").text)
    assert "主要失分：A1“A1”（12份中6份）、B1“B1”（12份中1份）。" in words
    # of section B alone B1 is all: 100 x 1/24
    words = text_of(client.get(f"/centres/{a}/trends?section=B").text)
    assert "B1：4.2分（12份中1份）" in words


@pytest.mark.parametrize(
    "path",
    [
        "/behind/none/1.0.0/2026-03",
        "/behind/sample/9.9.9/2026-03",
        "/behind/sample/1.0.0/2026-04",
        pytest.param("/behind/sample/1.0.0/2026-13", marks=pytest.mark.nightly),
        pytest.param("/behind/sample/1.0.0/0000Q1", marks=pytest.mark.nightly),
        pytest.param("/behind/sample/1.0.0/9999Q4", marks=pytest.mark.nightly),
        "/behind/sample/1.0.0/2026-03?section=Z",
        "/behind/sample/1.0.0/2026-03?item=Z9",
        pytest.param("/behind/sample/1.0.0/2026-03?coverage=every", marks=pytest.mark.nightly),
        "/behind/sample/1.0.0/2026-03?coverage=imported",
        "/behind/sample/1.0.0/2026-03?skip=x",
        "/standards?rubric=none",
    ],
)
def test_what_is_not_there_is_not_found(visit: Visit, centres: tuple[int, int], path: str) -> None:
    assert visit("senior_supervisor").get(f"/centres/{centres[0]}{path}").status_code == 404


@pytest.mark.parametrize("path", [MARCH, "/standards"])
def test_what_is_not_ones_own_is_not_found(
    app: Flask, visit: Visit, centres: tuple[int, int], path: str
) -> None:
    a, _b = centres
    manager = app.test_client()
    sign_in(manager, "manager_b", PASSWORD)
    assert manager.get(f"/centres/{a}{path}").status_code == 404
    assert manager.get(f"/centres/places/1{path}").status_code == 404
    assert visit("judicial_reader").get(f"/centres/{a}{path}").status_code == 404
    assert visit("auditor").get(f"/centres/{10**9}{path}").status_code == 404
    assert visit(None).get(f"/centres/{a}{path}").status_code == 302
    assert visit("senior_supervisor").get(f"/centres/places/1{path}").status_code == 200


def test_standards_tell_sections_by_quarter_and_what_moved(
    visit: Visit, centres: tuple[int, int]
) -> None:
    page = visit("senior_supervisor").get(f"/centres/{centres[0]}/standards").text
    words = text_of(page)
    assert "2026年第一季度最低的部分是“A”，82.4分（17份）" in words
    assert page.count('class="pl-heat pl-heat-1"') == 3
    # A1 has a quarter of the weight, half of the files fell short; B1 half, one of 12 partly
    assert "主要失分：A1“A1”（12份中6份）、B1“B1”（12份中1份）。" in words
    # B1 cost 50 x 1/5 = 10 in February, 50 x 1/24 = 2.08 in March
    assert "较2026年2月，得分增加最多的是B1：7.9分。" in words
    assert "较2026年2月，得分减少最多的是A1：12.5分。" in words
    assert "各条目共失14.6分，恰为平均分与100分之差。" in words
    assert "达到18（75%） · 未达到6（25%）" in words
    assert f"/centres/{centres[0]}{MARCH}?item=A1" in page


def test_what_the_words_name_stands_in_the_table(
    app: Flask, visit: Visit, centres: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moved_view, "LOWEST_ITEMS", 1)
    client, address = visit("senior_supervisor"), f"/centres/{centres[0]}/standards"
    page = client.get(address).text
    # A1 cost most and fell most; B1 cost a sixth of it and gained most
    assert "得分增加最多的是B1：7.9分。" in text_of(page)
    assert "共有2个条目失分，下列为其中失分最多的1个，以及变化最大的条目。" in text_of(page)
    table = page[page.index('id="moved"') :]
    assert re.findall(r'<th scope="row"><span data-content>(\w+)<', table)[:2] == ["A1", "B1"]
    # in April nothing cost a point, so that A1, which gained most, stands there with nothing lost
    with app.app_context():
        count_in(db.session(), centres[0], 1, JAN + 3, 12, **read_as(**MET))
    page = client.get(address).text
    assert "2026年4月没有条目失分" in text_of(page)
    assert "得分增加最多的是A1“A1”：12.5分。" in text_of(page)
    (row,) = rows_of(client, f"/centres/{centres[0]}/moved.csv")[1:]
    assert (row[6], row[8:11]) == ("A1", ["0.0", "12.5", "12.5"])
    assert re.search(
        r'scope="row"><span data-content>A1<.*?>0\.0<.*?>12\.5<.*?>\+12\.5<', page, re.S
    )


def test_files_drawn_in_another_way_are_held_against_no_others(app: Flask, visit: Visit) -> None:
    with app.app_context():
        session: Session = db.session()
        a, _ = two_centres(session)
        version = published(session)
        unmet = read_as(**(MET | {"A1": "unmet"}))
        count_in(session, a, version, JAN + 1, design="random/simple/number", **unmet)
        count_in(session, a, version, JAN + 2, design="random/stratified:risk/number", **unmet)
    client = visit("senior_supervisor")
    why = "不与2026年2月比较：自2026年3月起案卷的抽取方式有变，差别可能仅由此而来。"
    for page in ("trends", "trends?section=A", "standards"):
        words = text_of(client.get(f"/centres/{a}/{page}").text)
        assert why in words
        assert "此前失分" not in words
    (row,) = rows_of(client, f"/centres/{a}/moved.csv")[1:]
    assert (row[5], row[6], row[8:11]) == ("", "A1", ["25.0", "", ""])
    # the overview says the same of the score, also where it is too early for limits
    assert "抽样方式变更" in text_of(client.get(f"/centres/{a}").text)
    client.post("/language/en", data={"csrf_token": token_of(client.get("/centres").text)})
    words = text_of(client.get(f"/centres/{a}/standards").text)
    assert "Not compared with Feb 2026: from Mar 2026 on files were drawn in another way" in words


def test_whoever_may_not_read_the_files_sees_no_small_numbers(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("caseworker")
    # five files in February alone are held back, and March with them
    alone = text_of(client.get(f"/centres/{centres[0]}/standards").text)
    trends = text_of(client.get(f"/centres/{centres[0]}/trends").text)
    assert "他人的案卷只按结束满21日的季度显示" in trends
    assert "失分最多的条目数量过少，均不显示。" in alone
    with app.app_context():
        session: Session = db.session()
        count_in(session, centres[0], 1, JAN, 6, **read_as(**(MET | {"A1": "unmet"})))
        count_in(session, centres[0], 1, JAN, 6, **read_as(**MET))
    standards = client.get(f"/centres/{centres[0]}/standards").text
    words = text_of(standards)
    # A1 was met 6 times and missed 6 times in 12 files; B1 once, which is held back
    assert "A1“A1”（12份中6份）" in words
    assert "B1“B1”" not in words
    assert "因数量过少而不能向您显示的条目未列出。" in words
    assert 'class="pl-bands"' not in standards
    # February has five files, so nothing may be said of the change; points are whole
    assert "12.5" not in words
    assert "A1：13分（12份中6份）" in words
    assert "各条目共失" not in words
    behind = client.get(f"/centres/{centres[0]}{MARCH}").text
    assert 'class="pl-bands"' not in behind
    assert "此处的答案数量仅供可查阅案卷者查看。" in text_of(behind)


def rows_of(client: FlaskClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv"
    return list(csv.reader(answer.data.decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    ("language", "heads", "periods"),
    [
        ("zh", ("失分", "此前失分", "对得分的影响"), ["2026年3月", "2026年2月"]),
        pytest.param(
            *(
                "en",
                ("Points lost", "Points before", "Effect on the score"),
                ["Mar 2026", "Feb 2026"],
            ),
            marks=pytest.mark.nightly,
        ),
    ],
)
def test_points_lost_can_be_kept_as_a_table(
    visit: Visit,
    centres: tuple[int, int],
    language: str,
    heads: tuple[str, ...],
    periods: list[str],
) -> None:
    client, a = visit("senior_supervisor"), centres[0]
    client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/centres").text)})
    page = client.get(f"/centres/{a}/standards").text
    address = f"/centres/{a}/moved.csv?rubric=sample"
    assert f'href="{address}"' in page
    head, *rows = rows_of(client, address)
    assert tuple(head[8:11]) == heads
    assert [row[4:6] for row in rows] == [periods] * 2
    # A1 cost a quarter of the weight in six of twelve, nothing before; B1 half of it, twice less
    assert [row[6:] for row in rows] == [
        ["A1", "A1", "12.5", "0.0", "-12.5", "6", "12"],
        ["B1", "B1", "2.1", "10.0", "7.9", "1", "12"],
    ]
    # the page says the same numbers
    words = text_of(page)
    assert all(number in words for row in rows for number in row[8:10])
    # of section B alone, and of the places above
    (only,) = rows_of(client, f"{address}&section=B")[1:]
    assert only[6:] == ["B1", "B1", "4.2", "20.0", "15.8", "1", "12"]
    assert rows_of(client, "/centres/places/0/moved.csv")[1:][0][6:] == rows[0][6:]
    assert rows_of(client, "/centres/places/1/moved.csv")[1:][0][6:] == rows[0][6:]


def test_a_table_of_points_lost_tells_no_more_than_the_page(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    a, b = centres
    caseworker, senior = visit("caseworker"), visit("senior_supervisor")
    assert rows_of(caseworker, f"/centres/{a}/moved.csv")[1:] == []
    with app.app_context():
        count_in(db.session(), a, 1, JAN, 6, **read_as(**(MET | {"A1": "unmet"})))
        count_in(db.session(), a, 1, JAN, 6, **read_as(**MET))
    # B1 was missed once; February is held back, so there is nothing to compare with
    (row,) = rows_of(caseworker, f"/centres/{a}/moved.csv")[1:]
    assert row[6:] == ["A1", "A1", "13", "", "", "6", "12"]
    for path in ("moved.csv?section=Z", "moved.csv?rubric=none"):
        assert senior.get(f"/centres/{a}/{path}").status_code == 404
    assert senior.get(f"/centres/{b}/moved.csv").status_code == 404
    assert visit("judicial_reader").get(f"/centres/{a}/moved.csv").status_code == 404
    with app.app_context():
        detail = db.session().execute(select(JournalRow.detail).order_by(JournalRow.seq)).scalars()
        assert '{"count":1,"view":"moved_csv"}' in list(detail)


@pytest.mark.parametrize(
    ("language", "unnamed", "ask", "held", "answers", "said", "seen"),
    [
        (
            "zh",
            "您无权打开的案卷，只显示其中的发现，不显示编号和日期。",
            "如需查阅，请在该案卷的评查页申请",
            "其中您无权打开的案卷不足5份，因此只显示您有权打开的案卷中的发现。",
            "此处不统计答案：其中您无权打开的案卷不足5份",
            "趋势图某一点背后的评查：2026年第一季度查阅，版本1.0.0，",
            ("图上一点背后的问题", "问题文字（未显示案卷与日期）", "另有1人只看到其中的问题"),
        ),
        (
            "en",
            "What was found in files that you may not open is told without file and day.",
            "Ask to open one from its review",
            "Fewer than 5 of these files are not yours to open, so only what was found in files",
            "Answers are not counted here: fewer than 5 of these files are not yours to open",
            "Behind a point of a trend: read in Q1 2026, version 1.0.0;",
            (
                "findings behind a point of a chart",
                "text of findings, without the file and its day",
                "1 person more read findings of it without the file and its day",
            ),
        ),
    ],
    ids=["zh", "en"],
)
def test_findings_of_files_to_be_asked_for_are_told_without_the_file(
    store: Session,
    visit: Visit,
    language: str,
    unnamed: str,
    ask: str,
    held: str,
    answers: str,
    said: str,
    seen: tuple[str, ...],
    app: Flask,
) -> None:
    followed = a_followed(store)
    desk = followed.desk
    line = FindingDraft(FindingKind.FINDING, ("A1",), "联系记录不全", is_main=True)
    save_findings(store, desk.reader, desk.audit, FindingSheet((line,)), ZONE, at=NOON)
    sign(store, followed)
    client = visit("senior_supervisor")
    address = f"/centres/{desk.centre}/behind/sample/1.0.0/2026Q1"
    client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/centres").text)})
    # while nobody supervises its worker they open it, and nothing is kept from them
    named = client.get(address).text
    assert "KM-26-0000-00077" in named
    assert unnamed not in text_of(named)
    assert named.count('class="pl-bands"') == 3
    store.add(
        SupervisionAgreementRow(
            kind="standing",
            supervisor_id=desk.reader.account_id,
            practitioner_id=followed.worker.practitioner_id,
            place_path="1/",
            minutes=60,
            functions={},
            from_on=date(2026, 3, 23),
            created_at=NOON,
        )
    )
    store.commit()
    few = client.get(address).text
    assert held in text_of(few)
    assert "联系记录不全" not in few
    # its answers by item would be its whole answer sheet
    assert answers in text_of(few)
    assert 'class="pl-bands"' not in few
    assert "1/1" not in few
    # with four more files of the month five are closed to them
    count_in(store, desk.centre, desk.rubric, JAN + 2, 4, **read_as(**MET))
    page = client.get(address).text
    assert faults(page, language) == []
    assert "联系记录不全" in page
    assert unnamed in text_of(page)
    (link,) = set(re.findall(f'<a href="([^"]+)">{ask}</a>', page))
    # one of another month, of another way of choosing and a draft stand behind other points
    a_draft(store, desk.centre, desk.rubric, desk.reader)
    others = (
        {"reviewed_on": date(2026, 4, 1)},
        {"reviewed_on": date(2026, 3, 1), "sample_type": "purposive"},
        {"reviewed_on": date(2026, 3, 1), "state": "void"},
    )
    for one in others:
        fields = {"state": "signed", "result_state": "provisional", "signed_at": NOON, **one}
        a_draft(store, desk.centre, desk.rubric, desk.reader, **fields)
    listed = client.get(unescape(link))
    assert faults(listed.text, language) == []
    assert re.findall(r'href="/audits/(\d+)"', listed.text) == [str(desk.audit)]
    assert re.findall(r"<h1>(\d+)", listed.text) == ["1"]
    assert said in text_of(listed.text)
    # every filter beside it keeps the point, and the page above leads there without a finding
    assert link.replace("/audits?", "/audits?state=final&amp;") in listed.text
    assert f'<small><a href="{link}">' in few
    assert client.get(f"/audits?centre={desk.centre}&period=2026").status_code == 404
    assert "KM-26-0000-00077" not in page
    assert f"/audits/{desk.audit}" not in page
    # who saw the file is told of both, each with what was shown
    enter(app, "third").get(address)
    notes = store.execute(
        select(JournalRow.detail).where(JournalRow.detail.contains('"view":"behind"'))
    ).scalars()
    assert list(notes) == [
        f'{{"count":1,"named":[{desk.audit}],"unnamed":[],"view":"behind"}}',
        f'{{"count":1,"named":[],"unnamed":[{desk.audit}],"view":"behind"}}',
        f'{{"count":1,"named":[],"unnamed":[{desk.audit}],"view":"behind"}}',
    ]
    manager = enter(app, "manager")
    token = token_of(manager.get("/").text)
    manager.post(f"/language/{language}", data={"csrf_token": token})
    asked = {"csrf_token": token, "file": "KM-26-0000-00077"}
    listed_page = manager.post("/access/seen", data=asked).text
    assert faults(listed_page, language) == []
    rows = [text_of(row) for row in re.findall(r"<tr><td.*?</tr>", listed_page, re.S)]
    assert [seen[0] in row for row in rows] == [False, False, True]
    assert [seen[1] in row for row in rows] == [True, True, False]
    assert ["third" in row for row in rows] == [True, False, False]
    # who saw it with its file first and without it later saw more: one person more, not two
    assert seen[2] in text_of(listed_page)
    # of another centre and of another file nothing is told
    other = manager.post("/access/seen", data=asked | {"file": "KM-26-0000-00078"}).text
    assert "third" not in other


def test_nothing_read_yet_says_so(visit: Visit, centres: tuple[int, int]) -> None:
    page = visit("senior_supervisor").get(f"/centres/{centres[1]}/standards")
    assert page.status_code == 200


@pytest.mark.parametrize(("path", "most"), [(MARCH, 12), ("/standards", 15)])
def test_a_page_costs_the_same_whatever_the_number_of_audits(
    app: Flask, visit: Visit, centres: tuple[int, int], path: str, most: int
) -> None:
    client = visit("senior_supervisor")
    with app.app_context():
        engine = db.engine
    counts = []
    for more in (0, 400):
        with app.app_context():
            count_in(db.session(), centres[0], 1, JAN + 2, times=more, codes=MET)
        client.get(f"/centres/{centres[0]}{path}")
        with counted_on(engine) as statements:
            assert client.get(f"/centres/{centres[0]}{path}").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= most


@pytest.mark.parametrize(
    ("role", "language"),
    [
        ("senior_supervisor", "zh"),
        ("senior_supervisor", "en"),
        ("caseworker", "zh"),
        pytest.param("caseworker", "en", marks=pytest.mark.nightly),
    ],
)
def test_every_page_speaks_one_language_and_weighs_little(
    visit: Visit, centres: tuple[int, int], language: str, role: str
) -> None:
    a, b = centres
    client = visit(role)
    client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/centres").text)})
    addresses = [
        f"/centres/{a}{MARCH}",
        f"/centres/{a}{MARCH}?section=A",
        f"/centres/{a}/standards",
    ]
    addresses += [f"/centres/{a}{MARCH}?item=B1", f"/centres/{b}/standards"]
    if role == "senior_supervisor":
        addresses += [f"/centres/places/1{MARCH}", "/centres/places/0/standards"]
    else:
        # a place less its centres would tell the one that is held back
        assert client.get(f"/centres/places/1{MARCH}").status_code == 404
    pages = {one: client.get(one) for one in addresses}
    assert {page.status_code for page in pages.values()} == {200}
    found = {one: faults(page.text, language) for one, page in pages.items()}
    assert {one: wrong for one, wrong in found.items() if wrong} == {}


@ON_POSTGRESQL
def test_the_same_on_the_other_database(visit: Visit, centres: tuple[int, int]) -> None:
    client = visit("senior_supervisor")
    page = client.get(f"/centres/{centres[0]}{MARCH}").text
    assert "达到6（50%） · 未达到6（50%）" in text_of(page)
    words = text_of(client.get(f"/centres/{centres[0]}/standards").text)
    assert "各条目共失14.6分，恰为平均分与100分之差。" in words


def test_an_overview_says_what_became_worse_by_more_than_chance(app: Flask, visit: Visit) -> None:
    with app.app_context():
        session: Session = db.session()
        a, _ = two_centres(session)
        version = published(session)
        for at in range(13):
            count_in(session, a, version, JAN + at, score_millionths=850_000 + at % 2 * 10_000)
        count_in(session, a, version, JAN + 13, score_millionths=500_000)
    words = text_of(visit("senior_supervisor").get(f"/centres/{a}").text)
    assert "社会工作/个案管理明显变差，超出正常波动" in words
    # the same sign as on the area's own page
    trend = text_of(visit("senior_supervisor").get(f"/centres/{a}/trends").text)
    assert "▼ 变差" in words
    assert "▼ 变差" in trend
