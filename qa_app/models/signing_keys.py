"""The keys that sign papers: public parts for everyone, private parts sealed."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.trigger_kinds import Trigger, changed


class SigningKeyRow(Base):
    """An Ed25519 key; the one that is not retired signs, and every one verifies.

    `code` is the beginning of the digest of its public part, which stands in `public_key` as 64
    hexadecimal digits. `made_by` is None for what a command did.
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


_MESSAGE = "a key is retired once and never changed"
SIGNING_KEY_TRIGGERS = (
    Trigger(
        "signing_key_kept",
        "signing_key",
        "UPDATE",
        changed(("code", "public_key", "private_key", "made_at", "made_by"))
        + " OR OLD.retired_at IS NOT NULL",
        _MESSAGE,
    ),
    Trigger("signing_key_no_delete", "signing_key", "DELETE", "", _MESSAGE),
)
