"""Tables of second factors, of their loss, and of accounts that people have elsewhere."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class FactorStateRow(Base):
    """What is true of all second factors of one account together.

    Wrong answers are counted here and not with wrong passwords: a right password forgets those.
    `due_since` is when a role that needs a second factor was first met without one.
    """

    __tablename__ = "factor_state"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None]
    due_since: Mapped[datetime | None]
    reset_at: Mapped[datetime | None]


class CodeSeedRow(Base):
    """The sealed seed of one-time codes; unconfirmed until a first code was given.

    `last_step` is the step of the last code taken: neither it nor one before is taken again.
    """

    __tablename__ = "code_seed"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    seed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigId, default=0)


class RecoveryCodeRow(Base):
    """One recovery code, kept as a keyed digest; each is taken once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CodeCardRow(Base):
    """A printed card of one-time codes; unconfirmed until a first code was given from it."""

    __tablename__ = "code_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class CardCodeRow(Base):
    """One code of a card, kept as a keyed digest; asked in an order drawn beforehand."""

    __tablename__ = "card_code"
    __table_args__ = (UniqueConstraint("card_id", "place"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("code_card.id"))
    place: Mapped[int]
    turn: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class PasskeyRow(Base):
    """A passkey: its public half, and how it was last used."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigId, default=0)
    name: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class FactorResetRow(Base):
    """Taking every second factor from somebody who lost theirs; `reason` is sealed."""

    __tablename__ = "factor_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16))


class OutsideAccountRow(Base):
    """Who a person is at the provider of single sign-on; linked by the person alone."""

    __tablename__ = "outside_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]
