"""What all answers carry is sent once and as it is meant, whatever an answer says itself."""

from types import SimpleNamespace

import pytest
import werkzeug
from flask import Flask, Response, abort, redirect
from flask.typing import ResponseReturnValue

from qa_app.web.headers import register_headers


@pytest.fixture
def app() -> Flask:
    app = Flask("headers")
    app.config |= {"SETTINGS": SimpleNamespace(is_https=True), "PROPAGATE_EXCEPTIONS": False}
    register_headers(app)

    @app.get("/own")
    def own() -> ResponseReturnValue:
        return Response("a", headers={"cache-control": "public, max-age=9", "Vary": "Accept"})

    @app.get("/foreign")
    def foreign() -> ResponseReturnValue:
        return werkzeug.Response("a", headers={"Referrer-Policy": "unsafe-url"})

    @app.get("/away")
    def away() -> ResponseReturnValue:
        return redirect("/own")

    @app.get("/strokes")
    def strokes() -> ResponseReturnValue:
        return redirect("http://localhost//evil.example/decisions/")

    @app.get("/refused")
    def refused() -> ResponseReturnValue:
        abort(werkzeug.Response("a", 403))

    @app.get("/fault")
    def fault() -> ResponseReturnValue:
        raise ValueError("fault")

    return app


def test_a_way_inside_begins_with_one_stroke(app: Flask) -> None:
    # two of them would name another host
    assert app.test_client().get("/strokes").headers["Location"] == "/evil.example/decisions/"


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("/own", 200),
        ("/foreign", 200),
        ("/away", 302),
        ("/refused", 403),
        ("/fault", 500),
        ("/nothing", 404),
    ],
)
def test_every_answer_carries_each_of_them_once(app: Flask, place: str, status: int) -> None:
    answer = app.test_client().get(place)
    assert answer.status_code == status
    carried = {
        "Cache-Control": ["no-store"],
        "Vary": ["Cookie, Accept-Language"],
        "X-Content-Type-Options": ["nosniff"],
        "Referrer-Policy": ["no-referrer"],
        "Cross-Origin-Opener-Policy": ["same-origin"],
        "Cross-Origin-Resource-Policy": ["same-origin"],
        "Strict-Transport-Security": ["max-age=31536000; includeSubDomains"],
    }
    assert {name: answer.headers.getlist(name) for name in carried} == carried
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert len(answer.headers.getlist("Permissions-Policy")) == 1
