"""Have a signed-in person give their second factor, before an act that must be theirs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.events import SignInRefused
from qa_app.domain.people import Actor
from qa_app.domain.second_factors import Answer, Strength
from qa_app.domain.sign_in_events import SignedInAgain
from qa_app.domain.trust_defaults import STEP_UP_TRIES
from qa_app.models.factor_check import TooEarlyError, is_taken, locked_state
from qa_app.models.password_again import living_session
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """What became of it: right, or over, when the last of `STEP_UP_TRIES` ended the session."""

    is_right: bool
    is_over: bool = False


def answer_again(
    session: Session,
    actor: Actor,
    session_id: int,
    answer: Answer,
    token_digest: str,
    *,
    at: datetime,
) -> HeardAgain:
    """Check the second factor of a signed-in person; the session goes on under another id.

    Wrong ones are counted for the account, as at the door, and for this session.

    Args:
        session: A database session.
        actor: Who is signed in.
        session_id: Their session.
        answer: What was given.
        token_digest: SHA-256 (hex) of the id that the browser gets when it is right.
        at: The present.

    Returns:
        What became of it; an answer that comes too early is wrong and not counted.

    Raises:
        NotAllowedError: The session has ended meanwhile, or is somebody else's
            (`session_ended`).

    Source: OWASP ASVS 5.0, 7.5.3.
    """
    account_id = actor.account_id or 0
    event = SignedInAgain(actor=actor, at=at, object_id=account_id)
    try:
        with transaction(session, event) as act:
            state = locked_state(session, account_id)
            row = living_session(session, actor, session_id)
            if is_taken(session, state, answer, at=at):
                row.token_digest, row.wrong_count = token_digest, 0
                row.confirmed_at = row.factor_at = at
                row.strength = Strength.TWO.value
                return HeardAgain(is_right=True)
            act.event = SignInRefused(
                actor=actor, at=at, object_id=account_id, login_digest="", why="factor"
            )
            row.wrong_count += 1
            is_over = row.wrong_count >= STEP_UP_TRIES
            if is_over:
                row.ended_at, row.end_reason = at, "wrong_password"
            return HeardAgain(is_right=False, is_over=is_over)
    except TooEarlyError:
        return HeardAgain(is_right=False)
