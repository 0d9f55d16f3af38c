"""No page is wider than a phone: every page that a link leads to, for each role, in both languages."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.audits import AuditRow
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, change, holidays
from tests.journeys.conftest import Journey
from tests.readings import JAN, count_in, published
from tests.sessions import a_scene, a_session, some_files

FITS = "document.documentElement.scrollWidth <= innerWidth"
LOOKS = 20
WIDTHS = (390, 834, 1280)
BY_DAY_OF_A_KIND, BY_NIGHT_OF_A_KIND = 1, 2
NOT_PAGES = re.compile(r"\.(?:csv|pdf|json|xlsx|css|js|svg)$|^/static|^/assets")
EACH = {
    "lead": {
        "/", "/me", "/plan", "/sessions/#", "/plan/sessions/new", "/rounds", "/rounds/new", "/audits", "/audits/#",
        "/audits/#/report", "/centres", "/centres/#", "/centres/#/trends", "/centres/#/cases",
        "/centres/#/cases/import", "/criteria", "/rubrics", "/rubrics/sample/#.#.#",
    },
    "sys_admin": {
        "/", "/me", "/admin/accounts", "/admin/places", "/admin/holidays", "/rubrics",
        "/admin/sessions/import",
    },
    "audit_admin": {"/", "/me", "/log", "/log/verify", "/admin/accounts"},
    "caseworker": {"/", "/me", "/audits", "/plan", "/centres", "/centres/#", "/criteria"},
    "judicial_reader": {"/", "/me", "/criteria", "/rubrics"},
}  # fmt: skip
"""Account to pages, numbers as `#`, that its links must have led to."""
BY_DAY = {("zh", "lead"), ("zh", "sys_admin"), ("en", "audit_admin")}
"""Whoever opens all pages that `EACH` names of the others too, in one language and one page of an
address, whatever it asks; by night everybody in both, and two pages for each that it may ask."""


@pytest.fixture
def furnished(session: Session, live: str) -> None:
    """A centre with trends, files, a session, a draft and a signed review."""
    assert live
    scene = a_scene(session)
    holidays(session)
    some_files(session, scene.centre, 6)
    for version, month in (("2.0.0", JAN), ("3.0.0", JAN + 3)):
        rubric = published(session, version)
        for number in range(3):
            count_in(session, scene.centre, rubric, month + number)
    lead, at = scene.supervisor, clock.now()
    made = a_session(session, scene, planned_on=clock.today(ZONE))
    who = lead.account_id or 0
    draw_sample(session, lead, made, 2, who, lambda: "4f1c", zone=ZONE, at=at)
    first = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).first()
    session.rollback()
    assert first is not None
    save_entries(session, lead, first, [change("A1", "met")], ZONE, at=at)
    sign_audit(session, lead, first, ZONE, at=at)


def kind_of(address: str) -> str:
    split = urlsplit(address)
    asked = ",".join(sorted(part.split("=")[0] for part in split.query.split("&") if part))
    return re.sub(r"\d+", "#", split.path) + (f"?{asked}" if asked else "")


def opens(page: Page, address: str) -> bool:
    """Open an address; False for what is no page."""
    try:
        answer = page.goto(address)
    except Error as fault:
        if "ERR_ABORTED" in fault.message or "Download is starting" in fault.message:
            return False  # a file that is handed out
        raise
    assert answer is not None
    assert answer.status == 200, address
    return "html" in answer.headers["content-type"]


def settles(page: Page) -> bool:
    """Tell whether a page fits; a chart that moves follows a new width a moment later."""
    for _ in range(LOOKS):  # the page's policy forbids to wait by an expression
        if page.evaluate(FITS):
            return True
        page.wait_for_timeout(100)
    return False


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "name", "most"),
    [(*one, BY_DAY_OF_A_KIND) for one in sorted(BY_DAY)]
    + [
        pytest.param(language, name, BY_NIGHT_OF_A_KIND, marks=pytest.mark.nightly)
        for name in EACH
        for language in ("zh", "en")
    ],
)
def test_no_page_scrolls_sideways(
    furnished: None, journey: Journey, name: str, language: str, most: int
) -> None:
    page = journey.enter(name, language=language)
    waiting, known, found, too_wide = ["/"], {"/": 1}, list[str](), list[tuple[str, int]]()
    # links are followed from the first page, at most so many of a kind
    while waiting:
        address = waiting.pop(0)
        page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        if not opens(page, journey.base + address):
            continue
        found.append(address)
        links = page.locator("a[href^='/']").evaluate_all(
            "all => all.map(one => one.getAttribute('href').split('#')[0])"
        )
        for target in links:
            kind = kind_of(target if most > BY_DAY_OF_A_KIND else target.partition("?")[0])
            if NOT_PAGES.search(urlsplit(target).path) or target in found + waiting:
                continue
            if known.get(kind, 0) < most:
                known[kind] = known.get(kind, 0) + 1
                waiting.append(target)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if not settles(page):
                too_wide.append((address, width))
    assert EACH[name] - {kind_of(address) for address in found} == set()
    assert too_wide == []
