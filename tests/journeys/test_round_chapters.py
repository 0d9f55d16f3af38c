"""What may happen beside the main line of a round: second readings, objections, illness, paper."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.score_sheet import page_text, paper_items, sheet_layout
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.sheet_scans import sheet_mark
from tests.journeys.cast import (
    TODAY,
    Cast,
    a_cast,
    a_drawn_round,
    answer_by_keys,
    files_of,
    follow,
    go,
    home,
    press,
    read_at_once,
    shot,
    signed,
    state_of,
    unfold,
)
from tests.journeys.conftest import Journey
from tests.paper_scans import Pen, printed, scanned


@pytest.fixture
def cast(session: Session, people: dict[str, int]) -> Cast:
    assert people
    return a_cast(session)


def open_session(lead: Page) -> None:
    """From the first page to the session of the round at 中心甲."""
    home(lead)
    lead.locator("a", has_text="中心甲").first.click()


@pytest.mark.browser
def test_two_readers_differ_and_a_third_person_settles(
    cast: Cast, session: Session, new_journey: Callable[..., Journey]
) -> None:
    audits = a_drawn_round(session, cast)
    lead = new_journey().enter("组长")
    open_session(lead)
    go(lead, "双评")
    lead.locator("#reader-new").select_option(label="评查乙")
    press(lead, "选定案卷")
    expect(lead.locator("main")).to_contain_text("第二评查员：评查乙")
    pair = session.scalars(select(ReadingPairRow)).one()
    session.rollback()
    assert pair.first_id in audits
    read_at_once(session, cast.people["评查甲"], pair.first_id, "met", "met", "met")
    second = new_journey().enter("评查乙")
    second.locator(".pl-rows-wide a").first.click()
    answer_by_keys(second, "1", "3", "1")
    assert "评查甲" not in second.content()
    go(second, "检查并签署")
    shot(second, "second-check")
    signed(second)
    shot(second, "second-signed")
    assert state_of(session, pair.first_id)[0] == "signed"
    third = new_journey().enter("评议人")
    follow(third, "评议双方不一致之处")
    shot(third, "compare")
    third.locator("[data-settle]").wait_for()
    third.wait_for_load_state()  # with the script that listens to keys
    third.keyboard.press("2")
    expect(third.locator("[value=second]")).to_be_checked()
    third.locator("[id^=reason-]").first.fill("案卷里确实没有")
    press(third, "裁定")
    expect(third.locator("main")).to_contain_text("由第三人裁定")
    shot(third, "settled")
    session.rollback()
    pair = session.scalars(select(ReadingPairRow)).one()
    assert state_of(session, pair.first_id)[0] == "replaced"
    go(third, "评议", "一致性")
    expect(third.get_by_role("heading", level=1)).to_contain_text("不足5份")
    shot(third, "agreement")
    press(third, "English")
    expect(third.get_by_role("heading", level=1)).to_contain_text("Fewer than 5 files")


@pytest.mark.browser
def test_an_objection_is_decided_and_the_amendment_confirmed_by_others(
    cast: Cast, session: Session, new_journey: Callable[..., Journey]
) -> None:
    audit, *_ = a_drawn_round(session, cast)
    read_at_once(session, cast.people["评查甲"], audit, "met", "unmet", "met")
    centre = new_journey().enter("负责人")
    follow(centre, "答复结果")
    unfold(centre, "对结果提出异议")
    centre.locator("#text-objection").fill("记录在另一本案卷里")
    centre.select_option("#ground", "procedure")
    press(centre, "提出异议")
    expect(centre.locator("#objection")).to_contain_text("记录在另一本案卷里")
    shot(centre, "objection")
    one = new_journey().enter("复核甲")
    follow(one, "处理异议")
    unfold(one, "提出更正")
    one.locator("#text-amend").fill("查到了记录")
    one.locator(".pl-amend summary", has_text="A2").click()
    one.locator("#item-A2").select_option("met")
    press(one, "提交更正")
    expect(one.locator("main")).to_contain_text("待第二人确认")
    shot(one, "amendment-asked")
    # whoever decides where readers differ in this round took part in it, and is not asked
    moderator = new_journey().enter("评议人")
    expect(moderator.locator("li", has_text="更正")).to_have_count(0)
    other = new_journey().enter("复核乙")
    follow(other, "确认或否决更正")
    press(other, "确认更正")
    expect(other.locator("main")).to_contain_text("取代原结果的评查")
    shot(other, "amended")
    assert state_of(session, audit)[0] == "replaced"
    # what was replaced is not answered any more
    expect(other.locator("main")).not_to_contain_text("日前接受")
    press(other, "English")
    expect(other.locator("main")).to_contain_text("amended")
    home(centre)
    shot(centre, "today-after-amendment")


@pytest.mark.browser
def test_the_duties_of_somebody_ill_go_to_a_successor(
    cast: Cast, session: Session, new_journey: Callable[..., Journey]
) -> None:
    audits = a_drawn_round(session, cast)
    lead = new_journey().enter("组长")
    go(lead, "评查员", "评查甲", "未了职责（逐项移交）")
    shot(lead, "duties")
    lead.locator("#reason").select_option("away")
    lead.locator("#all").select_option(str(cast.account("评查乙")))
    lead.get_by_role("button", name="移交给接手人", exact=True).wait_for()
    for box in lead.locator("[name=give]").all():
        box.check()
    press(lead, "移交给接手人")
    expect(lead.locator("[name=give]")).to_have_count(0)
    shot(lead, "duties-given")
    readers = select(AuditRow.reader_id).where(AuditRow.id.in_(audits))
    session.rollback()
    assert set(session.scalars(readers)) == {cast.account("评查乙")}
    second = new_journey().enter("评查乙")
    expect(second.locator(".pl-rows-wide li")).to_have_count(len(audits))


@pytest.mark.browser
def test_a_file_is_read_on_paper(cast: Cast, session: Session, journey: Journey) -> None:
    audit, *_ = a_drawn_round(session, cast, files=1)
    page = journey.enter("评查甲")
    page.locator(".pl-rows-wide a").first.click()
    go(page, "纸质评查表")
    address = page.get_by_role("link", name="PDF 中文").get_attribute("href")
    sheet = journey.context.request.get(f"{journey.base}{address}")
    assert sheet.headers["content-type"] == "application/pdf"
    page.set_input_files(
        "[name$=files]",
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": ticked(session, audit, cast.rubric)},
    )
    press(page, "读取")
    page.wait_for_url("**/scans")
    shot(page, "paper-read")
    press(page, "我已核对：保存这些答案")
    go(page, "检查并签署")
    signed(page)
    assert state_of(session, audit) == ("signed", "provisional", "A")
    expect(page.locator("#scans")).to_be_visible()
    shot(page, "paper-report")


def ticked(session: Session, audit: int, rubric_id: int) -> bytes:
    """The sheet of a review with the first box of every row ticked, photographed badly."""
    rubric = asked_rubric_in_words(session, rubric_id, None)
    layout = sheet_layout(paper_items(rubric))
    mark = sheet_mark(session, audit, rubric_id, rubric, layout)
    session.rollback()
    paper = printed(1, layout, page_text(mark))
    pen = Pen(Random(5), paper)
    for row in layout.rows:
        pen.tick(row.boxes[0])
    return scanned(paper, Random(11))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = ("序号", "档案号", "儿童姓名", "业务类型", "接案时间", "结案日期", "风险", "备注")


def dirty_list(*, is_mended: bool) -> bytes:
    """A case list as centres keep them: a title, names, days written in four ways, a total."""
    book = Workbook()
    sheet = book.active
    sheet.append(["某中心2026年度个案台账"])
    sheet.append([])
    sheet.append(HEADS)
    day = TODAY - timedelta(days=40)
    days = (
        day,
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}" if is_mended else "2026-02-30",
    )
    for at, opened in enumerate(days, 1):
        number = f"ＦＹ０{at}" if at > 1 or is_mended else "法第1号"
        sheet.append([at, number, "某某", " 法援 ", opened, None, "高风险", "转介"])
        sheet.append([])
    sheet.append(["合计", 4])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.browser
def test_a_dirty_list_of_files_is_matched_mended_and_taken(
    cast: Cast, session: Session, journey: Journey
) -> None:
    journey.watch.expect("422")  # the list with faults
    page = journey.enter("负责人")
    go(page, "中心", "中心甲", "案卷", "导入案卷清单")
    upload(page, is_mended=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("对应清单中的各列")
    expect(page.locator("main")).to_contain_text("似乎会透露个人身份")
    press(page, "检查清单")
    expect(page.get_by_role("heading", level=1)).to_contain_text("清单有2处问题")
    expect(page.locator("main")).to_contain_text("没有这一天")
    expect(page.locator("main")).to_contain_text("代码中含有汉字")
    upload(page, is_mended=True)
    press(page, "检查清单")  # nothing was kept of a list with faults: its columns are shown again
    expect(page.get_by_role("heading", level=1)).to_contain_text("新增4份")
    press(page, "按此导入")
    expect(page.locator("main table tbody tr")).to_have_count(4)
    go(page, "查看案卷")
    shot(page, "cases")
    assert len(files_of(session, cast.centres["中心甲"])) == 12


def upload(page: Page, *, is_mended: bool) -> None:
    content = dirty_list(is_mended=is_mended)
    page.set_input_files("[name=file]", {"name": "台账.xlsx", "mimeType": XLSX, "buffer": content})
    press(page, "检查清单")
