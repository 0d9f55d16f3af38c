"""What came out when a draft of criteria was tried, before anybody publishes it."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.trigger_kinds import Trigger


class CriteriaSandboxRow(Base):
    """The trial of one draft; it is run once and never changes.

    `content` is `plain_trial` as canonical JSON, packed (`models.packed`); `digest` is its SHA-256,
    which `criteria_check` names when somebody has looked. `fingerprint` is that of the draft.
    """

    __tablename__ = "criteria_sandbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("criteria_draft.id"), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    ran_at: Mapped[datetime]
    ran_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class CriteriaTrialAskRow(Base):
    """A trial that somebody asked for, and how far it has come: `done` of `parts`.

    `alive_at` is the last sign of whoever runs it; None while it waits. `failed_at` is set where it
    ended without a result; then it may be asked for again.
    """

    __tablename__ = "criteria_trial_ask"

    draft_id: Mapped[int] = mapped_column(ForeignKey("criteria_draft.id"), primary_key=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    done: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
    alive_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


_KEPT = "the trial of a draft of criteria never changes"

SANDBOX_TRIGGERS = (
    Trigger("criteria_sandbox_no_update", "criteria_sandbox", "UPDATE", "", _KEPT),
    Trigger("criteria_sandbox_no_delete", "criteria_sandbox", "DELETE", "", _KEPT),
)
"""What the database refuses about trials."""
