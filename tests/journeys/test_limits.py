"""A limit that warned and was met, in Chinese on a phone; and without a script."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.dated_events import Happened
from qa_app.domain.moments import Moment
from qa_app.models.running_limits import RunningLimitRow
from qa_app.services.limits.record_event import record_event
from tests.audits import ZONE
from tests.journeys.cast import go, press, shot
from tests.journeys.conftest import Journey
from tests.limits import Scene, a_scene
from tests.sessions import reference


@pytest.fixture
def scene(session: Session, people: dict[str, int]) -> Scene:
    assert people
    return a_scene(session)


def state(session: Session, scene: Scene, item: str = "A1") -> str | None:
    session.rollback()
    found = session.scalar(
        select(RunningLimitRow.state).where(
            RunningLimitRow.case_file_id == scene.files[0], RunningLimitRow.item == item
        )
    )
    session.rollback()
    return found


@pytest.mark.browser
def test_a_limit_warns_and_is_met_on_a_phone(
    scene: Scene, session: Session, journey: Journey
) -> None:
    # received three hours ago: 24 hours for the safety screen
    received = clock.now().astimezone(ZoneInfo(ZONE)) - timedelta(hours=3)
    what = Happened("received", Moment(received.date(), received.time().replace(second=0)))
    record_event(session, scene.manager, scene.files[0], what, ZONE, at=clock.now())
    session.rollback()

    page = journey.enter("worker", width="phone", target="/limits")
    expect(page.get_by_role("heading", level=1)).to_contain_text("到期")
    line = page.locator("li", has_text=reference(1)).filter(has_text="完成安全筛查")
    expect(line).to_contain_text("到期")
    expect(page.locator("main")).to_contain_text("仅供提醒，不计分，不用于名录判定。")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "limits")
    page.set_viewport_size({"width": 390, "height": 844})

    # one tap, with the present filled in
    expect(line.locator("[name=moment]")).not_to_have_value("")
    line.get_by_role("button", name="已完成").click()
    expect(page.get_by_role("status")).to_have_text("已记录，时限随之更新。")
    expect(page.locator("li", has_text="完成安全筛查")).to_have_count(0)
    assert state(session, scene) == "met"

    # what still depends on a fact is asked where it stands
    asked = page.locator("li", has_text="无法判断时限")
    asked.locator("button[value=no]").click()
    expect(page.get_by_role("status")).to_have_text("已保存，时限随之更新。")
    assert state(session, scene, "A2") == "running"

    page.get_by_role("link", name=reference(1)).first.click()
    expect(page.locator("main")).to_contain_text("按时完成")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "limits-case")


@pytest.mark.browser
def test_a_case_begins_without_a_script(scene: Scene, session: Session, new_journey) -> None:
    page = new_journey(java_script_enabled=False).enter("manager", language="en", width="phone")
    go(page, "Plan", "Limits of today")
    page.get_by_label("Reference").fill(reference(1))
    press(page, "Open the case")
    first = page.locator("li", has_text="Referral received").filter(has_text="not recorded")
    first.locator("summary").click()
    first.get_by_label("Time, where it is known").fill("00:00")
    first.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("It is recorded; the limits follow.")
    assert state(session, scene) in {"running", "due_today"}
