"""Text of an attacker stays text: on every page, in every list that a spreadsheet opens.

Source: the families XS-01, XS-02, SQ-01, CV-01 and AZ-04 of the test plan. A payload carries the
ways out of every place at once; `nightly` tries each alone.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import select

from qa_app.extensions import db
from tests.attacks.conftest import (
    INSIDERS,
    VISITS,
    Form,
    Opened,
    World,
    changed,
    content_of,
    kind_of,
)

MARK = "xq7"
WAYS_OUT = (
    f"<{MARK} onclick=alert(1)>", f'"><{MARK} onclick=alert(1)>', f"'><{MARK} onclick=alert(1)>",
    f"</script><{MARK}>", f"</textarea><{MARK}>", f"</title><{MARK}>", f"--><{MARK}>",
    f"]]><{MARK}>", f"<svg/onload={MARK}>", f"<img src=x onerror={MARK}>",
    f"<iframe srcdoc='<{MARK}>'>", f"{{{{7*7}}}}{MARK}", f"{{% print(7*7) %}}{MARK}",
    f"＜{MARK} onclick=alert(1)＞", f"\u2028<{MARK}>", f"javascript:{MARK}//",
    f'<noscript><p title="</noscript><{MARK}>">', f"<a href='javascript:{MARK}'>",
)  # fmt: skip
STATEMENTS = (
    "' OR '1'='1", "1; DROP TABLE audit", "1 UNION SELECT 1,2,3", "1' AND randomblob(100000000)--",
    "%' ESCAPE '", "1 AND pg_sleep(5)", "-1", "9" * 30, "0x1F", "\u0000", "NaN", "2026-13-40",
    "../../etc/passwd", "%bf%27", "😀" * 40,
)  # fmt: skip
FORMULA = '=HYPERLINK("http://x",1)'
_ELEMENT = re.compile(
    rf"<{MARK}|<svg/onload={MARK}|<img src=x onerror={MARK}|<iframe srcdoc|href='javascript:{MARK}|49{MARK}"
)
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|")
_NUMBER = re.compile(r"[-+]?\d[\d.,:%/ -]*")


def asked_with(address: str, name: str, value: str) -> str:
    """Put another value into an address."""
    split = urlsplit(address)
    asked = [(key, value if key == name else old) for key, old in parse_qsl(split.query)]
    return f"{split.path}?{urlencode(asked)}"


def questions(world: World, name: str) -> dict[str, tuple[str, str]]:
    """Give an address and a name for each thing that pages may be asked."""
    return {
        f"{kind_of(address)} {key}": (address, key)
        for address in world.pages(name)
        for key, _value in parse_qsl(urlsplit(address).query)
    }


BY_DAY = pytest.mark.parametrize(
    "names", [("director",), pytest.param(INSIDERS, marks=pytest.mark.nightly)]
)


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["judicial"])
def test_what_an_address_asks_is_never_obeyed(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    ask(world, name, ("".join(WAYS_OUT), *STATEMENTS), record_property)


@pytest.mark.nightly
@pytest.mark.parametrize("name", INSIDERS)
def test_nothing_that_anybody_asks_is_obeyed(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    ask(world, name, (*WAYS_OUT, *STATEMENTS), record_property)


def ask(
    world: World, name: str, hostile: tuple[str, ...], record_property: Callable[[str, Any], None]
) -> None:
    client, tried = world.client(name), 0
    asked, before = questions(world, name), content_of(world.app)
    for address, key in asked.values():
        for text in hostile:
            answer = client.get(asked_with(address, key, text))
            tried += 1
            assert answer.status_code < 500, (address, key, text)
            if "html" in answer.content_type:
                assert not _ELEMENT.search(answer.text), (address, key)
    record_property("addresses tried", tried)
    assert tried > len(hostile)
    assert changed(before, content_of(world.app)) == set()


def type_everywhere(sent_to: World, name: str, forms: list[Form]) -> tuple[int, int]:
    """Type hostile text into every field of forms that takes any; how many were sent and taken."""
    (client, token), sent, taken = sent_to.entered(name), 0, 0
    for form in forms:
        if not form.texts or form.action.startswith(("/logout", "/me/password")):
            continue
        for typed in (FORMULA + "".join(WAYS_OUT), FORMULA + WAYS_OUT[1]):
            fields = {**form.fields, **dict.fromkeys(form.texts, typed), "csrf_token": token}
            answer = client.post(form.action, data=fields)
            sent += 1
            assert answer.status_code < 500, (form.action, typed)
            assert not _ELEMENT.search(answer.text), form.action
            if answer.status_code == 302:
                taken += 1
                break
    return sent, taken


@BY_DAY
def test_what_is_typed_is_never_obeyed(
    world: World,
    open_world: Opened,
    names: tuple[str, ...],
    record_property: Callable[[str, Any], None],
) -> None:
    # forms of the network that is only read, sent to a copy of it
    sent_to, taken, sent = open_world(), 0, 0
    for name in names:
        one_sent, one_taken = type_everywhere(sent_to, name, world.forms(name))
        sent, taken = sent + one_sent, taken + one_taken
    record_property("forms sent", sent)
    record_property("forms taken", taken)
    seen, cells = 0, 0
    for name in names:
        for address, page in sent_to.pages(name).items():
            if page.lstrip().startswith(b"<"):
                shown = page.decode()
                seen += MARK in shown
                assert not _ELEMENT.search(shown), address
            elif urlsplit(address).path.endswith(".csv"):
                for row in csv.reader(io.StringIO(page.decode("utf-8-sig"))):
                    for cell in row:
                        cells += 1
                        assert not cell.startswith(_STARTERS) or _NUMBER.fullmatch(cell), (
                            address,
                            cell,
                        )
    record_property("pages that show it", seen)
    record_property("cells of lists", cells)
    assert taken
    assert seen
    assert cells


OWN_WORD = {
    "id": "999999", "state": "signed", "status": "signed", "score": "100", "result_state": "final",
    "author_id": "1", "created_by": "1", "signed_by": "1", "decided_by": "1", "account_id": "1",
    "practitioner_id": "1", "centre_id": "1", "place_path": "1/", "is_active": "1", "rev": "99",
    "is_sealed": "1", "approved_by": "1",
}  # fmt: skip
"""What no form asks for and no answer may take from a browser."""


@BY_DAY
def test_nothing_is_taken_that_no_form_asks_for(
    world: World,
    open_world: Opened,
    names: tuple[str, ...],
    record_property: Callable[[str, Any], None],
) -> None:
    plain, hostile = open_world(), open_world()
    sent, taken = Counter[str](), Counter[str]()
    for name in names:
        for kind, sent_to, extra in (("plain", plain, {}), ("hostile", hostile, OWN_WORD)):
            forms = world.forms(name)
            client, token = sent_to.entered(name)
            for form in forms:
                if form.action.startswith(("/logout", "/me")):
                    continue
                # what is empty is filled in, so that forms which ask for words are taken as well
                texts = {key: "没有问题" for key in form.texts if not form.fields.get(key)}
                more = {
                    key: value
                    for key, value in extra.items()
                    if key not in form.fields and key not in form.texts
                }
                fields = {**more, **form.fields, **texts, "csrf_token": token}
                answer = client.post(form.action, data=fields)
                assert answer.status_code < 500, form.action
                sent[kind] += 1
                taken[kind] += answer.status_code == 302
    record_property("forms taken", taken["hostile"])
    before, after = content_of(plain.app), content_of(hostile.app)
    # both are answered alike, and more than a few forms are taken
    assert sent["plain"] == sent["hostile"]
    assert taken["plain"] == taken["hostile"]
    assert taken["hostile"] * 10 > sent["hostile"], (taken, sent)
    assert {name: len(rows) for name, rows in before.items()} == {
        name: len(rows) for name, rows in after.items()
    }
    assert columns(plain) == columns(hostile)


def columns(world: World) -> dict[str, tuple[Any, ...]]:
    """Give what stands in columns that have such names."""
    with world.app.app_context(), db.engine.connect() as connection:
        return {
            f"{table.name}.{column.name}": tuple(
                sorted(map(repr, connection.scalars(select(column))))
            )
            for table in db.metadata.sorted_tables
            if table.name not in VISITS
            for column in table.columns
            if column.name in OWN_WORD and column.name != "id"
        }
