"""Sampled cases with dates and lists of dates are filled in by the script's own rows."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.queries.audits import entries_of
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.audits import a_draft, holidays
from tests.journeys.conftest import Journey
from tests.journeys.test_audit import saved
from tests.people import NOON, OPERATOR
from tests.register import two_centres

ROW = "[name='sample.sample.{}.{}']"
SAVED = [
    {
        "clocks": {"in_post_from": "2026-01-05T09:00"},
        "logs": {"individual_supervision": [{"at": "2026-01-06"}, {"at": "2026-01-13"}]},
    },
    {"clocks": {"in_post_from": "2026-02-02"}, "logs": {"individual_supervision": []}},
]


@pytest.fixture
def audit(session: Session, people: dict[str, int], shipped: Path) -> int:
    """A draft of the quarterly review of a supervisor."""
    a, _ = two_centres(session)
    holidays(session)
    grant = Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True))
    reader = Actor(people["senior_supervisor"], "督导甲", (grant,))
    file = read_rubric(shipped / "supervision_practice.yaml", shipped)
    areas = {one.code: one for one in read_areas(shipped / "areas.yaml", shipped)}
    version = publish_rubric(
        session, OPERATOR, file.rubric, file.content, at=NOON, area=areas[file.rubric.area]
    ).version_id
    return a_draft(session, a, version, reader, area_code=file.rubric.area)


@pytest.mark.parametrize(
    ("width", "language"),
    [pytest.param("desktop", "zh", marks=pytest.mark.nightly), ("tablet", "en"), ("phone", "zh")],
)
def test_supervisees_get_their_own_dates(
    journey: Journey, session: Session, audit: int, width: str, language: str
) -> None:
    page = journey.enter(
        "senior_supervisor",
        width=width,
        language=language,
        target=f"/audits/{audit}?section=background",
    )
    page.wait_for_selector("html[data-ready]")
    page.fill(ROW.format(0, "clock.in_post_from.date"), "2026-01-05")
    page.fill(ROW.format(0, "clock.in_post_from.time"), "09:00")
    days = page.locator(ROW.format(0, "log.individual_supervision.at"))
    days.first.fill("2026-01-06")
    page.locator(".pl-au-case").first.locator("[data-act=row]").click()
    days.nth(1).fill("2026-01-13")
    page.locator("[data-act=case]").click()
    # the new row is empty, with one row of its list
    assert page.locator(ROW.format(1, "log.individual_supervision.at")).count() == 1
    assert page.input_value(ROW.format(1, "clock.in_post_from.time")) == ""
    page.fill(ROW.format(1, "clock.in_post_from.date"), "2026-02-02")
    page.check(ROW.format(1, "log.individual_supervision.none"))
    saved(page)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(ROW.format(1, "clock.in_post_from.date"))).to_have_value("2026-02-02")
    expect(page.locator(ROW.format(1, "log.individual_supervision.none"))).to_be_checked()
    if width == "desktop":
        # the sections stay in view one below the other, however far down the page is
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        tops = [one.bounding_box()["y"] for one in page.locator(".pl-au-nav > a").all()]
        assert all(later - earlier >= 24 for earlier, later in pairwise(tops)), tops
        page.locator(".pl-au-nav > a").nth(1).click()
        page.locator(".pl-au-item .pl-item-text:visible").last.click()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        guide, keys = (one.bounding_box() for one in page.locator(".pl-au-aside > *").all())
        assert guide["y"] + guide["height"] <= keys["y"] + 1
    width_of_page = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width_of_page <= 0
    sample = next(one for one in entries_of(session, audit) if one.key == "sample")
    assert sample.value == SAVED
