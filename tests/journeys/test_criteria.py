"""Way 4: a judicial officer sees which centres meet the criteria, and why, and nothing else."""

import re

import pytest
from sqlalchemy.orm import Session

from qa_app import clock
from tests.journeys.conftest import Journey
from tests.queries.test_endorsement import CLEAN, JAN_2026, TODAY, a_tagged_rubric
from tests.readings import count_in
from tests.register import two_centres


@pytest.fixture
def evidence(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Centre A: twelve files in social work, one with a red line; centre B: six clean ones."""
    monkeypatch.setattr(clock, "today", lambda _zone: TODAY)
    a, b = two_centres(session)
    social = a_tagged_rubric(session)
    legal = a_tagged_rubric(session, id="legal", area="legal_aid")
    count_in(session, a, social, JAN_2026, 11, codes=CLEAN)
    count_in(session, a, social, JAN_2026 + 1, 1, codes=CLEAN, stop_count=1, band_position=4)
    count_in(session, b, legal, JAN_2026, 6, codes=CLEAN, area_code="legal_aid")


@pytest.mark.browser
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_from_the_finding_to_the_reason(evidence: None, journey: Journey, width: str) -> None:
    page = journey.enter("judicial_reader", width=width)
    page.click("text=名录标准")
    page.wait_for_url("**/criteria")
    heading = page.inner_text("h1")
    assert heading.startswith("截至2025年12月31日，2个中心的3个专业领域中，0个达到")
    # no link leads to files, centres or people
    hrefs = [link.get_attribute("href") or "" for link in page.query_selector_all("main a")]
    assert all(re.match(r"/criteria|#E\d\d$", href) for href in hrefs)
    if width == "phone":
        page.click(".pl-unfold")  # filters are folded away there
    page.select_option("#area", label="社会工作/个案管理")
    page.click("main form button")
    page.wait_for_url("**area=social_work**")
    (row,) = page.query_selector_all(".pl-criteria-row")
    assert "证据不足" in row.inner_text()
    page.click(".pl-why summary")
    why = page.inner_text(".pl-why dl")
    # nothing was read, which is told to judges as few would be
    assert "案卷平均分：证据不足。现有记录不足以作出判断。总数不足10的计数和比例不显示。" in why
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.click("text=下载CSV")
    assert download.value.suggested_filename == "criteria-2025-12-31.csv"


@pytest.mark.browser
def test_the_same_in_english_as_of_an_earlier_half_year(evidence: None, journey: Journey) -> None:
    page = journey.enter("judicial_reader", language="en", target="/criteria")
    options = page.query_selector_all("#as_of option")
    assert [option.inner_text() for option in options] == [
        "31 Dec 2025",
        "30 Jun 2025",
        "31 Dec 2024",
        "30 Jun 2024",
    ]
    page.select_option("#as_of", "2025-06-30")
    page.click("main form button")
    page.wait_for_url("**as_of=2025-06-30**")
    assert page.inner_text("h1").startswith("As of 30 Jun 2025, 0 of 3 areas")
    assert page.inner_text(".pl-criteria").count("Cannot tell") >= 9
