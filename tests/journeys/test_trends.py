"""A supervisor looks at a trend: drawn at once, interactive after a while, whole without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy.orm import Session

from tests.journeys.conftest import Journey
from tests.readings import JAN, count_in, declare, published
from tests.register import two_centres

pytestmark = pytest.mark.browser
DRAWN = ".pl-chart-drawn .pl-plot .mlayer .point"  # a layer for each line that lies deeper
LATE = """() => {
  const asked = performance.getEntriesByType("resource").find(
    one => one.name.endsWith("plotly.min.js"));
  return asked.startTime >= performance.getEntriesByType("navigation")[0].loadEventStart;
}"""
SEEN = "one => getComputedStyle(one).opacity"
SAID = """() => document.querySelector(".pl-plot").data
  .flatMap(trace => trace.hovertext || []).filter(Boolean)"""
TITLES = """() => [...document.querySelectorAll(".pl-chart-place svg.pl-chart-svg .pl-dot > title")]
  .map(title => title.textContent)"""
SHARING = ".modebar-container .modebar-btn, [data-title*='hare'], a[href*='plotly']"


@pytest.fixture
def trend(session: Session, live: str) -> str:
    """Two versions of a rubric: five months before the break, two after, the last provisional."""
    assert live
    a, _ = two_centres(session)
    old, new = published(session, "1.0.0"), published(session, "2.0.0")
    for number in range(5):
        count_in(session, a, old, JAN + number, score_millionths=700_000 + 20_000 * number)
    count_in(session, a, new, JAN + 5, score_millionths=900_000)
    count_in(session, a, new, JAN + 6, score_millionths=910_000, is_final=False)
    return f"/centres/{a}/trends"


def watched(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.parametrize(
    ("language", "version", "whole"),
    [
        ("zh", "2.0.0版", "整份案卷"),
        pytest.param("en", "version 2.0.0", "Whole file", marks=pytest.mark.nightly),
    ],
)
def test_the_picture_is_there_first_and_plotly_draws_over_it(
    journey: Journey, trend: str, language: str, version: str, whole: str
) -> None:
    page = journey.enter("senior_supervisor", language=language)
    asked = watched(page)
    held: list[Route] = []
    page.route("**/plotly.min.js", lambda route: held.append(route))  # noqa: PLW0108 - no builtin
    with page.expect_request("**/plotly.min.js"):
        page.goto(journey.base + trend)
    assert page.locator("svg.pl-chart-svg").first.is_visible()
    held[0].continue_()
    page.wait_for_selector(DRAWN, timeout=20_000)
    assert page.evaluate(LATE)
    # what a point says when it is pointed at comes from the drawn chart
    assert page.evaluate(SAID) == page.evaluate(TITLES)
    plot = page.locator(".pl-plot")
    expect(plot).to_contain_text(version)
    expect(plot).to_contain_text(whole)
    assert page.locator(DRAWN).count() == 7
    assert page.locator(SHARING).count() == 0
    assert page.locator(".pl-chart-place > svg.pl-chart-svg").evaluate(SEEN) == "0"
    # one file of the product's own, packed, kept for good
    (address,) = [one for one in asked if "plotly.min" in one]
    answer = page.request.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert all(one.startswith(journey.base) for one in asked if not one.startswith("data:"))
    # turned to a phone's width it is laid out anew: the legend names the lines across
    legend = plot.locator(".legend")
    across = "达标线80分" if language == "zh" else "met 80"
    expect(legend).not_to_contain_text(across)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(legend).to_contain_text(across)
    expect(page.locator(DRAWN)).to_have_count(7)


def test_a_dot_leads_behind_it_by_key_and_in_the_interactive_form(
    journey: Journey, trend: str
) -> None:
    page = journey.enter("senior_supervisor", language="en", target=trend)
    page.wait_for_selector(DRAWN, timeout=20_000)
    picture = page.locator(".pl-chart-place > svg.pl-chart-svg")
    # the drawn chart comes back for the keyboard, and the other one goes
    page.locator("#section").focus()
    page.locator(".pl-pick button").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.pl-chart-place') !== null")
    assert picture.evaluate(SEEN) == "1"
    expect(page.locator(".pl-plot")).not_to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/behind/sample/1.0.0/**")
    page.go_back()
    page.wait_for_selector(DRAWN, timeout=20_000)
    page.locator(DRAWN).first.scroll_into_view_if_needed()
    at = page.locator(DRAWN).first.bounding_box()
    assert at is not None
    page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.wait_for_url("**/behind/sample/1.0.0/**")


@pytest.fixture
def joined(session: Session, trend: str) -> str:
    """The same, once a person has compared the two versions: nothing changed."""
    declare(session, 2, 1, A1="same", A2="same", B1="reworded")
    return trend


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("zh", "1.0.0、2.0.0版共有条目", "按1.0.0、2.0.0版共有条目计算："),
        pytest.param(
            "en",
            "common items of versions 1.0.0, 2.0.0",
            "On the items that versions 1.0.0, 2.0.0",
            marks=pytest.mark.nightly,
        ),
    ],
)
def test_versions_are_joined_on_their_common_items(
    journey: Journey, joined: str, language: str, line: str, sentence: str
) -> None:
    page = journey.enter("senior_supervisor", language=language, target=joined)
    # one line over all seven months, past the break of the versions' own
    picture = page.locator(".pl-chart-place > svg.pl-chart-svg")
    assert picture.locator(".pl-linked-mark").count() == 7
    assert picture.locator(".pl-linked").count() == 6
    assert picture.locator(".pl-break").count() == 1
    page.wait_for_selector(DRAWN, timeout=20_000)
    assert line in page.locator(".pl-plot .legendtext").all_text_contents()
    assert page.locator(DRAWN).count() == 14
    common = page.locator("#common-items")
    expect(common).to_contain_text(sentence)
    common.locator("summary").click()
    assert common.locator("tbody tr").count() == 7
    expect(common.locator("tbody tr").first).to_contain_text("75.0")


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("zh", "phone"),
        ("en", "desktop"),
        pytest.param("zh", "desktop", marks=pytest.mark.nightly),
        pytest.param("en", "phone", marks=pytest.mark.nightly),
    ],
)
def test_the_legend_names_the_lines_that_are_drawn(
    journey: Journey, trend: str, language: str, width: str
) -> None:
    page = journey.enter("senior_supervisor", language=language, width=width, target=trend)
    page.wait_for_selector(DRAWN, timeout=20_000)
    said = page.locator(".pl-plot .legendtext").all_text_contents()
    whole = {"zh": "整份案卷", "en": "Whole file"}[language]
    assert said[:2] == [f"{whole} 1.0.0", f"{whole} 2.0.0"]
    hidden = page.evaluate(
        "document.querySelector('.js-plotly-plot')"
        ".data.filter(one => one.visible === 'legendonly').length"
    )
    assert hidden == 0
    # on a phone the two lines of the criterion have no room for words beside them
    assert len(said) == (4 if width == "phone" else 2)


def test_the_page_is_whole_without_script(new_journey: Callable[..., Journey], trend: str) -> None:
    page = new_journey(java_script_enabled=False).enter(
        "senior_supervisor", language="en", target=trend
    )
    asked = watched(page)
    page.reload()
    chart = page.locator(".pl-chart-place > svg.pl-chart-svg")
    assert chart.is_visible()
    assert chart.locator(".pl-break").count() == 1
    assert chart.locator(".pl-dot").count() == 7
    assert chart.locator(".pl-dot-open").count() == 1
    # five points before the break, two after: four lines and one, none across
    assert chart.locator(".pl-line").count() == 5
    assert page.locator("table.pl-run tbody tr").count() == 7
    assert "Rubric version 2.0.0 from Jun 2026" in page.inner_text("main")
    assert [one for one in asked if "plotly.min" in one] == []


def test_the_picture_stays_when_plotly_does_not_come(journey: Journey, trend: str) -> None:
    journey.watch.expect("Failed to load resource|ERR_FAILED")
    page = journey.enter("senior_supervisor")
    page.route("**/plotly.min.js", lambda route: route.abort())
    with page.expect_request("**/plotly.min.js"):
        page.goto(journey.base + trend)
    page.wait_for_timeout(300)
    assert page.locator(".pl-chart-place > svg.pl-chart-svg").is_visible()
    assert page.locator(".pl-plot").count() == 0


def test_a_saving_browser_asks_first(journey: Journey, trend: str) -> None:
    page = journey.enter("senior_supervisor", language="en")
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    asked = watched(page)
    page.goto(journey.base + trend)
    page.wait_for_timeout(400)
    assert [one for one in asked if "plotly.min" in one] == []
    page.get_by_role("button", name="Interactive chart").click()
    page.wait_for_selector(DRAWN, timeout=20_000)


@pytest.mark.nightly  # by day `test_narrow` opens them among all others
def test_no_page_of_centres_scrolls_sideways(journey: Journey, trend: str) -> None:
    page = journey.enter("senior_supervisor")
    for width in (1280, 834, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("/centres", "/centres?place=1", trend.removesuffix("/trends"), trend):
            page.goto(journey.base + address)
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), (address, width)
