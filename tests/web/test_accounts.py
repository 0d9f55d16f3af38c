import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.sign_in import LinkKind
from qa_app.domain.trust_defaults import SESSION_ABSOLUTE_HOURS, SESSION_IDLE_MINUTES
from qa_app.models.accounts import AccountRow
from qa_app.models.login_sessions import put_link
from qa_app.web.headers import HEADERS
from tests.web.conftest import PASSWORD, Visit, sign_in, token_of


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch):
    real = clock.now
    ahead = [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])

    def go(by: timedelta) -> None:
        ahead[0] += by

    return go


def is_in(client: FlaskClient) -> bool:
    return client.get("/").status_code == 200


def post(client: FlaskClient, address: str, **data: str):
    return client.post(address, data={"csrf_token": token_of(client.get("/login").text), **data})


def test_signing_in_leads_back_to_where_one_wanted_to_go(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/me").headers["Location"] == "/login?next=/me"
    assert sign_in(client, "auditor", PASSWORD, "/me").headers["Location"] == "/me"
    assert is_in(client)


OUTSIDE = (
    "//evil.example", "///evil.example", "////evil.example", "https://evil.example",
    "HTTPS://evil.example", "https:evil.example", "https:/evil.example", "https:\n//evil.example",
    "http://here.example@evil.example/", "http://here.example:80@evil.example", "\\\\evil.example",
    "/\\evil.example", "\\/evil.example", "/\\/evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r/evil.example", "\t//evil.example", " //evil.example", "\x01//evil.example",
    "/\u200b/evil.example", "//еvil.example", "//xn--vil-bma.example", "／／evil.example",
    "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "/me\r\nSet-Cookie: x=1",
    "?next=//evil.example", "",
)  # fmt: skip
"""Ways out that a browser may take for a place of ours (OR-01), thirty of them."""
INSIDE = ("/me", "/audits?state=final&page=2", "/centres?q=//evil.example", "/%2f%2fevil.example")


def as_a_browser(target: str) -> str:
    """Tell where a browser goes: it takes no heed of some signs, and a backslash for a slash."""
    plain = re.sub(r"[\t\r\n]", "", target).strip().replace("\\", "/")
    return urlsplit(urljoin("https://here.example/login", plain)).netloc


def test_no_way_back_leads_outside(app: Flask) -> None:
    assert len(OUTSIDE) == 30
    client = app.test_client()
    token = token_of(client.get("/login").text)
    for target in OUTSIDE + INSIDE:
        data = {"csrf_token": token, "login_name": "auditor", "password": PASSWORD}
        entered = app.test_client()
        entered.set_cookie("sid", client.get_cookie("sid").value)
        answers = (
            entered.post("/login", query_string={"next": target}, data=data),
            client.post("/language/en", data={"csrf_token": token, "back": target}),
        )
        for answer in answers:
            where = answer.headers["Location"]
            assert answer.status_code == 302
            assert as_a_browser(where) == "here.example", (target, where)
            assert where == (target if target in INSIDE else "/"), target
            assert all("x=1" not in one for one in answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize(("name", "password"), [("auditor", "wrong"), ("nobody", PASSWORD)])
def test_a_refusal_does_not_say_why(app: Flask, name: str, password: str) -> None:
    answer = sign_in(app.test_client(), name, password)
    assert answer.status_code == 401
    assert "用户名或密码不正确" in answer.text


def test_failures_make_one_wait(app: Flask, travel) -> None:
    client = app.test_client()
    for _ in range(3):
        assert sign_in(client, "auditor", "wrong").status_code == 401
    # the fourth failure asks for a second of patience, and even the right one waits
    assert sign_in(client, "auditor", "wrong").status_code == 429
    assert sign_in(client, "auditor", PASSWORD).status_code == 429
    travel(timedelta(seconds=2))
    assert sign_in(client, "auditor", PASSWORD).status_code == 302


def test_a_new_id_at_sign_in_and_none_that_outlives_signing_out(app: Flask) -> None:
    client = app.test_client()
    client.get("/login")
    before = client.get_cookie("sid")
    sign_in(client, "auditor", PASSWORD)
    after = client.get_cookie("sid")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    post(client, "/logout")
    stolen = app.test_client()
    stolen.set_cookie("sid", after.value)
    assert not is_in(stolen)


def test_the_cookie_is_out_of_reach_for_scripts(app: Flask) -> None:
    header = app.test_client().get("/login").headers["Set-Cookie"]
    assert header.startswith("sid=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in header


def test_idle_and_absolute_limits(visit: Visit, travel) -> None:
    client = visit("auditor")
    travel(timedelta(minutes=SESSION_IDLE_MINUTES) - timedelta(seconds=2))
    assert is_in(client)
    travel(timedelta(minutes=SESSION_IDLE_MINUTES))
    assert not is_in(client)
    client = visit("auditor")
    for _ in range(SESSION_ABSOLUTE_HOURS * 4 - 1):
        travel(timedelta(minutes=15))
        assert is_in(client)
    travel(timedelta(minutes=15))
    assert not is_in(client)


def test_another_password_ends_the_other_sessions(visit: Visit) -> None:
    here, there = visit("auditor"), visit("auditor")
    new = "quite another set of words"
    answer = post(here, "/me", old=PASSWORD, new=new)
    assert answer.status_code == 302, answer.text
    assert is_in(here)
    assert not is_in(there)


def test_a_session_can_be_ended_from_another(visit: Visit) -> None:
    here, there = visit("auditor"), visit("auditor")
    page = here.get("/me").text
    address = next(part for part in page.split('"') if part.startswith("/me/sessions/"))
    post(here, address)
    assert not is_in(there)
    assert is_in(here)
    assert post(visit("caseworker"), address).status_code == 404


def test_forms_need_their_token(visit: Visit) -> None:
    client = visit("auditor")
    for address in ("/logout", "/language/en", "/me"):
        assert client.post(address, data={}).status_code == 400
        assert client.post(address, data={"csrf_token": "x"}).status_code == 400
    other = token_of(visit("caseworker").get("/login").text)
    assert client.post("/logout", data={"csrf_token": other}).status_code == 400
    assert is_in(client)


def test_language_is_one_click_away_and_stays(app: Flask, visit: Visit) -> None:
    visitor = app.test_client()
    assert '<html lang="zh-CN">' in visitor.get("/login").text
    assert post(visitor, "/language/en", back="/login").headers["Location"] == "/login"
    assert "Sign in" in visitor.get("/login").text
    person = visit("auditor")
    post(person, "/language/en", back="/me")
    assert "Change password" in person.get("/me").text
    assert "Change password" in visit("auditor").get("/me").text
    assert post(person, "/language/fr").status_code == 404


@pytest.mark.parametrize("address", ["/login", "/", "/nothing-here"])
def test_headers_on_every_answer(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "no-store"


def test_static_files_stay_with_the_browser(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/login").text
    address = next(part for part in page.split('"') if part.endswith("/qa.css"))
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 45_000
    assert client.get("/static/000000000000/qa.css").status_code == 404
    assert client.get("/static/000000000000/../config.py").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("wrong one", "short", [("old", "当前密码不正确"), ("new", "至少使用15个字符")]),
        ("", "short", [("old", "该字段是必填字段"), ("new", "至少使用15个字符")]),
        ("wrong one", "", [("old", "当前密码不正确"), ("new", "该字段是必填字段")]),
        (PASSWORD, "short", [("new", "至少使用15个字符")]),
        (PASSWORD, "auditorauditorauditor", [("new", "容易被猜到：请用几个互不相关的词")]),
        ("", "", [("old", "该字段是必填字段"), ("new", "该字段是必填字段")]),
    ],
)
def test_all_that_is_wrong_with_a_change_of_password_stands_beside_its_field(
    visit: Visit, old: str, new: str, wanted: list[tuple[str, str]]
) -> None:
    answer = post(visit("auditor"), "/me", old=old, new=new)
    assert answer.status_code == 422
    found = re.findall(r'<span class="pl-wrong" id="(\w+)-wrong">([^<]+?)。?</span>', answer.text)
    assert found == wanted


def test_without_the_list_of_leaked_passwords_nobody_sets_one_and_everybody_is_told(
    app: Flask, visit: Visit, store: Session, tmp_path: Path
) -> None:
    chosen = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(chosen, breached_passwords=tmp_path / "nowhere")
    client, new = visit("auditor"), "quite another set of words"
    refused = post(client, "/me", old=PASSWORD, new=new)
    assert refused.status_code == 422
    assert "目前无法设置密码" in refused.text
    made = store.scalars(select(AccountRow).where(AccountRow.login_name == "auditor")).one()
    put_link(store, made.id, LinkKind.RESET, sha256(b"token").hexdigest(), made.id, clock.now())
    store.commit()
    refused = post(app.test_client(), "/join/token", new=new)
    assert refused.status_code == 422
    assert "目前无法设置密码" in refused.text
    told = visit("sys_admin").get("/system").text
    assert "QA_BREACHED_PASSWORDS" in told
    assert "任何人都不能设置密码" in told
    assert client.get("/readyz").status_code == 200
    (tmp_path / "nowhere").write_text("0" * 64 + "\n", "ascii")
    assert post(client, "/me", old=PASSWORD, new=new).status_code == 302


def test_a_browser_that_lacks_what_protects_pages_is_told_so(app: Flask) -> None:
    client, old = app.test_client(), "当前浏览器版本较旧"
    over_https = "https://localhost/login"
    assert old in client.get(over_https).text
    assert old not in client.get(over_https, headers={"Sec-Fetch-Site": "none"}).text
    assert old not in client.get("/login").text  # over plain http no browser tells it
