"""A file is audited: by keyboard alone, by touch, with an input method, on a bad network."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.audits import entries_of
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.audits import a_case_file, a_draft, holidays, publish
from tests.builders import item, section, words
from tests.journeys.cast import leave
from tests.journeys.conftest import PASSWORD, Journey, until
from tests.people import NOON, OPERATOR
from tests.register import two_centres

NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"
READY = "html[data-ready]"
SEALED = "Object.keys(sessionStorage).some(one => one.startsWith('pl.n.'))"


@dataclass(frozen=True)
class Desk:
    audit: int
    simple: int


@pytest.fixture
def desk(session: Session, people: dict[str, int], shipped: Path) -> Desk:
    """A draft under the shipped rubric on case management, and a small plain one."""
    a, _ = two_centres(session)
    holidays(session)
    grant = Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True))
    reader = Actor(people["senior_supervisor"], "督导甲", (grant,))
    file = read_rubric(shipped / "sw_case_management.yaml", shipped)
    version = publish_rubric(session, OPERATOR, file.rubric, file.content, at=NOON).version_id
    simple = publish(
        session, section("A", item("A1"), item("A2")), section("B", item("B1")), id="simple"
    )
    return Desk(
        a_draft(session, a, version, reader, a_case_file(session, a), due_on=date(2030, 1, 31)),
        a_draft(session, a, simple, reader),
    )


def opened(journey: Journey, audit: int, section: str = "", width: str = "desktop") -> Page:
    query = f"?section={section}" if section else ""
    page = journey.enter("senior_supervisor", width=width, target=f"/audits/{audit}{query}")
    page.wait_for_selector(READY)
    return page


def two_windows(journey: Journey, desk: Desk) -> tuple[Page, Page]:
    """The same draft twice; what the one saves, the other does not know of."""
    journey.watch.expect(r"409 \(CONFLICT\)")
    one = opened(journey, desk.simple)
    other = journey.page()
    other.goto(f"{journey.base}/audits/{desk.simple}")
    other.wait_for_selector(READY)
    return one, other


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    expect(page.locator("#saved")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))


def counted_clicks(page: Page) -> Callable[[], int]:
    page.evaluate(
        "window.presses = 0; for (const name of ['mousedown', 'touchstart', 'pointerdown'])"
        " addEventListener(name, () => { window.presses += 1; }, true)"
    )
    return lambda: int(page.evaluate("window.presses"))


def tab_to(page: Page, selector: str) -> None:
    """Move the focus by Tab alone."""
    for _ in range(200):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def fill_facts_by_keyboard(page: Page) -> None:
    """Case facts first: every yes/no is answered No, except that the child can speak."""
    tab_to(page, "[name='fact.case_type'][value='-']")
    page.keyboard.press("Space")
    for name in (
        "harm_suspected",
        "harm_new",
        "reported_before",
        "guardian_suspect",
        "child_verbal",
        "language_need",
        "left_behind",
        "closed",
    ):
        tab_to(page, f"[name='fact.{name}']")
        # the group opens on "not known"; the arrow goes round to Yes, once more to No
        page.keyboard.press("ArrowRight")
        if name != "child_verbal":
            page.keyboard.press("ArrowRight")
    for name in ("agencies", "open_days"):
        tab_to(page, f"[name='fact.{name}']")
        page.keyboard.type("1")
    tab_to(page, "[name='fact.risk.at']")
    page.keyboard.type("01052026")
    tab_to(page, "[name='fact.risk.value']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")


def test_two_keys_go_from_fact_to_fact(journey: Journey, desk: Desk) -> None:
    page = opened(journey, desk.audit)
    facts = page.locator("#s-background [data-fields]")
    expect(facts.first).to_be_visible()
    asked = facts.evaluate_all("all => all.map((one) => one.dataset.entry)")

    def here(entry: str) -> None:
        expect(page.locator(f"[data-entry='{entry}'] :focus")).to_have_count(1)

    # from the first on over dates, lists and numbers to the last, back again, past neither end
    for key, entries in (("k", [asked[0], asked[0]]), ("j", [*asked[1:], asked[-1]])):
        for entry in entries:
            page.keyboard.press(key)
            here(entry)
    for entry in reversed(asked[:-1]):
        page.keyboard.press("k")
        here(entry)
    # items are gone through as before
    page.keyboard.press("]")
    expect(page.locator("#s-A")).to_be_visible()


def test_by_keyboard_alone_in_chinese_from_first_fact_to_signature(
    journey: Journey, desk: Desk, session: Session
) -> None:
    page = opened(journey, desk.audit)
    presses = counted_clicks(page)
    assert page.locator("#s-background").is_visible()
    fill_facts_by_keyboard(page)
    saved(page)
    page.keyboard.press("Tab")
    tab_to(page, "a[data-to]")
    page.keyboard.press("]")
    expect(page.locator("#s-A")).to_be_visible()
    for _ in range(60):
        # the page puts the focus on the next item itself; where the answer to the one before
        # closed that item, or came later than the key, one more key goes on
        saved(page)
        if not page.locator(".pl-au-item :focus, #check:focus").count():
            page.keyboard.press("o")
        now = page.evaluate(
            "[document.activeElement.closest('.pl-au-item')?.id, document.activeElement.id]"
        )
        if now[1] == "check":
            break
        if now[0] is None:
            continue
        one = page.locator(f"#{now[0]}")
        finds = one.get_attribute("data-finds") is not None
        page.keyboard.press("1")
        if finds and page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            # no dates were entered: overruling needs a reason
            page.keyboard.type("档案中有记录")
            page.keyboard.press("Control+Enter")
    else:
        raise AssertionError("never came to the end")
    saved(page)
    assert presses() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/check")
    tick_lacks_and_sign(page, session, desk, journey)


def tick_lacks_and_sign(page: Page, session: Session, desk: Desk, journey: Journey) -> None:
    # what is still missing is the tick of what was read for A4, and for others of its scale
    for _ in range(40):
        if not page.locator(".pl-au-lacks a").count():
            break
        tab_to(page, ".pl-au-lacks a")
        page.keyboard.press("Enter")
        page.wait_for_selector(READY)
        item_id = page.evaluate("document.activeElement.closest('.pl-au-item').id")
        where = page.locator(f"#{item_id} .pl-au-read input").first
        if where.count():
            tab_to(page, f"#{item_id} .pl-au-read input")
            page.keyboard.press("Space")
        elif page.evaluate("document.activeElement.closest('.pl-au-item').dataset.demands"):
            page.keyboard.press("n")
            page.keyboard.type("依据档案")
            page.keyboard.press("Control+Enter")
        saved(page)
        tab_to(page, "#check")
        page.keyboard.press("Enter")
        page.wait_for_url("**/check")
    for _ in range(3):
        tab_to(page, "[name=statement]:not(:checked)")
        page.keyboard.press("Space")
    tab_to(page, ".pl-au-sign button")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "notice=signed" in url)
    session.expire_all()
    row = session.get_one(AuditRow, desk.audit)
    assert (row.state, row.result_state, row.band) == ("signed", "provisional", "A")
    assert session.execute(select(func.count()).select_from(MonthTotalRow)).scalar_one() > 0


@pytest.mark.nightly
def test_two_keys_an_item_and_twenty_more_are_enough(
    journey: Journey, desk: Desk, session: Session
) -> None:
    page = opened(journey, desk.audit)
    pressed: list[str] = []

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)
        pressed.extend(keys)

    # the facts: ill-treatment of no kind, no to each question but that the child can speak
    press("k", "6", "j", *"222", *"05012026", "Tab", "Tab", "3", "j")
    press(*"2122", "1", "j", "1", "j", "2", "]")
    for _ in range(30):
        if page.evaluate("document.activeElement.id") == "check":
            break
        code = page.evaluate("document.activeElement.closest('.pl-au-item').id")
        if page.locator(f"#{code} .pl-au-read").count():
            press("Tab", "Tab", "Space")
        if page.locator(f"#{code}").get_attribute("data-finds") is None:
            press("1")
        else:  # its dates were not entered, so it says why
            press("Shift+Digit1")
            page.keyboard.insert_text("档案中有记录")
            press("Control+Enter")
    saved(page)
    press("Enter")
    page.wait_for_url("**/check")
    page.wait_for_selector(".pl-au-sign button")
    press("Tab", "Enter")  # past the menu
    for _ in range(30):
        press("Tab")
        if page.evaluate("document.activeElement.name") == "statement":
            press("Space")
        elif page.evaluate("document.activeElement.matches('.pl-au-sign button')"):
            break
    press("Enter")
    page.wait_for_url(lambda url: "notice=signed" in url)
    # the rubric has 5 + 8 + 6 + 5 + 5 items; facts, the day of a date, ticks of what was read, the
    # judgement of the whole and the signature are among the keys, the words of notes are not
    assert len(pressed) <= 2 * 29 + 20


def test_by_touch_on_a_tablet(
    new_journey: Callable[..., Journey], desk: Desk, session: Session
) -> None:
    journey = new_journey(has_touch=True, is_mobile=True)
    page = opened(journey, desk.simple, width="tablet")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    for code, option in (("A1", "met"), ("A2", "partly")):
        key = page.locator(f"label[for='answer.{code}.{option}']")
        box = key.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        key.tap()
    # partly met opens the note
    note = page.locator("[name='note.A2']")
    expect(note).to_be_visible()
    note.tap()
    page.keyboard.insert_text("只有一半")
    page.locator(".pl-au-section:not([data-away]) .pl-au-next").tap()
    expect(page.locator("#s-B")).to_be_visible()
    expect(page.locator("#s-A")).to_be_hidden()
    page.locator("label[for='answer.B1.met']").tap()
    saved(page)
    page.locator("#check").tap()
    page.wait_for_url("**/check")
    page.wait_for_selector(".pl-au-sign button")
    for box in page.locator(".pl-au-statement").all():
        box.tap()
    page.locator(".pl-au-sign button").tap()
    page.wait_for_url(lambda url: "notice=signed" in url)
    session.expire_all()
    # A: (1 + 1/2) / 2, B: 1, the file: 87.5 %, band B
    assert session.get_one(AuditRow, desk.simple).band == "B"
    found = {entry.key: (entry.value, entry.note) for entry in entries_of(session, desk.simple)}
    assert found == {"A1": ("met", ""), "A2": ("partly", "只有一半"), "B1": ("met", "")}


def test_an_input_method_that_composes_fires_no_key(journey: Journey, desk: Desk) -> None:
    page = opened(journey, desk.simple)
    page.keyboard.press("n")
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    # while composing, browsers send 229 for every key; a candidate is chosen by its digit
    for code in ("Digit1", "Digit2", "KeyU", "Enter"):
        client.send(
            "Input.dispatchKeyEvent",
            {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "code": code, "key": "Process"},
        )
    client.send("Input.insertText", {"text": "你好1"})
    assert page.locator("[name='note.A1']").input_value() == "你好1"
    # the same keys sent outside a text field, still marked as composing
    page.evaluate(
        "document.activeElement.blur();"
        "for (const code of ['Digit1', 'Digit3', 'KeyU'])"
        " document.dispatchEvent(new KeyboardEvent('keydown',"
        " {code, key: code.slice(-1), isComposing: true, bubbles: true}))"
    )
    assert page.locator(".pl-au-radio:checked").count() == 0
    assert page.locator(".pl-au-rest").count() == 0


def test_digits_in_a_text_field_are_text(journey: Journey, desk: Desk, session: Session) -> None:
    page = opened(journey, desk.simple)
    page.keyboard.press("n")
    page.keyboard.type("12 [u] ?")
    page.locator("#s-A h2").click()
    saved(page)
    assert page.locator(".pl-au-radio:checked").count() == 0
    (entry,) = entries_of(session, desk.simple)
    assert (entry.value, entry.note) == (None, "12 [u] ?")


def test_keys_go_where_they_should(journey: Journey, desk: Desk, session: Session) -> None:
    page = opened(journey, desk.simple)

    def current() -> str:
        return str(page.evaluate("document.querySelector('.pl-au-item[aria-current]').id"))

    assert current() == "i-A1"
    page.keyboard.press("Shift+Digit2")
    assert page.evaluate("document.activeElement.name") == "note.A1"
    page.keyboard.type("一半")
    page.keyboard.press("Control+Enter")
    assert current() == "i-A2"
    page.keyboard.press("0")
    assert current() == "i-B1"
    page.keyboard.press("Control+z")
    assert current() == "i-A2"
    assert page.locator("#i-A2 .pl-au-radio:checked").count() == 0
    page.keyboard.press("ArrowRight")
    expect(page.locator("#i-A2 .pl-au-radio:checked")).to_have_value("partly")
    page.keyboard.press("u")
    expect(page.locator("#i-A1")).to_be_hidden()
    page.keyboard.press("u")
    expect(page.locator("#i-A1")).to_be_visible()
    page.keyboard.press("]")
    expect(page.locator("#s-B")).to_be_visible()
    page.keyboard.press("[")
    expect(page.locator("#s-A")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    saved(page)
    found = {entry.key: entry.value for entry in entries_of(session, desk.simple)}
    assert found == {"A1": "partly", "A2": "partly"}


def test_one_key_goes_to_the_next_open_item_takes_back_or_marks(
    journey: Journey, desk: Desk, session: Session
) -> None:
    page = opened(journey, desk.simple)
    back = page.locator('[data-act="undo"]')
    expect(back).to_be_disabled()
    page.keyboard.press("1")
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page.locator(".pl-au-item[aria-current]")).to_have_id("i-A2")
    page.keyboard.press("2")
    back.click()
    expect(page.locator("#i-A2 .pl-au-radio:checked")).to_have_count(0)
    saved(page)
    page.locator("#i-A2").click()
    page.keyboard.press("m")
    expect(page.locator("#flag-item")).to_have_value("A2")
    page.locator('[name="reason"]').first.check()
    page.locator('form[action$="/flag"] button').click()
    expect(page.locator("#mark")).to_contain_text("1")
    expect(page.locator(".pl-au-item[aria-current]")).to_have_id("i-A2")
    found = {entry.key: entry.value for entry in entries_of(session, desk.simple)}
    assert found == {"A1": "met", "A2": None}


def test_single_keys_can_be_switched_off(journey: Journey, desk: Desk) -> None:
    page = journey.enter("senior_supervisor", target="/me")
    leave(page, page.locator("text=关闭单键快捷键"))
    page.goto(f"{journey.base}/audits/{desk.simple}")
    page.wait_for_selector(READY)
    for key in ("1", "u", "?", "]"):
        page.keyboard.press(key)
    assert page.locator(".pl-au-radio:checked").count() == 0
    assert page.locator("#help").is_hidden()
    assert page.locator("#s-A").is_visible()


def test_a_broken_network_loses_nothing_and_never_says_saved(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    page.keyboard.press("1")
    saved(page)
    journey.context.set_offline(True)
    page.keyboard.press("2")
    page.keyboard.press("Shift+Digit3")
    page.keyboard.type("没有")
    expect(page.locator("#saved")).not_to_have_attribute("data-state", "saved")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    expect(page.locator("#saved")).to_contain_text("网络中断，2项尚未保存")
    kept = page.evaluate("Object.entries(localStorage).map(one => one.join(' ')).join()")
    assert "partly" in kept
    assert "没有" not in kept
    assert "KM-26" not in kept
    assert page.evaluate(
        "() => { const event = new Event('beforeunload', {cancelable: true});"
        " window.dispatchEvent(event); return event.defaultPrevented; }"
    )
    journey.context.set_offline(False)
    saved(page)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    found = {entry.key: (entry.value, entry.note) for entry in entries_of(session, desk.simple)}
    assert found == {"A1": ("met", ""), "A2": ("partly", ""), "B1": ("unmet", "没有")}


def test_an_answer_lost_on_its_way_back_is_not_saved_twice(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    seen: list[str] = []

    def swallow(route: Any) -> None:
        seen.append(route.request.post_data_json["op"])
        if len(seen) == 1:
            route.fetch()  # it arrives and is saved, but its answer does not come back
            route.abort()
        else:
            route.continue_()

    page.route("**/entries", swallow)
    page.keyboard.press("1")
    saved(page)
    assert seen[0] == seen[1]
    rows = session.execute(select(AuditEntryRow.revision)).scalars().all()
    assert rows == [1]
    count = select(func.count()).select_from(AuditOperationRow)
    assert session.execute(count).scalar_one() == 1


def test_unsent_ratings_survive_a_reload(journey: Journey, desk: Desk, session: Session) -> None:
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    page.route("**/entries", lambda route: route.abort())
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/entries")
    page.reload()
    page.wait_for_selector(READY)
    saved(page)
    found = {entry.key: entry.value for entry in entries_of(session, desk.simple)}
    assert found == {"A1": "met", "A2": "partly"}


def test_two_windows_show_both_values_and_let_choose(
    journey: Journey, desk: Desk, session: Session
) -> None:
    one, other = two_windows(journey, desk)
    one.click("label[for='answer.A1.partly']")
    one.click("label[for='answer.A2.partly']")
    saved(one)
    other.click("label[for='answer.A1.unmet']")
    box = other.locator("#i-A1 .pl-au-clash")
    expect(box).to_contain_text("A1已在另一窗口改为“partly”，您填写的是“unmet”")
    # of A2, which this window did not touch, it is told that there is something else to see
    told = other.locator(".pl-au-elsewhere")
    expect(told).to_contain_text("改动了以下内容，本页尚未显示：A2。")
    told.get_by_role("button", name="知道了").click()
    expect(told).to_have_count(0)
    expect(other.locator("#saved")).to_have_attribute("data-state", "conflict")
    box.locator("button").nth(1).click()
    saved(other)
    other.click("label[for='answer.A2.na']")
    other.locator("#i-A2 .pl-au-clash button").first.click()
    expect(other.locator("#i-A2 .pl-au-radio:checked")).to_have_value("partly")
    saved(other)
    expect(told).to_have_count(0)
    found = {entry.key: (entry.value, entry.revision) for entry in entries_of(session, desk.simple)}
    assert found == {"A1": ("unmet", 2), "A2": ("partly", 1)}


def test_signed_out_meanwhile_nothing_is_lost(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(r"401 \(UNAUTHORIZED\)|400 \(BAD REQUEST\)")
    page = opened(journey, desk.simple)
    journey.context.clear_cookies()
    page.keyboard.press("1")
    expect(page.locator("#saved")).to_have_attribute("data-state", re.compile("out|offline"))
    second = journey.enter("senior_supervisor", target="/me")
    second.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    (entry,) = entries_of(session, desk.simple)
    assert entry.value == "met"


def test_an_idle_session_goes_on_in_place_and_nothing_is_lost(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(r"401 \(UNAUTHORIZED\)")
    page = opened(journey, desk.simple)
    session.execute(update(LoginSessionRow).values(last_seen_at=NOON))
    session.commit()
    page.keyboard.press("1")
    dialog = page.locator("dialog.pl-again")
    expect(dialog).to_contain_text("登录已结束")
    # nobody who comes by reads on; what was typed stays below
    expect(page.locator("#main")).to_be_hidden()
    assert not entries_of(session, desk.simple)
    dialog.locator("input").fill("wrong")
    dialog.locator("button[type=submit]").click()
    expect(dialog.locator("[data-wrong]")).to_be_visible()
    dialog.locator("input").fill(PASSWORD)
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#main")).to_be_visible()
    saved(page)
    session.rollback()
    (entry,) = entries_of(session, desk.simple)
    assert entry.value == "met"
    # somebody else throws away what was not sent, after being told so
    session.execute(update(LoginSessionRow).values(last_seen_at=NOON))
    session.commit()
    page.keyboard.press("2")
    dialog.locator("[data-other]").click()
    expect(dialog).to_contain_text("将被丢弃")
    dialog.locator("[data-discard]").click()
    page.wait_for_url("**/login")
    names = "Object.keys(localStorage).join(' ')"
    assert "pl.q." not in page.evaluate(names)
    session.rollback()
    assert len(entries_of(session, desk.simple)) == 1


def test_facts_switch_items_off_in_place_and_one_key_leads_to_those_that_are_missing(
    journey: Journey, desk: Desk, session: Session
) -> None:
    page = opened(journey, desk.audit, section="background")
    page.click("label[for='fact.guardian_suspect.false']")
    saved(page)
    page.click("a[data-to=A]")
    off = page.locator("#i-A5")
    expect(off).to_have_attribute("data-mode", "off")
    expect(off).to_contain_text("按规则不适用")
    expect(off).to_contain_text("监护人为涉嫌侵害人：否")
    expect(off.locator(".pl-keys")).to_be_hidden()
    closed = {"applies_if": {"fact": "closed", "is": True}}
    waiting = publish(
        session,
        section("A", item("A1"), item("A2", **closed)),
        facts=[{"id": one, "type": "bool", **words(one)} for one in ("seen", "closed")],
        id="waiting",
    )
    row = session.get_one(AuditRow, desk.simple)
    reader = Actor(row.reader_id, "督导甲", ())
    draft = a_draft(session, row.centre_id, waiting, reader)
    page.goto(f"{journey.base}/audits/{draft}?section=A")
    page.wait_for_selector(READY)
    in_hand = "document.activeElement.closest('[data-fields]')?.dataset.entry"
    for digit in "11":
        page.keyboard.press(digit)
    # every item is rated; one waits for a fact, and once both are kept the key leads to the
    # first that is missing
    expect(page.locator("[data-entry='fact/seen'] :focus")).to_have_count(1)
    page.keyboard.press("1")
    saved(page)
    page.click("a[data-to=A]")
    page.keyboard.press("o")
    assert page.evaluate(in_hand) == "fact/closed"
    page.keyboard.press("1")
    expect(page.locator("#i-A2")).to_have_attribute("data-mode", "plain")
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.id") == "check"


def test_without_scripts_a_section_is_a_form(
    new_journey: Callable[..., Journey], desk: Desk, session: Session
) -> None:
    journey = new_journey(java_script_enabled=False)
    page = journey.page()
    journey.context.add_cookies([{"name": "lang", "value": "zh", "url": journey.base}])
    page.goto(f"{journey.base}/login?next=/audits/{desk.simple}")
    page.fill("[name=login_name]", "senior_supervisor")
    page.fill("[name=password]", "four unrelated words here")
    page.click("main button[type=submit]")
    expect(page.locator(".pl-au-section")).to_have_count(2)
    page.click("label[for='answer.A1.met']")
    page.click("label[for='answer.A2.met']")
    page.click("#s-A .pl-au-save button")
    page.click("label[for='answer.B1.met']")
    page.click("#s-B .pl-au-save button")
    page.click("#check")
    page.wait_for_selector(".pl-au-sign button")
    for box in page.locator(".pl-au-statement").all():
        box.click()
    page.click(".pl-au-sign button")
    page.wait_for_url(lambda url: "notice=signed" in url)
    session.expire_all()
    assert session.get_one(AuditRow, desk.simple).state == "signed"


def test_a_note_typed_offline_is_never_lost_nor_said_saved(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    journey.context.set_offline(True)
    page.click("label[for='answer.A1.partly']")
    page.click("label[for='answer.A2.unmet']")
    page.locator("#i-A2 [name='note.A2']").fill("没有记录")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    page.click("#check")
    expect(page.locator("#say")).to_contain_text("尚有内容未保存")
    assert page.url.startswith(f"{journey.base}/audits/{desk.simple}")
    until(page, SEALED)
    stored = page.evaluate(
        "[localStorage, sessionStorage].map(one => Object.values(one).join()).join()"
    )
    assert "没有记录" not in stored
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/entries", lambda route: route.abort())
    journey.context.set_offline(False)
    page.goto(f"{journey.base}/audits")
    page.unroute("**/entries")
    page.goto(f"{journey.base}/audits/{desk.simple}")
    page.wait_for_selector(READY)
    saved(page)
    found = {entry.key: (entry.value, entry.note) for entry in entries_of(session, desk.simple)}
    assert found == {"A1": ("partly", ""), "A2": ("unmet", "没有记录")}
    assert not page.evaluate("Object.keys(sessionStorage).filter(one => one.startsWith('pl.n'))")


def test_a_note_that_the_browser_could_not_keep_is_told(journey: Journey, desk: Desk) -> None:
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    anew: list[str] = []

    def opened_anew(whole: Page) -> None:
        anew.append(whole.url)

    # nothing gets through before the page was opened anew, or the note would not be lost
    page.route("**/entries", lambda route: route.continue_() if anew else route.abort())
    page.click("label[for='answer.A2.unmet']")
    page.locator("#i-A2 [name='note.A2']").fill("没有记录")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    until(page, SEALED)
    page.evaluate("for (const one of Object.keys(sessionStorage)) sessionStorage.removeItem(one)")
    page.on("dialog", lambda dialog: dialog.accept())
    page.on("domcontentloaded", opened_anew)
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("#i-A2 .pl-au-clash")).to_contain_text("A2的备注未能发出，已丢失")
    expect(page.locator("#saved")).to_have_attribute("data-state", "lost")
    page.locator("#i-A2 [name='note.A2']").fill("没有记录")
    saved(page)


def test_conflicts_show_both_notes_and_survive_a_reload(
    journey: Journey, desk: Desk, session: Session
) -> None:
    one, other = two_windows(journey, desk)
    one.click("label[for='answer.A1.unmet']")
    one.locator("#i-A1 [name='note.A1']").fill("甲的话")
    one.click("label[for='answer.A2.partly']")
    saved(one)
    other.click("label[for='answer.A1.unmet']")
    other.locator("#i-A1 [name='note.A1']").fill("乙的话")
    other.click("label[for='answer.A2.na']")
    expect(other.locator("#saved")).to_contain_text("2处冲突待您选择")
    other.on("dialog", lambda dialog: dialog.accept())
    one.click("label[for='answer.A2.met']")
    saved(one)
    other.reload()
    other.wait_for_selector(READY)
    expect(other.locator("#saved")).to_contain_text("2处冲突待您选择")
    box = other.locator("#i-A1 .pl-au-clash")
    expect(box).to_contain_text("甲的话")
    expect(box).to_contain_text("乙的话")
    other.click("#check")
    expect(other.locator("#say")).to_contain_text("部分内容未能保存")
    box.locator("button").nth(1).click()
    other.locator("#i-A2 .pl-au-clash button").first.click()
    saved(other)
    found = {entry.key: (entry.value, entry.note) for entry in entries_of(session, desk.simple)}
    assert found == {"A1": ("unmet", "乙的话"), "A2": ("met", "")}


def test_a_note_typed_before_its_conflict_is_told_stands_in_it(
    journey: Journey, desk: Desk
) -> None:
    one, other = two_windows(journey, desk)
    one.click("label[for='answer.A1.met']")
    saved(one)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    other.route("**/entries", hold)
    other.click("label[for='answer.A1.unmet']")
    while not held:
        other.wait_for_timeout(20)
    note = other.locator("[name='note.A1']")
    note.fill("乙的话")
    note.blur()
    held[0].continue_()
    expect(other.locator("#i-A1 .pl-au-clash")).to_contain_text("您的备注：乙的话")


def test_a_refused_value_is_told_until_it_is_corrected(journey: Journey, desk: Desk) -> None:
    journey.watch.expect(r"422 \(UNPROCESSABLE")
    page = opened(journey, desk.audit, section="background")
    field = page.locator("[name='fact.agencies']")
    field.fill("2.5")
    field.blur()
    expect(page.locator("#saved")).to_contain_text("1项未被接受")
    expect(page.locator(".pl-au-refused")).to_contain_text("此项须填整数，0或以上")
    expect(page.locator(".pl-au-refused")).to_be_in_viewport()
    page.click("#check")
    expect(page.locator("#say")).to_contain_text("部分内容未能保存")
    field.fill("2")
    field.blur()
    saved(page)


def test_digits_answer_the_focused_fact(journey: Journey, desk: Desk, session: Session) -> None:
    page = opened(journey, desk.audit, section="background")
    tab_to(page, "[name='fact.harm_suspected']")
    page.keyboard.press("2")
    expect(page.locator("[name='fact.harm_suspected'][value='false']")).to_be_checked()
    page.keyboard.press("1")
    expect(page.locator("[name='fact.harm_new'][value='true']")).to_be_checked()
    tab_to(page, "[name='fact.risk.value']")
    page.keyboard.press("1")
    assert page.locator("[name='fact.risk.value']").evaluate("one => one.selectedIndex") == 1
    saved(page)
    found = {entry.key: entry.value for entry in entries_of(session, desk.audit)}
    assert (found["harm_suspected"], found["harm_new"]) == (False, True)


def test_only_unanswered_is_never_an_empty_page(journey: Journey, desk: Desk) -> None:
    page = opened(journey, desk.simple, section="A")
    page.keyboard.press("1")
    page.keyboard.press("1")
    saved(page)
    page.keyboard.press("[")
    page.keyboard.press("u")
    expect(page.locator("#i-A1")).to_be_hidden()
    expect(page.locator("#s-A .pl-au-next")).to_be_visible()
    expect(page.locator("#s-A .pl-au-nothing")).to_have_text("本部分没有未完成的内容。")


def test_signing_out_wipes_what_was_not_sent(journey: Journey, desk: Desk) -> None:
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    page.route("**/entries", lambda route: route.abort())
    page.click("label[for='answer.A2.unmet']")
    page.locator("#i-A2 [name='note.A2']").fill("没有记录")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    until(page, SEALED)
    names = "[localStorage, sessionStorage].flatMap(one => Object.keys(one)).join(' ')"
    assert "pl.q." in page.evaluate(names)
    assert "pl.n." in page.evaluate(names)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("form[action='/logout'] button")
    page.wait_for_url("**/login**")
    assert "pl.q." not in page.evaluate(names)
    assert "pl.n." not in page.evaluate(names)


NAME_ASKED = r"422 \(UNPROCESSABLE"


def test_a_likely_name_is_asked_about_and_kept_on_purpose(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(NAME_ASKED)
    page = opened(journey, desk.simple)
    page.click("label[for='answer.A2.unmet']")
    note, box = page.locator("#i-A2 [name='note.A2']"), page.locator("#i-A2 .pl-au-refused")
    note.fill("姓名：王某")
    expect(box).to_contain_text("备注似乎包含姓名")
    expect(box).to_be_in_viewport()
    expect(page.locator("#saved")).to_have_attribute("data-state", "refused")
    page.click("#check")
    expect(page.locator("#say")).to_contain_text("部分内容未能保存")
    box.get_by_role("button", name="改写为身份").click()
    assert page.evaluate("document.activeElement.name") == "note.A2"
    box.get_by_label("确有必要，因为").fill("法院要求写明")
    box.get_by_role("button", name="保留", exact=True).click()
    expect(box).to_have_count(0)
    saved(page)
    note.fill("姓名：王某，缺签字")
    page.wait_for_timeout(1200)  # longer than a note waits for its next sign
    saved(page)
    expect(box).to_have_count(0)
    note.fill("孩子叫张三，缺签字")
    expect(box).to_be_visible()
    note.fill("孩子的母亲未签字")
    expect(box).to_have_count(0)
    saved(page)
    (entry,) = entries_of(session, desk.simple)
    assert (entry.value, entry.note) == ("unmet", "孩子的母亲未签字")


def test_a_name_kept_without_a_network_is_sent_as_kept_after_a_reload(
    journey: Journey, desk: Desk, session: Session
) -> None:
    journey.watch.expect(NAME_ASKED)
    journey.watch.expect(NO_NETWORK)
    page = opened(journey, desk.simple)
    page.click("label[for='answer.A2.unmet']")
    page.locator("#i-A2 [name='note.A2']").fill("姓名：王某")
    box = page.locator("#i-A2 .pl-au-refused")
    expect(box).to_be_visible()
    page.route("**/entries", lambda route: route.abort())
    box.get_by_label("确有必要，因为").fill("法院要求写明")
    box.get_by_role("button", name="保留", exact=True).click()
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    until(page, SEALED)
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "王某" not in stored
    assert "法院" not in stored
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/entries")
    page.reload()
    page.wait_for_selector(READY)
    saved(page)
    expect(page.locator(".pl-au-refused")).to_have_count(0)
    (entry,) = entries_of(session, desk.simple)
    assert (entry.value, entry.note) == ("unmet", "姓名：王某")
    acts = select(func.count()).where(JournalRow.action == "audit:keep_name")
    assert session.execute(acts).scalar_one() == 1
