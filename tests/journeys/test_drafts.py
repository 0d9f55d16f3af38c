"""Two people publish the second version of a rubric, each in a browser of their own."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.plain_json import plain_from_json
from qa_app.models.rubric_drafts import ItemComparabilityRow, RubricDraftRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from tests.journeys.conftest import CHEAP, PASSWORD, Journey
from tests.people import NOON, OPERATOR

TOMORROW = clock.today("Asia/Shanghai") + timedelta(days=1)


@pytest.fixture
def writer(session: Session, people: dict[str, int], shipped: Path) -> Actor:
    """The legal-aid rubric is published, and a second senior supervisor is there."""
    areas = {area.code: area for area in read_areas(shipped / "x.yaml", shipped)}
    read = read_rubric(shipped / "legal_aid.yaml", shipped)
    publish_rubric(
        session, OPERATOR, read.rubric, read.content, at=NOON, area=areas[read.rubric.area]
    )
    new = NewAccount("second", "督导乙", PASSWORD, (NewGrant(Role.SENIOR_SUPERVISOR),))
    add_account(session, OPERATOR, new, CHEAP, at=NOON)
    grant = Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True))
    return Actor(people["senior_supervisor"], "senior_supervisor", (grant,))


def rewritten(session: Session, writer: Actor) -> None:
    session.rollback()
    row = session.scalars(select(RubricDraftRow)).one()
    plain = plain_from_json(row.content)
    items = [item for part in plain["sections"] for item in part["items"]]
    items[0]["text"]["zh"] = items[0]["text"]["zh"].replace("7日内", "七日之内")
    items[0]["weight"] = items[0].get("weight", 1) + 3
    change = DraftChange(row.id, row.revision, {**plain, "version": "2.0.0"})
    save_rubric_draft(session, writer, change, at=clock.now())


def sideways(page: Page) -> int:
    page.wait_for_load_state()  # with its style
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.browser
def test_two_people_publish_the_second_version(
    new_journey: Callable[..., Journey], session: Session, writer: Actor
) -> None:
    page = new_journey().enter("senior_supervisor", target="/rubrics/legal_aid/1.0.0")
    page.get_by_role("link", name="起草下一版本").click()
    page.get_by_role("button", name="起草下一版本").click()
    expect(page.get_by_role("status")).to_contain_text("草稿已建立")
    rewritten(session, writer)
    page.reload()
    expect(page.locator("#effect")).to_contain_text("1项文字修改")
    page.get_by_role("link", name="逐字比较（1项待确认）").click()
    own = page.locator("#item-A1a")
    own.get_by_label("理由（如需说明）").fill("只改了数字写法")
    own.get_by_role("button", name="含义不变：可比较").click()
    expect(own).to_contain_text("可比较：仅文字修改")
    page.locator(".pl-crumbs a").last.click()
    page.get_by_role("button", name="提交发布").click()
    expect(page.locator("#acts")).to_contain_text("现在可以发布的人：督导乙")
    expect(page.get_by_role("link", name="前往发布")).to_have_count(0)

    other = new_journey().enter("second", width="phone")
    expect(other.get_by_role("heading", level=1)).to_contain_text("1份评分细则待发布")
    draft = other.get_by_role("link", name="未成年被害人法律援助")
    draft.and_(other.locator("[href^='/rubrics/drafts/']")).click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("等您发布或退回")
    assert sideways(other) <= 0
    other.get_by_role("link", name="逐字比较").click()
    item = other.locator("#item-A1a")
    expect(item.locator("del")).to_contain_text(["7"])
    expect(item.locator("ins").first).to_contain_text("七")
    assert sideways(other) <= 0
    expect(item).to_contain_text("senior_supervisor")
    other.locator(".pl-crumbs a").last.click()
    other.get_by_role("link", name="用已签署的评查试算").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("没有可供试算的已签署评查")
    other.go_back()
    other.get_by_role("link", name="前往发布").click()
    other.get_by_label("施行日期").fill(TOMORROW.isoformat())
    other.get_by_text("我已阅读改动内容及其影响").click()
    other.get_by_role("button", name="确认发布").click()
    expect(other.get_by_role("status")).to_contain_text("版本已发布")
    expect(other.locator("body")).to_contain_text("尚未施行")

    session.rollback()
    versions = session.scalars(select(RubricVersionRow).order_by(RubricVersionRow.id)).all()
    assert [(v.version, v.published_by, v.written_by) for v in versions] == [
        ("1.0.0", "os:operator", ""),
        ("2.0.0", "督导乙", "senior_supervisor"),
    ]
    assert versions[0].in_force_until == versions[1].in_force_from == TOMORROW
    kinds = {row.item_code: row.kind for row in session.scalars(select(ItemComparabilityRow))}
    assert kinds.pop("A1a") == "reworded"
    assert set(kinds.values()) == {"same"}
