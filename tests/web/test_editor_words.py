"""The editor for somebody who writes only Chinese: words take the place of codes."""

import html
import re
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.text import BilingualText
from qa_app.rubric_files.reader import read_plain
from qa_app.services.places.add_place import NewPlace, add_place
from tests.builders import a_file, item, section
from tests.conftest import ROOT
from tests.library import clause, document, shelve
from tests.people import NOON, OPERATOR
from tests.sessions import publish
from tests.web.conftest import BOTH_BY_NIGHT, Visit
from tests.web.test_editor import begun, opened, sent, stands

pytestmark = BOTH_BY_NIGHT

FIRST = "sections.0.items.0"


def worded() -> dict[str, Any]:
    return a_file(
        id="visits",
        area="legal_aid",
        title={"zh": "家访"},
        facts=[
            {"id": "closed", "type": "bool", "zh": "已结案"},
            {
                "id": "risk",
                "type": "choice",
                "zh": "结案时的风险等级",
                "options": {"high": {"zh": "高"}, "mid": {"zh": "中"}, "low": {"zh": "中"}},
            },
        ],
        scales={
            "own": {
                "kind": "points",
                "options": [
                    {"code": "1", "score": 1, "key": "1", "zh": "1 完整"},
                    {"code": "2", "score": 0, "key": "2", "zh": "2 缺失"},
                ],
            }
        },
        sections=[
            section("A", item("A1"), item("A2", scale="own")),
            section("B", item("B1")),
        ],
    )


def rows(*tests: tuple[str, str, str]) -> dict[str, Any]:
    what, test, value = (list(column) for column in zip(*tests, strict=True))
    return {
        "applies_if__join": "all",
        "applies_if__what": what,
        "applies_if__test": test,
        "applies_if__value": value,
    }


def test_rows_take_words_and_show_them(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    typed = rows(
        ("fact:risk", "is", "高"), ("fact:closed", "is", "是"), ("answer:A2", "in", "完整、2 缺失")
    )
    assert sent(client, draft, opened(client, draft, FIRST), **typed).status_code == 302
    _revision, plain = stands(store, draft)
    assert plain["sections"][0]["items"][0]["applies_if"] == {
        "all": [
            {"fact": "risk", "is": "high"},
            {"fact": "closed", "is": True},
            {"answer": "A2", "in": ["1", "2"]},
        ]
    }
    form = opened(client, draft, FIRST)
    assert form["applies_if.value"][:3] == ["高", "是", "1 完整, 2 缺失"]
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft)[1] == plain


