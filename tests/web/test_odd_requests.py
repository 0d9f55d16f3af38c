"""Requests that no browser sends: methods nobody asked for, parts twice, far too many, far too long (HP-01)."""

import pytest
from flask import Flask, url_for

from tests.web.conftest import Visit
from tests.web.test_access_matrix import NOBODYS, PARAMETERS

STRANGE = ("TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND")
TWICE = "page=1&page=2&q=a&q=b&q[]=c&q[0]=d&q[x][y]=e&state=draft&state=void&__proto__[a]=1&=&&%00a"
LISTS = ("/audits", "/centres", "/rubrics", "/criteria", "/plan", "/comparison")
MANY, LONG = 10_000, 1_000_000
CUT = "notice%3Daddress_cut"


def addresses(app: Flask) -> list[tuple[str, frozenset[str]]]:
    """Give an address of each route, of something that is not there, with what it knows."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            wanted = {name: PARAMETERS.get(name, NOBODYS) for name in rule.arguments}
            found.append((url_for(rule.endpoint, **wanted), frozenset(rule.methods or ())))
    return found


@pytest.mark.parametrize("share", [40, pytest.param(1, marks=pytest.mark.nightly)])
def test_no_route_hears_a_method_that_it_does_not_name(
    app: Flask, visit: Visit, share: int, record_property
) -> None:
    client, tried, heard = visit("senior_supervisor"), 0, []
    for number, (address, known) in enumerate(addresses(app)):
        for place, method in enumerate(STRANGE):
            if method in known or (number + place) % share:
                continue
            tried += 1
            answer = client.open(address, method=method, data="a=1")
            if not 400 <= answer.status_code < 500:
                heard.append((method, address, answer.status_code))
            assert "a=1" not in answer.text, address  # TRACE gives nothing back
    record_property("requests", tried)
    assert tried > 2_000 // share
    assert heard == []


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_parts_of_an_address_twice_in_brackets_and_by_the_thousand(
    app: Flask, visit: Visit, every: bool, record_property
) -> None:
    client, pages = visit("senior_supervisor"), set(LISTS)
    if every:
        with app.test_request_context():
            pages |= {
                url_for(rule.endpoint)
                for rule in app.url_map.iter_rules()
                if "GET" in (rule.methods or ()) and not rule.arguments
            }
    clean = TWICE.removesuffix("&%00a")
    for address in sorted(pages):
        for asked in (TWICE, clean, clean + "&a=1" * MANY):
            answer = client.get(f"{address}?{asked}")
            assert answer.status_code < 500, (address, asked[:40])
    record_property("pages", len(pages))


@pytest.mark.parametrize(
    "name", [pytest.param(None, marks=pytest.mark.nightly), "senior_supervisor"]
)
def test_an_address_of_a_million_signs_is_no_fault(visit: Visit, name: str | None) -> None:
    client = visit(name)
    for address in (
        "/audits?q=" + "a" * LONG,
        "/" + "a" * LONG,
        "/login?next=/" + "中" * (LONG // 9),
    ):
        answer = client.get(address)
        assert answer.status_code < 500, address[:20]
        assert "Set-Cookie: x" not in str(answer.headers)


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/audits?q=" + "a" * 3_000, f"/login?next=/audits?{CUT}"),
        # what is short is kept, in its order
        (
            f"/audits?state=final&q={'案' * 300}&a=1",
            f"/login?next=/audits?state%3Dfinal%26a%3D1%26{CUT}",
        ),
        ("/audits?" + "a=1&" * 10_000, "/login?next=/audits?" + "a%3D1%26" * 245 + CUT),
        ("/audits/" + "a" * 3_000, None),
        ("/audits?q=" + "a" * 1_000, "/login?next=/audits?q%3D" + "a" * 1_000),
        # the router hands back what it was asked, and so does who opens a form's address
        ("/decisions?q=" + "a" * 3_000, "/decisions/?notice=address_cut"),
        ("/decisions?b=2&q=" + "a" * 3_000, "/decisions/?b=2&notice=address_cut"),
        ("/decisions?q=a", "/decisions/?q=a"),
        ("/decisions/areas/1/" + "a" * 3_000 + "/evidence", "/"),
        ("/login?next=/audits?q=" + "a" * 3_000, None),
    ],
)
def test_no_answer_leads_to_an_address_that_no_header_should_carry(
    app: Flask, asked: str, led: str | None
) -> None:
    accepts = {"Accept": "text/html"}
    location = app.test_client().get(asked, headers=accepts).headers.get("Location")
    assert location == led
    assert len(location or "") <= 2_000
