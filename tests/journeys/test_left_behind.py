"""Who goes out leaves nothing in the browser for whoever sits down next (SE-07, SE-08)."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.cast import press
from tests.journeys.conftest import Journey

PAGES = (
    "/", "/me", "/plan", "/audits", "/centres", "/rubrics", "/criteria", "/rounds", "/register",
    "/me/second-factor",
)  # fmt: skip
NAME = "senior_supervisor"
KEPT = """async () => [
  Object.keys(localStorage), Object.keys(sessionStorage), await caches.keys(),
  (await indexedDB.databases()).map(one => one.name)
]"""


def test_the_way_back_shows_nothing_after_going_out(
    journey: Journey, record_property: Callable[[str, object], None]
) -> None:
    page = journey.enter(NAME)
    for address in PAGES:
        page.goto(journey.base + address)
        assert NAME in page.content(), address
    press(page, "退出")
    page.wait_for_url("**/login")
    assert page.evaluate(KEPT) == [[], [], [], []]
    shown = 0
    for _ in PAGES:
        page.go_back(wait_until="load")
        # every page of the session was asked for anew, and leads to the door
        expect(page.locator("[name=login_name]")).to_be_visible()
        assert "/login" in page.url
        shown += NAME in page.content()
    record_property("pages gone back to", len(PAGES))
    assert shown == 0
