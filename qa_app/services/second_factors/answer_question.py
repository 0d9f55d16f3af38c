"""Answer the second question after a right password, and begin to work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import SignedIn, SignInRefused
from qa_app.domain.people import Actor
from qa_app.domain.second_factors import Answer, Strength
from qa_app.domain.sign_in import wait_until
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.factor_check import TooEarlyError, is_taken, locked_state, waits_until
from qa_app.models.login_sessions import know_device, make_room
from qa_app.models.transaction import locked, transaction


@dataclass(frozen=True, slots=True)
class Browser:
    """What the browser gets when the answer is right.

    Attributes:
        token_digest: SHA-256 (hex) of its new id.
        device_digest: SHA-256 (hex) of what makes it known; None for one that is not to be known.
    """

    token_digest: str
    device_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of an answer.

    Attributes:
        is_in: True when the session goes on with two factors.
        wait_until: When the next answer is heard; None when at once.
        ended_session: The oldest session, when it ended because this one was one too many.
    """

    is_in: bool
    wait_until: datetime | None = None
    ended_session: int | None = None


def answer_question(
    session: Session,
    actor: Actor,
    session_id: int,
    answer: Answer,
    browser: Browser,
    *,
    at: datetime,
) -> Heard:
    """Hold an answer against the second factors of whoever gave a right password.

    Args:
        session: A database session.
        actor: Who gave it.
        session_id: The session that waits for the answer.
        answer: What was given.
        browser: What the browser gets.
        at: The present.

    Returns:
        What became of it. Wrong answers wait like wrong passwords, whichever of an account's
        factors they try; a right one is never right again.

    Raises:
        NotAllowedError: The session ended, or was answered already (`session_ended`).

    Source: RFC 6238 §5.2; OWASP ASVS 5.0, 6.5.1, 6.6.3.
    """
    account_id = actor.account_id or 0
    early = waits_until(session, account_id, at)
    if early is not None:
        return Heard(is_in=False, wait_until=early)
    event = SignedIn(actor=actor, at=at, object_id=account_id)
    try:
        with transaction(session, event) as act:
            state = locked_state(session, account_id)
            row = _waiting(session, account_id, session_id)
            if not is_taken(session, state, answer, at=at):
                act.event = SignInRefused(
                    actor=actor, at=at, object_id=account_id, login_digest="", why="factor"
                )
                return Heard(is_in=False, wait_until=_later(state.failed_count, at))
            ended = make_room(session, account_id, at)
            if browser.device_digest is not None:
                know_device(session, account_id, browser.device_digest, at)
            row.token_digest, row.strength = browser.token_digest, Strength.TWO.value
            row.factor_at = row.confirmed_at = row.last_seen_at = at
            return Heard(is_in=True, ended_session=ended)
    except TooEarlyError as refused:
        return Heard(is_in=False, wait_until=refused.until)


def _waiting(session: Session, account_id: int, session_id: int) -> LoginSessionRow:
    query = select(LoginSessionRow).where(
        LoginSessionRow.id == session_id,
        LoginSessionRow.account_id == account_id,
        LoginSessionRow.strength == Strength.HALF.value,
        LoginSessionRow.ended_at.is_(None),
    )
    row = session.execute(locked(session, query, LoginSessionRow)).scalar_one_or_none()
    if row is None:
        raise NotAllowedError("session_ended")
    return row


def _later(failed_count: int, at: datetime) -> datetime | None:
    until = wait_until(failed_count, at)
    return until if until is not None and until > at else None