def test_a_line_takes_chinese(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    form = opened(client, draft, FIRST)
    line = "结案时的风险等级 = 高 且 answer A2 = 1"
    assert sent(client, draft, form, applies_if=line).status_code == 302
    assert stands(store, draft)[1]["sections"][0]["items"][0]["applies_if"] == {
        "all": [{"fact": "risk", "is": "high"}, {"answer": "A2", "is": "1"}]
    }


def test_what_fits_nothing_or_several_is_told_with_what_there_is(
    visit: Visit, store: Session
) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    typed = rows(("fact:risk", "is", "中"), ("answer:A2", "is", "不好"), ("fact:risk", "is", ""))
    sent(client, draft, opened(client, draft, FIRST), **typed)
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit?part={FIRST}").text)
    told = re.findall(r'class="pl-wrong" data-content>([^<]*)<', page)
    assert any("“中”" in one and "“中”（mid）、“中”（low）" in one for one in told), told
    assert any("“不好”" in one and "1 完整、2 缺失" in one for one in told), told
    assert any("高、中、中" in one for one in told), told


def test_nobody_has_to_invent_a_code(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    form = opened(client, draft, "facts.1")
    form["options.code"][:3] = ["high", "mid", "low"]
    form["options.code"][3], form["options.zh"][3] = "", "不明"
    assert sent(client, draft, form, id="").status_code == 302
    fact = stands(store, draft)[1]["facts"][1]
    assert fact["id"] == "risk"
    assert fact["options"]["answer1"] == {"zh": "不明"}
    saved = stands(store, draft)
    assert sent(client, draft, opened(client, draft, "facts.1")).status_code == 302
    assert stands(store, draft) == saved
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit?part=facts.1").text)
    assert "自动生成" in page


def test_ratings_and_answers_of_rules_are_typed_in_words(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    form = opened(client, draft)
    sent(client, draft, form, scoring__method="rules")
    typed = {
        "ratings": "优势、需改进、不适用",
        "answers__0__values": "是、否",
        "answers__0__id": "",
        "answers__1__values": "是、不适用",
    }
    assert sent(client, draft, opened(client, draft), **typed).status_code == 302
    plain = stands(store, draft)[1]
    assert plain["ratings"] == ["strength", "ani", "na"]
    assert plain["answers"] == {"yna": ["yes_", "no_"], "list1": ["yes_", "na"]}


CAPS = "scoring__caps__"


def capped(*rows: tuple[str, str, str, str]) -> dict[str, Any]:
    what, value, other, band = (list(column) for column in zip(*rows, strict=True))
    names = {"what": what, "value": value, "other": other, "band": band}
    empty = [""] * len(rows)
    return {f"{CAPS}{name}": one for name, one in {**names, "when": empty, "was": empty}.items()}


def test_one_row_caps_by_the_lowest_answer_of_any_item(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    form = opened(client, draft)
    typed = capped(("*", "*", "", "C"), ("A2", "1", "", "B"))
    assert sent(client, draft, form, **typed).status_code == 302
    low = {"in": ["unmet", "no_record"]}
    caps = stands(store, draft)[1]["scoring"]["caps"]
    assert caps == [
        {
            "when": {
                "any": [
                    {"answer": "A1", **low},
                    {"answer": "A2", "is": "2"},
                    {"answer": "B1", **low},
                ]
            },
            "at_most": "C",
        },
        {"when": {"answer": "A2", "is": "1"}, "at_most": "B"},
    ]
    saved = stands(store, draft)
    form = opened(client, draft)
    assert (form["scoring.caps.what"][0], form["scoring.caps.value"][0]) == ("*", "*")
    assert (form["scoring.caps.what"][1], form["scoring.caps.value"][1]) == ("A2", "1")
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft) == saved
    # a new item is looked at as well
    form = opened(client, draft, "sections.1")
    assert sent(client, draft, form, act="add:sections.1").status_code == 302
    now = stands(store, draft)[1]["scoring"]["caps"][0]["when"]["any"]
    assert now[-1] == {"answer": "B2", **low}
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit").text)
    for words in ("1 完整 / 2 缺失", "不符合", "最低的答案", "最高等级"):
        assert words in page, words


def test_faults_of_caps_are_words(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    typed = capped(("", "", "", "C"), ("A1", "unmet", "", ""))
    sent(client, draft, opened(client, draft), **typed)
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit").text)
    assert "请选择使等级受限的条目和答案" in page
    assert "请选择最高等级" in page


def test_frequency_and_measure_in_chinese(visit: Visit, store: Session) -> None:
    plain = worded()
    plain["facts"][1]["type"] = "history"
    plain["facts"][1]["options"]["low"] = {"zh": "低"}
    draft, client = begun(store, plain), visit("senior_supervisor")
    typed = {
        "frequency__by_fact": "risk",
        "frequency__every": "高=每7日，中＝14日、低=每31日",
        "measure__met": "不低于90%",
        "measure__partly": "0.6",
    }
    assert sent(client, draft, opened(client, draft, FIRST), **typed).status_code == 302
    kept = stands(store, draft)[1]["sections"][0]["items"][0]
    assert kept["frequency"] == {
        "every": {"high": "7d", "mid": "14d", "low": "31d"},
        "by_fact": "risk",
    }
    assert kept["measure"] == {"met": ">=0.9", "partly": ">=0.6"}
    form = opened(client, draft, FIRST)
    assert sent(client, draft, form, measure__name="kept").status_code == 302
    page = client.get(f"/rubrics/drafts/{draft}/edit?part={FIRST}").text
    assert "请说明这个数是什么：目前按占比（0至1或百分数）读取" in page
    form = opened(client, draft, FIRST)
    assert sent(client, draft, form, measure__unit="number").status_code == 302
    kept = stands(store, draft)[1]["sections"][0]["items"][0]
    assert kept["measure"]["unit"] == "number"
    page = client.get(f"/rubrics/drafts/{draft}/edit?part={FIRST}").text
    assert "请说明这个数是什么" not in page
    saved, form = stands(store, draft), opened(client, draft, FIRST)
    assert form["frequency.every"] == ["高=7日, 中=14日, 低=31日"]
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft) == saved


def told(client: Any, draft: int, part: str) -> list[str]:
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit?part={part}").text)
    return re.findall(r"</a> <span data-content>([^<]*)</span></li>", page)


def test_one_fault_for_both_kinds_of_limit_and_words_for_a_month(
    visit: Visit, store: Session
) -> None:
    plain = worded()
    plain["clocks"] = [{"id": "came", "zh": "收到"}, {"id": "began", "zh": "开始"}]
    plain["logs"] = [{"id": "visits", "zh": "家访"}]
    limit = {"from": "came", "to": "began", "within": "7d"}
    items = plain["sections"][0]["items"]
    items[0] |= {"scale": "time3", "clock": {**limit, "any_of": [limit]}}
    items[1] |= {
        "scale": "freq3",
        "frequency": {
            "log": "visits",
            "start": "came",
            "tenure_from": "came",
            "by_tenure": [{"every": "calendar_month"}],
        },
    }
    draft, client = begun(store, plain), visit("senior_supervisor")
    faults = told(client, draft, FIRST)
    assert [one for one in faults if "时限" in one] == [
        "只能填一种：或填上面的单一时限，或填多个时限之一"
    ]
    assert any("自然月”：请填天数，如7日" in one for one in faults)
    assert not [one for one in faults if "calendar" in one]


def test_the_library_is_searched_as_on_its_own_page_and_a_hit_added(
    visit: Visit, store: Session
) -> None:
    law = document("LAW", clause("11"), clause("62", text=BilingualText("查询", "Checks")))
    shelve(store, law, document("MR", clause("1", text=BilingualText("强制报告", "Report"))))
    labelled = item("A4", std=["LAW#62"], tags=["mandatory_report"])
    publish(store, area="legal_aid", sections=[section("A", labelled)])
    draft, client = begun(store, worded()), visit("senior_supervisor")
    form = opened(client, draft, FIRST)
    found = sent(client, draft, form, act="find", find="强制报告")
    page = client.get("/library?q=强制报告").text
    for locus in ("LAW#62", "MR#1"):
        assert f'value="cite:{locus}"' in found.text
        assert locus.replace("#", "/") in page or locus.partition("#")[0] in page
    assert 'value="cite:LAW#11"' not in found.text
    assert sent(client, draft, form, act="cite:LAW#62", text__zh="改过").status_code == 302
    kept = stands(store, draft)[1]["sections"][0]["items"][0]
    assert (kept["std"], kept["text"]["zh"]) == (["LAW#62"], "改过")


def test_bands_are_given_to_places_by_name(visit: Visit, store: Session) -> None:
    for code, name in (("530000", "云南省"), ("530102", "五华区")):
        new = NewPlace(code, BilingualText(name, code), "province", None)
        add_place(store, OPERATOR, new, at=NOON)
    store.rollback()
    draft, client = begun(store, worded()), visit("senior_supervisor")
    typed = {
        "scoring__bands": "std4",
        "scoring__bands__region": ["云南", "五华区"],
        "scoring__bands__bands": ["std4", "std4"],
    }
    assert sent(client, draft, opened(client, draft), **typed).status_code == 302
    saved = stands(store, draft)
    bands = saved[1]["scoring"]["bands"]
    assert bands == {"default": "std4", "CN-53": "std4", "CN-530102": "std4"}
    form = opened(client, draft)
    assert form["scoring.bands.region"][:2] == ["云南省", "五华区"]
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft) == saved
    # the version names places, not codes
    whole = client.get(f"/rubrics/drafts/{draft}/whole").text
    assert "仅适用于地区设置为云南省的系统" in whole
    assert "CN-53" not in whole
    # a name that is no place is told at its field, and stays as it was typed
    form["scoring.bands.region"][0] = "Yunnann"
    assert sent(client, draft, form).status_code == 302
    assert "Yunnann" in stands(store, draft)[1]["scoring"]["bands"]
    page = client.get(f"/rubrics/drafts/{draft}/edit").text
    field = page[page.index('data-field="scoring.bands"') :]
    wrong = re.findall(r'class="pl-wrong" data-content>([^<]*)<', field[: field.index("<select")])
    assert len(wrong) == 1
    assert "Yunnann" in wrong[0]
    # a place that is not in the list by its official code, of which pairs of zeros are no part
    form = opened(client, draft)
    assert sent(client, draft, form, region__other="321000").status_code == 302
    assert stands(store, draft)[1]["region"] == "CN-3210"


def test_one_of_several_limits_is_called_as_a_single_one(visit: Visit, store: Session) -> None:
    draft, client = begun(store, worded()), visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/edit?part={FIRST}").text
    labels = dict(re.findall(r'id="l-(clock[^"]*)"[^>]*>([^<]*)<', page))
    for name in ("from", "to", "within", "late_until", "responsible"):
        assert labels[f"clock.any_of.0.{name}"] == labels[f"clock.{name}"], name
    assert labels["clock.any_of.0.to"] == "完成时点"
    assert labels["clock.responsible"] == "时限的责任主体"


def test_ratings_are_typed_as_words_and_their_codes_are_made(visit: Visit, store: Session) -> None:
    plain = {**read_plain(ROOT / "rubrics" / "reference" / "osri.yaml").plain, "status": "draft"}
    draft, client = begun(store, plain), visit("senior_supervisor")
    form = opened(client, draft)
    # what the product has words for stands there in words, and stays a list of codes
    assert form["ratings.zh"][:3] == ["优势", "需改进", "不适用"]
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft)[1]["ratings"] == ["strength", "ani", "na"]
    # a row without a code that says one of those words is that rating
    form = opened(client, draft)
    form["ratings.code"][2], form["ratings.en"][2] = "", ""
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft)[1]["ratings"] == ["strength", "ani", "na"]
    form = opened(client, draft)
    form["ratings.zh"][3] = "基本做到"
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft)[1]["ratings"] == {
        "strength": {"zh": "优势", "en": "Strength"},
        "ani": {"zh": "需改进", "en": "Area needing improvement"},
        "na": {"zh": "不适用", "en": "Not applicable"},
        "rating1": {"zh": "基本做到"},
    }
    page = client.get(f"/rubrics/drafts/{draft}/edit?part=items.0").text
    assert '<option value="rating1" data-content>基本做到</option>' in page
    # the fault of a rating whose words are gone stands at the list
    form = opened(client, draft)
    form["ratings.zh"][3], form["ratings.en"][3] = "", "Mostly done"
    assert sent(client, draft, form).status_code == 302
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit?part=settings").text)
    field = page[page.index('data-field="ratings"') :]
    assert 'class="pl-wrong"' in field[: field.index("</table>")]


