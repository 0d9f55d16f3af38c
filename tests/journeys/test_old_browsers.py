"""A file is read on a cheap phone, in the Chromium before and in the one after WeChat's (86)."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.queries.audits import entries_of
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.audits import a_case_file, a_draft, holidays
from tests.journeys.conftest import PASSWORD
from tests.journeys.old_browser import OldBrowser, old_browser
from tests.people import NOON, OPERATOR
from tests.register import two_centres

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.parametrize("database_kind", ["sqlite"]),
]
READY = "document.documentElement.dataset.ready !== undefined"
STATE = "document.getElementById('saved').dataset.state"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BEYOND_THE_NETWORK, BEYOND = "D4", "网断时写的"
"""The item that is rated while nothing arrives, and its note."""


@pytest.fixture
def draft(session: Session, people: dict[str, int], shipped: Path) -> int:
    """A draft under the shipped rubric on case management."""
    a, _ = two_centres(session)
    holidays(session)
    grant = Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True))
    reader = Actor(people["senior_supervisor"], "督导甲", (grant,))
    file = read_rubric(shipped / "sw_case_management.yaml", shipped)
    version = publish_rubric(session, OPERATOR, file.rubric, file.content, at=NOON).version_id
    made = a_draft(session, a, version, reader, a_case_file(session, a), due_on=date(2030, 1, 31))
    session.rollback()
    return made


@pytest.fixture(params=[83, 87])
def phone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OldBrowser]:
    """A window that met no fault it did not expect."""
    folder = tmp_path / "window"
    folder.mkdir(mode=0o700)
    with old_browser(request.param, folder) as window:
        assert f"Chrome/{request.param}." in window.agent
        yield window
        assert window.unexpected() == []


def fits(phone: OldBrowser, name: str) -> None:
    """Look whether the page is no wider than the phone, and keep its picture."""
    version = re.search(r"Chrome/(\d+)", phone.agent)
    phone.shot(f"old-{version[1] if version else ''}-{name}")
    assert phone.tell(WIDER) <= 0, name


def sign_in(phone: OldBrowser, base: str) -> None:
    phone.go(f"{base}/login")
    fits(phone, "login")
    phone.type("[name=login_name]", "senior_supervisor")
    phone.type("[name=password]", PASSWORD)
    phone.tap_away("main button[type=submit]", "^/$")
    fits(phone, "today")


def tell_facts(phone: OldBrowser) -> None:
    """Answer every fact of the case by touch, the first assessment of risk with its day."""
    phone.tap("[name='fact.case_type'][value='-']")
    groups = (
        "[...document.querySelectorAll('#s-background input[type=radio]')].map(one => one.name)"
    )
    for name in phone.tell(f"[...new Set({groups})]"):
        said = "true" if name == "fact.child_verbal" else "false"
        phone.tap(f"label[for='{name}.{said}']")
    for name in ("agencies", "open_days"):
        phone.type(f"[name='fact.{name}']", "1")
    phone.choose("[name='fact.risk.at']", "2026-05-01")
    phone.choose("[name='fact.risk.value']", "low")
    phone.wait(f"{STATE} == 'saved'")


def open_items(phone: OldBrowser, section: str) -> list[str]:
    """Which items of a section ask for an answer by this reader."""
    found: list[str] = phone.tell(
        f"[...document.querySelectorAll('#s-{section} .pl-au-item')]"
        ".filter(one => one.dataset.mode != 'off' && one.querySelector('.pl-au-radio'))"
        ".map(one => one.id.slice(2))"
    )
    return found


def answer(phone: OldBrowser, item: str) -> None:
    """Rate an item with its first rating by touch, say what was read, and why where asked."""
    where = f"#i-{item}"
    if phone.tell(f"document.querySelector('{where}').dataset.mode == 'found'"):
        phone.tap(f"{where} [data-act=overrule]")
    label = f"{where} label.pl-key"
    assert phone.tap(label) >= 48, item
    phone.wait(f"document.querySelector('{where} .pl-au-radio').checked")
    if phone.tell(f"document.querySelector('{where} .pl-au-read input') !== null"):
        phone.tap(f"{where} .pl-au-read label")
    if phone.tell(
        f"(one => one.dataset.finds !== undefined || one.dataset.demands.split(' ').includes("
        f"one.querySelector('.pl-au-radio').value))(document.querySelector('{where}'))"
    ):
        write_note(phone, item, "案卷第3页")


def write_note(phone: OldBrowser, item: str, text: str) -> None:
    where = f"#i-{item} textarea"
    phone.wait(f"document.querySelector({where!r}).offsetHeight > 0")
    phone.type(where, text)


def sections_of(phone: OldBrowser) -> list[str]:
    found: list[str] = phone.tell(
        "[...document.querySelectorAll('.pl-au-section')].map(one => one.dataset.section)"
    )
    return found


def without_a_network(phone: OldBrowser, item: str, home: str) -> None:
    """Rate an item and write why while nothing arrives, leave the page, and find both again."""
    phone.ask("Network.setBlockedURLs", urls=["*/entries"])
    answer(phone, item)
    phone.tap(f"#i-{item} [data-act=note]")
    write_note(phone, item, BEYOND)
    phone.wait(f"{STATE} == 'offline'")
    fits(phone, "offline")
    phone.wait("Object.keys(sessionStorage).some(one => one.startsWith('pl.n.'))")
    stores = "[localStorage, sessionStorage].map(one => Object.values(one).join()).join()"
    assert BEYOND not in phone.tell(stores)
    here, section = phone.tell("[location.pathname, location.hash.slice(3)]")
    phone.go(f"{home}/audits")
    phone.ask("Network.setBlockedURLs", urls=[])
    phone.go(f"{home}{here}")
    phone.wait(READY)
    phone.wait(f"{STATE} == 'saved'")
    phone.tap(f".pl-au-nav a[data-to='{section}']")


def test_a_file_is_read_and_signed_on_a_phone(
    phone: OldBrowser, live: str, draft: int, session: Session
) -> None:
    phone.expected.append("ERR_BLOCKED_BY_CLIENT")
    sign_in(phone, live)
    phone.tap_away("main a[href^='/audits']", "^/audits")
    fits(phone, "list")
    phone.tap_away(f"main a[href^='/audits/{draft}']", f"^/audits/{draft}")
    phone.wait(READY)
    fits(phone, "facts")
    tell_facts(phone)
    fits(phone, "facts-told")
    answered = 0
    for section in sections_of(phone)[1:]:
        phone.tap(f".pl-au-section:not([data-away]) a.pl-au-next[data-to='{section}']")
        phone.wait(f"document.getElementById('s-{section}').offsetHeight > 0")
        items = open_items(phone, section)
        for item in items:
            if item == BEYOND_THE_NETWORK:
                without_a_network(phone, item, live)
            else:
                answer(phone, item)
        answered += len(items)
        phone.wait(f"{STATE} == 'saved'")
        fits(phone, f"section-{section}")
    phone.tap_away("#check", "/check$")
    fits(phone, "check")
    for box in range(3):
        phone.tap(f".pl-au-statement:nth-of-type({box + 1})")
    phone.tap_away(".pl-au-sign button", "notice=signed")
    fits(phone, "report")
    assert "100.00 / 100.00" in phone.tell("document.querySelector('main').innerText")
    # 12 facts, the 18 items that they leave in force, and the judgement of the whole
    session.rollback()
    row = session.get_one(AuditRow, draft)
    assert (row.state, row.band) == ("signed", "A")
    kept = {entry.key: (entry.value, entry.note) for entry in entries_of(session, draft)}
    assert (answered, len(kept)) == (19, 31)
    assert kept["risk"][0] == [{"from": "2026-05-01", "is": "low"}]
    assert kept[BEYOND_THE_NETWORK] == ("met", BEYOND)
