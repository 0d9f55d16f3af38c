"""A month is proposed, one visit moved, the plan agreed to by a second person and published."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_after
from qa_app.models.month_plans import MonthPlanLineRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.who_reads import TeamProfileRow
from tests.journeys.cast import press
from tests.journeys.conftest import Journey
from tests.month_plans import Branch, a_branch
from tests.people import NOON

TODAY = clock.today("Asia/Shanghai")
NEXT = month_after(TODAY.replace(day=1), 1)
MONTH = f"{NEXT:%Y-%m}"


@pytest.fixture
def branch(session: Session, people: dict[str, int]) -> Branch:
    assert people
    made = a_branch(session)
    full = {"profile": "full", "relaxed": [], "neighbour": "", "set_at": NOON, "set_by": None}
    session.execute(insert(TeamProfileRow).values(**full))
    session.commit()
    return made


def proposed(page: Page, base: str) -> str:
    """From the month by way of the due list to the plan; its address."""
    page.goto(f"{base}/plan?month={MONTH}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("待排5次，5次需优先")
    expect(page.locator(".pl-due").first).to_contain_text("该中心从未督导。")
    page.get_by_role("link", name="建议本月安排").click()
    page.wait_for_url("**/plan/due?*")
    page.locator("#place_id").select_option(label="昆明市")
    press(page, "建议本月安排")
    page.wait_for_url("**/plan/months/*")
    expect(page.get_by_role("status")).to_contain_text("现为可改动的草稿")
    expect(page.get_by_role("heading", level=1)).to_contain_text("全部排入")
    return page.url.split("?")[0]


@pytest.mark.browser
def test_propose_move_agree_and_publish_in_chinese(
    branch: Branch, session: Session, journey: Journey, new_journey
) -> None:
    page = journey.enter("city")
    address = proposed(page, journey.base)

    page.get_by_role("link", name="调整或撤下 中心甲", exact=True).first.click()
    page.wait_for_url("**/lines/*")
    days = [NEXT + timedelta(days=step) for step in range(10, 20)]
    day = next(one for one in days if one.weekday() == 2)
    page.locator("#day").fill(day.isoformat())
    page.locator("#supervisor_id").select_option(label="city2")
    press(page, "查看影响")
    expect(page.locator("main")).to_contain_text("不违反任何规则。")
    expect(page.locator("main")).to_contain_text("调整后：")
    press(page, "确认调整")
    page.wait_for_url(lambda url: url.split("?")[0] == address)
    expect(page.locator("main")).to_contain_text("已调整；原建议为")
    expect(page.get_by_role("button", name="同意计划")).to_have_count(0)

    second = new_journey().enter("city2")
    second.goto(address)
    press(second, "同意计划")
    expect(second.get_by_role("status")).to_contain_text("现在可以发布")

    page.goto(address)
    press(page, "发布计划")
    expect(page.get_by_role("status")).to_have_text("计划已发布，督导已排到各日。")
    page.goto(f"{journey.base}/plan?month={MONTH}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已排5次")
    session.rollback()
    visit = session.scalars(
        select(SupervisionSessionRow)
        .join(MonthPlanLineRow, MonthPlanLineRow.session_id == SupervisionSessionRow.id)
        .where(MonthPlanLineRow.need == "centre", MonthPlanLineRow.centre_id == branch.scene.centre)
    ).one()
    assert (visit.planned_on, visit.supervisor_id) == (day, branch.account(branch.second))
    session.rollback()


@pytest.mark.browser
def test_put_on_a_day_on_a_phone_and_nothing_overflows(
    branch: Branch, session: Session, journey: Journey
) -> None:
    page = journey.enter("city", width="phone", target=f"/plan?month={MONTH}")
    due = page.locator(".pl-due > li")
    expect(due).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    due.first.get_by_role("link").click()
    page.wait_for_url("**/plan/due/*")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(page, "确认安排")
    expect(page.get_by_role("status")).to_have_text("督导已安排。")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已排1次，待排4次")
    for path in (f"/plan/due?month={MONTH}",):
        page.goto(f"{journey.base}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    address = proposed_on_a_phone(page)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    session.rollback()


def proposed_on_a_phone(page: Page) -> str:
    press(page, "建议本月安排")
    page.wait_for_url("**/plan/months/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page.url.split("?")[0]
