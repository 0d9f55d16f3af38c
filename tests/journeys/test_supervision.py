"""A supervisor plans a session, draws its files, opens one and records the session as held."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.supervision import SupervisionSessionRow
from tests.journeys.conftest import Journey
from tests.sessions import Scene, a_scene, some_files

TODAY = clock.today("Asia/Shanghai")


@pytest.fixture
def scene(session: Session, people: dict[str, int]) -> Scene:
    assert people
    made = a_scene(session)
    some_files(session, made.centre, 38, opened_on=TODAY - timedelta(days=30))
    session.rollback()
    return made


def planned(page: Page) -> None:
    """From the month to the page of a new session, in Chinese."""
    page.get_by_role("link", name="计划", exact=True).click()
    day = f"{TODAY.month}月{TODAY.day}日"
    page.get_by_role("link", name=f"排到{day}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("为中心甲安排督导")
    page.get_by_label("实地与观察").check()
    page.get_by_label("W1").check()
    page.locator("#rubric_version_id").select_option(index=1)
    page.locator("#files_wanted").fill("5")
    page.get_by_role("button", name="确认安排").click()


@pytest.mark.browser
def test_plan_draw_open_and_hold_in_chinese(
    scene: Scene, session: Session, journey: Journey
) -> None:
    page = journey.enter("lead")
    planned(page)
    expect(page.get_by_role("status")).to_have_text("督导已安排。")
    expect(page.get_by_role("heading", level=1)).to_contain_text("尚未抽取案卷")
    address = page.url.split("?")[0]

    page.get_by_role("button", name="抽取案卷").click()
    expect(page.locator("#files")).to_contain_text("从38份中随机抽取5份。")
    rows = page.locator("#files tbody tr")
    expect(rows).to_have_count(5)
    page.get_by_text("核验信息").click()
    draw = session.scalars(select(DrawRow)).one()
    assert draw.seed is not None
    expect(page.locator(".pl-proof")).to_contain_text(draw.seed)

    first = rows.first.get_by_role("link")
    name = first.inner_text()
    first.click()
    page.wait_for_url("**/audits/*")
    expect(page.locator("body")).to_contain_text(name)

    page.goto(address)
    page.get_by_role("button", name="登记为已开展").click()
    expect(page.get_by_role("status")).to_have_text("督导已登记为已开展。")
    session.rollback()
    assert session.scalars(select(SupervisionSessionRow.state)).one() == "held"
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 5
    assert {len(one) for one in session.scalars(select(AuditRow.assessors))} == {2}


@pytest.mark.browser
def test_the_month_is_a_list_on_a_phone_and_nothing_overflows(
    scene: Scene, session: Session, journey: Journey
) -> None:
    page = journey.enter("lead", width="phone")
    page.goto(f"{journey.base}/plan/sessions/new?day={TODAY.isoformat()}")
    page.get_by_label("个别督导").check()
    page.get_by_role("button", name="确认安排").click()
    expect(page.get_by_role("status")).to_have_text("督导已安排。")
    for path in ("/plan", "/", page.url.removeprefix(journey.base)):
        page.goto(f"{journey.base}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(f"{journey.base}/plan")
    expect(page.locator(".pl-cal")).to_be_hidden()
    planned = page.get_by_role("region", name="本月督导")  # what is due has a list of its own
    expect(planned.locator(".pl-rows li")).to_have_count(1)


@pytest.mark.browser
def test_planning_works_without_javascript(scene: Scene, session: Session, new_journey) -> None:
    page = new_journey(java_script_enabled=False).enter("senior_supervisor", language="en")
    page.goto(page.url.rstrip("/") + "/plan/sessions/new")
    page.get_by_label("Centre").select_option(label="Centre A")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Group or peer").check()
    page.locator("#planned_on").fill(TODAY.isoformat())
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("status")).to_have_text("The session is planned.")
    assert session.scalars(select(SupervisionSessionRow.type)).one() == "group"
