"""Text that no database holds is refused at the door."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from qa_app.domain.defaults import (
    FORM_FIELDS_MOST,
    JSON_BYTES_MOST,
    REQUEST_BYTES_MOST,
    VISITOR_BYTES_MOST,
)
from qa_app.web.text import is_storable, storable_json, without_unseen
from tests.web.conftest import Visit, token_of
from tests.web.test_audits import Setting, post, reader, setting

__all__ = ["reader", "setting"]


@pytest.mark.parametrize("value", ["", "中心", "😀", ["a", {"b": 1}], None, 5, ("x", "y")])
def test_text_of_people_is_storable(value: object) -> None:
    assert is_storable(value)


@pytest.mark.parametrize("value", ["a\0b", "\ud800", ["\0"], {"\0": 1}, {"a": [("b", "\0")]}])
def test_nul_and_half_characters_are_not(value: object) -> None:
    assert not is_storable(value)


def test_json_within_a_text_is_read_with_the_same_care() -> None:
    assert storable_json('{"a": ["中", 1]}') == {"a": ["中", 1]}
    for text in ("{", "[" * 100_000, "[" * 400 + '"\\ud800"' + "]" * 400, r'{"a": "\u0000"}'):
        with pytest.raises(ValueError, match=r"Expecting|unfit JSON"):
            storable_json(text)


@pytest.mark.parametrize("path", ["/centres?q=%00", "/audits?%00=1"])
def test_addresses_with_nul_are_refused(visit: Visit, path: str) -> None:
    assert visit("senior_supervisor").get(path).status_code == 422


def test_nothing_has_a_name_with_nul(visit: Visit) -> None:
    assert visit("senior_supervisor").get("/rubrics/%00/1.0.0").status_code == 404


def test_a_form_with_nul_is_refused_before_anything_is_asked(visit: Visit) -> None:
    client = visit(None)
    data = {"csrf_token": token_of(client.get("/login").text), "login_name": "a\0", "password": "p"}
    answer = client.post("/login", data=data)
    assert answer.status_code == 422
    assert "未保存" in answer.text


@pytest.mark.parametrize("note", ["a\0b", "\ud800"])
def test_a_save_with_nul_is_refused(setting: Setting, reader: FlaskClient, note: str) -> None:
    assert post(reader, setting, key="A1", value="met", note=note).status_code == 422


UNSEEN = "\x01\x1b\x7f\x85\x9f\u00ad\u061c\u200b\u200f\u202a\u202e\u2060\u2066\u2069\ufeff"


def test_signs_that_cannot_be_seen_are_left_out_and_all_others_stay() -> None:
    kept = "张\t三\r\n“é” 😀 𠮷 ü"
    for sign in UNSEEN:
        assert without_unseen([{"a": f"王{sign}某"}, kept, 5]) == [{"a": "王某"}, kept, 5]
    assert storable_json(r'{"a": "\u202e\u4e2d"}') == {"a": "中"}


def test_every_way_into_the_product_is_cleaned(app: Flask) -> None:
    """Forms of both kinds, addresses and JSON, whatever a view does with them."""
    said = f"a{UNSEEN}b"
    sent: dict[str, dict[str, Any]] = {
        "form": {"data": {"q": said}},
        "parts": {"data": {"q": said, "file": (BytesIO(b"x"), "x.txt")}},
        "address": {"query_string": {"q": said}},
        "json": {"data": json.dumps({"q": said}, ensure_ascii=False)},
        "escaped": {"data": json.dumps({"q": said})},
    }
    for how, what in sent.items():
        kind = {"content_type": "application/json"} if how in {"json", "escaped"} else {}
        with app.test_request_context("/", method="POST", **what, **kind):
            found = request.get_json()["q"] if request.is_json else request.values["q"]
            assert found == "ab", how
            if how == "parts":
                assert request.files["file"].read() == b"x"


def send(client: FlaskClient, setting: Setting, text: str) -> int:
    token = token_of(client.get(f"/audits/{setting.audit}").text)
    answer = client.post(
        f"/audits/{setting.audit}/entries",
        data=text.encode(errors="surrogatepass"),  # as no browser writes it, but json reads it
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    return answer.status_code


UNFIT = (
    '"base": Infinity',
    '"base": NaN',
    '"base": 0, "seconds": 1e400',
    '"base": 0, "value": ' + "[" * 50_000 + "]" * 50_000,
    '"base": 0, "value": ' + '{"a":' * 50_000 + "1" + "}" * 50_000,
    '"base": 0, "value": ' + "[" * 900 + "]" * 900,
    '"base": 0, "read": ["\\ud800"]',
    '"base": 0, "read": ["\\u0000"]',
    '"base": 0, "read": ["\ud800"]',
    '"base": 0, "op": "' + "o" * 41 + '"',
)


def test_numbers_and_depths_of_no_browser_are_refused(
    setting: Setting, reader: FlaskClient
) -> None:
    for change in UNFIT:
        plain = '{"kind": "answer", "key": "A1", "value": "met", "op": "12345678", ' + change + "}"
        assert send(reader, setting, plain) == 422, change[:40]


def test_a_form_based_on_nothing_readable_is_refused(setting: Setting, reader: FlaskClient) -> None:
    address = f"/audits/{setting.audit}"
    token = token_of(reader.get(address).text)
    for base in ("[" * 50_000, '{"answer/A1": Infinity}', '{"answer/A1": 1e400}'):
        form = {"csrf_token": token, "base": base, "answer.A1": "met"}
        assert reader.post(f"{address}/sections/A", data=form).status_code == 422, base[:20]


@pytest.mark.parametrize("sent", [False, 7, "x", [1], {"login_name": 5}, {"password": ["a"]}, None])
def test_json_that_is_no_form_of_words_is_no_fault_of_a_form(visit: Visit, sent: object) -> None:
    client = visit(None)
    token = {"X-CSRFToken": token_of(client.get("/login").text)}
    answer = client.post("/login", json=sent, headers=token)
    assert 400 <= answer.status_code < 500


HEAD = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
TAIL = b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("most", "kind", "around", "code"),
    [
        (JSON_BYTES_MOST, "application/json", (b"", b""), 422),
        (REQUEST_BYTES_MOST, "multipart/form-data; boundary=x", (HEAD, TAIL), 413),
    ],
)
def test_a_byte_decides_at_each_limit(
    visit: Visit, most: int, kind: str, around: tuple[bytes, bytes], code: int
) -> None:
    client = visit("senior_supervisor")
    inside = most - sum(map(len, around))
    for more in (-1, 0, 1):
        body = around[0] + b"a" * (inside + more) + around[1]
        answer = client.post("/me/keys", data=body, content_type=kind)
        # what is small enough is read, and lacks its token
        assert answer.status_code == (code if more > 0 else 400), more
        answer.request.input_stream.close()


def test_somebody_not_signed_in_sends_no_more_than_a_password(visit: Visit) -> None:
    client = visit(None)
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        large = client.post("/login", data="a" * (VISITOR_BYTES_MOST + 1), content_type=kind)
        assert large.status_code == 401
        most = client.post("/login", data="a" * VISITOR_BYTES_MOST, content_type=kind)
        assert most.status_code == 400  # read, and without its token


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("[" + "{}," * (JSON_BYTES_MOST // 3) + "{}]", "application/json", 422),
        ("ab=1&" * FORM_FIELDS_MOST, "application/x-www-form-urlencoded", 422),
        ("ab=1&" * (FORM_FIELDS_MOST - 1), "application/x-www-form-urlencoded", 400),  # no token
    ],
)
def test_more_than_any_form_holds_is_refused_unread(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, text: str, kind: str, code: int
) -> None:
    client = visit("senior_supervisor")
    if code != 400:
        monkeypatch.setattr("qa_app.web.text._texts", None)  # never asked
    assert client.post("/me/keys", data=text, content_type=kind).status_code == code


def test_a_body_of_unknown_length_is_refused(visit: Visit) -> None:
    client = visit("senior_supervisor")
    answer = client.post(
        "/me/keys",
        input_stream=BytesIO(b"are_on=1"),
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 411
