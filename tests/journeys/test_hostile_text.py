"""Hostile text that somebody typed is text in a browser too, in which scripts of pages run (XS-01).

`tests/attacks/test_hostile_text.py` looks at what is sent; here every page that shows it is opened.
"""

from collections import Counter
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.attacks import conftest as attacks
from tests.attacks.conftest import INSIDERS, Opened, World
from tests.attacks.test_hostile_text import FORMULA, MARK, WAYS_OUT, type_everywhere
from tests.journeys.conftest import Journey, on_a_port, watched

pytestmark = pytest.mark.nightly
network, open_world = attacks.network, attacks.open_world
"""The network of the attacks."""
RUNS = f"<script>{MARK}()</script><img src={MARK} onerror=alert(1)>"
_INJECTED = """() => [...document.querySelectorAll("*")].filter(one => /xq7|srcdoc/.test(one.localName)
    || [...one.attributes].some(had => /^on|^srcdoc$|^xq7/.test(had.name)
      || /^(href|src|action|formaction|xlink:href)$/.test(had.name)
      && /^\\s*javascript:|^xq7|^x$/i.test(had.value)))
  .map(one => one.outerHTML.slice(0, 300))"""
"""Elements and attributes of which the product has none, so that whoever typed made them."""
_TYPE = """text => {
  const fields = "main input:not([type]), main input[type=text], main input[type=search], main textarea";
  for (const one of document.querySelectorAll(fields)) {
    if (one.disabled || one.readOnly) continue;
    one.focus();
    one.value = text;
    for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, {bubbles: true}));
    one.blur();
  }
  for (const one of document.querySelectorAll("details")) one.open = true;
  return document.body.innerText;
}"""
Record = Callable[[str, object], None]


def test_hostile_text_is_text_in_a_browser(
    open_world: Opened, chromium: Browser, record_property: Record
) -> None:
    sent_to = open_world()
    forms = {name: sent_to.forms(name) for name in INSIDERS}
    taken = sum(type_everywhere(sent_to, name, forms[name])[1] for name in INSIDERS)
    after, met = World(sent_to.app, clients=sent_to.clients), Counter[str]()
    with on_a_port(sent_to.app) as base:
        for name in INSIDERS:
            shown = [
                address
                for address, page in after.pages(name).items()
                if page.lstrip().startswith(b"<!") and MARK in page.decode()
            ]
            for language in ("zh", "en"):
                met.update(opened(chromium, base, name, language, shown))
    record_property("forms taken", taken)
    for what, count in met.items():
        record_property(what, count)
    assert taken
    assert met["pages opened that show it"] > len(INSIDERS)
    assert met["of them with fields typed into"]


def opened(
    chromium: Browser, base: str, name: str, language: str, addresses: list[str]
) -> Counter[str]:
    """Open pages as somebody in a language, and type into what they have."""
    journey = watched(chromium.new_context(), base)
    journey.watch.expect(r"status of 4\d\d")  # what is typed last is saved by itself, or refused
    journey.context.on("dialog", lambda dialog: _heard(journey, dialog))
    page, met = journey.enter(name, language=language), Counter[str]()
    for address in addresses:
        page.goto(f"{base}{address}#{quote(RUNS)}")
        look(journey, page, address)
        met["pages opened that show it"] += MARK in page.content()
        met["of them with fields typed into"] += MARK in page.evaluate(
            _TYPE, FORMULA + "".join(WAYS_OUT) + RUNS
        )
        page.wait_for_timeout(200)  # scripts wait for the next key
        look(journey, page, address)
    journey.context.close()
    return met


def look(journey: Journey, page: Page, address: str) -> None:
    """Find what whoever typed made of a page."""
    assert page.evaluate(_INJECTED) == [], address
    assert journey.watch.unexpected() == [], address


def _heard(journey: Journey, dialog: Dialog) -> None:
    if dialog.type != "beforeunload":  # a page asks whether to leave what was typed
        journey.watch.faults.append(f"dialog: {dialog.message}")
    dialog.accept()
