"""A checked list of sessions on its way through the browser: signed, so that it comes unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from qa_app.domain.session_list import PastSession
from qa_app.domain.supervision import SessionType

_SALT = "session-list"


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list as it was shown.

    Attributes:
        entries: Its lines.
        added: How many of them were said to be new.
    """

    entries: tuple[PastSession, ...]
    added: int


def packed(checked: CheckedList, secret: str, person: int) -> str:
    """Write a checked list for the browser.

    Args:
        checked: The list.
        secret: The installation's secret.
        person: The account that it is good for.

    Returns:
        Packed and signed text.
    """
    body = {"added": checked.added, "entries": [_plain(one) for one in checked.entries]}
    return str(URLSafeSerializer(secret, salt=f"{_SALT}/{person}").dumps(body))


def unpacked(text: str, secret: str, person: int) -> CheckedList | None:
    """Read a checked list that came back.

    Args:
        text: What `packed` gave.
        secret: The installation's secret.
        person: The account.

    Returns:
        The list; None when it was changed, or was made for somebody else.
    """
    try:
        body = URLSafeSerializer(secret, salt=f"{_SALT}/{person}").loads(text)
    except BadData:
        return None
    return CheckedList(tuple(_entry(plain) for plain in body["entries"]), body["added"])


def _plain(one: PastSession) -> list[Any]:
    at = "" if one.at is None else f"{one.at:%H:%M:%S}"
    day, fine = one.on.isoformat(), one.type.value
    return [one.row, one.centre_id, day, at, fine, one.supervisor_id, list(one.people)]


def _entry(plain: Sequence[Any]) -> PastSession:
    row, centre_id, day, at, fine, supervisor_id, people = plain
    return PastSession(
        row,
        centre_id,
        date.fromisoformat(day),
        time.fromisoformat(at) if at else None,
        SessionType(fine),
        supervisor_id,
        tuple(people),
    )
