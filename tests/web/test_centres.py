"""Pages of centres: who sees them, what they say, and that they grow with months only."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.extensions import db
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from tests.people import NOON, OPERATOR
from tests.readings import JAN, count_in, declare, published, read_as
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import CHEAP, PASSWORD, Visit, sign_in, token_of
from tests.web.pagecheck import faults

TWO_VERSIONS = {"1.0.0": JAN, "2.0.0": JAN + 1}


@pytest.fixture
def centres(app: Flask) -> tuple[int, int]:
    """Centre A with files of two versions, centre B with none; a manager of B alone."""
    with app.app_context():
        session: Session = db.session()
        a, b = two_centres(session)
        for version, month in TWO_VERSIONS.items():
            count_in(session, a, published(session, version), month, times=5)
        lost = read_as(A1="met", A2="met", B1="partly")["losses"]
        count_in(session, a, 2, JAN + 2, times=6, is_final=False, losses=lost)
        count_in(session, a, 2, JAN + 2, times=3, sample_type="purposive")
        grant = NewGrant(Role.CENTRE_MANAGER, centre_code="B")
        new = NewAccount("manager_b", "主任丙", PASSWORD, (grant,))
        add_account(session, OPERATOR, new, CHEAP, at=NOON)
    return a, b


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_list_is_in_order_of_codes_and_finds_two_hanzi(
    visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    page = client.get("/centres").text
    assert page.index("中心甲") < page.index("中心乙")  # PL before WH
    assert "2个中心" in page
    assert "中心甲" not in client.get("/centres?q=心乙").text
    assert "中心乙" in client.get("/centres?q=心乙").text
    assert "中心甲" in client.get("/centres?q=centre+a").text
    assert "没有符合的中心" in client.get("/centres?q=无此").text
    assert "中心乙" not in client.get("/centres?area=social_work").text


def test_the_list_holds_only_what_is_within_reach(app: Flask, centres: tuple[int, int]) -> None:
    client = app.test_client()
    sign_in(client, "manager_b", PASSWORD)
    page = client.get("/centres").text
    assert "中心乙" in page
    assert "中心甲" not in page


def test_an_overview_says_how_many_areas_reach_band_b(
    visit: Visit, centres: tuple[int, int]
) -> None:
    page = visit("senior_supervisor").get(f"/centres/{centres[0]}")
    assert page.status_code == 200
    words = text_of(page.text)
    # 6 files at 85 in March, provisional; band B begins at 80; B1 was partly met in each
    assert "社会工作/个案管理，主要失分：B1“B1”（6份中6份）。" in words
    assert "0 项整改逾期" in words
    assert "已评定的1个领域平均分达到B级及以上" in words
    assert "各领域最近一期共6份评查，其中0份结果已定。" in words
    # it needs no script; the one that every page has tells how long the session lasts
    assert re.findall(r"<script\b[^>]*", page.text) == re.findall(
        r'<script\b[^>]*/js/session\.js"[^>]*', page.text
    )


def test_an_empty_overview_says_why_and_what_next(visit: Visit, centres: tuple[int, int]) -> None:
    words = text_of(visit("senior_supervisor").get(f"/centres/{centres[1]}").text)
    assert "尚无评查" in words
    assert "尚无已签署的评查" in words


def test_a_trend_shows_the_break_and_keeps_purposive_files_apart(
    visit: Visit, centres: tuple[int, int]
) -> None:
    page = visit("senior_supervisor").get(f"/centres/{centres[0]}/trends").text
    words = text_of(page)
    assert "2026年3月为85.0分（6份），与2026年2月持平" in words
    assert "自2026年2月采用细则2.0.0版，前后不可直接比较。" in words
    assert "其中6份暂定，可能变化。" in words
    assert "指定抽取的案卷，不计入曲线" in words
    assert "2026年第一季度仅3份，不作评定" in words
    assert 'class="pl-break"' in page
    # one hollow dot: March; January and February are final
    chart = page[page.index('class="pl-chart-svg"') :]
    assert chart[: chart.index("</svg>")].count("pl-dot-open") == 1


@pytest.fixture
def common(app: Flask, centres: tuple[int, int]) -> tuple[int, int]:
    """The same centres, once a person has compared the two versions: nothing changed."""
    with app.app_context():
        declare(db.session(), 2, 1, A1="same", A2="reworded", B1="same")
    return centres


def test_versions_that_nobody_compared_are_not_joined_and_the_page_says_why(
    visit: Visit, centres: tuple[int, int]
) -> None:
    page = visit("senior_supervisor").get(f"/centres/{centres[0]}/trends").text
    assert "1.0.0版与2.0.0版不连线：尚无人逐条比较；可发布细则者可在两版比较页面办理。" in text_of(
        page
    )
    assert "pl-linked" not in page
    assert said_in_chart(page) == ["尚未比较"]


def said_in_chart(page: str) -> list[str]:
    return re.findall(r"pl-break-below[^>]*>([^<]*)", page)


def test_below_70_percent_of_the_weight_the_line_breaks_and_the_chart_says_why(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    # sections A (A1, A2) and B (B1) weigh the same, and B1 is another question now: half is shared
    with app.app_context():
        declare(db.session(), 2, 1, A1="same", A2="reworded", B1="changed")
    client = visit("senior_supervisor")
    address = f"/centres/{centres[0]}/trends"
    page = client.get(address).text
    assert "pl-linked" not in page
    assert said_in_chart(page) == ["共有权重50%，须达70%"]
    why = "1.0.0版与2.0.0版不连线：共有条目仅占权重的50%，连线须达70%。"
    assert why in text_of(page)
    # on the chart itself, for who points at the break or has it read out
    assert page.count(f"{why}</title>") == 3
    (said,) = [
        one
        for one in client.get(f"{address}.json").json["layout"]["annotations"]
        if "2.0.0" in one["text"]
    ]
    assert said["text"] == "2.0.0版<br>共有权重50%，须达70%"
    assert why in said["hovertext"]
    assert faults(page, "zh") == []
    client.post("/language/en", data={"csrf_token": token_of(page)})
    page = client.get(address).text
    assert said_in_chart(page) == ["50% shared, 70% needed"]
    assert "what they share carries only 50% of the weight, and 70% are needed." in text_of(page)
    assert faults(page, "en") == []


def test_versions_join_on_their_common_items_in_chart_table_figure_and_csv(
    visit: Visit, common: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    address = f"/centres/{common[0]}/trends"
    page = client.get(address).text
    words = text_of(page)
    # every reading met A1 and A2 and half of B1, of sections that weigh the same
    assert "按1.0.0、2.0.0版共有条目计算：2026年3月为75.0分（6份），与2026年2月持平。" in words
    assert "共同基础：2.0.0版全部3个条目，占权重的100%；这一数值仍与整份案卷得分不同" in words
    assert page.count('class="pl-linked-mark"') == 3  # two dots and the key
    assert page.count('class="pl-linked-mark pl-dot-open"') == 1
    assert "1.0.0、2.0.0" in page[page.index('id="common-items"') :]
    assert faults(page, "zh") == []
    # the break of the versions' own lines stays
    assert 'class="pl-break"' in page
    lines = client.get(f"{address}.csv").data.decode("utf-8-sig").splitlines()
    own = "A,中心甲,随机抽取和全数评查的案卷,共有条目,1.0.0、2.0.0,2026年1月,75.0,5,5,0"
    assert f"{own},平均得分,,,,," in lines
    names = [one["name"] for one in client.get(f"{address}.json").json["data"]]
    assert names[2:] == ["1.0.0、2.0.0版共有条目"]
    # the headline agrees with the line below, and a section says how it stands itself
    assert "不可直接比较" not in words
    assert "自2026年2月采用细则2.0.0版：前后可比的是下方共有条目的趋势线" in words
    # a section's own page has no such line
    of_section = client.get(f"{address}?section=A").text
    assert "pl-linked" not in of_section
    assert "细则2.0.0版自2026年2月起采用，未改动本部分：前后得分可以比较。" in text_of(of_section)
    assert "1.0.0、2.0.0" not in client.get(f"{address}.json?section=A").text


def test_a_line_over_versions_is_said_in_english_for_a_place_and_the_network(
    visit: Visit, common: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    client.post("/language/en", data={"csrf_token": token_of(client.get("/centres").text)})
    for place in (0, 1):
        page = client.get(f"/centres/places/{place}/trends").text
        assert faults(page, "en") == []
        words = text_of(page)
        assert "On the items that versions 1.0.0, 2.0.0 share, Mar 2026: 75.0 points" in words


def test_a_section_has_a_trend_of_its_own(visit: Visit, centres: tuple[int, int]) -> None:
    client = visit("senior_supervisor")
    words = text_of(client.get(f"/centres/{centres[0]}/trends?section=A").text)
    assert "2026年3月为90.0分（6份）" in words
    assert client.get(f"/centres/{centres[0]}/trends?section=Z").status_code == 404
    assert client.get(f"/centres/{centres[0]}/trends?rubric=none").status_code == 404


def handed_out(app: Flask) -> JournalRow:
    with app.app_context():
        query = select(JournalRow).where(JournalRow.action == "list:read")
        return db.session.execute(query).scalar_one()


def test_the_table_can_be_kept(app: Flask, visit: Visit, centres: tuple[int, int]) -> None:
    answer = visit("senior_supervisor").get(f"/centres/{centres[0]}/trends.csv")
    assert answer.content_type.startswith("text/csv")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "中心或地区代码,中心或地区,范围,部分,细则版本,时期,得分,案卷,已定,暂定"
        ",指标,均值或中位数,下控制限,上控制限,控制限判断,符合的案卷"
    )
    whole = "A,中心甲,随机抽取和全数评查的案卷,整份案卷,2.0.0"
    assert f"{whole},2026年3月,85.0,6,0,6,平均得分,,,,," in lines
    # five and six files are too few for a share; months of a quarter stand together for it
    assert f"{whole},2026年第一季度,100.0,11,5,6,达到B级及以上的案卷比例,,,,,11" in lines
    noted = handed_out(app)
    assert (noted.centre_id, noted.detail) == (
        centres[0],
        f'{{"count":{len(lines) - 1},"view":"trends_csv"}}',
    )


def test_the_figure_is_small_and_sends_nothing_away(visit: Visit, centres: tuple[int, int]) -> None:
    answer = visit("senior_supervisor").get(f"/centres/{centres[0]}/trends.json")
    figure = json.loads(answer.text)
    assert figure["config"]["showSendToCloud"] is False
    assert figure["config"]["plotlyServerURL"] == ""
    assert figure["config"]["displayModeBar"] is False
    assert figure["config"]["locale"] == figure["locale"]["name"] == "zh-CN"
    assert len(answer.data) < 15_000


def test_a_place_shows_its_own_totals_to_those_who_reach_all_of_it(
    app: Flask, visit: Visit, centres: tuple[int, int]
) -> None:
    client = visit("senior_supervisor")
    assert client.get("/centres/places/1/trends").status_code == 200
    assert client.get("/centres/places/0/trends").status_code == 200
    assert "各专业领域" in client.get("/centres?place=1").text
    manager = app.test_client()
    sign_in(manager, "manager_b", PASSWORD)
    assert manager.get("/centres/places/1/trends").status_code == 404
    assert manager.get("/centres/places/0/trends").status_code == 404
    assert "各专业领域" not in manager.get("/centres?place=1").text


@pytest.mark.parametrize("ending", ["", "/trends", "/trends.csv", "/trends.json"])
def test_what_is_not_ones_own_is_not_found(
    app: Flask, visit: Visit, centres: tuple[int, int], ending: str
) -> None:
    a, b = centres
    manager = app.test_client()
    sign_in(manager, "manager_b", PASSWORD)
    assert manager.get(f"/centres/{a}{ending}").status_code == 404  # out of reach
    assert visit("judicial_reader").get(f"/centres/{a}{ending}").status_code == 404  # wrong role
    assert visit("auditor").get(f"/centres/{10**9}{ending}").status_code == 404  # no such centre
    assert visit("auditor").get(f"/centres/x{ending}").status_code == 404
    assert visit("auditor").post(f"/centres/{a}{ending}").status_code in {400, 405}
    stranger = visit(None).get(f"/centres/{a}{ending}")
    assert stranger.status_code == 302
    assert b


def test_bands_of_few_files_are_not_for_those_who_see_no_files(
    visit: Visit, centres: tuple[int, int]
) -> None:
    # six files in March: below ten, a caseworker learns the mean and no distribution
    assert 'class="pl-bands"' in visit("auditor").get(f"/centres/{centres[0]}").text
    assert 'class="pl-bands"' not in visit("caseworker").get(f"/centres/{centres[0]}").text


@pytest.mark.parametrize("path", ["", "/trends"])
def test_a_page_costs_the_same_whatever_the_number_of_audits(
    app: Flask, visit: Visit, centres: tuple[int, int], path: str
) -> None:
    client = visit("senior_supervisor")
    address = f"/centres/{centres[0]}{path}"
    sizes, counts = [], []
    with app.app_context():
        engine = db.engine
    for more in (0, 400):
        with app.app_context():
            count_in(db.session(), centres[0], 2, JAN + 1, times=more)
        client.get(address)  # the rubric's content is kept from here on
        with counted_on(engine) as seen:
            sizes.append(len(client.get(address).data))
        counts.append(len(seen))
    # the overview measures every criterion: some asks for what it rests on, whatever there is
    assert counts[0] == counts[1] <= (20 if path else 53)
    assert abs(sizes[0] - sizes[1]) < 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_one_language_and_weighs_little(
    visit: Visit, centres: tuple[int, int], language: str
) -> None:
    a, b = centres
    client = visit("senior_supervisor")
    token = token_of(client.get("/me").text)
    client.post(f"/language/{language}", data={"csrf_token": token})
    pages = {
        address: client.get(address)
        for address in (
            "/centres",
            "/centres?place=1&q=a",
            "/centres?q=none",
            f"/centres/{a}",
            f"/centres/{b}",
            f"/centres/{a}/trends",
            f"/centres/{a}/trends?section=B",
            f"/centres/{b}/trends",
            "/centres/places/1/trends",
            "/centres/places/0/trends",
        )
    }
    assert {page.status_code for page in pages.values()} == {200}
    found = {address: faults(page.text, language) for address, page in pages.items()}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_periods_further_back_are_folded(app: Flask, visit: Visit) -> None:
    with app.app_context():
        session: Session = db.session()
        a, _ = two_centres(session)
        version = published(session)
        for number in range(10):
            count_in(session, a, version, JAN + number)
    page = visit("senior_supervisor").get(f"/centres/{a}/trends").text
    table = page[page.index("<h2>以表格显示") : page.index("<h2>条目及其依据的条款")]
    shown, folded = table.split("<details", maxsplit=1)
    assert shown.count('<th scope="row">') == 8
    assert "更早各期：2期" in folded
    assert folded.count('<th scope="row">') == 2
