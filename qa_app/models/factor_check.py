"""Second answers held against what an account has; each code is taken once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.one_time_codes import plain_code, recovery_code, taken_step
from qa_app.domain.second_factors import Answer, Way
from qa_app.domain.sign_in import wait_until
from qa_app.models.base import table_of
from qa_app.models.login_sessions import tell_owner
from qa_app.models.sealing import sealer_of
from qa_app.models.second_factors import (
    CardCodeRow,
    CodeCardRow,
    CodeSeedRow,
    FactorStateRow,
    PasskeyRow,
    RecoveryCodeRow,
)
from qa_app.models.transaction import lock_rows, locked


class TooEarlyError(Exception):
    """Answers wait; nothing is counted, and nothing goes to the journal.

    Attributes:
        until: When the next answer is heard.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def waits_until(session: Session, account_id: int, at: datetime) -> datetime | None:
    """Tell whether answers wait, at the cost of one look and without holding anybody up.

    Args:
        session: A session.
        account_id: The account.
        at: The present.

    Returns:
        When the next answer is heard; None when at once.
    """
    row = session.execute(
        select(FactorStateRow.failed_count, FactorStateRow.last_failed_at).where(
            FactorStateRow.account_id == account_id
        )
    ).one_or_none()
    until = None if row is None else wait_until(row.failed_count, row.last_failed_at)
    return until if until is not None and until > at else None


def locked_state(session: Session, account_id: int) -> FactorStateRow:
    """Find what is true of all factors of an account, and keep answers beside this one waiting.

    Args:
        session: A session inside `transaction`.
        account_id: The account.

    Returns:
        The row, made when there was none.
    """
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    new = make(table_of(FactorStateRow)).values(account_id=account_id, failed_count=0)
    session.execute(new.on_conflict_do_nothing())
    query = select(FactorStateRow).where(FactorStateRow.account_id == account_id)
    return session.execute(locked(session, query, FactorStateRow)).scalar_one()


def is_taken(session: Session, state: FactorStateRow, answer: Answer, *, at: datetime) -> bool:
    """Take an answer, or count it as wrong; guesses are throttled as those of passwords are.

    Args:
        session: A session inside `transaction`, after `locked_state`.
        state: The account's row.
        answer: What was given.
        at: The present.

    Returns:
        True when it was right; it is never right again.

    Raises:
        TooEarlyError: The account waits after too many wrong ones.
    """
    take = {
        Way.CODE: _take_code,
        Way.CARD: _take_from_card,
        Way.RECOVERY: _take_recovery,
        Way.PASSKEY: _take_passkey,
    }[answer.way]
    return is_heard(state, lambda: take(session, state.account_id, answer, at), at=at)


def is_heard(state: FactorStateRow, is_right: Callable[[], bool], *, at: datetime) -> bool:
    """Look at an answer unless the account waits, and count it as wrong where it is.

    Args:
        state: The account's row, locked.
        is_right: Holds the answer against what it must be, and uses it up.
        at: The present.

    Returns:
        True when it was right; then nothing is counted any more.

    Raises:
        TooEarlyError: The account waits after too many wrong ones.
    """
    until = wait_until(state.failed_count, state.last_failed_at)
    if until is not None and until > at:
        raise TooEarlyError(until)
    if is_right():
        state.failed_count, state.last_failed_at = 0, None
        return True
    state.failed_count, state.last_failed_at = state.failed_count + 1, at
    return False


def card_digest(session: Session, card_id: int, place: int, code: str) -> str:
    """Give what is kept of a code of a card.

    Args:
        session: A session.
        card_id: The card.
        place: Place of the code.
        code: Six digits.

    Returns:
        A keyed digest.
    """
    return sealer_of(session).digest(code, f"card_code/{card_id}/{place}")


def recovery_digest(session: Session, account_id: int, code: str) -> str:
    """Give what is kept of a recovery code.

    Args:
        session: A session.
        account_id: Whose it is.
        code: Ten signs, without dash.

    Returns:
        A keyed digest.
    """
    return sealer_of(session).digest(code, f"recovery_code/{account_id}")


