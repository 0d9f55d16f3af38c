"""Bodies that no page of ours sends: JSON of any shape, forms with any value, cut or mistyped (FZ-03).

There is no interface for programs of others and so no description of one that bodies could be made
from. Instead each act is sent shapes that nobody meant, and each form of a page is sent back with one
field after another made odd (what our own scripts send: `tests/web/test_odd_scripts.py`). Nothing may
be a fault, and whatever is refused is told in a page or in JSON.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from tests.attacks.conftest import INSIDERS, Form, Opened, World, kind_of
from tests.attacks.test_sent_again import NOT_SENT

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
DEEP = 400
CLOSED = 5
"""How many bodies are sent to what is not there, before the others are left out."""
SHAPES: tuple[tuple[str, bytes], ...] = (
    (JSON, b""), (JSON, b"null"), (JSON, b"true"), (JSON, b"0"), (JSON, b"-1"), (JSON, b"1e999"),
    (JSON, b"NaN"), (JSON, b'""'), (JSON, b'"a"'), (JSON, b"[]"), (JSON, b"[[]]"), (JSON, b"{}"),
    (JSON, b'[{"a":1}]'), (JSON, b'{"a":'), (JSON, b'{"a":1}{"a":2}'), (JSON, b'{"a":1,"a":[2]}'),
    (JSON, b'{"":{}}'), (JSON, b"\xff\xfe{}"), (JSON, b"\xef\xbb\xbf{}"), (JSON, b'{"a":"\\ud800"}'),
    (JSON, b'{"a":"\\u0000"}'), (JSON, b"[" * DEEP + b"]" * DEEP), (JSON, b"9" * 5_000),
    (JSON, b'{"__proto__":{"a":1},"constructor":null}'), (f"{JSON}; charset=utf-7", b"+AHs-+AH0-"),
    ("application/vnd.a+json", b'{"a":{"b":[null]}}'), (FORM, b"a[]=1&a[b]=2&=&&a"),
    (FORM, b"%ff%fe=%c0%80"), (f"{FORM}; charset=utf-16", b"a=1"), ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n"), ("text/plain", b"a=1"), ("a/b", b"\0"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'),
)  # fmt: skip
"""What is said of a body, and the body."""
WORDS = (
    "", " ", "0", "-1", "9" * 30, "1e999", "NaN", "²", "٣", "１２", "1.5", "2026-02-30", "0001-01-01",
    "9999-12-31", "24:60", "[]", '{"a":1}', "a,b", "%", "\\", "中" * 3_000, "on", "None",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, [], [None], ["a", 1], {}, {"a": {"b": []}}, "", "a",
    "²", "9" * 30, "2026-02-30", [[[]]], "中" * 3_000, "\u202e", {"": ""}, [{}] * 50,
)  # fmt: skip


class Teller:
    """Sends what nobody meant and keeps what was wrong with the answers."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name, self.token = world, name, ""
        self.told, self.faults = Counter[int](), dict[str, object]()

    def begin(self) -> None:
        """Take the token that pages have now; what was sent before may have ended a session."""
        self.token = self.world.token(self.name)

    def send(self, address: str, body: bytes, kind: str) -> TestResponse:
        """Send a body as somebody signed in."""
        headers, client = {"X-CSRFToken": self.token}, self.world.client(self.name)
        answer = client.post(address, data=body, content_type=kind, headers=headers)
        self.told[answer.status_code] += 1
        place = f"{kind_of(address)} {answer.status_code}"
        if answer.status_code >= 500:
            self.faults.setdefault(place, (kind, body[:80]))
        elif answer.status_code >= 400 and not _says_why(answer):
            self.faults.setdefault(f"{place} without words", (kind, body[:80]))
        return answer


def _says_why(answer: TestResponse) -> bool:
    return answer.is_json or "</main>" in answer.text


def odd_fields(form: Form, chance: Random, most: int) -> Iterator[tuple[dict[str, object], str]]:
    """Give the fields of a form with one of them odd, as a form and as JSON."""
    for name in form.fields:
        for word in chance.sample(WORDS, most):
            yield {**form.fields, name: word}, FORM
        yield {**form.fields, name: chance.choice(VALUES)}, JSON
        yield {key: value for key, value in form.fields.items() if key != name}, FORM


def packed(fields: dict[str, object], kind: str) -> bytes:
    return (json.dumps(fields) if kind == JSON else urlencode(fields)).encode()


Told = Callable[[str, Any], None]


@pytest.mark.nightly
@pytest.mark.parametrize("name", INSIDERS)
def test_no_body_of_any_shape_is_a_fault_of_any_act(
    open_world: Opened, name: str, record_property: Told
) -> None:
    world = open_world()
    teller = Teller(world, name)
    opened = 0
    for act in world.acts(1):
        if act.startswith(NOT_SENT):
            continue
        teller.begin()
        codes = {teller.send(act, body, kind).status_code for kind, body in SHAPES[:CLOSED]}
        if codes != {404}:  # or there is no door, and no body that is read
            opened += 1
            for kind, body in SHAPES[CLOSED:]:
                teller.send(act, body, kind)
    record_property("acts that read a body", opened)
    record_property("bodies sent", teller.told.total())
    record_property("answers", dict(teller.told))
    assert teller.faults == {}
    assert opened
    assert teller.told[400] + teller.told[422] > opened


@pytest.mark.nightly
@pytest.mark.parametrize("name", INSIDERS)
def test_no_odd_field_is_a_fault_of_any_form(
    open_world: Opened, name: str, record_property: Told
) -> None:
    world, chance = open_world(), Random(name)
    teller = Teller(world, name)
    for form in world.forms(name):
        if not form.action.startswith(NOT_SENT):
            teller.begin()
            for fields, kind in odd_fields(form, chance, 4):
                teller.send(form.action, packed(fields, kind), kind)
    record_property("bodies sent", teller.told.total())
    record_property("answers", dict(teller.told))
    assert teller.faults == {}
    assert teller.told[200] + teller.told[302] + teller.told[422]
