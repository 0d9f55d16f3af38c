"""Second factors of an account: which there are, and what is asked next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, func, null, select, union_all
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.second_factors import (
    Strength,
    Way,
    does_card_run_out,
    first_code_since,
    is_question_over,
)
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.factor_check import seed_place
from qa_app.models.sealing import sealer_of
from qa_app.models.second_factors import (
    CardCodeRow,
    CodeCardRow,
    CodeSeedRow,
    FactorStateRow,
    OutsideAccountRow,
    PasskeyRow,
    RecoveryCodeRow,
)
from qa_app.queries.hands import people_behind


@dataclass(frozen=True, slots=True)
class HalfSession:
    """A sign-in whose second factor is waited for.

    Attributes:
        session_id: The session.
        account_id: Whose.
        name: Their name.
        language: Language of their pages.
    """

    session_id: int
    account_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class CardStanding:
    """A card.

    Attributes:
        id: The card.
        made_at: When it was made.
        expires_at: When it ends.
        left: Codes not used yet.
        next_place: Place asked for next; None when all are used.
        is_over: True when it has ended.
        runs_out: True when its owner should get another one.
    """

    id: int
    made_at: datetime
    expires_at: datetime
    left: int
    next_place: int | None
    is_over: bool
    runs_out: bool


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey: its number, name, when it was made and last used; None when never."""

    id: int
    name: str
    made_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class FactorStanding:
    """Everything that answers the second question of an account.

    Attributes:
        codes_since: Since when a phone makes its codes; None without.
        card: Its card; None without.
        new_card: A card that waits for its first code; None without.
        recovery_left: Recovery codes not used yet.
        passkeys: Its passkeys.
        due_since: When a role that needs a second factor was first met without one; None before.
        reset_at: When its factors were last reset; None when never.
    """

    codes_since: datetime | None
    card: CardStanding | None
    new_card: CardStanding | None
    recovery_left: int
    passkeys: tuple[PasskeyLine, ...]
    due_since: datetime | None
    reset_at: datetime | None

    @property
    def has_one(self) -> bool:
        """Tell whether there is a second factor; recovery codes alone are none."""
        return bool(self.codes_since or self.card or self.passkeys)

    @property
    def ways(self) -> tuple[Way, ...]:
        """List what the question may be answered with, the handiest first."""
        has = {
            Way.PASSKEY: bool(self.passkeys),
            Way.CODE: self.codes_since is not None,
            Way.CARD: self.card is not None
            and not self.card.is_over
            and self.card.next_place is not None,
            Way.RECOVERY: self.recovery_left > 0,
        }
        return tuple(way for way, is_there in has.items() if is_there)


def has_second_factor(session: Session, account_id: int) -> bool:
    """Tell whether the second question is put to an account.

    A card that has ended still counts: whoever waits for its end gets no weaker sign-in.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        True with one-time codes of a phone, a card, or a passkey.
    """
    return session.execute(_factors(account_id)).first() is not None


def keeps_out(session: Session, account_id: int, other_id: int | None, at: datetime) -> bool:
    """Tell whether an account has a second factor that keeps somebody else out of it.

    Args:
        session: A database session.
        account_id: The account.
        other_id: Who might know its password.
        at: The present.

    Returns:
        True with one-time codes of a phone, a passkey, a card that its owner made, or one that was
        handed out by a third person and has been answered from: who prints a card sees its
        codes, and one that nobody answered from may not have reached its owner. False for whoever
        may be behind the account (`queries.hands`): what is set up there may be theirs.

    Source: ADR 0045.
    """
    others = people_behind(session, other_id, at)
    if others & people_behind(session, account_id, at):
        return False
    used = select(CardCodeRow.id).where(
        CardCodeRow.card_id == CodeCardRow.id, CardCodeRow.used_at.is_not(None)
    )
    printers = session.scalars(_factors(account_id, used.exists())).all()
    return any(by is None or not others & people_behind(session, by, at) for by in printers)


def _factors(account_id: int, *of_cards: ColumnElement[bool]) -> CompoundSelect[int | None]:
    # who printed each card; None for a factor that nobody handed out
    seeds = select(null()).where(
        CodeSeedRow.account_id == account_id,
        CodeSeedRow.confirmed_at.is_not(None),
        CodeSeedRow.ended_at.is_(None),
    )
    cards = select(CodeCardRow.made_by).where(
        CodeCardRow.account_id == account_id,
        CodeCardRow.confirmed_at.is_not(None),
        CodeCardRow.ended_at.is_(None),
        *of_cards,
    )
    passkeys = select(null()).where(PasskeyRow.account_id == account_id)
    return union_all(cards, seeds, passkeys)


def half_session(session: Session, token_digest: str, *, at: datetime) -> HalfSession | None:
    """Find the sign-in whose second factor is waited for.

    Args:
        session: A database session.
        token_digest: SHA-256 (hex) of the browser's id.
        at: The present.

    Returns:
        It; None when there is none, it has waited too long, or the account is disabled.
    """
    row = session.execute(
        select(
            LoginSessionRow.id,
            LoginSessionRow.created_at,
            AccountRow.id.label("account_id"),
            AccountRow.display_name,
            AccountRow.language,
        )
        .join(AccountRow, AccountRow.id == LoginSessionRow.account_id)
        .where(
            LoginSessionRow.token_digest == token_digest,
            LoginSessionRow.strength == Strength.HALF.value,
            LoginSessionRow.ended_at.is_(None),
            AccountRow.is_active,
        )
    ).one_or_none()
    if row is None or is_question_over(row.created_at, at):
        return None
    return HalfSession(row.id, row.account_id, row.display_name, row.language)


