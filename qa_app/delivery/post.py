"""Puts messages of the outbox into words and hands them over by the way they are meant for."""

from collections.abc import Callable
from datetime import datetime

from qa_app.config import Settings
from qa_app.delivery.mail import Letter, MailDesk, MailServer
from qa_app.delivery.robots import send_by_robot
from qa_app.domain.reminders import Channel, Delivered, Outcome, Outgoing
from qa_app.wording.reminders import SUBJECT, reminder_line
from qa_app.wording.words import Words


class Postman:
    """Delivers for one installation, for the length of a run."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Take what the installation allows.

        Args:
            settings: Its settings.
            now: Gives the present.
        """
        self._settings, self._now = settings, now
        server = server_of(settings)
        self._desk = None if server is None else MailDesk(server)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Give the ways that can be used: robots always, mail where a server is named."""
        robot = (Channel.ROBOT,)
        return robot if self._desk is None else (Channel.MAIL, *robot)

    def deliver(self, message: Outgoing) -> Delivered:
        """Hand a message over.

        Args:
            message: The message.

        Returns:
            What came of it.
        """
        words = Words(message.language)
        line = reminder_line(words, message.kind, message.content)
        link = self._settings.public_url
        if message.robot is not None:
            text = f"{line} {link}" if link else line
            hosts = self._settings.robot_hosts
            return send_by_robot(message.robot, text, hosts, self._now())
        if self._desk is None or message.mail is None:
            return Delivered(Outcome.RETRY, "server_down")
        body = f"{line}\n\n{link}\n" if link else f"{line}\n"
        letter = Letter(message.id, message.mail, words.say(SUBJECT), body, self._now())
        return self._desk.send(letter)


def server_of(settings: Settings) -> MailServer | None:
    """Give the mail server that an installation names.

    Args:
        settings: Its settings.

    Returns:
        The server; None when none is named.
    """
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password,
        is_encrypted=settings.is_smtp_encrypted,
        sender=settings.smtp_from,
    )
