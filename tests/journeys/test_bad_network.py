"""On a network that cuts, delays, doubles and reorders, the page never says saved too early."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditOperationRow
from qa_app.queries.audits import entries_of
from tests.audits import a_draft, holidays, publish
from tests.builders import item, section
from tests.journeys.conftest import Journey
from tests.register import two_centres

pytestmark = pytest.mark.nightly
READY = "html[data-ready]"
STATE = "document.getElementById('saved').dataset.state"
ITEMS, OPTIONS = ("A1", "A2", "A3", "A4", "A5", "A6"), ("met", "partly", "unmet")
STEPS = 300
FAULTS = ("cut", "lost", "slow", "twice", "late")
WAYS = ("whole", "whole", *FAULTS)


@dataclass
class Network:
    """Between the page and the product: each save goes one of the ways, by dice.

    Attributes:
        page: Whose saves these are.
        dice: Which way the next one goes.
        slow: Saves that lie still and go on when somebody says so.
        late: Saves that the page takes for lost and that arrive after others.
        seen: How many went which way.
    """

    page: Page
    dice: random.Random
    slow: list[Route] = field(default_factory=list)
    late: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def carry(self, route: Route) -> None:
        way = self.dice.choice(WAYS)
        self.seen[way] += 1
        match way:
            case "cut":
                route.abort()
            case "lost":
                route.fetch()
                route.abort()
            case "slow":
                self.slow.append(route)
            case "twice":
                route.fetch()
                route.fulfill(response=route.fetch())
            case "late":
                request = route.request
                sent = request.post_data_buffer or b""
                self.late.append((request.url, request.all_headers(), sent))
                route.abort()
            case _:
                route.continue_()

    def go_on(self) -> None:
        """Let what lies still go on, and what is late arrive, the newest first."""
        while self.slow:
            self.slow.pop().continue_()
        while self.late and self.dice.random() < 0.5:
            url, headers, sent = self.late.pop()
            answer = self.page.context.request.post(url, headers=headers, data=sent)
            self.seen[f"late {answer.status}"] += 1


@pytest.fixture
def draft(session: Session, people: dict[str, int]) -> int:
    a, _ = two_centres(session)
    holidays(session)
    grant = Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True))
    reader = Actor(people["senior_supervisor"], "督导甲", (grant,))
    made = a_draft(
        session, a, publish(session, section("A", *map(item, ITEMS)), id="simple"), reader
    )
    session.rollback()
    return made


def kept(session: Session, draft: int) -> dict[str, tuple[object, str]]:
    session.rollback()
    found = {one.key: (one.value, one.note) for one in entries_of(session, draft)}
    session.rollback()
    return found


def test_whatever_the_network_does_saved_is_said_of_what_is_kept_alone(
    journey: Journey,
    draft: int,
    session: Session,
    record_property: Callable[[str, object], None],
) -> None:
    journey.watch.expect(r"ERR_FAILED")
    page = journey.enter("senior_supervisor", target=f"/audits/{draft}")
    page.wait_for_selector(READY)
    network = Network(page, random.Random(20261129))
    page.route("**/entries", network.carry)
    meant: dict[str, tuple[object, str]] = {}
    said = 0
    for step in range(STEPS):
        code, option = network.dice.choice(ITEMS), network.dice.choice(OPTIONS)
        note = meant.get(code, ("", ""))[1]
        page.click(f"label[for='answer.{code}.{option}']")
        if option != "met" and network.dice.random() < 0.3:
            note = f"第{step}步"
            page.locator(f"[name='note.{code}']").fill(note)
        meant[code] = (option, note)
        for _ in range(network.dice.randrange(4)):
            page.wait_for_timeout(network.dice.choice((0, 40, 150)))
            if page.evaluate(STATE) == "saved":
                said += 1
                assert kept(session, draft) == meant, step
        network.go_on()
        if network.dice.random() < 0.5:
            page.evaluate("window.dispatchEvent(new Event('online'))")
    page.unroute("**/entries")
    network.go_on()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    for _ in range(300):
        if page.evaluate(STATE) == "saved":
            break
        page.wait_for_timeout(100)
    assert page.evaluate(STATE) == "saved"
    assert kept(session, draft) == meant
    # nothing was kept twice: each operation stands once, each revision follows the one before
    row = AuditOperationRow
    rows = session.execute(select(row.key, row.revision).where(row.audit_id == draft)).all()
    of_items: dict[str, list[int]] = {}
    for key, revision in rows:
        of_items.setdefault(key, []).append(revision)
    assert all(sorted(some) == list(range(1, len(some) + 1)) for some in of_items.values())
    assert session.execute(select(func.count(row.operation_id.distinct()))).scalar_one() == len(
        rows
    )
    assert said >= STEPS // 10, (said, network.seen)
    assert all(network.seen[way] >= STEPS // 30 for way in WAYS), network.seen
    record_property("saved said and true", said)
    record_property("saves that met a fault", sum(network.seen[way] for way in FAULTS))


@pytest.mark.parametrize("works_on", [False, True])
def test_a_page_promised_without_a_network_opens_with_it_unless_the_reader_works_on(
    journey: Journey, draft: int, *, works_on: bool
) -> None:
    journey.watch.expect(r"ERR_INTERNET_DISCONNECTED")
    page = journey.enter("senior_supervisor", target=f"/audits/{draft}")
    page.wait_for_selector(READY)
    page.context.set_offline(True)
    page.click("label[for='answer.A1.met']")
    page.click("#check")
    expect(page.locator("#say")).to_have_text("尚有内容未保存，全部保存后将打开该页面。")
    if works_on:
        page.click("label[for='answer.A2.met']")
        expect(page.locator("#say")).to_be_empty()
    page.context.set_offline(False)
    if works_on:
        expect(page.locator("#saved[data-state=saved]")).to_be_visible()
        assert page.url.split("#")[0] == f"{journey.base}/audits/{draft}"
    else:
        page.wait_for_url(f"**/audits/{draft}/check")
