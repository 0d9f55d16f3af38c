"""Comparison of centres: who sees what, the funnel, filters, and a price that does not grow."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Role
from qa_app.domain.text import BilingualText
from qa_app.extensions import db
from qa_app.models.journal import JournalRow
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.readings import count_in, published
from tests.register import two_centres
from tests.sessions import someone
from tests.statements import counted_on
from tests.web.conftest import BOTH, Visit
from tests.web.pagecheck import faults
from tests.web.visits import english, enter, faultless, heading, in_both, words_of

TODAY = clock.today("Asia/Shanghai")
NOW = month_of(TODAY)


@pytest.fixture
def dozen(store: Session) -> list[int]:
    return a_dozen(store)


@kept
def a_dozen(store: Session) -> list[int]:
    """Twelve centres in Panlong: eleven with 18 of 20 files at band B, one with 8 of 20."""
    a, _b = two_centres(store)
    version = published(store)
    centres = [a]
    for number in range(1, 12):
        new = NewCentre(
            f"C{number:02}",
            BilingualText(f"中心{number:02}", f"Centre {number:02}"),
            "PL",
            "social_work_agency",
            ("social_work",),
        )
        centres.append(add_centre(store, OPERATOR, new, at=NOON))
    for place, centre in enumerate(centres):
        good = 8 if place == 5 else 18
        count_in(store, centre, version, NOW - 1, good)
        count_in(store, centre, version, NOW - 1, 20 - good, band_position=3)
    return centres


def asked(**filters: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"/places/0/compare?{query}" if query else "/places/0/compare"


def test_a_city_finds_who_lies_below_what_chance_explains(dozen: list[int], visit: Visit) -> None:
    client = visit("senior_supervisor")
    zh, en = in_both(client, "/places/0/compare")
    assert heading(en) == "Whole network: Centre 05 lies below the 99.8 % limits of chance"
    assert heading(zh) == "全网络：中心05低于99.8%控制限，超出偶然"
    words = words_of(en)
    # 11 × 18 + 8 of 240 files
    assert "all 12 centres of the network with 10 final results or more together: 86 %." in words
    assert "240 files in all." in words
    assert "Centre 05 needs attention 40 % (8 of 20) 22 % to 61 %" in words
    assert "below the limits, more than chance explains" in words
    assert "In order of names, never of results." in words
    assert "达到B级及以上的案卷比例" in zh
    names = re.findall(r'<th scope="row"><a href="[^"]+"><span data-content="">(Centre [^<]+)<', en)
    assert names[:3] == ["Centre 01", "Centre 02", "Centre 03"]
    assert names == sorted(names)
    # shape besides colour: one triangle downwards in each picture and the key
    assert en.count("pl-dot-worse") == 3


def test_a_centre_has_one_verdict_for_every_reader_and_from_every_place(
    app: Flask, store: Session, dozen: list[int], visit: Visit
) -> None:
    """Of a last year read by all: from the network, from one district, with final results only."""
    last_year = TODAY.year * 12 - 3
    district = NewCentre("W1", BilingualText("五华", "Wuhua 1"), "WH", "social_work_agency", ("social_work",))  # fmt: skip
    alone = add_centre(store, OPERATOR, district, at=NOON)
    for place, centre in enumerate((*dozen, alone)):
        good = 8 if centre == alone else 18
        count_in(store, centre, 1, last_year, good)
        count_in(store, centre, 1, last_year, 20 - good, band_position=3)
        # not settled yet: shown to who reads the audits, held against nothing
        count_in(store, centre, 1, last_year, place % 3, band_position=4, is_final=False)
    end = f"{TODAY.year - 1}-12"
    for role in ("senior_supervisor", "auditor", "judicial_reader"):
        client = visit(role)
        for address in (asked(end=end), f"/places/4/compare?end={end}"):
            _zh, en = in_both(client, address)
            words = words_of(en)
            assert "all 13 centres of the network with 10 final results or more" in words, role
            row = words.split("Wuhua 1", 2)[2] if "/places/0" in address else words
            assert "below the limits, more than chance explains" in row, (role, address)


def test_what_needs_attention_is_an_address_of_its_own(dozen: list[int], visit: Visit) -> None:
    client = visit("senior_supervisor")
    page = faultless(client, asked(attention=1))
    assert len(re.findall(r'<tr class="pl-noted">', page)) == 1
    assert "中心04" not in page.split('id="intervals-block"')[1].split("</section>")[0]
    none = faultless(client, asked(attention=1, measure="score"))
    assert "此处没有需要关注的中心" in none


def falls(store: Session, centre: int, last: int) -> None:
    """Two years of months at 85, the last of them far below: a change for the worse."""
    for back in range(1, 24):
        score = 850_000 + 10_000 * (back % 3)
        count_in(store, centre, 1, last - back, 6, score_millionths=score)
    count_in(store, centre, 1, last, 6, score_millionths=300_000)


def test_a_change_of_long_ago_needs_no_attention_now(
    store: Session, dozen: list[int], visit: Visit
) -> None:
    client = visit("senior_supervisor")
    a, b = two_more(store)
    falls(store, a, NOW - 1)
    falls(store, b, NOW - 14)
    _zh, en = in_both(client, asked(measure="score"))
    words = words_of(en)
    table = words.split("Show as a table")[1].split("Download as CSV")[0]
    recent, old = table.split("Recent")[1], table.split("Silent")[1]
    assert recent.lstrip().startswith("needs attention")
    assert "▼ worse" in recent
    assert "needs attention" not in old
    assert "○ no file for 14 months" in old
    # beside a sign of limits no step from one period to the next that could contradict it
    small = en.split('id="charts"')[1]
    assert re.search(r"▼</span> worse · [^<]*30.0 points \(6 files\)</p>", small)
    csv = client.get(asked(measure="score").replace("compare?", "compare.csv?")).text
    assert "已14个月没有案卷" in csv
    # what a mean never has is no column
    assert "漏斗图位置" not in csv
    assert "符合数" not in csv


def two_more(store: Session) -> list[int]:
    return [
        add_centre(
            store,
            OPERATOR,
            NewCentre(
                code, BilingualText(code, name), "PL", "social_work_agency", ("social_work",)
            ),
            at=NOON,
        )
        for code, name in (("R1", "Recent"), ("S1", "Silent"))
    ]


def test_means_have_no_funnel_and_no_interval_from_one_month(
    dozen: list[int], visit: Visit
) -> None:
    client = visit("senior_supervisor")
    _zh, en = in_both(client, asked(measure="score"))
    assert heading(en) == "Whole network: the mean score of 12 of 12 centres is 80 points or more"
    assert "A funnel holds shares against each other" in en
    assert "no interval: fewer than 3 months with files, or all alike" in en
    assert client.get("/places/0/compare.json?measure=score").status_code == 404


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"end": "2026-13"}, "“2026-13” is no month; write it like 2026-03."),
        ({"end": "2999-01"}, "2999-01 lies in the future."),
        ({"end": "1999-12"}, "Comparisons begin with the year 2000"),
        ({"rubric": "none"}, "against the rubric “none”"),
        ({"area": "none"}, "of the area “none”"),
        ({"rubric": "sample", "version": "9.9.9"}, "against version “9.9.9”"),
        ({"measure": "rank"}, "“rank” is not one of the measures"),
        ({"measure": "redline"}, "This rubric has no red lines."),
        ({"within": "999"}, "“999” is no place of those below."),
        ({"charts": "7"}, "There is no page “7” of charts."),
        ({"charts": "0"}, "There is no page “0” of charts."),
        ({"end": "%3Cscript%3E"}, "“&lt;script&gt;” is no month"),
    ],
)
def test_a_wrong_filter_is_told_in_words(
    dozen: list[int], visit: Visit, filters: dict[str, str], said: str
) -> None:
    client = visit("senior_supervisor")
    _zh, en = in_both(client, asked(**filters))
    assert heading(en) == "This comparison does not exist"
    assert said in en
    for ending in ("", ".json", ".csv"):
        code = client.get(asked(**filters).replace("compare?", f"compare{ending}?")).status_code
        assert code == (404 if not ending or "charts" not in filters else code)


def test_filters_that_do_not_go_together_are_told_so(
    store: Session, dozen: list[int], visit: Visit
) -> None:
    other = published(store, "3.0.0", id="other", area="legal_aid")
    count_in(store, dozen[0], other, NOW - 1, 12, area_code="legal_aid")
    client = visit("senior_supervisor")
    for filters, said in (
        ({"area": "legal_aid", "rubric": "sample"}, "“sample”, but not of the area"),
        ({"rubric": "other", "version": "1.0.0"}, "version “1.0.0”, but not of the area or rubric"),
        ({"area": "social_work", "version": "3.0.0"}, "“3.0.0”, but not of the area or rubric"),
    ):
        page = client.get(asked(**filters))
        assert page.status_code == 404
        _zh, en = in_both(client, asked(**filters))
        assert said in en
    district = faultless(client, asked(within=1, end="2001-05"))
    assert heading(district).startswith("云南省")


CHOICES = {
    "area": ("social_work", "legal_aid", "none"),
    "rubric": ("sample", "none"),
    "version": ("1.0.0", "9.9.9"),
    "measure": ("band", "score", "redline", "rank"),
    "end": (f"{TODAY.year - 1}-12", f"{TODAY.year}-01", "2001-05", "2026-13"),
    "within": ("1", "999"),
    "attention": ("1",),
    "charts": ("1", "7"),
}


@pytest.mark.parametrize("role", ["senior_supervisor", "judicial_reader"])
def test_any_two_filters_are_answered_in_words(
    store: Session, dozen: list[int], visit: Visit, role: str
) -> None:
    for centre in dozen:
        count_in(store, centre, 1, TODAY.year * 12 - 3, 12)
    client, language = visit(role), "zh"
    told = {heading(client.get(asked(measure="rank")).text)}
    for one, other in itertools.combinations(CHOICES, 2):
        for pair in itertools.product(CHOICES[one], CHOICES[other]):
            address = asked(**dict(zip((one, other), pair, strict=True)))
            answer = client.get(address)
            assert answer.status_code in {200, 404}, address
            assert faults(answer.text, language) == [], address
            assert (heading(answer.text) in told) == (answer.status_code == 404), address


def test_every_filter_is_kept_in_the_address(dozen: list[int], visit: Visit) -> None:
    client = visit("senior_supervisor")
    end = f"{(NOW - 1) // 12}-{(NOW - 1) % 12 + 1:02}"
    filters = {
        "area": "social_work",
        "rubric": "sample",
        "version": "1.0.0",
        "measure": "band",
        "end": end,
        "within": 1,
        "attention": 1,
        "charts": 1,
    }
    page = faultless(client, asked(**filters))
    assert heading(page).startswith("云南省：")
    assert f'<option value="{end}" selected>' in page
    for name in ("within", "attention"):
        assert f'<input type="hidden" name="{name}"' in page
    figure = re.search(r'data-figure="([^"]+)"', page)
    assert figure is not None
    assert all(f"{name}={value}" in figure[1] for name, value in filters.items())


def test_nothing_read_is_said_and_other_months_are_offered(dozen: list[int], visit: Visit) -> None:
    client = visit("senior_supervisor")
    page = faultless(client, asked(end="2001-05"))
    assert "这些月份没有可比较的内容" in heading(page)
    assert '<select id="end"' in page


def test_few_files_for_those_who_may_read_them_and_for_those_who_may_not(
    store: Session, visit: Visit
) -> None:
    a, b = two_centres(store)
    version = published(store)
    last_year = TODAY.year * 12 - 3
    count_in(store, a, version, last_year, 7)
    count_in(store, a, version, last_year, 2, band_position=4)
    count_in(store, b, version, last_year, 30)
    count_in(store, b, version, last_year, 9, is_final=False, band_position=4)
    end = f"{TODAY.year - 1}-12"
    seen = words_of(faultless(visit("senior_supervisor"), asked(end=end)))
    assert "9份中7份" in seen
    assert "39份中30份" in seen
    judge = visit("judicial_reader")
    zh, en = in_both(judge, asked(end=end))
    words = words_of(en)
    assert "only 9 files: not shown" in words
    assert "7 of 9" not in en
    assert "100 % (30 of 30)" in words
    # 30 and 9 of two centres, whose numbers of files both stand there; no place is added up
    assert "39 files in all. Counted are final results of calendar years that are over. " in words
    assert "The total includes centres of which too few were read to show a result." in words
    assert (
        "共39份。只计已结束自然年度的已定结果。总数包括因数量过少而不显示结果的中心。"
        in words_of(zh)
    )
    assert "A place adds up" not in words
    assert "Trends</h2>" not in en
    assert 'id="heat"' not in en
    assert "/centres/" not in en
    assert judge.get(asked(end=f"{TODAY.year - 1}-11")).status_code == 404
    assert judge.get(asked(end=f"{TODAY.year}-12")).status_code == 404
    assert "只能" not in zh
    table = judge.get(f"/places/0/compare.csv?end={end}").data.decode("utf-8-sig")
    (few,) = (row for row in table.splitlines() if row.startswith("A,"))
    assert few.split(",")[6:] == ["", "", "9", "", "已定结果太少，不与控制限比较"]
    assert "Provisional" not in table
    assert "暂定" not in table


def test_a_mean_is_held_that_would_tell_of_files_of_another_version(
    store: Session, visit: Visit
) -> None:
    """Criteria tell 10 x 92.7, so that 9 x 92.3 of one version tells of the tenth file."""
    a, b = two_centres(store)
    first, second = published(store), published(store, "1.1.0")
    october = TODAY.year * 12 - 3
    count_in(store, a, first, october, 9, score_millionths=923_000)
    count_in(store, a, second, october, 1, score_millionths=963_000)
    # of the other half-year: five and more of each
    count_in(store, b, first, october - 6, 6, score_millionths=900_000)
    count_in(store, b, second, october, 5, score_millionths=880_000)
    for version, told in (("1.0.0", "90.0 points (6 files)"), ("1.1.0", "88.0 points (5 files)")):
        where = asked(end=f"{TODAY.year - 1}-12", measure="score", version=version)
        judge, lead = visit("judicial_reader"), visit("senior_supervisor")
        seen = words_of(english(judge).get(where).text)
        assert told in seen
        assert "92.3" not in seen
        if version == "1.0.0":
            assert "not shown: fewer than 5 files of a version in a half-year" in seen
            assert "9 files" not in seen
            assert "6 files in all." in seen
            assert "beside the criteria, which put versions together" in seen
            assert "92.3 points (9 files)" in words_of(english(lead).get(where).text)
            table = judge.get(where.replace("/compare", "/compare.csv")).text
            assert "92.3" not in table
            # neither a mean nor a number of files, which is not 0
            (held,) = (row for row in table.splitlines() if row.startswith("A,"))
            assert held.endswith(",,,")


def test_a_judicial_reader_finds_the_comparison_in_the_menu(dozen: list[int], visit: Visit) -> None:
    judge = visit("judicial_reader")
    assert 'href="/places"' in judge.get("/criteria").text
    assert "Comparison of centres" in in_both(judge, "/")[1]
    assert "/places/0/compare" in faultless(judge, "/places")
    lead = visit("senior_supervisor")
    assert "/places/0/compare" in lead.get("/places").text
    for way in ("/places", "/reports"):
        assert f'href="{way}"' in lead.get("/centres").text
    # one row of tabs on every page of a place
    for page in ("/places/1/compare", "/centres/places/1/trends", "/centres/places/1/standards"):
        tabs = lead.get(page).text.split('class="pl-tabs"')[1].split("</nav>")[0]
        assert re.findall(r">(\w+)</a>", tabs) == ["中心", "标准与条目", "趋势", "比较"], page
    assert "/places/1/compare" in lead.get("/centres?place=1").text
    assert "/places/1/compare" in lead.get("/centres/places/1/trends").text
    for role in ("caseworker", "sys_admin", "audit_admin"):
        assert visit(role).get("/places").status_code == 404
        assert visit(role).get("/places/0/compare").status_code == 404


def test_out_of_reach_is_not_found(
    app: Flask, store: Session, dozen: list[int], visit: Visit
) -> None:
    someone(store, "manager_a", Role.CENTRE_MANAGER, "A")
    manager = enter(app, "manager_a")
    assert "您的账户未覆盖任何完整地区" in faultless(manager, "/places")
    for ending in ("", ".json", ".csv"):
        assert manager.get(f"/places/1/compare{ending}").status_code == 404
        assert manager.get(f"/places/0/compare{ending}").status_code == 404
        assert visit("senior_supervisor").get(f"/places/99/compare{ending}").status_code == 404


def test_the_table_can_be_kept_and_the_journal_knows(
    app: Flask, store: Session, dozen: list[int], visit: Visit
) -> None:
    answer = visit("senior_supervisor").get("/places/0/compare.csv")
    assert answer.content_type.startswith("text/csv")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(
        "中心或地区代码,中心或地区,评分细则,细则版本,月份,指标,比例或平均得分,区间,案卷,符合数"
    )
    row = next(line for line in lines if line.startswith("C05,"))
    assert ",40%,22%至61%,20,8,0,低于控制限，超出偶然," in row
    noted = store.execute(select(JournalRow).where(JournalRow.action == "list:read")).scalar_one()
    assert noted.detail == f'{{"count":{len(lines) - 1},"view":"comparison_csv"}}'


def test_the_figure_is_small_and_sends_nothing_away(dozen: list[int], visit: Visit) -> None:
    answer = visit("senior_supervisor").get("/places/0/compare.json")
    figure = answer.json
    assert figure["config"]["showSendToCloud"] is False
    assert figure["config"]["locale"] == "zh-CN"
    assert len(figure["data"][3]["x"]) == 12
    assert figure["data"][3]["marker"]["symbol"].count("triangle-down") == 1
    assert len(answer.data) < 15_000


def test_the_small_trends_are_paged_by_name(
    store: Session, dozen: list[int], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("drawn", "found"):
        monkeypatch.setattr(f"qa_app.web.comparison.{module}.COMPARED_CHARTS", 5)
    client = visit("senior_supervisor")
    pages = [faultless(client, asked(charts=page)).split('id="charts"')[1] for page in (1, 2, 3)]
    assert [page.count("pl-smallchart") for page in pages] == [5, 5, 2]
    assert "中心01" in pages[0]
    assert "中心06" in pages[1]
    # more than one page of them: who changes is told beside each, and of all where it is asked for
    assert all("◌ 期数不足" in words_of(f"<main{page}") for page in pages)
    whole = faultless(client, asked(charts=2))
    assert "随时间变化" not in whole
    assert "需要关注的" in words_of(whole)
    assert "随时间变化" in faultless(client, asked(attention=1))
    table = client.get("/places/0/compare.csv?charts=2").data.decode("utf-8-sig")
    assert table.count("期数不足") == 12


def test_sections_by_quarter_with_number_tint_and_shape(dozen: list[int], visit: Visit) -> None:
    page = faultless(visit("senior_supervisor"), "/places/0/compare")
    heat = page.split('id="heat"')[1]
    # sections A at 90 and B at 80, whole files at 85
    assert re.findall(r"</span> (\d+)</b>", heat) == ["85", "90", "80"]
    assert heat.count("pl-heat-1") == 4
    assert "●" in heat
    # the quarter that runs is the last column
    heads = re.findall(r'<th scope="col">([^<]+)', heat.split("</thead>")[0])
    assert [one.endswith("（截至目前）") for one in heads] == [False] * (len(heads) - 1) + [True]


def test_the_month_that_runs_is_one_so_far_in_small_trends(
    store: Session, dozen: list[int], visit: Visit
) -> None:
    count_in(store, dozen[0], 1, NOW, 20)
    said = faultless(visit("senior_supervisor"), asked(charts=1)).split('id="charts"')[1]
    # of one centre, in its sentence and in its picture
    assert len(re.findall(r"月（截至目前）为", words_of(f"<main{said}"))) == 2


def test_the_numbers_are_those_of_the_trend_of_the_centre(
    store: Session, dozen: list[int], visit: Visit
) -> None:
    for month, score in ((NOW - 2, 700_000), (NOW, 640_000)):
        count_in(store, dozen[3], 1, month, 10, score_millionths=score, is_final=False)
    client = visit("senior_supervisor")
    rows = client.get("/places/0/compare.csv?measure=score").data.decode("utf-8-sig").splitlines()
    row = next(line for line in rows if line.startswith("C03,")).split(",")
    trend = client.get(f"/centres/{dozen[3]}/trends.csv").data.decode("utf-8-sig").splitlines()
    whole = [line.split(",") for line in trend if ",整份案卷,1.0.0," in line]
    head = trend[0].split(",")
    whole = [one for one in whole if one[head.index("指标")] == "平均得分"]
    score, count = head.index("得分"), head.index("案卷")
    total = sum(float(one[score]) * int(one[count]) for one in whole)
    files = sum(int(one[count]) for one in whole)
    assert files == int(row[8]) == 40
    assert f"{total / files:.1f}" == row[6]


@BOTH
def test_a_page_asks_as_much_for_many_files_as_for_few(
    app: Flask, store: Session, dozen: list[int], visit: Visit
) -> None:
    client = visit("senior_supervisor")
    client.get("/places/0/compare")

    def asks() -> int:
        with app.app_context(), counted_on(db.engine) as statements:
            assert client.get("/places/0/compare").status_code == 200
        return len(statements)

    few = asks()
    for centre in dozen:
        count_in(store, centre, 1, NOW - 1, 60)
        count_in(store, centre, 1, NOW - 3, 60)
    assert asks() == few
    assert few < 25


def test_a_page_of_two_hundred_centres_is_light(
    store: Session, dozen: list[int], visit: Visit
) -> None:
    for number in range(12, 199):
        new = NewCentre(f"D{number}", BilingualText(f"中心{number}", f"Centre {number}"), "PL",
                        "social_work_agency", ("social_work",))  # fmt: skip
        count_in(store, add_centre(store, OPERATOR, new, at=NOON), 1, NOW - 1, 20)
    page = visit("senior_supervisor").get("/places/0/compare")
    assert page.status_code == 200
    assert page.text.count('<th scope="row"><a') >= 199
    assert len(gzip.compress(page.data, 6)) < 30_000


@BOTH
def test_a_rule_rubric_tells_outcomes_over_all_files_and_no_mean(
    store: Session, visit: Visit, shipped: Path
) -> None:
    a, b = two_centres(store)
    file = shipped / "reference" / "osri.yaml"
    read = read_rubric(file, shipped)
    area = {one.code: one for one in read_areas(file, shipped)}[read.rubric.area]
    made = publish_rubric(store, OPERATOR, read.rubric, read.content, at=NOON, area=area)
    version = made.version_id
    unscored = {"score_millionths": None, "band_position": None, "sections": {}}
    for centre, times, outcome in ((a, 12, "substantial"), (b, 7, "substantial"), (b, 1, "na")):
        codes = {">S1": outcome, "=1": "strength", "=2": "ani", "1A": "0"}
        count_in(store, centre, version, NOW - 1, times, **unscored, codes=codes)
    page = "/places/0/compare?rubric=osri"
    zh, en = in_both(visit("senior_supervisor"), page)
    words = words_of(en)
    assert "Outcomes and items over all these files" in words
    # 19 files that the outcome applies to, all with the rating; Wilson's interval of 19 in 19
    row = words.split("S1 ", 1)[1]
    assert "100 % (83–100 %) 95 % or more reached" in row[:200]
    # item 2 is a strength in none of 20 files
    assert "0 % (0–16 %) 90 % or more not reached" in words
    assert "未达到" in words_of(zh)
    # items' goals were not confirmed from their source: said once, below
    assert "0 % (0–16 %) 90 % or more not reached *" in words
    assert words.count("has not been confirmed from its source") == 1
    # a trend says the same of its own files, from the same sums: 12 of 12 here, and no goal there
    trend = f"/centres/{a}/trends?rubric=osri"
    zh, en = in_both(visit("senior_supervisor"), trend)
    assert "100 % (76–100 %) 95 % or more reached" in words_of(en).split("S1 ", 1)[1][:200]
    assert "最近十二个月的结果与条目" in words_of(zh)
    # and so does its table to keep: share, files, verdict, files that have the rating
    table = visit("senior_supervisor").get(f"/centres/{a}/trends.csv?rubric=osri").data
    (line,) = [one for one in table.decode("utf-8-sig").splitlines() if ",S1 " in one]
    assert line.split(",", 5)[5].startswith("最近十二个月,100.0,12,,,计数的评级：")
    assert line.endswith(",达到,12")
    # and the overview of the centre, from the same sums, under the title of the rubric
    zh, en = in_both(visit("senior_supervisor"), f"/centres/{a}")
    assert "100 % (76–100 %) 95 % or more reached" in words_of(en).split("S1 ", 1)[1][:200]
    assert "：最近十二个月的结果与条目" in words_of(zh)
    assert visit("judicial_reader").get(f"/centres/{a}").text.count('id="rated-') == 0
    # who sees aggregates only is told nothing that could be worked back to one file
    assert visit("judicial_reader").get(trend).text.count('id="rated"') == 0
    assert visit("judicial_reader").get(page).text.count('id="rated"') == 0
