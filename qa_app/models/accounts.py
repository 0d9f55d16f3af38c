"""Tables of accounts, the roles they hold and their server-side sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class AccountRow(Base):
    """One person who may sign in.

    `password_hash` is empty until an invitation is taken up. `password_set_at` tells since when
    the password stands; `enabled_at` when the account was last enabled, None when it never was
    disabled; `disabled_why` is `dormant` when nobody had used it for long, None when a person
    disabled it.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login_name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(8), default="zh")
    single_keys: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"), index=True)
    password_set_at: Mapped[datetime | None]
    enabled_at: Mapped[datetime | None]
    disabled_why: Mapped[str | None] = mapped_column(String(16))


class SignInFailureRow(Base):
    """Failed sign-ins under a name that no account has, so that it waits like any other.

    Rows stay: a name that forgets its failures could be told from an account, which does not.
    """

    __tablename__ = "sign_in_failure"

    login_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None]


class RoleGrantRow(Base):
    """One role of an account over a branch of the area tree, or over one centre."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "place_id", "centre_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_path: Mapped[str | None] = mapped_column(String(120))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))


class LoginSessionRow(Base):
    """One sign-in; the cookie's random id is kept as a digest only.

    `confirmed_at` tells when the password was given again, None before that; `wrong_count` how
    often in a row a wrong one was. `way_in` is `password`, `passkey` or `outside`; `strength` is
    `half` while the second factor is waited for, which opens nothing, else `one` or `two` factors;
    `factor_at` tells when the second one was last given.
    """

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(16))
    device: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str | None] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]
    wrong_count: Mapped[int] = mapped_column(default=0)
    way_in: Mapped[str] = mapped_column(String(16), default="password", server_default="password")
    strength: Mapped[str] = mapped_column(String(16), default="one", server_default="one")
    factor_at: Mapped[datetime | None]
