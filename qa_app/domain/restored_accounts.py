"""What a restore takes back of what was done to accounts since the backup."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class TakenBack(StrEnum):
    """What was done to an account after the backup, and is not any more."""

    CLOSED = "closed"
    ROLES = "roles"
    PASSWORD = "password"  # noqa: S105 - the name of an act, no password
    FACTOR = "factor"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class AccountThen:
    """How an account stood in one of two databases.

    Attributes:
        login_name: Name typed at sign-in.
        is_active: True while it opens.
        password_set_at: Since when its password stands; None before it had one.
        reset_at: When its second factors were last reset; None for never.
        grants: Its roles, each with where it applies.
        ways: Its passkeys, and who it is at the provider of single sign-on.
        mail_at: Since when reminders go to its mail address; None while none do.
    """

    login_name: str
    is_active: bool
    password_set_at: datetime | None
    reset_at: datetime | None
    grants: frozenset[tuple[Any, ...]]
    ways: frozenset[tuple[Any, ...]]
    mail_at: datetime | None = None


def taken_back(
    old: Mapping[int, AccountThen], restored: Mapping[int, AccountThen]
) -> dict[TakenBack, tuple[str, ...]]:
    """Compare a database that was replaced with the backup that took its place.

    Args:
        old: Accounts of the database that was replaced.
        restored: Accounts as they stand now.

    Returns:
        Login names of those to whom it was done and who are as before; kinds without any are left
        out. An account that the old database did not know counts as closed there.
    """
    found: dict[TakenBack, list[str]] = {kind: [] for kind in TakenBack}
    for account_id, now in restored.items():
        then = old.get(account_id)
        if now.is_active and (then is None or not then.is_active):
            found[TakenBack.CLOSED].append(now.login_name)
        if then is None:
            continue
        if now.grants - then.grants:
            found[TakenBack.ROLES].append(now.login_name)
        if now.password_set_at != then.password_set_at:
            found[TakenBack.PASSWORD].append(now.login_name)
        if now.reset_at != then.reset_at or now.ways - then.ways:
            found[TakenBack.FACTOR].append(now.login_name)
        if now.mail_at is not None and now.mail_at != then.mail_at:
            found[TakenBack.MAIL].append(now.login_name)
    return {kind: tuple(sorted(names)) for kind, names in found.items() if names}


def robots_back(old: Mapping[int, str], restored: Mapping[int, str]) -> tuple[str, ...]:
    """Tell where robots of chat groups write again that were removed since the backup.

    Args:
        old: Robots of the database that was replaced that were not removed, and the codes of
            their centres.
        restored: Those that stand now.

    Returns:
        Codes of the centres, each once, in order.
    """
    return tuple(sorted({centre for robot, centre in restored.items() if robot not in old}))
