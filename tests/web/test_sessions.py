"""A session on its pages: how long it lasts, signing in again in place, who is told what."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.trust_defaults import PASSWORD_DAYS
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.journal import JournalRow
from tests.web.conftest import CAST, PASSWORD, Remade, Visit, sign_in, token_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch):
    real, ahead = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])

    def go(**by: int) -> None:
        ahead[0] += timedelta(**by)

    return go


def state(client: FlaskClient) -> dict[str, object]:
    answer = client.get("/api/session", headers=JSON)
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def again(client: FlaskClient, password: object, token: str):
    headers = JSON | {"X-CSRFToken": token}
    return client.post("/api/session/again", json={"password": password}, headers=headers)


def same(page: str) -> str:
    """Leave out what is drawn anew for every page, and where it stands."""
    without = re.sub(r'value="[0-9a-f]{32,64}"', "", page)
    return re.sub(r'name="back" value="[^"]*"', "", without)


def test_asking_how_long_it_lasts_makes_it_last_no_longer(visit: Visit, travel) -> None:
    client = visit("auditor")
    assert state(client)["left"] in {1799, 1800}
    for _ in range(3):
        travel(minutes=9)
        state(client)
    assert 0 < int(str(state(client)["left"])) <= 180
    token = str(state(client)["csrf"])
    kept = client.post("/api/session/keep", json={}, headers=JSON | {"X-CSRFToken": token})
    assert kept.get_json()["left"] == 1800
    travel(minutes=29)
    assert state(client)["state"] == "in"
    travel(minutes=31)
    assert state(client) == {"state": "out", "csrf": token}
    assert visit("sys_admin").get("/").status_code == 200
    assert int(str(state(visit("sys_admin"))["left"])) <= 600


def test_signing_in_again_in_place_keeps_forms_and_changes_the_id(
    visit: Visit, store: Session, travel
) -> None:
    client = visit("auditor")
    token = token_of(client.get("/me").text)
    before = client.get_cookie("sid")
    travel(minutes=31)
    out = client.post("/me/keys", data={"csrf_token": token, "are_on": "0"})
    assert out.status_code == 401
    assert "auditor" in client.get("/session/again").text
    wrong = again(client, "wrong", token)
    assert (wrong.status_code, wrong.get_json()) == (401, {"state": "wrong", "wait": 0})
    for sent in (None, 7, ["x"]):
        assert again(client, sent, token).status_code == 422
    right = again(client, PASSWORD, token)
    assert right.get_json() == {"state": "in", "csrf": token}
    after = client.get_cookie("sid")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    # the form of before goes through under the session of now
    assert client.post("/me/keys", data={"csrf_token": token, "are_on": "0"}).status_code == 302
    ends = store.execute(select(LoginSessionRow.end_reason).order_by(LoginSessionRow.id)).scalars()
    assert list(ends)[-2:] == ["replaced", None]


def test_in_place_nobody_comes_in_who_was_not_there(app: Flask, visit: Visit, travel) -> None:
    stranger = app.test_client()
    token = token_of(stranger.get("/login").text)
    assert again(stranger, PASSWORD, token).status_code == 401
    client = visit("auditor")
    token = token_of(client.get("/me").text)
    travel(minutes=31)
    assert again(client, PASSWORD, "x").status_code == 400
    waits = [again(client, "wrong", token).status_code for _ in range(5)]
    # the browser is known, and waits for its own failures
    assert waits == [401, 401, 401, 429, 429]
    assert again(client, PASSWORD, token).status_code == 429
    travel(seconds=2)
    assert again(client, PASSWORD, token).status_code == 200


PLANTED = (
    "fixed", "f" * 43, "a.b", "x" * 100, "x" * 101, ".", "..", "0", "null", "a b", '"q"', "<b>",
)  # fmt: skip
BY_NIGHT = [pytest.param(one, marks=pytest.mark.nightly) for one in CAST if one != "auditor"]


@pytest.mark.parametrize("name", ["auditor", *BY_NIGHT])
def test_se_01_no_id_that_came_from_outside_is_taken(
    app: Flask, store: Session, visit: Visit, name: str
) -> None:
    assert len(PLANTED) == 12
    for planted in PLANTED:
        client = app.test_client()
        client.set_cookie("sid", planted)
        token = token_of(client.get("/login").text)
        data = {"login_name": name, "password": PASSWORD, "csrf_token": token}
        answer = client.post("/login", query_string={"next": f"/?sid={planted}"}, data=data)
        assert answer.status_code == 302, planted
        cookie = client.get_cookie("sid")
        assert cookie is not None
        assert len(cookie.value) == 43
        assert cookie.value != planted
        thief = app.test_client()
        thief.set_cookie("sid", planted)
        assert thief.get("/").status_code == 302
        assert thief.get(f"/?sid={cookie.value}").status_code == 302
    # nor does a living session that somebody left in the browser become the one of who signs in
    left = visit("registrar" if name == "auditor" else "auditor")
    known = left.get_cookie("sid")
    assert known is not None
    client = app.test_client()
    client.set_cookie("sid", known.value)
    assert sign_in(client, name, PASSWORD).status_code == 302
    own = client.get_cookie("sid")
    assert own is not None
    assert own.value != known.value
    assert left.get("/me").status_code == 302


def test_au_07_nobody_learns_which_names_there_are(app: Flask, store: Session) -> None:
    store.execute(
        update(AccountRow).where(AccountRow.login_name == "registrar").values(is_active=False)
    )
    store.execute(
        update(AccountRow).where(AccountRow.login_name == "caseworker").values(password_hash="")
    )
    store.commit()
    said = set()
    # known, disabled, invited, unknown; each tried until it waits
    for name in ("auditor", "registrar", "caseworker", "nobody"):
        client = app.test_client()
        token = token_of(client.get("/login").text)
        answers = [
            client.post(
                "/login", data={"login_name": name, "password": "wrong", "csrf_token": token}
            )
            for _ in range(5)
        ]
        bodies = tuple((one.status_code, same(one.text.replace(name, "NAME"))) for one in answers)
        said.add(bodies)
        assert answers[0].status_code == 401
        assert answers[-1].status_code == 429
    assert len(said) == 1


def test_links_of_nobody_look_alike(app: Flask) -> None:
    client = app.test_client()
    pages = {
        same(client.get(f"/join/{token}").text)
        for token in ("x", "y" * 43, "%E4%BD%A0", "a" * 3000)
    }
    assert len(pages) == 1


def test_a_fourth_sign_in_ends_the_first_which_says_why(visit: Visit) -> None:
    clients = [visit("auditor") for _ in range(4)]
    assert [one.get("/").status_code for one in clients] == [302, 200, 200, 200]
    assert "最多可同时在3处登录" in clients[0].get("/login").text
    page = clients[3].get("/me").text
    assert page.count("127.0.0.1") == 3
    token = token_of(page)
    done = clients[3].post("/me/sessions/others/end", data={"csrf_token": token})
    assert done.headers["Location"] == "/me?notice=other_sessions_ended"
    assert [one.get("/").status_code for one in clients] == [302, 302, 302, 200]
    assert "您在另一台设备上结束了此次登录" in clients[1].get("/login").text


def test_se_08_signing_out_asks_the_browser_to_forget(visit: Visit) -> None:
    client = visit("auditor")
    out = client.post("/logout", data={"csrf_token": token_of(client.get("/me").text)})
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    # the device stays known, without saying whose
    device = client.get_cookie("device")
    assert device is not None
    assert device.http_only
    assert "auditor" not in device.value


def test_a_forged_device_is_a_stranger(app: Flask, visit: Visit, store: Session) -> None:
    known = visit("auditor").get_cookie("device")
    assert known is not None
    store.execute(
        update(AccountRow)
        .where(AccountRow.login_name == "auditor")
        .values(failed_count=100, last_failed_at=clock.now())
    )
    store.commit()
    token, _dot, signature = known.value.partition(".")
    for value, code in (
        (known.value, 302),
        (token, 429),
        (f"{token}.{'0' * 64}", 429),
        (f"{token}x.{signature}", 429),
    ):
        client = app.test_client()
        client.set_cookie("device", value)
        assert sign_in(client, "auditor", PASSWORD).status_code == code, value


def test_mlps3_opens_nothing_else_while_a_password_is_due(
    app: Flask, store: Session, travel
) -> None:
    settings = app.config["SETTINGS"]
    object.__setattr__(settings, "auth_profile", PasswordProfile.MLPS3)
    client = app.test_client()
    travel(days=PASSWORD_DAYS)
    store.execute(update(AccountRow).values(password_set_at=clock.now() - timedelta(days=90)))
    store.commit()
    assert sign_in(client, "auditor", PASSWORD).status_code == 302
    assert client.get("/audits").headers["Location"] == "/me?notice=password_due"
    assert client.get("/", headers=JSON).status_code == 404
    page = client.get("/me?notice=password_due").text
    assert "您的密码已使用90天" in page
    sent = {"csrf_token": token_of(page), "old": PASSWORD}
    plain = client.post("/me", data=sent | {"new": "heron kettle violin moss"})
    assert "请至少使用以下3类" in plain.text
    assert client.post("/me", data=sent | {"new": PASSWORD + "A1"}).status_code == 302
    assert client.get("/audits").status_code == 200


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
def test_the_address_is_what_the_outermost_trusted_proxy_saw(
    remade: Remade, store: Session, proxies: int, seen: str
) -> None:
    client = remade(proxies=proxies).test_client()
    token = token_of(client.get("/login").text)
    data = {"login_name": "auditor", "password": "wrong", "csrf_token": token}
    # what stands before the trusted part may have been made up by whoever asks
    headers = {"X-Forwarded-For": "203.0.113.1, 198.51.100.7"}
    assert client.post("/login", data=data, headers=headers).status_code == 401
    last = select(func.max(JournalRow.seq)).scalar_subquery()
    row = store.execute(select(JournalRow.address).where(JournalRow.seq == last)).scalar_one()
    assert row == seen


def test_a_password_that_leaked_elsewhere_is_refused_beside_its_field(
    app: Flask, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "digests.txt"
    file.write_text("71d853aa1f458d158b732a1bae17d58a102f98f5110343eff6b6606492d617f7:2\n", "ascii")
    object.__setattr__(app.config["SETTINGS"], "breached_passwords", file)
    client = visit("auditor")
    sent = {"csrf_token": token_of(client.get("/me").text), "old": PASSWORD}
    refused = client.post("/me", data=sent | {"new": "heron kettle violin moss"})
    assert refused.status_code == 422
    assert "已泄露密码名单" in refused.text
    changed = client.post("/me", data=sent | {"new": "walnut bridge lantern fern"})
    assert changed.headers["Location"] == "/me?notice=password_changed"
