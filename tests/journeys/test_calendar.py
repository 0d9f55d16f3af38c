"""A series from its preview to its end, in Chinese; a calendar's address from first to last."""

import re
from datetime import date, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.supervision import SessionType
from qa_app.models.supervision import SupervisionSessionRow
from tests.audits import ZONE
from tests.journeys.cast import go, press, shot
from tests.journeys.conftest import Journey
from tests.sessions import Scene, a_scene, a_session

TODAY = clock.today(ZONE)
# a Wednesday that is ahead, and the three after it
FIRST = TODAY + timedelta(days=(2 - TODAY.weekday()) % 7 + 7)
WEEKS = tuple(FIRST + timedelta(days=7 * week) for week in range(4))


@pytest.fixture
def scene(session: Session, people: dict[str, int]) -> Scene:
    assert people
    made = a_scene(session)
    session.rollback()
    return made


def standing(session: Session) -> list[tuple[date, str]]:
    session.rollback()
    row = SupervisionSessionRow
    rows = session.execute(select(row.planned_on, row.state).order_by(row.planned_on, row.id))
    found = [(day, state) for day, state in rows]
    session.rollback()
    return found


def previewed(page: Page, planned: int, withdrawn: int) -> None:
    """Ask what the form comes to; so many days are planned and withdrawn."""
    press(page, "预览结果")
    preview = page.locator("#preview")
    preview.get_by_role("button").wait_for()
    days = preview.locator("h3:text-is('将安排') + ul li")
    expect(days).to_have_count(planned)
    expect(preview.locator("h3:text-is('将撤回') + ul li")).to_have_count(withdrawn)


@pytest.mark.browser
def test_a_series_is_previewed_started_changed_and_ended(
    scene: Scene, session: Session, journey: Journey
) -> None:
    page = journey.enter("lead")
    go(page, "计划", "系列", "开始系列")
    page.locator("#type").select_option(SessionType.INDIVIDUAL.value)
    page.locator("#pattern").select_option("weekly")
    page.locator("#starts_on").fill(f"{WEEKS[0]}")
    page.locator("#until_on").fill(f"{WEEKS[-1]}")
    page.locator("#starts_at").fill("09:00")
    page.get_by_label("W1").check()
    previewed(page, planned=4, withdrawn=0)
    assert standing(session) == []  # a preview plans nothing
    press(page, "按此开始")
    expect(page.get_by_role("status")).to_have_text("系列已开始，督导已排定。")
    assert standing(session) == [(day, "planned") for day in WEEKS]

    # it ends two weeks earlier
    go(page, "变更系列")
    page.locator("#until_on").fill(f"{WEEKS[1]}")
    previewed(page, planned=0, withdrawn=2)
    press(page, "按此变更")
    expect(page.get_by_role("status")).to_have_text("系列已变更。")
    ahead = [day for day, state in standing(session) if state == "planned"]
    assert ahead == list(WEEKS[:2])

    page.locator("#end summary").click()
    press(page, "结束系列")
    expect(page.get_by_role("status")).to_have_text("系列已结束，后续督导已撤回。")
    expect(page.locator("main")).to_contain_text("该系列已结束。")
    assert [day for day, state in standing(session) if state == "planned"] == []
    shot(page, "series-ended")


@pytest.mark.browser
def test_an_address_is_made_read_by_another_program_and_revoked(
    scene: Scene, session: Session, journey: Journey
) -> None:
    made = a_session(
        session,
        scene,
        type=SessionType.INDIVIDUAL,
        rubric_version_id=None,
        files_wanted=0,
        planned_on=TODAY + timedelta(days=3),
        people=(scene.workers["W1"],),
    )
    session.rollback()
    page = journey.enter("lead", language="en", width="phone")
    go(page, "Calendar on my phone, reminders by mail")
    press(page, "Make an address")
    address = page.locator("#copy-made")
    expect(address).to_have_value(re.compile(rf"{journey.base}/calendar/\S+\.ics"))
    link = address.input_value()

    calendar = Calendar.from_ical(urlopen(link).read())  # noqa: S310 - the product under test
    (event,) = calendar.walk("VEVENT")
    assert str(event["UID"]).startswith(f"session-{made}@")
    assert event.decoded("DTSTART") == TODAY + timedelta(days=3)
    # day, unit and kind; nobody's name and no code of a worker
    assert "W1" not in calendar.to_ical().decode()

    # shown once: the page that comes next does not know it any more
    page.goto(f"{journey.base}/me/reminders")
    page.get_by_role("button", name="Revoke").wait_for()
    assert link not in page.content()
    press(page, "Revoke")
    expect(page.get_by_role("status")).to_have_text("The address opens nothing any more.")
    with pytest.raises(HTTPError, match="404"):
        urlopen(link)  # noqa: S310 - the product under test
