"""The keys that sign papers: public parts for everyone, private parts sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.trigger_kinds import Trigger, changed


class SigningKeyRow(Base):
    """An Ed25519 key; the one that is not retired signs, and every one verifies.

    `code` is the beginning of the digest of its public part, which stands in `public_key` as 64
    hexadecimal digits. `made_by` is None for what a command did. What a revoked key signed on the
    local day `revoked_from` or later does not count; `revoked_why` is a `domain.key_lists.KeyLoss`.
    """

    __tablename__ = "signing_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    public_key: Mapped[str] = mapped_column(String(64))
    private_key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    revoked_from: Mapped[date | None]
    revoked_why: Mapped[str | None] = mapped_column(String(16))


_MESSAGE = "a key is retired once and never changed"
_REVOKED = "a retired key is revoked once, and afterwards only from an earlier day"
SIGNING_KEY_TRIGGERS = (
    Trigger(
        "signing_key_kept",
        "signing_key",
        "UPDATE",
        changed(("code", "public_key", "private_key", "made_at", "made_by"))
        + f" OR (OLD.retired_at IS NOT NULL AND ({changed(('retired_at', 'retired_by'))}))",
        _MESSAGE,
    ),
    Trigger(
        "signing_key_revoked",
        "signing_key",
        "UPDATE",
        "(NEW.revoked_at IS NOT NULL AND (NEW.retired_at IS NULL OR NEW.revoked_from IS NULL"
        " OR NEW.revoked_why IS NULL)) OR (NEW.revoked_at IS NULL AND (NEW.revoked_from IS NOT NULL"
        " OR NEW.revoked_why IS NOT NULL)) OR (OLD.revoked_at IS NOT NULL AND"
        f" ({changed(('revoked_at', 'revoked_why'))} OR NEW.revoked_from > OLD.revoked_from))",
        _REVOKED,
    ),
    Trigger("signing_key_no_delete", "signing_key", "DELETE", "", _MESSAGE),
)
