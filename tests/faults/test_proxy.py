"""The shipped proxy before the workers, as they stand in deploy/: what gets through, and how.

Caddy runs with `deploy/Caddyfile`, but for its ports, where the workers are, and who vouches for
its certificate. `.ci/proxy` installs it.
"""

import json
import os
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.journal import JournalRow
from tests.conftest import ROOT
from tests.faults.test_killed_server import PATIENCE, Server, quiet_port
from tests.web.conftest import token_of

pytestmark = pytest.mark.nightly
Record = Callable[[str, object], None]

SLOW = 12
"""More than two workers have threads."""
CADDY = ROOT / ".venv" / "caddy" / "bin" / "caddy"
STRONG = ("ECDHE-", "TLS_")
WORKING = ("-GCM-", "-POLY1305", "_GCM_", "_POLY1305_")


@dataclass
class Page:
    """What the proxy answered."""

    status: int
    headers: Message
    text: str


@dataclass
class Proxy:
    """The proxy while it runs.

    Attributes:
        plain: Port of http.
        safe: Port of https.
        log: Its lines.
    """

    plain: int
    safe: int
    log: Path

    def trusting(self, **bounds: object) -> ssl.SSLContext:
        """Speak TLS as a browser that trusts it, or as one that offers what it should refuse."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # its own authority is made anew for each run
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        for name, value in bounds.items():
            setattr(context, name, value)
        return context

    def spoken(self, context: ssl.SSLContext) -> tuple[str, str] | None:
        """Shake hands; give the version and the suite, None where the proxy will not."""
        with socket.create_connection(("127.0.0.1", self.safe), timeout=PATIENCE) as one:
            try:
                with context.wrap_socket(one, server_hostname="localhost") as safe:
                    return str(safe.version()), (safe.cipher() or ("",))[0]
            except (ssl.SSLError, ConnectionError):
                return None

    def page(
        self,
        path: str,
        *,
        is_safe: bool = True,
        method: str = "GET",
        form: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Page:
        # by name, which TLS tells it: it has a certificate for that one alone
        where = f"localhost:{self.safe if is_safe else self.plain}"
        one = (
            HTTPSConnection(where, timeout=PATIENCE, context=self.trusting())
            if is_safe
            else HTTPConnection(where, timeout=PATIENCE)
        )
        with closing(one):
            one.request(method, path, form or None, {"Host": "localhost", **(more or {})})
            answer = one.getresponse()
            return Page(answer.status, answer.headers, answer.read().decode())

    def heard(self) -> list[str]:
        """Method and path of every request that it took up."""
        lines = map(json.loads, self.log.read_text("utf-8").splitlines())
        asked = [one["request"] for one in lines if one.get("msg") == "handled request"]
        return [f"{one['method']} {one['uri']}" for one in asked]


@contextmanager
def proxied(folder: Path, workers: int, *, body: str = "60s") -> Iterator[Proxy]:
    assert CADDY.is_file(), "bash .ci/proxy installs what this test needs"
    made = Proxy(quiet_port(), quiet_port(), folder / "caddy.log")
    text = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    ports = f"http_port {made.plain}\n\thttps_port {made.safe}"
    for old, new in (
        ("\tadmin off\n", f"\tadmin off\n\t{ports}\n\tlocal_certs\n\tskip_install_trust\n"),
        ("127.0.0.1:2020", f"127.0.0.1:{quiet_port()}"),
        ("app:8000", f"127.0.0.1:{workers}"),
        ("read_body 60s", f"read_body {body}"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = folder / "Caddyfile"
    file.write_text(text, "utf-8")
    kept = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME")}
    with made.log.open("wb") as log:
        process = subprocess.Popen(
            [CADDY, "run", "--config", str(file), "--adapter", "caddyfile"],
            env=os.environ | kept | {"PLUMBLINE_HOST": "localhost"},
            stdout=log,
            stderr=log,
        )
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(made):
            said = made.log.read_text("utf-8")
            assert process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(proxy: Proxy) -> bool:
    try:
        return proxy.page("/up").status < 500
    except OSError:
        return False


class Recording(Server):
    site = "tests.faults.recording:site"


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[tuple[Proxy, Path]]:
    """The proxy before workers that write down what reaches them."""
    recorded = tmp_path / "recorded"
    workers = Recording(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, RECORDED=str(recorded))
    try:
        workers.start()
        with proxied(tmp_path, workers.port) as proxy:
            yield proxy, recorded
    finally:
        workers.end()


@pytest.fixture
def proxy(chain: tuple[Proxy, Path]) -> Proxy:
    return chain[0]


def test_tls_1_2_and_1_3_alone_with_strong_suites_alone(
    proxy: Proxy, record_property: Record
) -> None:
    weak = {"security": "ALL:@SECLEVEL=0"}
    versions = ssl.TLSVersion
    for version, name in ((versions.TLSv1_2, "TLSv1.2"), (versions.TLSv1_3, "TLSv1.3")):
        spoken = proxy.spoken(proxy.trusting(minimum_version=version, maximum_version=version))
        assert spoken is not None
        assert spoken[0] == name
    for version in (versions.TLSv1, versions.TLSv1_1):
        context = proxy.trusting()
        context.set_ciphers(weak["security"])
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            context.minimum_version = context.maximum_version = version
        assert proxy.spoken(context) is None, version
    tried, taken = 0, set()
    context = proxy.trusting()
    context.set_ciphers(weak["security"])
    for name in sorted(str(one["name"]) for one in context.get_ciphers()):
        if name.startswith("TLS_"):
            continue  # those of 1.3 are all strong, and no client chooses among them one by one
        one = proxy.trusting(maximum_version=versions.TLSv1_2)
        one.set_ciphers(f"{name}:@SECLEVEL=0")
        spoken = proxy.spoken(one)
        tried += 1
        if spoken is not None:
            taken.add(spoken[1])
    assert tried > 50
    assert taken
    assert {name for name in taken if not name.startswith(STRONG)} == set()
    assert {name for name in taken if not any(sign in name for sign in WORKING)} == set()
    record_property("suites tried", tried)
    record_property("suites taken", len(taken))


def test_only_pages_lead_from_http_to_https(proxy: Proxy) -> None:
    for path in ("/", "/login?next=/me", "/centres/1"):
        answer = proxy.page(path, is_safe=False)
        assert (answer.status, answer.headers["Location"]) == (308, f"https://localhost{path}")
    for path in (
        *("/calendar/abc.ics", "/metrics", "/healthz", "/readyz", "/v/keys.json"),
        "/v/abc/signed.json",
    ):
        answer = proxy.page(path, is_safe=False)
        assert (answer.status, answer.headers["Location"]) == (403, None), path
    assert proxy.page("/login", is_safe=False, method="POST").status == 403
    assert proxy.page("/metrics").status == 404


NEXT = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"5\r\nhello\r\n0\r\n\r\n"
TWO_WAYS = (
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: xchunked",
    b"Transfer-Encoding : chunked",
    b"Transfer-Encoding:\tchunked",
    b"Transfer-Encoding: \x0bchunked",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    b"Transfer-Encoding: identity, chunked",
    b"Transfer-Encoding: chunked, chunked",
    b"Transfer-Encoding:\r\n chunked",
    b"X: y\nTransfer-Encoding: chunked",
    b"Transfer_Encoding: chunked",
    b"tRANSFER-eNCODING: cHUNKED",
)
LENGTHS = (
    b"5,5",
    b"+5",
    b"0x5",
    b"5 ",
    b"-5",
    b"05",
    b"5\r\nContent-Length: 49",
    b"5\n",
    b"5;",
    b"",
)
PIECES = (
    b"+5\r\nhello\r\n0\r\n\r\n",
    b"0x5\r\nhello\r\n0\r\n\r\n",
    b"5;a=b\nc\r\nhello\r\n0\r\n\r\n",
    b"5\nhello\n0\n\n",
    b"5\r\nhelloXX0\r\n\r\n",
    b"5\r\nhello\r\n0\r\nX: y\r\n\r\n",
    b"0\r\n\r\n",
    b"ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    b"5 \r\nhello\r\n0\r\n\r\n",
    b"5\rhello\r0\r\r",
)


def plain_attacks() -> list[bytes]:
    post = b"POST /first HTTP/1.1\r\nHost: localhost\r\n"
    short = [
        post + b"Content-Length: %d\r\n%s\r\n\r\n" % (length, way) + body + NEXT
        for way in TWO_WAYS
        for length, body in ((5, CHUNKED), (len(CHUNKED + NEXT), CHUNKED), (5, b"hello"))
    ]
    lengths = [post + b"Content-Length: " + one + b"\r\n\r\nhello" + NEXT for one in LENGTHS]
    pieces = [post + b"Transfer-Encoding: chunked\r\n\r\n" + one + NEXT for one in PIECES]
    others = [
        b"POST /first HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        + CHUNKED
        + NEXT,
        b"GET /first HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello" + NEXT,
        post + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello" + NEXT,
        b"GET /first HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade,"
        b" HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n" + NEXT,
        b"GET /first HTTP/1.1\r\nHost: localhost\r\nConnection: Content-Length\r\nContent-Length: 5"
        b"\r\n\r\nhello" + NEXT,
        b"GET /first\r\n" + NEXT,
    ]
    return short + lengths + pieces + others


def framed(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return (
        len(content).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + content
    )


def framed_attacks() -> list[bytes]:
    """Requests of HTTP/2 whose length, or whose fields, would say two things in HTTP/1.1.

    Fields are literals that nobody remembers (RFC 7541, 6.2.2).
    """

    def asked(*more: tuple[bytes, bytes], path: bytes = b"/first", data: bytes = NEXT) -> bytes:
        own = ((b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"localhost"))
        fields = b"".join(
            b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value
            for name, value in (*own, (b":path", path), *more)
        )
        begun = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + framed(4, 0, 0, b"")
        return begun + framed(1, 4, 1, fields) + framed(0, 1, 1, data)

    return [
        asked((b"content-length", b"0")),
        asked((b"content-length", b"5"), data=b"hello" + NEXT),
        asked((b"content-length", b"500")),
        asked((b"transfer-encoding", b"chunked"), data=b"0\r\n\r\n" + NEXT),
        asked((b"x", b"y\r\ntransfer-encoding: chunked"), data=b"0\r\n\r\n" + NEXT),
        asked((b"x\r\ntransfer-encoding", b"chunked"), data=b"0\r\n\r\n" + NEXT),
        asked((b"x", b"y\ncontent-length: 0")),
        asked((b"connection", b"content-length"), (b"content-length", b"0")),
        asked(path=b"/first HTTP/1.1\r\nHost: localhost\r\n\r\nGET /smuggled"),
    ]


def test_proxy_and_workers_hear_the_same_requests(
    chain: tuple[Proxy, Path], record_property: Record
) -> None:
    proxy, recorded = chain
    plain, framed_ones = plain_attacks(), framed_attacks()
    for number, attack in enumerate((*plain, *framed_ones)):
        context = proxy.trusting()
        context.set_alpn_protocols(["http/1.1"] if number < len(plain) else ["h2"])
        with (
            socket.create_connection(("127.0.0.1", proxy.safe), timeout=PATIENCE) as one,
            context.wrap_socket(one, server_hostname="localhost") as safe,
        ):
            safe.sendall(attack)
            safe.settimeout(0.3)
            with suppress(OSError):
                while safe.recv(65_536):
                    pass
        # whoever comes next is answered, and not with what was left over
        assert proxy.page(f"/next-{number}").status == 200
    # what waits for a body that never ends is given up first
    time.sleep(1)
    lines = recorded.read_text("utf-8").splitlines()
    arrived = Counter(line.rpartition(" ")[0] for line in lines if "/readyz" not in line)
    heard = Counter(proxy.heard())
    # some that the proxy heard are refused on the way; none arrives that it did not hear
    assert arrived - heard == Counter()
    known = {"GET /up", "POST /first", "GET /first", "GET /smuggled"}
    assert {one for one in arrived if "/next-" not in one} <= known
    assert arrived["POST /first"] > 0
    record_property("requests that could be read in two ways", len(plain) + len(framed_ones))


def test_bodies_that_come_byte_by_byte_end_and_keep_nobody_waiting(
    tmp_path: Path, record_property: Record
) -> None:
    """UP-04: more of them at once than the workers have threads; 60 seconds are 8 here."""
    workers = Recording(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, RECORDED=str(tmp_path / "r"))
    head = b"POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    try:
        workers.start()
        with proxied(tmp_path, workers.port, body="8s") as proxy, ExitStack() as held:
            slow = []
            for _ in range(SLOW):
                context = proxy.trusting()
                context.set_alpn_protocols(["http/1.1"])
                one = held.enter_context(socket.create_connection(("127.0.0.1", proxy.safe)))
                slow.append(
                    held.enter_context(context.wrap_socket(one, server_hostname="localhost"))
                )
                slow[-1].sendall(head)
            waits = []
            for _ in range(3):
                for one in slow:
                    one.sendall(b"a")
                since = time.monotonic()
                assert proxy.page("/others").status == 200
                waits.append(time.monotonic() - since)
                time.sleep(1)
            since = time.monotonic()
            # given up by the proxy; a connection may stay until who dawdles leaves it
            while (given_up := proxy.heard().count("POST /slow")) < SLOW:
                assert time.monotonic() - since < PATIENCE, given_up
                time.sleep(0.2)
            ended = time.monotonic() - since
            assert proxy.page("/others").status == 200
    finally:
        workers.end()
    record_property("slow bodies at once", SLOW)
    record_property("seconds of others' pages", [round(one, 2) for one in waits])
    record_property("seconds until all had ended", round(ended, 1))
    # a thread that waited for a body would have been free after those 8 seconds alone
    assert max(waits) < 4


def test_behind_the_proxy_the_product_knows_https_and_who_asks(
    session: Session, database_url: str, tmp_path: Path
) -> None:
    told = {"QA_HTTPS": "1", "QA_PROXIES": "1", "QA_PUBLIC_URL": "https://localhost"}
    workers = Server(database_url, tmp_path, **told)
    try:
        workers.start()
        with proxied(tmp_path, workers.port) as proxy:
            answer = proxy.page("/login")
            cookies = answer.headers.get_all("Set-Cookie") or []
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
            assert cookies
            assert all(one.startswith("__Host-") or "lang=" in one for one in cookies)
            form = {
                "login_name": "nobody",
                "password": "wrong",
                "csrf_token": token_of(answer.text),
            }
            more = {
                "Origin": "https://localhost",
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": "; ".join(one.partition(";")[0] for one in cookies),
                # whoever asks may write what they like into it
                "X-Forwarded-For": "203.0.113.9",
                "X-Forwarded-Proto": "http",
            }
            refused = proxy.page("/login", method="POST", form=urlencode(form), more=more)
            assert refused.status == 401
    finally:
        workers.end()
    addresses = set(session.execute(select(JournalRow.address)).scalars())
    assert addresses == {"127.0.0.1"}