def factor_standing(session: Session, account_id: int, *, at: datetime) -> FactorStanding:
    """Gather the second factors of an account.

    Args:
        session: A database session.
        account_id: The account.
        at: The present.

    Returns:
        What there is.
    """
    seed = session.execute(
        select(CodeSeedRow.confirmed_at).where(
            CodeSeedRow.account_id == account_id,
            CodeSeedRow.confirmed_at.is_not(None),
            CodeSeedRow.ended_at.is_(None),
        )
    ).scalar_one_or_none()
    left = session.execute(
        select(func.count()).where(
            RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None)
        )
    ).scalar_one()
    state = session.execute(
        select(FactorStateRow.due_since, FactorStateRow.reset_at).where(
            FactorStateRow.account_id == account_id
        )
    ).one_or_none()
    return FactorStanding(
        seed,
        _card(session, account_id, at, is_confirmed=True),
        _card(session, account_id, at, is_confirmed=False),
        left,
        passkeys_of(session, account_id),
        None if state is None else state.due_since,
        None if state is None else state.reset_at,
    )


def _card(
    session: Session, account_id: int, at: datetime, *, is_confirmed: bool
) -> CardStanding | None:
    first = CodeCardRow.confirmed_at
    card = session.execute(
        select(CodeCardRow)
        .where(
            CodeCardRow.account_id == account_id,
            CodeCardRow.ended_at.is_(None),
            first.is_not(None) if is_confirmed else first.is_(None),
        )
        .order_by(CodeCardRow.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if card is None:
        return None
    places = session.scalars(
        select(CardCodeRow.place)
        .where(CardCodeRow.card_id == card.id, CardCodeRow.used_at.is_(None))
        .order_by(CardCodeRow.turn)
    ).all()
    return CardStanding(
        card.id,
        card.made_at,
        card.expires_at,
        len(places),
        next(iter(places), None),
        card.expires_at <= at,
        does_card_run_out(len(places), card.expires_at, at),
    )


def passkeys_of(session: Session, account_id: int) -> tuple[PasskeyLine, ...]:
    """List the passkeys of an account.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        In the order in which they were made.
    """
    rows = session.execute(
        select(PasskeyRow.id, PasskeyRow.name, PasskeyRow.made_at, PasskeyRow.last_used_at)
        .where(PasskeyRow.account_id == account_id)
        .order_by(PasskeyRow.id)
    )
    return tuple(PasskeyLine(*row) for row in rows)


def passkey_ids(session: Session, account_id: int) -> tuple[bytes, ...]:
    """List what browsers know the passkeys of an account by.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        Their credential ids.
    """
    query = select(PasskeyRow.credential_id).where(PasskeyRow.account_id == account_id)
    return tuple(session.scalars(query.order_by(PasskeyRow.id)))


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """What a signature of a passkey is held against."""

    id: int
    account_id: int
    public_key: bytes
    sign_count: int


def passkey_by_credential(session: Session, credential_id: bytes) -> KnownPasskey | None:
    """Find a passkey by what a browser knows it by.

    Args:
        session: A database session.
        credential_id: Its credential id.

    Returns:
        It; None when no account has it.
    """
    row = session.execute(
        select(
            PasskeyRow.id, PasskeyRow.account_id, PasskeyRow.public_key, PasskeyRow.sign_count
        ).where(PasskeyRow.credential_id == credential_id)
    ).one_or_none()
    return None if row is None else KnownPasskey(*row)


def waiting_seed(session: Session, actor: Actor, *, at: datetime) -> str | None:
    """Give the seed that waits for its first code, to be shown to its owner alone.

    Args:
        session: A database session.
        actor: Its owner.
        at: The present.

    Returns:
        The seed; None when none waits, or it has waited for `FIRST_CODE_MINUTES`.
    """
    sealed = session.scalar(
        select(CodeSeedRow.seed)
        .where(
            CodeSeedRow.account_id == actor.account_id,
            CodeSeedRow.confirmed_at.is_(None),
            CodeSeedRow.ended_at.is_(None),
            CodeSeedRow.made_at > first_code_since(at),
        )
        .order_by(CodeSeedRow.id.desc())
        .limit(1)
    )
    place = seed_place(actor.account_id or 0)
    return None if sealed is None else sealer_of(session).open(sealed, place)


def login_name_of(session: Session, account_id: int) -> str:
    """Give the name that an account signs in with.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        The name.
    """
    return session.execute(
        select(AccountRow.login_name).where(AccountRow.id == account_id)
    ).scalar_one()


def outside_linked_at(session: Session, actor: Actor, issuer: str) -> datetime | None:
    """Tell since when somebody's account is linked with one elsewhere.

    Args:
        session: A database session.
        actor: Whose account.
        issuer: The provider.

    Returns:
        Since when; None when it is not.
    """
    row = OutsideAccountRow
    query = select(row.linked_at).where(row.account_id == actor.account_id, row.issuer == issuer)
    return session.scalar(query)
