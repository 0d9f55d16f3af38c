"""Who has to do with a round over three centres, and what they do by hand in the browser."""

import os
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.rounds import RoundPlan
from qa_app.domain.sample_design import SampleDesign
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from tests.audits import SECTIONS, ZONE, change, holidays, publish
from tests.journeys.conftest import CHEAP, PASSWORD, WIDTHS
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.sessions import some_files

TODAY = clock.today(ZONE)
READY = "html[data-ready]"
WHOLE = Reach(is_everything=True)
PEOPLE: dict[str, tuple[Role, ...]] = {
    "组长": (Role.SENIOR_SUPERVISOR,),
    "评查甲": (Role.AUDITOR,),
    "评查乙": (Role.AUDITOR,),
    "评议人": (Role.SENIOR_SUPERVISOR, Role.MODERATOR),
    "复核甲": (Role.SENIOR_SUPERVISOR,),
    "复核乙": (Role.SENIOR_SUPERVISOR,),
}
"""Everybody of these reaches the whole network."""


@dataclass(frozen=True)
class Cast:
    """Three centres, a rubric that fits them, and people by name.

    Attributes:
        centres: 中心甲, 中心乙 and 中心丙 to their numbers.
        rubric: The rubric's version.
        people: Name to person; 负责人 manages 中心甲, 个案员 works there.
    """

    centres: dict[str, int]
    rubric: int
    people: dict[str, Actor]

    def account(self, name: str) -> int:
        return self.people[name].account_id or 0


def a_cast(session: Session, files: int = 8) -> Cast:
    """Furnish the network; 中心甲 has no files yet when `files` is 0."""
    a, b = two_centres(session)
    name = BilingualText("中心丙", "Centre C")
    c = add_centre(
        session, OPERATOR, NewCentre("C", name, "WH", "law_firm", ("legal_aid",)), at=NOON
    )
    holidays(session)
    rubric = publish(session, *SECTIONS, area="legal_aid")
    opened = TODAY - timedelta(days=30)
    for at, centre in enumerate((a, b, c)):
        if files or centre != a:
            some_files(session, centre, files or 4, start=1 + 100 * at, opened_on=opened)
    people = {name: _person(session, name, *roles) for name, roles in PEOPLE.items()}
    people["负责人"] = _person(session, "负责人", Role.CENTRE_MANAGER, centre=("A", a))
    session.rollback()
    return Cast({"中心甲": a, "中心乙": b, "中心丙": c}, rubric, people)


def _person(
    session: Session, name: str, *roles: Role, centre: tuple[str, int] | None = None
) -> Actor:
    code, reach = (
        (None, WHOLE)
        if centre is None
        else (
            centre[0],
            Reach(centre_ids=frozenset({centre[1]})),
        )
    )
    grants = tuple(NewGrant(role, None, code) for role in roles)
    made = add_account(session, OPERATOR, NewAccount(name, name, PASSWORD, grants), CHEAP, at=NOON)
    return Actor(made, name, tuple(Grant(role, reach) for role in roles))


def files_of(session: Session, centre: int) -> list[str]:
    query = select(CaseFileRow.reference).where(CaseFileRow.centre_id == centre)
    found = list(session.scalars(query.order_by(CaseFileRow.id)))
    session.rollback()
    return found


def state_of(session: Session, audit: int) -> tuple[str, str | None, str | None]:
    session.rollback()
    row = session.get_one(AuditRow, audit)
    found = (row.state, row.result_state, row.band)
    session.rollback()
    return found


def workers_of(session: Session, centre: int) -> dict[str, int]:
    query = select(PractitionerRow.code, PractitionerRow.id)
    found = dict(session.execute(query.where(PractitionerRow.centre_id == centre)).all())
    session.rollback()
    return found


def go(page: Page, *names: str) -> None:
    """Follow links one after another; each page is whole before anything is done on it."""
    for name in names:
        leave(page, page.get_by_role("link", name=name, exact=True).first)


def press(page: Page, name: str) -> None:
    """Push a button; the page that follows is whole before anything is done on it."""
    leave(page, page.get_by_role("button", name=name, exact=True).first)


