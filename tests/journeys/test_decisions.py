"""Standings decided in the browser: one centre on the platform, another wholly on paper."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from qa_app import clock
from tests.audits import ZONE
from tests.decisions import AREA, WHY, Desk, a_desk, evidence, frozen
from tests.journeys.cast import press, shot
from tests.journeys.conftest import Journey

STATEMENT = "我们已运行两年，愿接受评估。"


def entered(new_journey: Callable[..., Journey], name: str, target: str) -> Page:
    return new_journey().enter(name, target=target)


def area(desk: Desk) -> str:
    return f"/decisions/areas/{desk.a}/{AREA}"


def decide(new_journey: Callable[..., Journey], page: Page, status: str, second: str) -> None:
    """Propose what is chosen, and decide it as another person."""
    page.check(f"#status-{status}")
    press(page, "预览")
    expect(page.locator(".pl-facts")).to_contain_text("与之不一致")
    press(page, "提出，由第二人决定")
    expect(page.locator(".pl-notice")).to_contain_text("等待第二人确认")
    address = page.url.split("?")[0]
    other = entered(new_journey, second, "/")
    other.goto(address)
    press(other, "同意并作出决定")
    expect(other.locator(".pl-notice")).to_contain_text("决定已作出")


def test_a_centre_from_application_to_suspension_objection_and_restoration(
    new_journey: Callable[..., Journey], session: Session
) -> None:
    desk = a_desk(session, "k-")
    manager = entered(new_journey, "k-manager", area(desk))
    manager.select_option("#set", "full")
    manager.fill("#statement-text", STATEMENT)
    manager.locator("#apply button").click()
    expect(manager.locator("h1")).to_contain_text("已申请")
    senior = entered(new_journey, "k-senior", area(desk))
    press(senior, "开始评估")
    expect(senior.locator("h1")).to_contain_text("评估中")
    shot(senior, "under-review")
    fine = frozen(session, desk, evidence(at=clock.now()))
    senior.goto(f"{new_base(senior)}{area(desk)}/propose/{fine}")
    decide(new_journey, senior, "endorsed", "k-decider")
    stop = frozen(session, desk, evidence(stop=1, at=clock.now(), in_register=True))
    senior.goto(f"{new_base(senior)}{area(desk)}/propose/{stop}")
    shot(senior, "propose")
    decide(new_journey, senior, "suspended", "k-decider")
    manager.goto(senior.url.split("?")[0])
    manager.select_option("#ground", "factual_error")
    manager.fill("#text", "当日已完成控制，整改计划已在第三天提交。")
    press(manager, "提出异议")
    manager.select_option("#account-centre", label="k-senior2")
    press(manager, "推荐此人")
    senior.goto(senior.url.split("?")[0])
    senior.select_option("#account-body", label="k-decider2")
    press(senior, "推荐此人")
    press(senior, "抽签确定第三人")
    expect(senior.locator("#objection")).to_contain_text("抽签产生")
    for name in ("k-senior2", "k-decider2"):
        member = entered(new_journey, name, "/")
        member.goto(senior.url.split("?")[0])
        member.check("#vote-set_aside")
        member.fill("#vote-reasons", WHY)
        member.get_by_role("button", name="表决").click()
        expect(member.locator(".pl-notice")).to_contain_text("已保存")
    shot(member, "objection")
    manager.goto(f"{new_base(manager)}{area(desk)}")
    expect(manager.locator("h1")).to_contain_text("已纳入名录")
    expect(manager.locator("#course")).to_contain_text("原决定被撤销")
    shot(manager, "restored")


def test_a_centre_wholly_on_paper(
    new_journey: Callable[..., Journey], session: Session, tmp_path: Path
) -> None:
    desk = a_desk(session, "k-")
    today = clock.today(ZONE).isoformat()
    fine = frozen(session, desk, evidence(at=clock.now()))
    page = entered(new_journey, "k-registrar", f"{area(desk)}/paper/{fine}")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    shot(page, "paper")
    page.fill("#issuing_body", "昆明市人民检察院")
    page.fill("#number", "昆检未〔2026〕12号")
    page.fill("#document_on", today)
    page.set_input_files("#scan_file", scan)
    page.check("#status-endorsed")
    press(page, "预览")
    press(page, "登记，由第二人确认")
    address = page.url.split("?")[0]
    second = new_journey()
    second.watch.expected.append("422")  # what differs from the paper
    other = second.enter("k-registrar2")
    other.goto(address)
    for number, answer in (("昆检未〔2026〕21号", "文号"), ("昆检未[2026]12号", "决定已作出")):
        other.fill("#number", number)
        other.fill("#document_on", today)
        other.select_option("#status", "endorsed")
        other.set_input_files("#scan_file", scan)
        press(other, "对照纸质文书确认")
        expect(other.locator("main")).to_contain_text(answer)
    shot(other, "confirmed")
    other.goto(f"{new_base(other)}{area(desk)}")
    expect(other.locator("h1")).to_contain_text("已纳入名录")


def new_base(page: Page) -> str:
    scheme, _, rest = page.url.partition("://")
    return f"{scheme}://{rest.split('/')[0]}"
