"""Tables of what keeps texts apart from people: digest key, listed names, reasons of the guard."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId
from qa_app.models.trigger_kinds import Trigger

ONE_ROW = "id = 1"


class DigestKeyRow(Base):
    """The key that digests of own numbers come from, sealed; it stays when the field key goes."""

    __tablename__ = "digest_key"
    __table_args__ = (CheckConstraint(ONE_ROW, name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SealedPassRow(Base):
    """Stands only inside a transaction that seals anew or reduces: frozen rows let it pass.

    Even then nothing but sealed columns may change; it is written and removed by
    `models.sealed_pass` and never committed.
    """

    __tablename__ = "sealed_pass"
    __table_args__ = (CheckConstraint(ONE_ROW, name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class GuardedNameRow(Base):
    """A name of a school or a community that free text is asked about; kept by administrators."""

    __tablename__ = "guarded_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80), unique=True)
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class GuardReasonRow(Base):
    """Why what the guard asked about was kept; rows are only added.

    `endpoint` and `fields` tell where it was typed, `kinds` what was found.
    """

    __tablename__ = "guard_reason"
    __table_args__ = (Index("ix_guard_reason_at", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    endpoint: Mapped[str] = mapped_column(String(80))
    fields: Mapped[str] = mapped_column(String(200))
    kinds: Mapped[str] = mapped_column(String(80))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


PRIVACY_TRIGGERS = tuple(
    Trigger(f"guard_reason_no_{verb}", "guard_reason", verb.upper(), "", "why it was kept stays")
    for verb in ("update", "delete")
)
