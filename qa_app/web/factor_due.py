"""Sessions that are not enough: a second factor is overdue, or a password no way in any more."""

from typing import Final

from qa_app import clock
from qa_app.domain.second_factors import Strength, WayIn, due_at, needs_factor
from qa_app.extensions import database
from qa_app.queries.accounts import LivingSession
from qa_app.services.second_factors.note_due import note_due
from qa_app.web.settings import installation

ALWAYS: Final = frozenset(
    {
        "accounts.sign_out",
        "second_factor.own",
        "second_factor.begin",
        "second_factor.codes",
        "second_factor.confirm",
        "second_factor.recovery",
        "second_factor.card",
        "second_factor.first_of_card",
        "second_factor.end",
        "second_factor.add",
        "second_factor.rename",
        "second_factor.remove",
        "second_factor.link",
        "second_factor.link_back",
        "second_factor.unlink",
    }
)
"""What opens to such a session: where it is mended, and the way out."""


def begin_grace(signed: LivingSession) -> None:
    """Note when a session was first met that lacks a second factor; the days of grace begin.

    Args:
        signed: The session.
    """
    if signed.factor_due_since is None and is_factor_due(signed):
        note_due(database(), signed.actor.account_id or 0, at=clock.now())


def is_kept_out(signed: LivingSession | None) -> bool:
    """Tell whether a session opens only the page of second factors.

    Args:
        signed: The session; None for a visitor, who is asked to sign in anyway.

    Returns:
        True when the days of grace for a second factor are over, and for a password where
        passwords are kept for administrators.
    """
    if signed is None:
        return False
    since = signed.factor_due_since
    is_over = is_factor_due(signed) and since is not None and due_at(since) <= clock.now()
    return is_over or is_password_shut(signed)


def is_factor_due(signed: LivingSession) -> bool:
    """Tell whether a session lacks the second factor that a role needs.

    Args:
        signed: The session.

    Returns:
        False with two factors, and for roles that need none.
    """
    profile = installation().auth_profile.value
    roles = [grant.role for grant in signed.actor.grants]
    return signed.strength is Strength.ONE and needs_factor(roles, profile)


def is_password_shut(signed: LivingSession) -> bool:
    """Tell whether somebody who gave a password should come by single sign-on instead.

    Args:
        signed: The session.

    Returns:
        True where passwords are kept for administrators, for everybody else.
    """
    if installation().is_password_for_all or signed.way_in is not WayIn.PASSWORD:
        return False
    return not signed.is_admin
