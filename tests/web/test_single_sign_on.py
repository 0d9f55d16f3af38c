"""Single sign-on against a real provider (pyop) that runs in a process of its own."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from flask import Flask
from flask.testing import FlaskClient
from requests.adapters import HTTPAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session
from urllib3.util.retry import Retry

from qa_app import clock
from qa_app.models.second_factors import OutsideAccountRow
from tests.conftest import ROOT
from tests.web.conftest import PASSWORD, Visit, sign_in, token_of
from tests.web.pagecheck import faults

BACK = "http://localhost/login/elsewhere/back"
OWN = "/me/second-factor"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running provider."""
    port, key = free_port(), tmp_path_factory.mktemp("provider") / "key.pem"
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key.write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    script = Path(ROOT) / "tests" / "oidc_provider.py"
    command = [sys.executable, "-W", "ignore", str(script), str(port), BACK, str(key)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    with requests.Session() as client:
        # asked again until it listens
        patient = Retry(connect=12, backoff_factor=0.1, backoff_max=2)
        client.mount("http://", HTTPAdapter(max_retries=patient))
        known = client.get(f"{address}/.well-known/openid-configuration", timeout=10).json()
    assert known["issuer"] == address
    yield address
    running.terminate()
    running.wait()


@pytest.fixture
def site(app: Flask, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    # the provider tells the machine's time, which a run of tests may have turned back
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))
    return with_provider(app, issuer)


def with_provider(app: Flask, issuer: str, **more: object) -> Flask:
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"],
        oidc_issuer=issuer,
        oidc_client_id="plumbline",
        oidc_client_secret="s" * 32,
        oidc_name=("政务通", "Gov Pass"),
        **more,
    )
    return app


def at_provider(address: str, person: str = "wang") -> str:
    """Sign in there; give the way back."""
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"] != asked["state"]
    answer = requests.get(address, headers={"X-Person": person}, allow_redirects=False, timeout=10)
    assert answer.headers["Location"].startswith(BACK)
    return answer.headers["Location"].removeprefix("http://localhost")


def linked(client: FlaskClient, person: str = "wang"):
    sent = {"csrf_token": token_of(client.get(OWN).text)}
    page = client.post("/me/elsewhere", data=sent)
    assert not faults(page.text, "zh")
    address = page.text.split('btn-primary" href="')[1].split('"')[0].replace("&amp;", "&")
    on = client.get(at_provider(address, person))
    assert on.headers["Location"].startswith("/me/elsewhere/back?")
    return client.get(on.headers["Location"])


def test_a_person_links_their_account_and_comes_in_that_way(
    site: Flask, visit: Visit, store: Session
) -> None:
    assert "政务通" in site.test_client().get("/login").text
    # nobody is let in, and no account is made, before a link
    stranger = site.test_client()
    away = stranger.get("/login/elsewhere").headers["Location"]
    refused = stranger.get(at_provider(away))
    assert refused.status_code == 401
    assert not faults(refused.text, "zh")
    client = visit("caseworker")
    assert linked(client).headers["Location"] == f"{OWN}?notice=outside_linked"
    assert "政务通" in client.get(OWN).text
    comer = site.test_client()
    back = at_provider(comer.get("/login/elsewhere").headers["Location"])
    assert comer.get(back).headers["Location"] == "/"
    assert comer.get("/").status_code == 200
    # the same way back again: the provider takes its code once
    assert comer.get(back).status_code == 401
    # who is somebody else there is nobody here, and the same person is not two accounts
    other = site.test_client()
    away = other.get("/login/elsewhere").headers["Location"]
    assert other.get(at_provider(away, "li")).status_code == 401
    assert linked(visit("centre_manager")).status_code == 409
    assert len(store.scalars(select(OutsideAccountRow)).all()) == 1


def test_a_way_back_holds_for_the_browser_that_began_it(site: Flask, visit: Visit) -> None:
    client = visit("caseworker")
    linked(client)
    begun = site.test_client()
    back = at_provider(begun.get("/login/elsewhere").headers["Location"])
    other = site.test_client()
    other.get("/login")
    assert other.get(back).status_code == 401
    assert other.get("/").status_code == 302
    state = parse_qs(urlsplit(back).query)["state"][0]
    for broken in (
        "/login/elsewhere/back",
        f"/login/elsewhere/back?state={state}",
        f"/login/elsewhere/back?state={state}&code=guessed",
        back.replace(state, state[:-2] + ("AA" if state[-2:] != "AA" else "BB")),
    ):
        assert begun.get(broken).status_code == 401, broken
    # a state made for signing in links nothing
    assert begun.get(back).headers["Location"] == "/"


def test_a_provider_that_is_away_is_named(app: Flask, visit: Visit) -> None:
    with_provider(app, f"http://127.0.0.1:{free_port()}")
    answer = app.test_client().get("/login/elsewhere")
    assert answer.status_code == 503
    assert "政务通" in answer.text
    assert not faults(answer.text, "zh")
    client = visit("caseworker")
    sent = {"csrf_token": token_of(client.get(OWN).text)}
    assert client.post("/me/elsewhere", data=sent).status_code == 503


def test_passwords_may_be_kept_for_administrators(site: Flask, issuer: str, visit: Visit) -> None:
    with_provider(site, issuer, is_password_for_all=False)
    worker = visit("caseworker")
    assert worker.get("/").headers["Location"] == OWN
    assert "政务通" in worker.get(OWN).text
    assert visit("sys_admin").get("/").status_code == 200
    linked(worker)
    assert worker.get("/").headers["Location"] == OWN
    comer = site.test_client()
    comer.get(at_provider(comer.get("/login/elsewhere").headers["Location"]))
    assert comer.get("/").status_code == 200


def test_without_a_provider_nothing_is_offered(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/login/elsewhere").status_code == 404
    assert "/login/elsewhere" not in client.get("/login").text
    assert sign_in(client, "caseworker", PASSWORD).status_code == 302
    assert "/me/elsewhere" not in client.get(OWN).text