def test_words_of_answers_and_of_sources_are_typed(visit: Visit, store: Session) -> None:
    plain = {**read_plain(ROOT / "rubrics" / "reference" / "osri.yaml").plain, "status": "draft"}
    del plain["answer_words"]
    plain["narrative"] = {"also": ["item_rationale"], "sources": ["case_file", "child"]}
    draft, client = begun(store, plain), visit("senior_supervisor")
    form = opened(client, draft)
    # what the product has words for stands there in words, and stays a list of codes
    assert form["narrative.sources.zh"][:2] == ["个案档案", "儿童"]
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft)[1]["narrative"] == plain["narrative"]
    form = opened(client, draft)
    form["narrative.sources.zh"][2] = "邻居"
    form["answer_words.code"][0], form["answer_words.zh"][0] = "no_", "未做到"
    assert sent(client, draft, form).status_code == 302
    kept = stands(store, draft)[1]
    assert list(kept["narrative"]["sources"]) == ["case_file", "child", "source1"]
    assert kept["narrative"]["sources"]["source1"] == {"zh": "邻居"}
    assert kept["answer_words"] == {"no_": {"zh": "未做到"}}
    # from then on the answer is called so, also where it is typed or chosen
    form = opened(client, draft)
    form["answers.1.values"] = ["是、未做到"]
    assert sent(client, draft, form).status_code == 302
    assert stands(store, draft)[1]["answers"]["yn"] == ["yes_", "no_"]
    page = html.unescape(client.get(f"/rubrics/drafts/{draft}/edit?part=settings").text)
    assert '<option value="no_" data-content>未做到</option>' in page
