"""Hands mail to a server by SMTP (RFC 5321), and tells what is certain about it afterwards."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from qa_app.domain.defaults import SEND_SECONDS
from qa_app.domain.reminders import Delivered, Outcome, is_mail_address

_TRANSIENT, _PERMANENT = 4, 5
_REPLY_CLASS = 100


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes mail.

    Attributes:
        host: Its name.
        port: Its port.
        user: Name to sign in with; empty to go without.
        password: Its password.
        is_encrypted: True speaks STARTTLS before anything else, and checks the certificate.
        sender: Address that mail comes from.
    """

    host: str
    port: int
    user: str
    password: str
    is_encrypted: bool
    sender: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words.

    Attributes:
        id: Number of the message in the outbox; the same message has the same Message-ID.
        to: Address of its one receiver.
        subject: Its subject.
        body: Its text.
        at: When it is sent.
    """

    id: int
    to: str
    subject: str
    body: str
    at: datetime


class MailDesk:
    """Hands letters over, one connection each; a server that is down is asked once in a run."""

    def __init__(self, server: MailServer, context: ssl.SSLContext | None = None) -> None:
        """Take the server.

        Args:
            server: Where mail goes.
            context: Which certificates are believed; None for those of the system.
        """
        self._server, self._context = server, context
        self._is_down: str | None = None

    def send(self, letter: Letter) -> Delivered:
        """Send a letter.

        Args:
            letter: The letter.

        Returns:
            Sent, once the server has taken the whole letter. Refused for a reply of class 5, and
            without asking the server for an address that mail cannot be sent to; to be tried
            again for a reply of class 4 and for a server that is not there. Unknown when the
            line broke after the letter was on it and before the server answered: it may have
            arrived.
        """
        if not is_mail_address(letter.to):
            return Delivered(Outcome.REFUSED, "mail_address")
        if self._is_down is not None:
            return Delivered(Outcome.RETRY, self._is_down)
        line: list[smtplib.SMTP] = []
        try:
            ready = _failed(lambda: line.append(self._connected()))
            if ready is not None:
                if ready.outcome is Outcome.RETRY:
                    self._is_down = ready.fault
                return ready
            return self._handed_over(line[0], letter)
        finally:
            for one in line:
                one.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        line = smtplib.SMTP(server.host, server.port, timeout=SEND_SECONDS)
        try:
            line.ehlo_or_helo_if_needed()
            if server.is_encrypted:
                line.starttls(context=self._context or ssl.create_default_context())
                line.ehlo()
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _handed_over(self, line: smtplib.SMTP, letter: Letter) -> Delivered:
        written = _written(letter, self._server.sender)
        for step in (lambda: line.mail(self._server.sender), lambda: line.rcpt(letter.to)):
            failed = _failed(step)
            if failed is not None:
                return failed
        try:
            code, _words = line.data(written)
        except smtplib.SMTPDataError as fault:
            # refused before the letter was on the line
            return _reply(fault.smtp_code)
        except (OSError, smtplib.SMTPException):
            return Delivered(Outcome.UNKNOWN, "line_broke")
        return _reply(code)


def _failed(step: Callable[[], object]) -> Delivered | None:
    try:
        answer = step()
    except smtplib.SMTPAuthenticationError:
        return Delivered(Outcome.RETRY, "sign_in_refused")
    except smtplib.SMTPNotSupportedError:
        return Delivered(Outcome.RETRY, "not_encrypted")
    except smtplib.SMTPResponseException as fault:
        return _reply(fault.smtp_code)
    except ssl.SSLError:
        return Delivered(Outcome.RETRY, "not_trusted")
    except (OSError, smtplib.SMTPException):
        return Delivered(Outcome.RETRY, "server_down")
    if isinstance(answer, tuple):
        told = _reply(answer[0])
        return None if told.outcome is Outcome.SENT else told
    return None


def _reply(code: int) -> Delivered:
    kind = code // _REPLY_CLASS
    if kind == _PERMANENT:
        return Delivered(Outcome.REFUSED, "refused")
    if kind == _TRANSIENT:
        return Delivered(Outcome.RETRY, "put_off")
    return Delivered(Outcome.SENT)


def _written(letter: Letter, sender: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    # one line, whatever is told: a break would end the head, and with it the run that sends
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<reminder-{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # base64 and not eight bits, so that no server on the way has anything to change
    message.set_content(letter.body, cte="base64")
    return message.as_bytes()
