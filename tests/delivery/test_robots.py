"""Group robots, against a stand-in that checks signatures as the vendors publish them."""

import base64
import hashlib
import hmac
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from qa_app.delivery.robots import send_by_robot
from qa_app.domain.reminders import Delivered, Outcome, RobotDoor, RobotKind
from tests.delivery.mailbox import free_port
from tests.delivery.tls import contexts

AT = datetime(2026, 4, 8, 1, tzinfo=UTC)
SECRET = "SECf00ba4"
TEXT = "2026年4月9日有1场督导。"
PATHS = {
    RobotKind.WECOM: "/cgi-bin/webhook/send?key=693a",
    RobotKind.DINGTALK: "/robot/send?access_token=566c",
    RobotKind.FEISHU: "/open-apis/bot/v2/hook/9f9c",
}
SENT = Delivered(Outcome.SENT)


class StandIn:
    """Checks what comes in as the vendors do, an hour around `AT`."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.asked = 0
        self.status = 200
        self.answer: bytes | None = None
        self.headers: dict[str, str] = {}
        self.breaks = False

    def answered(self, target: str, body: bytes) -> dict[str, Any]:
        parts, sent = urlsplit(target), json.loads(body)
        query = parse_qs(parts.query)
        if parts.path == "/cgi-bin/webhook/send":
            if query.get("key") != ["693a"] or sent["msgtype"] != "text":
                return {"errcode": 93000, "errmsg": "invalid webhook url"}
            self.texts.append(sent["text"]["content"])
            return {"errcode": 0, "errmsg": "ok"}
        if parts.path == "/robot/send":
            return self._dingtalk(query, sent)
        return self._feishu(sent)

    def _dingtalk(self, query: dict[str, list[str]], sent: dict[str, Any]) -> dict[str, Any]:
        # open.dingtalk.com: HmacSHA256 of "timestamp\nsecret" with the secret, Base64, URL-encoded
        if query.get("access_token") != ["566c"] or sent["msgtype"] != "text":
            return {"errcode": 300001, "errmsg": "token is not exist"}
        stamp = query.get("timestamp", ["0"])[0]
        line = f"{stamp}\n{SECRET}".encode()
        wanted = base64.b64encode(hmac.new(SECRET.encode(), line, hashlib.sha256).digest())
        is_near = abs(int(stamp) - AT.timestamp() * 1000) < 3_600_000
        if query.get("sign") != [wanted.decode()] or not is_near:
            return {"errcode": 310000, "errmsg": "sign not match"}
        self.texts.append(sent["text"]["content"])
        return {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, sent: dict[str, Any]) -> dict[str, Any]:
        # open.feishu.cn: "timestamp\nsecret" is the key, the message is empty, Base64
        stamp = sent.get("timestamp", "0")
        key = f"{stamp}\n{SECRET}".encode()
        wanted = base64.b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
        is_near = abs(int(stamp) - AT.timestamp()) < 3_600
        if sent.get("sign") != wanted or not is_near:
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
        if sent["msg_type"] != "text":
            return {"code": 9499, "msg": "Bad Request"}
        self.texts.append(sent["content"]["text"])
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "msg": "success"}


@contextmanager
def standing_in(what: StandIn, serving: ssl.SSLContext) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            what.asked += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = what.answer
            if told is None:
                told = json.dumps(what.answered(self.path, body)).encode()
            if what.breaks:
                self.connection.close()
                return
            self.send_response(what.status)
            for name, value in what.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]  # broken lines are meant
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return contexts(Path(tmp_path_factory.mktemp("tls")))


@pytest.fixture
def vendor(tls) -> Iterator[tuple[StandIn, str, ssl.SSLContext]]:
    what = StandIn()
    with standing_in(what, tls[0]) as host:
        yield what, host, tls[1]


def say(vendor, kind: RobotKind, secret: str | None = SECRET, at: datetime = AT) -> Delivered:
    _what, host, trusting = vendor
    door = RobotDoor(kind, f"https://{host}{PATHS[kind]}", secret)
    return send_by_robot(door, TEXT, (host,), at, trusting)


@pytest.mark.parametrize("kind", RobotKind)
def test_each_vendor_takes_what_is_said(vendor, kind: RobotKind) -> None:
    assert say(vendor, kind) == SENT
    assert vendor[0].texts == [TEXT]


@pytest.mark.parametrize("kind", [RobotKind.DINGTALK, RobotKind.FEISHU])
@pytest.mark.parametrize(
    ("secret", "at"),
    [("SECother", AT), (None, AT), (SECRET, datetime(2026, 4, 8, 3, tzinfo=UTC))],
)
def test_the_stand_in_does_check(vendor, kind: RobotKind, secret: str | None, at: datetime) -> None:
    assert say(vendor, kind, secret, at) == Delivered(Outcome.REFUSED, "refused")
    assert vendor[0].texts == []


def test_a_redirection_is_not_followed(vendor) -> None:
    vendor[0].status, vendor[0].answer = 302, b""
    vendor[0].headers = {"Location": f"https://{vendor[1]}/elsewhere"}
    assert say(vendor, RobotKind.WECOM) == Delivered(Outcome.REFUSED, "refused")
    assert vendor[0].asked == 1


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (500, b"", Delivered(Outcome.RETRY, "put_off")),
        (429, b"", Delivered(Outcome.RETRY, "put_off")),
        (200, b'{"errcode": 45009, "errmsg": "freq out of limit"}', Delivered(Outcome.RETRY, "put_off")),
        (200, b'{"errcode": 93000}', Delivered(Outcome.REFUSED, "refused")),
        (200, b"<html>", Delivered(Outcome.REFUSED, "refused")),
        (200, b"[]", Delivered(Outcome.REFUSED, "refused")),
        (200, b"{}", Delivered(Outcome.REFUSED, "refused")),
        (404, b"", Delivered(Outcome.REFUSED, "refused")),
    ],
)  # fmt: skip
def test_other_answers(vendor, status: int, answer: bytes, told: Delivered) -> None:
    vendor[0].status, vendor[0].answer = status, answer
    assert say(vendor, RobotKind.WECOM) == told


def test_a_line_that_breaks_before_the_answer_is_not_known(vendor) -> None:
    vendor[0].breaks = True
    assert say(vendor, RobotKind.WECOM) == Delivered(Outcome.UNKNOWN, "line_broke")
    assert vendor[0].texts == [TEXT]


def test_a_host_that_is_not_allowed_is_never_called(vendor) -> None:
    what, host, trusting = vendor
    door = RobotDoor(RobotKind.WECOM, f"https://{host}{PATHS[RobotKind.WECOM]}", None)
    done = send_by_robot(door, TEXT, (), AT, trusting)
    assert done == Delivered(Outcome.REFUSED, "robot_address")
    assert what.asked == 0


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(vendor) -> None:
    what, host, _trusting = vendor
    door = RobotDoor(RobotKind.WECOM, f"https://{host}{PATHS[RobotKind.WECOM]}", None)
    assert send_by_robot(door, TEXT, (host,), AT) == Delivered(Outcome.RETRY, "not_trusted")
    assert what.texts == []


def test_a_server_that_is_down() -> None:
    host = f"127.0.0.1:{free_port()}"
    door = RobotDoor(RobotKind.WECOM, f"https://{host}{PATHS[RobotKind.WECOM]}", None)
    assert send_by_robot(door, TEXT, (host,), AT) == Delivered(Outcome.RETRY, "server_down")