def leave(page: Page, way_out: Locator) -> None:
    """Click on what leads to another page, and wait until that is whole.

    A click alone comes back while the page that is left still stands there, whole.
    """
    with page.expect_navigation():
        way_out.click()


def unfold(page: Page, summary: str) -> None:
    page.locator("details:not([open]) > summary", has_text=summary).first.click()


def home(page: Page) -> None:
    leave(page, page.locator(".pl-brand"))


def answer_by_keys(page: Page, *keys: str) -> None:
    """Answer the items of a review in their order; 3 is not met, with a note."""
    page.wait_for_selector(READY)
    for key in keys:
        if key == "3":
            page.keyboard.press("Shift+Digit3")  # with its note
            page.keyboard.type("案卷里没有找到记录")
            page.keyboard.press("Control+Enter")
        else:
            page.keyboard.press(key)
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def sign(page: Page) -> None:
    """Tick the statements and sign, on the page that checks a review."""
    # the button stands below the statements: once it is there, all of them are
    page.get_by_role("button", name="签署", exact=True).wait_for()
    for box in page.locator("[name=statement]").all():
        box.check()
    press(page, "签署")


def a_drawn_round(
    session: Session, cast: Cast, reader: str = "评查甲", files: int = 3
) -> list[int]:
    """A round whose files at 中心甲 are drawn; their reviews, unanswered."""
    now, lead = clock.now(), cast.people["组长"]
    made = plan_round(
        session,
        lead,
        RoundPlan(
            period_from=TODAY - timedelta(days=90),
            period_until=TODAY - timedelta(days=1),
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=14),
            centres=tuple(cast.centres.values()),
            rubrics=(cast.rubric,),
            design=SampleDesign(number=files),
            owner_id=cast.account("组长"),
            moderator_id=cast.account("评议人"),
            readers=(cast.account("评查甲"), cast.account("评查乙")),
        ),
        ZONE,
        key=None,
        at=now,
    )
    visit = NewVisit(cast.centres["中心甲"], TODAY, cast.account("组长"))
    (visited,) = plan_round_visit(session, lead, made, visit, zone=ZONE, at=now)
    drawn = draw_sample(
        session, lead, visited, None, cast.account(reader), lambda: "s" * 32, zone=ZONE, at=now
    )
    session.rollback()
    return list(drawn.audit_ids)


def read_at_once(session: Session, actor: Actor, audit: int, *codes: str) -> None:
    """Answer A1, A2 and B1 and sign, without the browser."""
    changes = [
        change(item, code, note="" if code == "met" else "案卷里没有找到记录")
        for item, code in zip(("A1", "A2", "B1"), codes, strict=True)
    ]
    save_entries(session, actor, audit, changes, ZONE, at=clock.now())
    sign_audit(session, actor, audit, ZONE, at=clock.now())


def signed(page: Page) -> None:
    sign(page)
    page.wait_for_url(lambda url: "notice=signed" in url)


def follow(page: Page, what: str) -> None:
    """Open what waits for a person, from the first page."""
    home(page)
    leave(page, page.locator("li", has_text=what).first.locator("a"))


def paper(page: Page, link: str) -> str:
    """Take a PDF from its link; its text without blanks."""
    address = page.get_by_role("link", name=link, exact=True).get_attribute("href") or ""
    answer = page.context.request.get(urljoin(page.url, address))
    assert answer.headers["content-type"] == "application/pdf"
    folder = os.environ.get("PLUMBLINE_PICTURES")
    if folder is not None:
        Path(folder, f"{link}.pdf").write_bytes(answer.body())
    pages = PdfReader(BytesIO(answer.body())).pages
    return "".join("".join(one.extract_text() for one in pages).split())


def shot(page: Page, name: str) -> None:
    """Keep pictures of a page, wide and narrow in both languages, where somebody asked for them."""
    folder = os.environ.get("PLUMBLINE_PICTURES")
    if folder is None:
        return
    for language in ("zh", "en"):
        for width in ("desktop", "phone"):
            size = WIDTHS[width]
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.screenshot(path=f"{folder}/{name}-{language}-{size[0]}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 800})
        press(page, "English" if language == "zh" else "中文")
