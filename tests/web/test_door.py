"""What every answer carries and what no request gets, whoever knocks.

Source: OWASP ASVS 5.0, 3.3, 3.4, 4.1, 13.4; docs/security/asvs.csv names the tests.
"""

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

from qa_app.web.headers import HEADERS, HSTS
from tests.web.conftest import PASSWORD, Remade, Visit, token_of

ODD = ("TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "BREW")
OTHER_SITE = {"Origin": "https://elsewhere.example"}
FOR_SCRIPTS = {"Accept": "application/json"}
HIDDEN = (
    "/static/",
    "/static/000000000000/",
    "/.git/HEAD",
    "/.git/config",
    "/.env",
    "/.well-known/",
    "/instance/plumbline.db",
    "/wsgi.py",
    "/qa_app/config.py",
    "/templates/",
    "/console",
    "/server-status",
)


def plain_addresses(app: Flask) -> list[str]:
    """Every page whose address names nothing, in one order."""
    with app.test_request_context():
        found = {
            url_for(rule.endpoint)
            for rule in app.url_map.iter_rules()
            if not rule.arguments and "GET" in (rule.methods or ())
        }
    return sorted(found)


def cookies(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def test_over_https_every_cookie_is_bound_to_this_host(remade: Remade) -> None:
    site = remade(is_https=True)
    client = site.test_client()
    token = token_of(client.get("/login", base_url="https://localhost").text)
    data = {"csrf_token": token, "login_name": "auditor", "password": PASSWORD}
    answer = client.post("/login", data=data, base_url="https://localhost")
    assert answer.status_code == 302
    names = {one.split("=")[0] for one in cookies(answer)}
    assert names == {"__Host-sid", "__Host-device"}
    for cookie in cookies(answer):
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
    # the plain name, which a page without https could set, is not listened to
    value = next(one for one in cookies(answer) if one.startswith("__Host-sid")).split("=")[1]
    other = site.test_client()
    other.set_cookie("sid", value.split(";")[0])
    assert other.get("/", base_url="https://localhost").status_code == 302


def test_over_https_every_answer_asks_for_https(remade: Remade) -> None:
    client = remade(is_https=True).test_client()
    page = client.get("/login").text
    sheet = next(part for part in page.split('"') if part.endswith("/qa.css"))
    for address in ("/login", "/", "/healthz", "/readyz", "/nothing-here", sheet):
        answer = client.get(address)
        assert answer.headers["Strict-Transport-Security"] == HSTS, address
    assert client.post("/login").headers["Strict-Transport-Security"] == HSTS
    assert HSTS == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("who", [None, "senior_supervisor", "sys_admin"])
def test_every_page_carries_its_headers_and_says_what_it_is(
    app: Flask, visit: Visit, who: str | None
) -> None:
    client = visit(who)
    addresses = plain_addresses(app)
    assert len(addresses) > 60
    for address in addresses:
        answer = client.get(address, headers=OTHER_SITE)
        assert answer.status_code < 500, address
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (address, name)
        if answer.data:
            is_text = answer.mimetype.startswith("text/") or answer.mimetype.endswith("xml")
            assert answer.mimetype, address
            assert not is_text or "charset=utf-8" in answer.content_type.lower(), address
        # nothing is for other sites, and nothing says which program answers
        told = {name.lower() for name, _ in answer.headers}
        assert not told & {"server", "x-powered-by"}, address
        assert not any(name.startswith("access-control-") for name in told), address


def test_only_methods_that_an_address_declares_are_answered(app: Flask, visit: Visit) -> None:
    client = visit("sys_admin")
    headers = FOR_SCRIPTS | {"X-CSRFToken": token_of(client.get("/me").text)}
    for address in plain_addresses(app):
        for method in ODD:
            answer = client.open(address, method=method, headers=headers)
            assert answer.status_code == 405, (address, method)
            assert b"X-CSRFToken" not in answer.data  # nothing of the request comes back


@pytest.mark.parametrize("address", HIDDEN)
def test_no_folder_is_listed_and_no_source_is_served(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code == 404
    assert "Index of" not in answer.text


def test_pages_of_a_session_stay_here_and_show_the_way_out(visit: Visit) -> None:
    for who, address in (("auditor", "/me"), ("caseworker", "/"), ("sys_admin", "/system")):
        page = visit(who).get(address)
        assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"
        assert 'action="/logout"' in page.text
