"""Under which names an installation answers, and that no other one gets anywhere."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from qa_app import create_app

PUBLIC = "https://quality.example.org"


@pytest.fixture
def named(app: Flask) -> Flask:
    hosts = ("quality.example.org", "10.0.0.5")
    return create_app(replace(app.config["SETTINGS"], public_url=PUBLIC, hosts=hosts))


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("quality.example.org", True),
        ("QUALITY.example.org:443", True),
        ("quality.example.org.", True),
        ("10.0.0.5:8000", True),
        ("localhost", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("evil.example.com", False),
        ("quality.example.org.evil.example.com", False),
        ("evil.example.com:80@quality.example.org", False),
        ("quality.example.org@evil.example.com", False),
        ("[quality.example.org", False),
        ("", False),
    ],
)
def test_pages_answer_under_the_names_of_the_installation(
    named: Flask, host: str, is_known: bool
) -> None:
    client = named.test_client()
    for answer in (
        client.get("/login", headers={"Host": host}),
        client.post("/login", headers={"Host": host}),
        client.get("/audits", headers={"Host": host}),
        # the router leads from here to an address with a stroke at its end
        client.get("/decisions", headers={"Host": host}),
        # nor do pages that send no cookie
        client.get("/v", headers={"Host": host}),
        client.get("/calendar/nobody.ics", headers={"Host": host}),
        client.post("/f/nobody", headers={"Host": host}),
    ):
        assert (answer.status_code == 421) is not is_known
        if not is_known:
            # one way alone leads on, as any other would come back to the same name
            assert re.findall(
                r"<(?:a|form)\b[^>]*(?:href|action)=\"([^#\"][^\"]*)", answer.text
            ) == [PUBLIC]
            (style,) = re.findall(r'rel="stylesheet" href="([^"]+)"', answer.text)
            assert client.get(style, headers={"Host": host}).status_code == 200
            assert "evil" not in answer.text + str(answer.headers)
    # programs come by the address of a machine
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_where_no_address_is_set_every_name_will_do(app: Flask) -> None:
    client, host = app.test_client(), {"Host": "ward-pc:8000"}
    assert client.get("/login", headers=host).status_code == 200
    # nor does it stand in what the answer leads to
    assert client.get("/decisions", headers=host).headers["Location"] == "/decisions/"
