"""The dossier opened from disk without a network: it proves itself, and betrays every change."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from qa_app.domain.rules.evaluation import recomputed
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.text import BilingualText
from tests.dossiers import a_dossier, a_page, said_in
from tests.papers import LIST

Open = Callable[[str], Page]


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page from disk; whatever it complains of or asks for besides itself is a fault."""
    context = chromium.new_context(offline=True, locale="zh-CN")
    faults: list[str] = []

    def heard(one: ConsoleMessage) -> None:
        faults.append(one.text)

    def asked(one: Request) -> None:
        if not one.url.startswith("file://"):
            faults.append(one.url)

    def show(content: str) -> Page:
        file = tmp_path / "dossier.html"
        file.write_text(content, "utf-8")
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("request", asked)
        page.goto(file.as_uri())
        expect(page.locator("#reply")).to_be_visible()
        return page

    yield show
    context.close()
    assert faults == []


def _altered(content: str, old: str, new: str) -> str:
    # a number inside the payload, which is JSON inside JSON
    changed = content.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1], 1)
    assert changed != content
    return changed


def test_every_verdict_agrees_and_the_signature_holds(opened: Open) -> None:
    page = opened(a_page())
    expect(page.locator("#result")).to_have_text("24项标准均已重新计算，结果一致")
    expect(page.locator("#signature")).to_contain_text("签名有效")
    expect(page.locator("tbody tr[id]")).to_have_count(24)
    # what the centre enters itself is marked, what readers put down is not
    expect(page.locator("#E02")).to_contain_text("依据中心可自行录入的数据，未经他人核实。")
    expect(page.locator("#E09")).not_to_contain_text("未经他人核实")
    expect(page.locator("#E09")).to_contain_text("案卷取自各中心自行导入的个案清单")
    expect(page.locator("#E09")).to_contain_text("（1.0.0、2.0.0）")
    expect(page.locator("#E10")).not_to_contain_text("2.0.0")
    # thresholds in the words of the paper, and every decision that may be recorded by then
    expect(page.locator("#E09")).to_contain_text("≥80")
    expect(page.locator("#reply")).to_contain_text("☐ 已纳入名录　☐ 附条件纳入名录　☐ 暂缓")
    expect(page.locator("#reply")).to_contain_text("也可选择：☐ 暂停合作　☐ 移出名录")
    expect(page.locator("#page")).not_to_contain_text("有关部分不适用")
    said = said_in(a_dossier())
    assert recomputed(said["evaluation"]) == said["evaluation"]
    # one language at a time
    page.locator("#language").click()
    expect(page.locator("#result")).to_have_text(
        "24 criteria were all worked out again: the results agree"
    )
    expect(page.locator("#signature")).to_contain_text("The signature holds")
    # a name that looks like markup is a name
    expect(page.locator("h1")).to_contain_text("Panlong Centre </script><b>")


def test_without_numbers_it_says_so_and_still_agrees(opened: Open) -> None:
    page = opened(a_page(is_whole=False))
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator("#numbers")).to_contain_text("不含案卷、人员和事件的数字")
    expect(page.locator("#result")).to_contain_text("结果一致")
    expect(page.locator("#result")).to_contain_text("平台载明")
    expect(page.locator("#signature")).to_contain_text("签名有效")
    said = said_in(a_dossier(is_whole=False))["evaluation"]["criteria"]
    told = (one for one in said if "gap" not in one["found"][0])
    held = next(one for one in told if "stated" in one["found"][0])
    expect(page.locator("#E09")).not_to_contain_text("2.0.0")
    row = page.locator(f"#{held['code']}")
    expect(row.locator("td").nth(1)).to_have_text("数值不显示")
    expect(row.locator("td").nth(2)).to_have_text("–")
    expect(row.locator("td").last).to_contain_text("检验结果为平台载明")
    # a threshold whose number is not known cannot be moved
    page.locator("#trial").click()
    expect(row.locator("input")).to_have_count(0)


def test_where_all_tests_are_stated_nothing_is_called_worked_out(opened: Open) -> None:
    page = opened(a_page(of="candidate", is_whole=False))
    expect(page.locator("#result")).to_contain_text("本页未依据数字计算")
    expect(page.locator("#result")).not_to_contain_text("结果一致")
    expect(page.locator("#trial")).to_have_count(0)
    # the set has no score criterion: what one row says of them does not hold
    expect(page.locator("td", has_text="（本次评估未设计分类标准，有关部分不适用）")).to_have_count(
        1
    )
    expect(page.get_by_role("columnheader", name="所载结论")).to_have_count(1)
    expect(page.get_by_role("columnheader", name="本页计算")).to_have_count(0)
    expect(page.locator("#signature")).to_contain_text("签名有效")


def test_a_verdict_that_was_changed_is_named(opened: Open) -> None:
    said = said_in(a_dossier())["evaluation"]["criteria"]
    one = next(each for each in said if each["verdict"] == "not_met")
    start = f'"verdict":"{one["verdict"]}","waits_for":{json.dumps(one["waits_for"])}'
    page = opened(_altered(a_page(), start, start.replace("not_met", "met")))
    expect(page.locator("#result")).to_contain_text("与所载不同")
    expect(page.locator("#signature")).to_contain_text("签名无效")


