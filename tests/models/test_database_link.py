"""The way to a database on another machine: whose certificate counts, and whose does not.

The embedded server knows no encryption, so a small relay stands before it that answers as
PostgreSQL does when a client asks for it (protocol 3.2, SSLRequest).
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from select import select
from socket import AF_UNIX
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from qa_app.config_database import DatabaseLink, link_to
from qa_app.models.engine import make_engine

HOST = "db.example.org"
SSL_REQUEST = bytes.fromhex("0000000804d2162f")
DIALOGUE = 8_192


class Authority:
    """Vouches for names, as that of an organisation does."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        made = self._signed(
            self.name, self.key.public_key(), x509.BasicConstraints(ca=True, path_length=None)
        )
        self.file.write_bytes(made)

    def vouched(self, host: str, name: str) -> tuple[Path, Path]:
        """Write a certificate for a host, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        cert, private = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        cert.write_bytes(self._signed(subject, key.public_key(), names))
        private.touch(0o600)
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return cert, private

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, more: x509.ExtensionType
    ) -> bytes:
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(more, critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)


Relay = Callable[[ssl.SSLContext | None], int]


@pytest.fixture
def relay(postgresql_server: str) -> Iterator[Relay]:
    """Stand before the embedded server, with encryption or without; give the port."""
    folder = parse_qs(urlsplit(postgresql_server).query)["host"][0]
    listeners = []

    def stand(context: ssl.SSLContext | None) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=serve, args=(listener, context), daemon=True).start()
        port: int = listener.getsockname()[1]
        return port

    def serve(listener: socket.socket, context: ssl.SSLContext | None) -> None:
        with suppress(OSError):
            while True:
                one = listener.accept()[0]
                threading.Thread(target=hear, args=(one, context), daemon=True).start()

    def hear(one: socket.socket, context: ssl.SSLContext | None) -> None:
        with suppress(OSError), one:
            assert one.recv(8) == SSL_REQUEST
            one.sendall(b"N" if context is None else b"S")
            if context is None:
                return
            with context.wrap_socket(one, server_side=True) as safe, socket.socket(AF_UNIX) as to:
                to.connect(f"{folder}/.s.PGSQL.5432")
                carry(safe, to)

    def carry(safe: ssl.SSLSocket, to: socket.socket) -> None:
        # one thread for both ways: an encrypted connection is not to be used by two
        while True:
            ready = [safe] if safe.pending() else select([safe, to], [], [])[0]
            for source in ready:
                content = source.recv(DIALOGUE)
                if not content:
                    return
                (to if source is safe else safe).sendall(content)

    yield stand
    for listener in listeners:
        listener.close()


def asked(port: int, given: str, host: str = HOST) -> str:
    """Connect as the product does; give what the database answers, or why it was not asked."""
    url = f"postgresql+psycopg://postgres@{host}:{port}/postgres?hostaddr=127.0.0.1{given}"
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.execute(text("SELECT current_user")).scalar_one())
    except OperationalError as fault:
        return str(fault.orig)
    finally:
        engine.dispose()


def test_only_the_authority_that_is_named_vouches_for_the_database(
    relay: Relay, tmp_path: Path
) -> None:
    own, other = Authority(tmp_path, "own"), Authority(tmp_path, "other")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own.vouched(HOST, "server"))
    port, plain = relay(context), relay(None)
    checked = f"&sslmode=verify-full&sslrootcert={own.file}"
    url = f"postgresql://postgres@{HOST}/postgres?hostaddr=127.0.0.1{checked}"
    assert link_to(url) is DatabaseLink.CHECKED
    assert asked(port, checked) == "postgres"
    # by another authority, by the public ones, under another name, without any encryption
    refused = (
        (asked(port, f"&sslmode=verify-full&sslrootcert={other.file}"), "verify failed"),
        (asked(port, "&sslmode=verify-full&sslrootcert=system"), "verify failed"),
        (asked(port, checked, "other.example.org"), "does not match host name"),
        (asked(plain, checked), "server does not support SSL"),
    )
    assert [words for said, words in refused if words not in said] == [], refused


def test_the_product_shows_a_certificate_of_its_own_where_one_is_wanted(
    relay: Relay, tmp_path: Path
) -> None:
    own, other = Authority(tmp_path, "own"), Authority(tmp_path, "other")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own.vouched(HOST, "server"))
    context.load_verify_locations(own.file)
    context.verify_mode = ssl.CERT_REQUIRED
    port = relay(context)
    checked = f"&sslmode=verify-full&sslrootcert={own.file}"
    shown = "&sslcert={}&sslkey={}".format
    assert asked(port, checked + shown(*own.vouched("plumbline", "client"))) == "postgres"
    assert asked(port, checked + shown(*other.vouched("plumbline", "stranger"))) != "postgres"
    assert asked(port, checked) != "postgres"
