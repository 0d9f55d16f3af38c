"""Papers about decisions: what each says, how it is signed, how it is found."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.trigger_kinds import Trigger, changed


class RegisterPaperRow(Base):
    """A paper that says where an area of a centre stands.

    `payload` is the signed text, packed; `digest` its SHA-256. `token` is sealed: it stands in the
    code that is printed; by `token_digest` the paper is found from it, and by `check_digest` from
    its number and check code. `revoked_why` is a `domain.papers.Revoked`.
    """

    __tablename__ = "register_paper"
    __table_args__ = (Index("ix_register_paper_centre", "centre_id", "area_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("register_decision.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    token: Mapped[bytes] = mapped_column(LargeBinary)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    check_digest: Mapped[str] = mapped_column(String(64), unique=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[int] = mapped_column(ForeignKey("signing_key.id"))
    signature: Mapped[str] = mapped_column(String(128))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("register_paper.id"), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_why: Mapped[str | None] = mapped_column(String(16))


_KEPT = (
    "decision_id",
    "centre_id",
    "area_code",
    "number",
    "token",
    "token_digest",
    "check_digest",
    "valid_from",
    "valid_until",
    "payload",
    "digest",
    "key_id",
    "signature",
    "replaces_id",
    "issued_at",
    "issued_by",
)
_MESSAGE = "a paper is revoked once and never changed"
PAPER_TRIGGERS = (
    Trigger(
        "register_paper_kept",
        "register_paper",
        "UPDATE",
        changed(_KEPT) + " OR OLD.revoked_at IS NOT NULL",
        _MESSAGE,
    ),
    Trigger("register_paper_no_delete", "register_paper", "DELETE", "", _MESSAGE),
)