def seed_place(account_id: int) -> str:
    """Name what a sealed seed belongs to.

    Args:
        account_id: The account.

    Returns:
        The name, bound into what is sealed.
    """
    return f"code_seed/{account_id}"


def _take_code(session: Session, account_id: int, answer: Answer, at: datetime) -> bool:
    row = session.execute(
        select(CodeSeedRow).where(
            CodeSeedRow.account_id == account_id,
            CodeSeedRow.confirmed_at.is_not(None),
            CodeSeedRow.ended_at.is_(None),
        )
    ).scalar_one_or_none()
    return row is not None and does_code_fit(session, row, answer.text, at=at)


def does_code_fit(session: Session, row: CodeSeedRow, typed: str, *, at: datetime) -> bool:
    """Hold a one-time code against a seed, and use it up when it is right.

    Args:
        session: A session inside `transaction`.
        row: The seed, confirmed or about to be.
        typed: As typed.
        at: The present.

    Returns:
        True when it is the code of this half minute or one beside it, later than the last.
    """
    seed = sealer_of(session).open(row.seed, seed_place(row.account_id))
    step = taken_step(seed, plain_code(typed), at, row.last_step)
    if step is not None:
        row.last_step = step
    return step is not None


def _take_from_card(session: Session, account_id: int, answer: Answer, at: datetime) -> bool:
    card = session.execute(
        select(CodeCardRow).where(
            CodeCardRow.account_id == account_id,
            CodeCardRow.confirmed_at.is_not(None),
            CodeCardRow.ended_at.is_(None),
            CodeCardRow.expires_at > at,
        )
    ).scalar_one_or_none()
    return card is not None and does_place_fit(session, card, answer.text, at=at)


def does_place_fit(session: Session, card: CodeCardRow, typed: str, *, at: datetime) -> bool:
    """Hold a code against the place of a card that is asked for, and use it up when it is right.

    Args:
        session: A session inside `transaction`.
        card: The card, confirmed or about to be.
        typed: As typed.
        at: The present.

    Returns:
        True when it is the code of that place.
    """
    code = session.execute(
        select(CardCodeRow)
        .where(CardCodeRow.card_id == card.id, CardCodeRow.used_at.is_(None))
        .order_by(CardCodeRow.turn)
        .limit(1)
    ).scalar_one_or_none()
    if code is None or code.digest != card_digest(session, card.id, code.place, plain_code(typed)):
        return False
    code.used_at = at
    return True


def _take_recovery(session: Session, account_id: int, answer: Answer, at: datetime) -> bool:
    digest = recovery_digest(session, account_id, recovery_code(answer.text))
    taken = session.execute(
        update(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.account_id == account_id,
            RecoveryCodeRow.digest == digest,
            RecoveryCodeRow.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCodeRow.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is not None:
        tell_owner(session, account_id, "recovery_used", at)
    return taken is not None


def _take_passkey(session: Session, account_id: int, answer: Answer, at: datetime) -> bool:
    query = select(PasskeyRow).where(
        PasskeyRow.id == answer.passkey_id, PasskeyRow.account_id == account_id
    )
    row = session.execute(locked(session, query, PasskeyRow)).scalar_one_or_none()
    return row is not None and does_passkey_fit(row, answer, at=at)


def does_passkey_fit(row: PasskeyRow, answer: Answer, *, at: datetime) -> bool:
    """Decide whether what a passkey signed is new, and note that it was used.

    Args:
        row: The passkey, locked.
        answer: What it signed; the signature was checked before.
        at: The present.

    Returns:
        False for the answer to a question that was made before the passkey was last used, and
        for a counter that went back: then there may be a copy of it.

    Source: W3C WebAuthn Level 3, 7.2 step 22.
    """
    is_old = row.last_used_at is not None and (
        answer.asked_at is None or answer.asked_at <= row.last_used_at
    )
    counts = row.sign_count or answer.sign_count
    if is_old or (counts and answer.sign_count <= row.sign_count):
        return False
    row.sign_count, row.last_used_at = answer.sign_count, at
    return True
