"""Heads of the journal outside the system: sent to an address, read back from a folder."""

from datetime import datetime
from pathlib import Path

from qa_app.config import Settings
from qa_app.delivery.mail import Letter, MailDesk
from qa_app.delivery.post import server_of
from qa_app.domain.journal_anchors import Anchor, read_anchors
from qa_app.domain.reminders import Delivered, Outcome
from qa_app.wording.anchors import ANCHOR_BODY, ANCHOR_CHECKPOINTS, ANCHOR_SUBJECT
from qa_app.wording.words import Words

_LARGEST = 1_000_000


def anchors_in(place: Path | None) -> frozenset[Anchor]:
    """Read every anchor of a folder or of one file.

    Args:
        place: The folder, with all below it, or the file; None for no place.

    Returns:
        The anchors; files of more than a megabyte, and what cannot be read, hold none.
    """
    if place is None:
        return frozenset()
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    return frozenset(anchor for file in files for anchor in _anchors(file))


def _anchors(file: Path) -> tuple[Anchor, ...]:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return ()
        return read_anchors(file.read_text("utf-8", errors="replace"))
    except OSError:
        return ()


def send_anchor(
    settings: Settings, head: str, checkpoints: tuple[str, ...], now: datetime
) -> Delivered:
    """Send anchors to `QA_ANCHOR_MAIL`.

    Args:
        settings: The installation's settings.
        head: The anchor of the head.
        checkpoints: Those of checkpoints.
        now: The present.

    Returns:
        What came of it; without a mail server, to be tried again.
    """
    server = server_of(settings)
    if server is None:
        return Delivered(Outcome.RETRY, "server_down")
    words = Words(settings.required_language)
    at = words.instant(now, settings.timezone)
    body = words.say(ANCHOR_BODY, head=head, at=at, address=settings.public_url or "-")
    if checkpoints:
        body += words.say(ANCHOR_CHECKPOINTS, lines="\n".join(checkpoints))
    number = int(now.timestamp())
    subject = words.say(ANCHOR_SUBJECT, head=head)
    return MailDesk(server).send(Letter(number, settings.anchor_mail, subject, body, now))
