"""A centre takes its complaints in from a list, finds them by number, and gives them back as a list."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.journeys.cast import go, press
from tests.journeys.conftest import Journey
from tests.service_records import a_service

HEADS = "中心代码,编号,收到日期,渠道,事由,投诉人,答复期限,答复日期,结果,投诉内容,答复内容"
LINE = "A,L-1,2026-03-02,来信,拖延,照顾者,,,,等候过久,"


@pytest.mark.browser
@pytest.mark.nightly
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_complaints_are_taken_in_and_given_back_as_a_list(
    session: Session, journey: Journey, tmp_path: Path, width: str
) -> None:
    centre = a_service(session).centre
    own = tmp_path / "complaints.csv"
    own.write_text(f"{HEADS}\n{LINE}\n", "utf-8")
    address = f"/service/{centre}/complaints"
    page = journey.enter("centre_manager", width=width, target=address)
    go(page, "以清单导入、导出")
    page.set_input_files("input[type=file]", own)
    press(page, "检查清单")
    expect(page.locator(".pl-figures li").first).to_contain_text("1")
    press(page, "按此导入")
    page.goto(f"{journey.base}{address}")
    row = page.locator(".pl-rows li").first
    expect(row).to_contain_text("拖延")
    number = row.locator("span[data-content]").inner_text().split(" · ")[0]
    go(page, "以清单导入、导出")
    with page.expect_download() as given:
        page.get_by_role("link", name="CSV", exact=True).click()
    back = tmp_path / "back.csv"
    given.value.save_as(back)
    text = back.read_text("utf-8-sig")
    # it is called as on its page; what was said stays here
    assert number in text
    assert "等候过久" not in text
    page.set_input_files("input[type=file]", back)
    press(page, "检查清单")
    expect(page.locator(".pl-figures li").last).to_contain_text("1")
    assert page.get_by_role("button", name="按此导入").count() == 0
    page.goto(f"{journey.base}{address}")
    go(page, "拖延")
    expect(page.locator("dl.pl-facts")).to_contain_text(number)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
