"""The form of a round offers what fits the rubrics ticked, as soon as they are ticked."""

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from qa_app.models.accounts import RoleGrantRow
from tests.journeys.conftest import Journey
from tests.register import two_centres
from tests.rounds import a_round
from tests.sessions import a_scene, publish


def test_centres_that_no_rubric_fits_are_not_offered(journey: Journey, session: Session) -> None:
    two_centres(session)
    publish(session, id="social", area="social_work")
    publish(session, id="legal", area="legal_aid")
    page = journey.enter("senior_supervisor", target="/rounds/new")
    first, second = page.locator("#centres label").all()  # A does both, B legal aid only
    social, legal = page.locator("#rubrics label").all()
    left = page.locator("p[data-left]")
    expect(second).to_be_visible()
    social.click()
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    expect(left).to_have_text("另有1个中心的领域或地区与所选评分细则不符，未列出。")
    legal.click()
    expect(second).to_be_visible()
    expect(left).to_be_hidden()
    # a button ticks what is offered, of one place or of all
    page.locator("[data-district] button").nth(1).click()
    expect(page.locator("[name=centres]:checked")).to_have_count(1)
    page.click("button[value=all]")
    expect(page.locator("[name=centres]:checked")).to_have_count(2)
    page.click("button[value=nothing]")
    expect(page.locator("[name=centres]:checked")).to_have_count(0)
    # what is ticked stays in sight, though it fits no more
    second.click()
    legal.click()
    expect(second).to_be_visible()
    journey.watch.expect("422")  # days and people lack
    page.click("main form .btn-primary")
    page.wait_for_selector(".pl-summary")
    expect(page.locator("#centres label").nth(1).locator("input")).to_be_checked()


def test_who_is_chosen_to_decide_and_ticked_to_read_is_told_so_at_once(
    journey: Journey, session: Session
) -> None:
    two_centres(session)
    publish(session, id="legal", area="legal_aid")
    page = journey.enter("senior_supervisor", target="/rounds/new")
    told = page.locator("[data-both]")
    label = page.locator("#readers label").first
    reader = label.locator("input").get_attribute("value") or ""
    session.add(RoleGrantRow(account_id=int(reader), role="moderator"))
    session.commit()
    page.reload()
    expect(told).to_be_empty()
    label.click()
    page.select_option("#moderator_id", reader)
    expect(told).to_contain_text("同时被勾选为评查员")
    label.click()
    expect(told).to_be_empty()


def test_a_round_of_the_same_period_is_told_as_soon_as_both_are_chosen(
    journey: Journey, session: Session
) -> None:
    scene = a_scene(session)
    a_round(session, scene)
    page = journey.enter("senior_supervisor", target="/rounds/new")
    told = page.locator("[data-others]")
    expect(told).to_be_hidden()
    page.fill("#period_from", "2026-03-31")
    page.fill("#period_until", "2026-06-30")
    page.locator("#centres label").first.click()
    expect(told).to_be_visible()
    page.fill("#period_from", "2026-04-01")
    page.locator("#period_until").focus()
    expect(told).to_be_hidden()
