"""The product on a real port, and a real browser that reports every breach."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from qa_app import create_app
from qa_app.config import Settings
from qa_app.domain.people import Role
from qa_app.extensions import db
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.web import bursts
from qa_app.web.accounts import routes
from tests.conftest import FIELD_KEY
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.spared import sharing_statements

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "four unrelated words here"
PATIENCE = 30_000
"""Milliseconds; a machine that does much else at the same time is slow, and not wrong."""
expect.set_options(timeout=PATIENCE)
WIDTHS = {"desktop": (1280, 800), "tablet": (834, 1112), "phone": (390, 844)}
_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
  "policy violation: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample));
"""
_LATE_PAGES = Path(__file__).with_name("late.js")
"""Makes tests fail that do not wait for the page they read, where somebody asks for it."""


@pytest.fixture(autouse=True, scope="session")
def _asks_as_people_do() -> Iterator[None]:
    # pages of every width follow each other faster than anybody reads aggregates
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bursts, "hear_question", lambda *_, **__: True)
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)])
def database_kind(request: pytest.FixtureRequest) -> str:
    # a browser sees nothing of the database; by day one is enough, services are tested on both
    kind: str = request.param
    return kind


@dataclass(slots=True)
class Watch:
    """What went wrong in the browser; a test may expect some of it.

    Attributes:
        faults: What was seen.
        expected: Patterns of console messages that belong to the journey, such as an
            answer 409 that the test provokes.
    """

    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [
            fault
            for fault in self.faults
            if not any(re.search(pattern, fault) for pattern in self.expected)
        ]


@dataclass(frozen=True, slots=True)
class Journey:
    """One browser on one running product.

    Attributes:
        base: Address of the product.
        context: The browser's context: cookies, storage.
        watch: What went wrong.
    """

    base: str
    context: BrowserContext
    watch: Watch

    def page(self, width: str = "desktop") -> Page:
        """Open another tab, 1280, 834 or 390 px wide."""
        page = self.context.new_page()
        size = WIDTHS[width]
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.set_default_timeout(PATIENCE)
        return page

    def enter(
        self, name: str, *, width: str = "desktop", language: str = "zh", target: str = "/"
    ) -> Page:
        """Go to an address as somebody who has signed in by the form, in a language.

        The form is sent without being looked at; `test_signing_in` fills it in.
        """
        page = self.page(width)
        self.context.add_cookies([{"name": "lang", "value": language, "url": self.base}])
        self._sign_in(name)
        page.goto(f"{self.base}{target}")
        wanted = "zh-CN" if language == "zh" else "en"
        if page.get_attribute("html", "lang") != wanted:
            page.click(".pl-top form.pl-push button")
            page.wait_for_selector(f"html[lang={wanted}]")
            page.wait_for_load_state()
            page.goto(f"{self.base}{target}")
        return page

    def _sign_in(self, name: str) -> None:
        asks = self.context.request
        form = asks.get(f"{self.base}/login").text()
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)
        assert token is not None
        sent = {"csrf_token": token[1], "login_name": name, "password": PASSWORD}
        answer = asks.post(f"{self.base}/login", form=sent, max_redirects=0)
        assert answer.status == 302, answer.text()


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds; the page's policy forbids that the browser waits by one."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(
        (
            path
            for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
            if (path := shutil.which(name))
        ),
        None,
    )
    if found is None:
        pytest.fail("the journeys need Chromium: bash .ci/browser installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def people(session: Session) -> dict[str, int]:
    """The cast, each with one role over the whole network; name to account."""
    return _signed_up(session)


@kept
def _signed_up(session: Session) -> dict[str, int]:
    return {
        name: add_account(
            session, OPERATOR, NewAccount(name, name, PASSWORD, (NewGrant(role),)), CHEAP, at=NOON
        )
        for name, role in {
            "caseworker": Role.CASEWORKER,
            "centre_manager": Role.CENTRE_MANAGER,
            "auditor": Role.AUDITOR,
            "senior_supervisor": Role.SENIOR_SUPERVISOR,
            "judicial_reader": Role.JUDICIAL_READER,
            "sys_admin": Role.SYS_ADMIN,
            "audit_admin": Role.AUDIT_ADMIN,
        }.items()
    }


@pytest.fixture
def live(
    database_url: str, people: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The product on a free port; its address. Runs once on each database."""
    assert people
    monkeypatch.setattr(routes, "hasher", lambda: CHEAP)
    settings = Settings(
        is_production=False,
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="s" * 40,
        field_key=FIELD_KEY,
    )
    app = create_app(settings)
    with app.app_context():
        engine = sharing_statements(db.engine)
    with on_a_port(app) as base:
        yield base
    engine.dispose()


@contextmanager
def on_a_port(app: Flask) -> Iterator[str]:
    """Serve a product on a free port; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def watched(context: BrowserContext, base: str) -> Journey:
    """Note all that goes wrong in a browser on the product at an address."""
    watch = Watch()
    context.add_init_script(_VIOLATIONS)
    late = os.environ.get("PLUMBLINE_LATE")
    if late is not None:
        context.add_init_script(_LATE_PAGES.read_text("utf-8").replace("LATE", late))
    context.on("console", lambda message: _note(watch, message))
    context.on("weberror", lambda fault: watch.faults.append(f"error: {fault.error}"))
    context.on("request", lambda request: _stay_home(watch, base, request.url))
    return Journey(base, context, watch)


@pytest.fixture
def new_journey(chromium: Browser, live: str) -> Iterator[Callable[..., Journey]]:
    """Make browsers; after the test none may have seen a fault it did not expect."""
    made: list[Journey] = []

    def make(**options: Any) -> Journey:
        # who has signed in nowhere yet reads what their browser asks for
        asks = {"extra_http_headers": {"Accept-Language": "zh-CN"}}
        made.append(watched(chromium.new_context(**asks | options), live))
        return made[-1]

    yield make
    faults = [fault for one in made for fault in one.watch.unexpected()]
    for one in made:
        one.context.close()
    assert faults == []


@pytest.fixture
def journey(new_journey: Callable[..., Journey]) -> Journey:
    """One browser with a mouse."""
    return new_journey()


def _note(watch: Watch, message: ConsoleMessage) -> None:
    if message.type == "error":
        watch.faults.append(f"console: {message.text}")


def _stay_home(watch: Watch, base: str, url: str) -> None:
    if not url.startswith((base, "data:", "blob:", "about:")):
        watch.faults.append(f"request to {url}")
