"""Tables behind signing in: addresses that try, known devices, links used once, notes to owners."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class AddressTryRow(Base):
    """How often sign-in was tried from a network address in one minute; only the last one stays."""

    __tablename__ = "address_try"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    minute_at: Mapped[datetime]
    count: Mapped[int]


class KnownDeviceRow(Base):
    """A browser in which somebody signed in before; its failures are counted apart from strangers'.

    The cookie's random part is kept as a digest only.
    """

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("token_digest", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime]
    failed_count: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None]


class AccountLinkRow(Base):
    """A link by which the owner of an account sets a password, once.

    `kind` is `invitation` or `reset`; `made_by` is None for a command on the host; `closed_at`
    tells when it was used, or replaced by a newer one (`was_used` tells which). `seen_at` tells
    when `seen_by`, who did not make it, confirmed that the owner opened it; None before, and
    without `seen_by` for links that were used when nobody was asked to yet.
    """

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    was_used: Mapped[bool] = mapped_column(default=False)
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime | None]


class KeptPasswordRow(Base):
    """A password that an account had before, as its hash, so that it does not come back."""

    __tablename__ = "kept_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    replaced_at: Mapped[datetime]


class AccountNoteRow(Base):
    """Something that was done to an account, told to its owner until it is put away."""

    __tablename__ = "account_note"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
