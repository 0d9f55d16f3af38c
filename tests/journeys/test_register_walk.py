"""What the register is for: a gap that leads to a training and its items, and an incident."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.journal import canonical_json
from qa_app.domain.month_grid import month_of
from qa_app.models.competency_rows import CompetencyAssessmentRow
from qa_app.models.places import PractitionerRow
from qa_app.models.trends import ItemTotalRow
from qa_app.models.worker_rows import WorkerProfileRow
from tests.audits import ZONE
from tests.competencies import published
from tests.journeys.cast import leave, press
from tests.journeys.conftest import Journey
from tests.people import NOON
from tests.service_records import a_service
from tests.sessions import a_scene

TODAY = clock.today(ZONE)
HELD = TODAY - timedelta(days=45)
WIDE = "document.documentElement.scrollWidth <= innerWidth"


def step(page: Page, name: str, day: str = "", hour: str = "") -> None:
    form = page.locator("#steps form").filter(has=page.get_by_role("button", name=name))
    if day:
        form.locator("[name=on]").fill(day)
    if hour:
        form.locator("[name=hour]").fill(hour)
    leave(page, form.get_by_role("button", name=name))


@pytest.mark.browser
@pytest.mark.nightly
def test_an_incident_runs_against_its_clocks_until_a_supervisor_says_it_was_so(
    session: Session, journey: Journey
) -> None:
    centre = a_service(session).centre
    known = TODAY - timedelta(days=2)
    page = journey.enter("centre_manager", width="phone", target=f"/service/{centre}/incidents")
    expect(page.locator("h1")).to_have_text("没有未办结的事件")
    for name, value in (
        ("happened_on", known.isoformat()),
        ("known_on", known.isoformat()),
        ("known_hour", "09:00"),
        ("text", "一份登记表被误发到外部群组，当日撤回。"),
    ):
        page.locator(f"main [name={name}]").fill(value)
    press(page, "记录")
    page.goto(f"{journey.base}/service/{centre}/incidents")
    # 24 hours are over since yesterday at nine
    expect(page.locator("h1")).to_have_text("1起事件未办结")
    line = page.locator(".pl-rows li").first
    expect(line.locator(".pl-chip")).to_contain_text("待控制，应于")
    assert page.evaluate(WIDE)
    leave(page, line.get_by_role("link"))
    address = page.url
    step(page, "已控制", known.isoformat(), "15:30")
    # on the day on which it was known: in time, within 24 hours
    expect(page.locator("main ol").first).to_contain_text("已控制")
    expect(page.locator("main ol").first).to_contain_text("按时")
    for _ in range(3):  # guardians, the authority, measures
        leave(page, page.locator("#steps form button").first)
    expect(page.locator("p .pl-chip").first).to_have_text("待督导查实")
    assert page.locator("#steps").count() == 0
    page = journey.enter("senior_supervisor", width="tablet", target=address.split("//")[1])
    page.goto(address)
    press(page, "查实")
    expect(page.locator("p .pl-chip").first).to_have_text("已处置")
    assert page.locator("#steps").count() == 0


@pytest.mark.browser
@pytest.mark.nightly
def test_a_gap_leads_to_a_training_and_to_items_that_say_no_cause(
    session: Session, journey: Journey
) -> None:
    scene = a_scene(session)
    published(session)
    # levels of others are told from five workers on
    session.execute(
        insert(PractitionerRow),
        [
            {
                "centre_id": scene.centre,
                "code": f"N{number}",
                "area_code": "social_work",
                "started_on": date(2024, 1, 1),
            }
            for number in range(5)
        ],
    )
    workers = list(
        session.scalars(select(PractitionerRow.id).where(PractitionerRow.centre_id == scene.centre))
    )
    session.execute(update(PractitionerRow).values(area_code="social_work"))
    profile = {
        "from_on": date(2024, 1, 1),
        "kind": "worker",
        "tier": "statutory",
        "is_paid": True,
        "full_time_percent": 100,
        "meets_children": True,
        "recorded_at": NOON,
    }
    assessed = {
        "framework_id": 1,
        "kind": "supervisor",
        # as of the last quarter's end that nothing changes any more
        "assessed_on": TODAY - timedelta(days=250),
        "next_on": TODAY + timedelta(days=115),
        "levels": canonical_json({"K1": 0, "K2": 3}),
        "recorded_at": clock.now() - timedelta(days=250),
    }
    for row, values in ((WorkerProfileRow, profile), (CompetencyAssessmentRow, assessed)):
        session.execute(insert(row), [{"practitioner_id": one, **values} for one in workers])
    around = ((-1, "met", 2), (-1, "unmet", 18), (1, "met", 18), (1, "unmet", 2))
    session.execute(
        insert(ItemTotalRow),
        [
            {
                "scope": f"c:{scene.centre}",
                "rubric_version_id": scene.rubric,
                "item_code": "A1",
                "sample_type": "random",
                "month": month_of(HELD) + months,
                "code": code,
                "file_count": files,
            }
            for months, code, files in around
        ],
    )
    session.commit()
    page = journey.enter("senior_supervisor", target=f"/competencies/gaps?at=c:{scene.centre}")
    expect(page.locator("main")).to_contain_text("三类来源中有1类指出")
    expect(page.locator("main")).to_contain_text("对应的培训")
    page.goto(f"{journey.base}/workers/trainings")
    page.locator("summary").first.click()
    form = page.locator("form[action$=courses]")
    form.locator("[name=code]").fill("K1")
    form.locator("[name=name_zh]").fill("安全筛查")
    leave(page, form.get_by_role("button"))
    for name, value in (("code", "K1-1"), ("held_on", HELD.isoformat()), ("minutes", "360")):
        page.locator(f"form:not([action$=courses]) [name={name}]").fill(value)
    press(page, "保存培训")
    page.locator("details", has=page.locator("form[action$=attendance]")).locator("summary").click()
    page.locator("form[action$=attendance] [name=practitioner]").fill("W1")
    page.locator("form[action$=attendance] [name=minutes]").fill("360")
    leave(page, page.locator("form[action$=attendance] button"))
    leave(page, page.locator("a[href*='/items/']").first)
    expect(page.locator("h1")).to_have_text("培训前后有1个条目存在差异")
    expect(page.locator("main")).to_contain_text("原因")
    assert page.evaluate(WIDE)
