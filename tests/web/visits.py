"""What tests do as somebody who visits the product: signing in, sending forms, reading pages."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import PASSWORD, form_token, sign_in, token_of
from tests.web.pagecheck import faults


def enter(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, name, PASSWORD).status_code == 302
    return client


def send(client: FlaskClient, address: str, **fields: object):
    token = form_token(client)
    return client.post(address, data={"csrf_token": token, **fields})


def post(client: FlaskClient, address: str, page: str | None = None, **data: object):
    """Send a form from the page that shows it, which the address itself shows if none is named."""
    token = token_of(client.get(page or address).text)
    return client.post(address, data={"csrf_token": token, **data})


def english(client: FlaskClient) -> FlaskClient:
    send(client, "/language/en", back="/")
    return client


def in_both(client: FlaskClient, address: str) -> tuple[str, str]:
    """Read a page in Chinese and in English; both must be faultless."""
    pages = []
    for language in ("en", "zh"):
        send(client, f"/language/{language}", back="/me")
        page = client.get(address).text
        assert faults(page, language) == []
        pages.append(page)
    return pages[1], pages[0]


def faultless(client: FlaskClient, address: str) -> str:
    """Open a page that is there, faultless in both languages; give the Chinese one."""
    chinese, _english = in_both(client, address)
    assert client.get(address).status_code == 200
    return chinese


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def words_of(page: str) -> str:
    """The words of a page's main part, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())
