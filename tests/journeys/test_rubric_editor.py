"""Two supervisors of a county who write only Chinese build a rubric, publish it, read by it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.phrases import Phrase
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_library import Library
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.rubric_files.reader import read_plain
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.standards.import_phrases import import_phrases
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from tests.audits import ZONE, holidays
from tests.builders import a_file, item, section
from tests.conftest import ROOT
from tests.journeys.cast import answer_by_keys, go, leave, press, sign
from tests.journeys.conftest import CHEAP, PASSWORD, Journey
from tests.people import NOON, OPERATOR
from tests.register import official_codes
from tests.sessions import Scene, a_scene, a_session, some_files

Plain = dict[str, Any]
CLOSED = {"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}


@pytest.fixture
def scene(session: Session, people: dict[str, int]) -> Scene:
    assert people
    made = a_scene(session)
    holidays(session)
    session.rollback()
    return made


def ready(page: Page) -> None:
    page.wait_for_load_state()
    expect(page.locator("html[data-ready]")).to_be_attached()


def on_to(page: Page, way_out: Locator) -> None:
    """Go to another page of the editor, which has much that the one before has too."""
    leave(page, way_out)
    ready(page)


def save(page: Page) -> None:
    on_to(page, page.get_by_role("button", name="保存", exact=True).last)
    expect(page.get_by_role("status")).to_have_text("已保存。")


@pytest.fixture
def county(session: Session, scene: Scene) -> dict[str, int]:
    """Two people whose role reaches the district of centre A and nothing else."""
    official_codes(session)
    grants = (NewGrant(Role.SENIOR_SUPERVISOR, "530103"),)
    return {
        name: add_account(
            session, OPERATOR, NewAccount(name, name, PASSWORD, grants), CHEAP, at=NOON
        )
        for name in ("区督导甲", "区督导乙")
    }


@pytest.mark.browser
def test_a_county_writes_publishes_and_reads_in_chinese_alone(
    scene: Scene, county: dict[str, int], session: Session, new_journey: Callable[..., Journey]
) -> None:
    draft = build_from_nothing(
        new_journey().enter("区督导甲", target="/rubrics/drafts/new"), session
    )

    journey = new_journey()
    page = journey.enter("区督导乙", target=f"/rubrics/drafts/{draft}/publish")
    page.get_by_label("施行日期").fill(clock.today(ZONE).isoformat())
    page.get_by_text("我已阅读改动内容及其影响").click()
    press(page, "确认发布")
    expect(page.get_by_role("status")).to_contain_text("版本已发布")
    row = session.scalars(
        select(RubricVersionRow).where(RubricVersionRow.rubric_code == "home_visits")
    ).one()
    assert (row.written_by, row.published_by) == ("区督导甲", "区督导乙")
    kept = (row.id, row.version, row.fingerprint, row.content)

    audit = drawn(session, scene, row.id, county["区督导乙"])
    page.goto(f"{journey.base}/audits/{audit}")
    ready(page)
    page.locator('label[for="fact.closed.false"]').click()
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    page.goto(f"{journey.base}/audits/{audit}?section=A")
    answer_by_keys(page, "1")
    go(page, "检查并签署")
    sign(page)
    expect(page.locator("main")).to_contain_text("100.0")

    # in English its words stand as they were written, and say that they are not translated yet
    page.click(".pl-top form.pl-push button")
    page.wait_for_selector("html[lang=en]")
    page.goto(f"{journey.base}/rubrics/home_visits/{row.version}")
    expect(page.locator("#item-A1")).to_contain_text("7日内完成家访。")
    expect(page.locator("#item-A1")).to_contain_text("[EN missing]")
    leave(page, page.get_by_role("link", name="Missing texts"))
    for at, box in enumerate(page.locator(".pl-translate textarea").all()):
        box.fill(f"In other words {at}")
    press(page, "Save the texts")
    expect(page.locator("#item-A1")).to_contain_text("In other words")
    expect(page.locator("main")).not_to_contain_text("[EN missing]")
    session.rollback()
    again = session.get_one(RubricVersionRow, row.id)
    assert (again.id, again.version, again.fingerprint, again.content) == kept
    session.rollback()


def drawn(session: Session, scene: Scene, version: int, reader: int) -> int:
    """A review of a file of social work at centre A, drawn today."""
    some_files(session, scene.centre, 3, area_code="social_work")
    made = a_session(
        session, scene, planned_on=clock.today(ZONE), rubric_version_id=version, files_wanted=1
    )
    lead = scene.supervisor
    sample = draw_sample(session, lead, made, 1, reader, lambda: "4f1c", zone=ZONE, at=clock.now())
    session.rollback()
    return sample.audit_ids[0]


def build_from_nothing(page: Page, session: Session) -> int:
    """Write a rubric for the district, try it, hand it in; the draft."""
    page.locator("#empty-code").fill("home_visits")
    page.locator("#empty-area").select_option(index=0)
    leave(page, page.get_by_role("button", name="空白", exact=False))
    on_to(page, page.get_by_role("link", name="编辑", exact=True))
    page.locator('[name="title.zh"]').fill("家访记录评查")
    page.locator('[name="region"]').select_option(label="盘龙区 CN-530103")
    save(page)
    expect(page.locator('[name="region"]')).to_have_value("CN-530103")

    # a fact, so that an item can depend on it
    on_to(page, page.get_by_role("button", name="新增案情事项"))
    page.locator('[name="id"]').fill("closed")
    page.locator('[name="label.zh"]').fill("个案已结案")
    save(page)

    # the check tells what is wrong while it is typed, before anything is saved
    on_to(page, page.locator(".pl-ed-outline a", has_text="A1"))
    expect(page.locator("#fault-list")).to_contain_text("条目A1")
    page.locator('[name="text.zh"]').fill("7日内完成家访。")
    page.locator('[name="weight"]').fill("很重")
    expect(page.locator('[data-field="weight"] .pl-wrong')).to_contain_text("很重")
    page.locator('[name="weight"]').fill("2")
    expect(page.locator('[data-field="weight"] .pl-wrong')).to_have_count(0)
    on_to(page, page.get_by_role("button", name="保存并新增条目"))
    expect(page.locator('[name="id"]')).to_have_value("A2")
    page.locator('[name="text.zh"]').fill("结案记录写明再次求助途径。")
    page.locator("summary", has_text="适用条件").click()
    page.locator('[name="applies_if.what"]').first.select_option("fact:closed")
    page.locator('[name="applies_if.value"]').first.fill("是")

    # going on to another part takes along what was typed
    on_to(page, page.locator('.pl-ed-outline a[data-part="sections.0"]'))
    page.locator('[name="title.zh"]').fill("家访")
    save(page)
    expect(page.locator("#finding")).not_to_contain_text("处错误")

    # a made-up file beside it
    leave(page, page.get_by_role("link", name="试评与预览"))
    page.locator('label[for="fact.closed.false"]').click()
    page.locator('label[for="answer.A1.partly"]').click()
    page.get_by_role("button", name="为虚拟案卷计分").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("50.0")

    leave(page, page.get_by_role("link", name="概览与提交"))
    page.get_by_role("button", name=re.compile("提交")).click()
    page.wait_for_url(lambda url: "notice=" in url)
    draft = session.scalars(select(RubricDraftRow)).one()
    assert draft.state == "in_review"
    content = plain_from_json(draft.content)
    assert content["region"] == "CN-530103"
    items = content["sections"][0]["items"]
    assert [one["text"] for one in items] == [
        {"zh": "7日内完成家访。"},
        {"zh": "结案记录写明再次求助途径。"},
    ]
    assert items[1]["applies_if"] == {"fact": "closed", "is": True}
    made: int = draft.id
    session.rollback()
    return made


def a_visit_edited(
    session: Session, scene: Scene, journey: Journey, *items: Plain, **parts: list[Plain]
) -> Page:
    """Begin a rubric of home visits with one section, and open the form of its first item."""
    plain = a_file(
        id="visits",
        area="legal_aid",
        scoring={"method": "weighted_sections", "scale": "mpu", "bands": "std4"},
        sections=[section("A", *items)],
        **parts,
    )
    draft = start_rubric_draft(session, scene.supervisor, NewDraft(plain=plain), Library(), at=NOON)
    session.rollback()
    page = journey.enter("lead", target=f"/rubrics/drafts/{draft}/edit?part=sections.0.items.0")
    ready(page)
    return page


@pytest.mark.browser
def test_a_made_up_file_goes_along_beside_the_form(
    scene: Scene, session: Session, journey: Journey
) -> None:
    items = [item("A1"), item("A2", applies_if={"fact": "closed", "is": True})]
    page = a_visit_edited(session, scene, journey, *items, facts=[CLOSED])
    result = page.locator("#made-up-result")
    page.locator('label[for="answer.A1.partly"]').click()
    expect(result).to_contain_text("尚无结果")
    # the other item asks for a fact; what was answered counts, also before it is shown again
    page.route("**/edit/try", lambda _: None)
    page.locator('.pl-ed-outline a[data-part="sections.0.items.1"]').click()
    expect(page.locator("h2", has_text="A2")).to_be_visible()
    ready(page)
    page.locator('label[for="fact.closed.true"]').click()
    page.wait_for_timeout(
        300
    )  # it is asked for: the first answer, which comes too late, counts no more
    page.unroute("**/edit/try")  # what was held goes on
    page.locator('label[for="answer.A2.met"]').click()
    expect(result).to_contain_text("75.0")
    # the form as it stands counts at once, saved or not: (1 x 1/2 + 3 x 1) / 4
    page.locator('[name="weight"]').fill("3")
    expect(result).to_contain_text("87.5")
    page.locator('[name="weight"]').fill("viel")
    expect(result).to_contain_text("有错误时无法计分")
    page.locator('[name="weight"]').fill("1")
    expect(result).to_contain_text("75.0")
    expect(page.locator('[id="answer.A2.met"]')).to_be_checked()
    save(page)
    expect(result).to_contain_text("75.0")
    page.get_by_role("button", name="显示全部").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("75.0")
    page.go_back()
    page.get_by_role("button", name="清空").click()
    expect(result).to_contain_text("不计入任何统计")
    # on a phone it is folded
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    ready(page)
    expect(page.locator("#made-up-result")).to_be_hidden()


@pytest.mark.browser
def test_a_slow_answer_undoes_nothing_that_was_ticked_meanwhile(
    scene: Scene, session: Session, journey: Journey
) -> None:
    only = item("A1", applies_if={"fact": "closed", "is": True})
    page = a_visit_edited(session, scene, journey, only, facts=[CLOSED])
    page.wait_for_load_state("networkidle")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/edit/try", hold)
    page.locator('label[for="fact.closed.true"]').click()
    while not held:
        page.wait_for_timeout(20)
    page.clock.install()
    there = page.evaluate("Date.now()") / 1000  # by the page's own clock, or it may lie behind it
    page.clock.pause_at(there + 3600)  # nothing more is asked by itself
    page.locator('label[for="answer.A1.partly"]').click()
    with page.expect_response("**/edit/try"):
        held[0].continue_()
    page.wait_for_timeout(300)  # the page had time to read it
    page.clock.run_for(10)
    expect(page.locator("#made-up-result")).to_contain_text("50.0")


@pytest.mark.browser
def test_what_dates_gave_is_overruled_and_taken_back_beside_the_form(
    scene: Scene, session: Session, journey: Journey
) -> None:
    within = {"from": "told", "to": "seen", "within": "7d", "late_until": "14d"}
    clocks = [{"id": "told", "zh": "接报"}, {"id": "seen", "zh": "家访"}]
    only = item("A1", scale="time3", clock=within)
    page = a_visit_edited(session, scene, journey, only, clocks=clocks)
    result, shown = page.locator("#made-up-result"), page.locator("#i-A1")
    page.locator('[name="clock.told.date"]').fill("2026-03-02")
    page.locator('[name="clock.seen.date"]').fill("2026-03-12")
    expect(result).to_contain_text("50.0")
    expect(shown).to_have_attribute("data-mode", "found")
    page.locator('label[for="answer.A1.on_time"]').click()
    expect(result).to_contain_text("100.0")
    shown.locator("[data-act=restore]").click()
    expect(result).to_contain_text("50.0")
    expect(shown).to_have_attribute("data-mode", "found")


def a_note(session: Session, scene: Scene, journey: Journey) -> Page:
    """The workspace of a drawn file with the note of its first item open."""
    some_files(session, scene.centre, 3)
    phrases = (Phrase("未见签名。", "No signature."), Phrase("记录未注明日期。", "No date."))
    import_phrases(session, OPERATOR, "sample", {"A1": phrases}, at=NOON)
    made = a_session(session, scene, planned_on=clock.today(ZONE))
    lead = scene.supervisor
    draw_sample(
        session, lead, made, 1, lead.account_id or 0, lambda: "4f1c", zone=ZONE, at=clock.now()
    )
    session.rollback()
    page = journey.enter("lead", target="/audits")
    on_to(page, page.locator("main tbody a").first)
    page.locator('label[for="answer.A1.unmet"]').click()
    return page


@pytest.mark.browser
def test_a_slash_offers_phrases_that_are_then_edited(
    scene: Scene, session: Session, journey: Journey
) -> None:
    page = a_note(session, scene, journey)
    note = page.locator('[name="note.A1"]')
    box = page.locator("#i-A1 .pl-au-phrases")
    note.click()
    note.press("/")
    expect(box.get_by_role("option")).to_have_count(2)
    note.press("ArrowDown")
    note.press("Enter")
    expect(note).to_have_value("记录未注明日期。")
    note.press_sequentially("第3页。")
    expect(note).to_have_value("记录未注明日期。第3页。")
    # typed behind the slash it narrows; Escape leaves what was typed
    note.press("/")
    note.press_sequentially("签名")
    expect(box.get_by_role("option")).to_have_count(1)
    note.press("Escape")
    expect(box.locator("ul")).to_be_hidden()
    # by mouse
    note.fill("")
    box.get_by_role("button").click()
    box.get_by_role("option").first.click()
    expect(note).to_have_value("未见签名。")
    expect(page.locator("#saved")).to_contain_text("已全部保存")
    # within a word a slash is a slash, and an input method that composes is left alone
    note.fill("A")
    note.press("/")
    expect(box.locator("ul")).to_be_hidden()
    note.fill("")
    note.evaluate(
        """area => { area.value = "/"; area.selectionStart = 1; area.dispatchEvent(
        new InputEvent("input", {bubbles: true, data: "/", isComposing: true})); }"""
    )
    expect(box.locator("ul")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.nightly)])
def test_no_page_of_the_editor_scrolls_sideways(
    scene: Scene, session: Session, journey: Journey, language: str
) -> None:
    plain = read_plain(ROOT / "rubrics" / "sw_case_management.yaml").plain
    new = NewDraft(plain=plain)
    draft = start_rubric_draft(session, scene.supervisor, new, Library(), at=NOON)
    session.rollback()
    parts = ("settings", "facts.0", "logs.0", "sections.0", "sections.0.items.1", "file")
    addresses = [f"/rubrics/drafts/{draft}/edit?part={part}" for part in parts]
    addresses += [f"/rubrics/drafts/{draft}/try", "/rubrics/drafts/from-file"]
    page = journey.enter("lead", language=language)
    too_wide = []
    for address in [*addresses, "/rubrics/sample/phrases"]:
        page.goto(journey.base + address)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width in (390, 834, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                too_wide.append((address, width))
    assert too_wide == []