def test_a_number_that_was_changed_is_seen(opened: Open) -> None:
    # the value that decides: the verdict that follows from it is another one
    said = said_in(a_dossier())["evaluation"]["criteria"]
    one = next(
        each
        for each in said
        if each["verdict"] == "met"
        and each["found"][0].get("value", "0/1") != "0/1"
        and each["rule"].get("met", "").startswith(">=")
        and "is_vacuous" not in each["found"][0]
    )
    old = json.dumps(one["found"][0], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    changed = {**one["found"][0], "value": "0/1"}
    new = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    page = opened(
        _altered(
            a_page(),
            f'"code":"{one["code"]}","found":[{old}',
            f'"code":"{one["code"]}","found":[{new}',
        )
    )
    expect(page.locator("#result")).to_contain_text(one["code"])
    expect(page.locator(f"#{one['code']}")).to_have_class("moved")
    expect(page.locator("#signature")).to_contain_text("签名无效")


def test_another_key_is_seen(opened: Open) -> None:
    page = opened(a_page().replace(a_dossier().public_key, "11" * 32, 1))
    expect(page.locator("#result")).to_contain_text("结果一致")
    expect(page.locator("#signature")).to_contain_text("签名无效")


def test_a_threshold_is_moved_in_a_marked_trial(opened: Open) -> None:
    page = opened(a_page(notice=BilingualText("演示数据：均为虚构", "All of it is invented")))
    # what the installation says on every page heads this one too, under the signature
    expect(page.locator(".notice")).to_have_text("演示数据：均为虚构")
    expect(page.locator("#signature")).to_contain_text("签名有效")
    expect(page.locator("#trial-mark")).to_be_hidden()
    page.locator("#trial").click()
    expect(page.locator("#trial-mark")).to_be_visible()
    said = said_in(a_dossier())["evaluation"]["criteria"]
    one = next(
        each
        for each in said
        if each["verdict"] == "not_met"
        and not each["waits_for"]
        and each["rule"].get("met", "").startswith(">=")
    )
    row = page.locator(f"#{one['code']}")
    field = row.locator("input").first
    field.fill("-100")
    field.press("Tab")
    expect(row.locator("td").last).to_contain_text("✓ 达标")
    expect(row).to_have_class("moved")
    # what was stated stays beside it, and so does the proof
    expect(row.locator("td").nth(4)).to_contain_text("未达标")
    expect(page.locator("#result")).to_contain_text("结果一致")
    # a share is typed as it is shown, in per cent: at its own value it is met, above it is not
    share = next(
        each
        for each in said
        if each["type"] in {"must", "score"}
        and each["code"] != one["code"]
        and METRICS[each["rule"].get("metric", "agreement_ac2")].scale is Scale.SHARE
        and each["rule"].get("met", "").startswith(">=")
        and "value" in each["found"][0]
        and not each["waits_for"]
    )
    shown = 100 * Fraction(share["found"][0]["value"])
    row = page.locator(f"#{share['code']}")
    limit = 100 * Fraction(share["rule"]["met"].removeprefix(">="))
    expect(row.locator("input").first).to_have_value(f"{float(limit):g}")
    for typed, verdict in ((int(shown), "✓ 达标"), (int(shown) + 1, "未达标")):
        row.locator("input").first.fill(str(typed))
        row.locator("input").first.press("Tab")
        for field in row.locator("input").all()[1:]:
            field.fill("1000")
            field.press("Tab")
        expect(row.locator("td").last).to_contain_text(verdict)
    page.locator("#trial").click()
    expect(page.locator("#trial-mark")).to_be_hidden()
    expect(row).to_have_class("")


def test_the_code_of_the_reply_form_is_read_back(opened: Open) -> None:
    page = opened(a_page())
    image = page.locator("#reply svg").screenshot()
    picture = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_GRAYSCALE)
    text, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(
        cv2.resize(picture, None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    )
    assert text == a_dossier().reply
    expect(page.locator("#reply")).to_contain_text(text)


@pytest.mark.parametrize("width", [1280, 834, 390])
def test_it_fits_every_width(opened: Open, width: int) -> None:
    page = opened(a_page())
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "的清单中有密钥"),
        ({"revoked": {"first_day": "2026-04-01", "why": "stolen", "counted": []}}, "已被撤销"),
        ({"last_day": "2020-01-01"}, "不再签署"),
        ({"public_key": "0" * 64}, "没有密钥"),
    ],
)
def test_its_key_is_held_against_the_published_list(
    opened: Open, tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    page = opened(a_page())
    (key,) = LIST["keys"]
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(LIST | {"keys": [key | changed]}), "utf-8")
    expect(page.locator("#listed")).to_be_hidden()
    page.locator("#list").set_input_files(keys)
    expect(page.locator("#listed")).to_contain_text(told)
    assert ("bad" in str(page.locator("#listed").get_attribute("class"))) is bool(changed)
    keys.write_text("[]", "utf-8")
    page.locator("#list").set_input_files(keys)
    expect(page.locator("#listed")).to_contain_text("不是密钥清单")
