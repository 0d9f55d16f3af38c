"""A real mail server on this machine, which keeps what it takes and answers as it is told."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Mailbox:
    """What the server was handed; `rcpt` and `data` hold answers to give instead of yes."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.drops_line = False

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data.pop(0)
        self.letters.append(envelope)
        if self.drops_line:
            server.transport.abort()
        return "250 taken"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def mail_server(
    box: Mailbox, tls: ssl.SSLContext | None = None, account: tuple[str, str] | None = None
) -> Iterator[int]:
    def let_in(server: SMTP, session: Session, envelope: Envelope, way: str, data) -> AuthResult:
        given = data.login.decode(), data.password.decode()
        return AuthResult(success=given == account, handled=False)

    port = free_port()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=let_in if account else None,
        auth_required=account is not None,
        auth_require_tls=tls is not None,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
