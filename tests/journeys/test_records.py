"""A session planned, held, written down, signed by both, acknowledged and disagreed with."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.records import RecordAnswerRow, RecordPresenceRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow
from tests.journeys.cast import READY, go, press
from tests.journeys.conftest import Journey
from tests.records import Talk, a_talk, begin
from tests.sessions import Scene, a_scene, reference, some_files, someone

TODAY = clock.today("Asia/Shanghai")


@pytest.fixture
def scene(session: Session, people: dict[str, int]) -> Scene:
    assert people
    made = a_scene(session)
    someone(session, "worker", Role.CASEWORKER, "A", made.workers["W1"])
    some_files(session, made.centre, 2, opened_on=TODAY - timedelta(days=30))
    session.rollback()
    return made


def fits(page: Page) -> None:
    """Nothing stands beside the edge of a narrow screen."""
    wide = "[...document.querySelectorAll('main *')].filter(e => e.offsetParent"
    wide += " && e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 120))"
    is_narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert is_narrow, page.evaluate(wide)[:5]


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("已全部保存")


def written(page: Page) -> None:
    """Type the whole record; nothing is sent by a button."""
    page.wait_for_selector(READY)
    # yesterday, so that it is over at any hour of a run
    page.locator("#meeting-v-held_on").fill((TODAY - timedelta(days=1)).isoformat())
    page.locator("#meeting-v-began_at").fill("00:01")
    page.locator("#meeting-v-ended_at").fill("01:01")
    page.locator("#meeting-v-mode").select_option("at_centre")
    page.locator("#meeting-v-support").check()
    page.locator("#meeting-r1-minutes").fill("60")
    page.locator("#cases-r1-case").fill(reference(1))
    page.locator("#cases-r1-risk").select_option("high")
    page.locator("#cases-r1-safety_seen").select_option("yes")
    page.locator("#cases-r1-child_heard").select_option("yes")
    page.locator("#cases-r1-decision").fill("每周家访一次")
    page.locator("#cases-v-on_worker").fill("记录写得更具体")
    page.locator("#support-v-workload").fill("7")
    page.locator("#learning-v-learned").fill("先问孩子")
    saved(page)
    fits(page)


@pytest.mark.browser
def test_plan_hold_write_sign_acknowledge_and_disagree_in_chinese_on_a_phone(
    scene: Scene, session: Session, journey: Journey
) -> None:
    page = journey.enter("lead", width="phone", target=f"/plan/sessions/new?centre={scene.centre}")
    page.get_by_label("个别督导").check()
    page.get_by_label("W1").check()
    page.locator("#planned_on").fill(TODAY.isoformat())
    press(page, "确认安排")
    expect(page.get_by_role("status")).to_have_text("督导已安排。")
    go(page, "写督导记录")
    fits(page)
    press(page, "写督导记录")
    written(page)
    go(page, "检查记录并签字")
    expect(page.get_by_role("heading", level=1)).to_have_text("检查记录并签字")
    fits(page)
    press(page, "在记录上签字")
    expect(page.get_by_role("status")).to_have_text("您已在记录上签字。")
    expect(page.get_by_role("heading", level=1)).to_have_text("等待W1签字")
    address = page.url.split("?")[0].replace(journey.base, "")
    session.rollback()
    assert session.scalars(select(SupervisionSessionRow.state)).one() == "held"
    assert session.scalars(select(RecordPresenceRow.credited_seconds)).one() == 3600
    session.rollback()

    journey.context.clear_cookies()
    worker = journey.enter("worker", width="phone", target="/records")
    expect(worker.get_by_role("heading", level=1)).to_have_text("1份记录等您处理")
    fits(worker)
    worker.goto(f"{journey.base}{address}")
    expect(worker.get_by_text("记录写得更具体")).to_be_visible()
    fits(worker)
    press(worker, "在记录上签字")
    expect(worker.get_by_role("status")).to_have_text("您已在记录上签字。")
    press(worker, "我已阅读，确认")
    expect(worker.get_by_role("status")).to_have_text("您已确认记录。")
    worker.get_by_label("有何不同意见，为什么").fill("风险已经下降")
    press(worker, "附在记录上")
    expect(worker.get_by_role("heading", level=1)).to_have_text("已签字，有不同意见")
    expect(worker.get_by_text("风险已经下降")).to_be_visible()
    fits(worker)
    session.rollback()
    assert session.scalars(select(SupervisionRecordRow.state)).one() == "signed"
    kinds = session.scalars(select(RecordAnswerRow.kind).order_by(RecordAnswerRow.id)).all()
    assert kinds == ["acknowledged", "disagreed"]


@pytest.fixture
def talk(session: Session, people: dict[str, int]) -> Talk:
    assert people
    made = a_talk(session, planned_on=TODAY)
    begin(session, made, clock.now())
    session.rollback()
    return made


@pytest.mark.browser
def test_two_windows_a_refused_part_and_a_dead_network(talk: Talk, journey: Journey) -> None:
    target = f"/sessions/{talk.session_id}/record"
    first = journey.enter("lead", target=target)
    second = journey.page()
    second.goto(f"{journey.base}{target}")
    for page in (first, second):
        page.wait_for_selector(READY)
    journey.watch.expect("409")
    journey.watch.expect("422")
    first.locator("#learning-v-learned").fill("第一窗口")
    first.locator("#support-v-workload").fill("3")
    saved(first)
    second.locator("#learning-v-learned").fill("第二窗口")
    box = second.locator("#learning .pl-rec-said")
    expect(box).to_contain_text("第一窗口")
    second.get_by_role("button", name="保存我的").click()
    saved(second)
    expect(box).to_be_empty()
    # of the part that this window did not touch it is told that something else stands there
    told = second.locator(".pl-rec-elsewhere")
    expect(told).to_contain_text(f"本页尚未显示：{second.locator('#support h2').inner_text()}。")
    told.get_by_role("button", name="知道了").click()
    expect(told).to_have_count(0)

    # what does not fit is named at its field and outlives a reload, until it fits
    told = second.locator("#meeting .pl-rec-said")
    second.locator("#meeting-v-began_at").fill("10:00")
    second.locator("#meeting-v-ended_at").fill("09:00")
    expect(told).to_contain_text("结束时间早于开始时间")
    second.on("dialog", lambda dialog: dialog.accept())
    second.reload()
    second.wait_for_selector(READY)
    expect(second.locator("#meeting-v-began_at")).to_have_value("10:00")
    expect(second.locator("#meeting-v-ended_at[aria-invalid]")).to_have_value("09:00")
    second.locator("#meeting-v-ended_at").fill("11:00")
    saved(second)
    second.locator("#meeting-r1-minutes").fill("900")
    expect(told).to_contain_text("请填写0至720之间的整数")
    expect(second.locator("#meeting-r1-minutes[aria-invalid]")).to_have_count(1)
    second.locator("#meeting-r1-minutes").fill("50")
    saved(second)
    expect(told).to_be_empty()

    # what looks like a name asks why; told, it is kept
    second.locator("#learning-v-learned").fill("姓名：王小明")
    expect(box).to_contain_text("似乎包含姓名")
    second.locator("#learning-why").fill("法院要求写明")
    saved(second)

    # what could not be sent is sent when the network is back
    second.reload()
    second.wait_for_selector(READY)
    journey.watch.expect("ERR_INTERNET_DISCONNECTED")
    journey.context.set_offline(True)
    second.locator("#support-v-workload").fill("4")
    expect(second.locator("#saved")).to_contain_text("已离线")
    journey.context.set_offline(False)
    saved(second)
    second.reload()
    second.wait_for_selector(READY)
    expect(second.locator("#support-v-workload")).to_have_value("4")
    expect(second.locator("#learning-v-learned")).to_have_value("姓名：王小明")
    second.get_by_role("button", name="再加一项").first.click()
    expect(second.locator("#meeting .pl-rec-row")).to_have_count(3)


@pytest.mark.browser
def test_without_scripts_each_part_has_its_button(talk: Talk, journey: Journey) -> None:
    page = journey.enter("lead", width="phone", target="/records")
    address = f"{journey.base}/sessions/{talk.session_id}/record"
    plain = journey.context.browser.new_context(java_script_enabled=False)
    plain.add_cookies(journey.context.cookies())
    page = plain.new_page()
    page.goto(address)
    page.locator("#support-v-workload").fill("5")
    page.locator("#support").get_by_role("button", name="保存本部分").click()
    expect(page.get_by_role("status").first).to_have_text("本部分已保存。")
    expect(page.locator("#support-v-workload")).to_have_value("5")
    plain.close()
