"""Tables of what somebody asks for and another person answers: access, roles, two hats checked.

And what the database itself refuses of them, and of the roles that one account may hold together.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId
from qa_app.models.trigger_kinds import Trigger, changed, changed_json


class AccessRequestRow(Base):
    """Somebody asks to open what was read of one case file, for a purpose and some days.

    `is_approved` is None until somebody else answers, once; `expires_at` is given with an
    approval. `ended_at` tells that it ended before its time, `ended_by` by whom: who asked, or
    who may approve; None where a restore ended it. `words` say what for, sealed.
    """

    __tablename__ = "access_request"
    __table_args__ = (Index("ix_access_request_file", "case_file_id", "asked_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_file_id: Mapped[int] = mapped_column(BigId, ForeignKey("case_file.id"))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(16))
    words: Mapped[bytes] = mapped_column(LargeBinary)
    days: Mapped[int]
    is_approved: Mapped[bool | None]
    refusal: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class GrantRequestRow(Base):
    """Roles of weight for an account: they are held once a second administrator confirms.

    `grants` are all roles that the account holds from then on, as columns of `role_grant`.
    """

    __tablename__ = "grant_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    grants: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_confirmed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CounterCheckRow(Base):
    """A month's acts of whoever was system and security administrator in one, looked through.

    `outsider` names who signed the printed list, `signed_on` the day; both None where the
    administrator of the journal checked it on the platform.
    """

    __tablename__ = "counter_check"
    __table_args__ = (UniqueConstraint("month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    act_count: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    checked_at: Mapped[datetime]
    checked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outsider: Mapped[str | None] = mapped_column(String(80))
    signed_on: Mapped[date | None]


_ADMINS = "('sys_admin', 'sec_admin', 'audit_admin')"
_HATS = "('sys_admin', 'sec_admin')"
_TWO_HATS = (
    "COALESCE((SELECT CAST(team_profile.relaxed AS TEXT) FROM team_profile"
    " ORDER BY team_profile.id DESC LIMIT 1), '') LIKE '%\"two_hats\"%'"
)
# as `domain.permissions.roles_fit_together` says
_EXCLUDED = " AND ".join(
    (
        "EXISTS (SELECT 1 FROM role_grant AS held WHERE held.account_id = NEW.account_id",
        "held.role <> NEW.role",
        f"(held.role IN {_ADMINS} OR NEW.role IN {_ADMINS})",
        f"NOT (held.role IN {_HATS} AND NEW.role IN {_HATS} AND {_TWO_HATS}))",
    )
)
_EXCLUDED_AFTER = _EXCLUDED.replace("WHERE held", "WHERE held.id <> OLD.id AND held", 1)
_ALONE = "an administrator holds no other role"
_ASKED = (
    "case_file_id",
    "centre_id",
    "asked_by",
    "asked_at",
    "purpose",
    "words",
    "days",
)
_SAID = ("is_approved", "refusal", "answered_at", "answered_by", "expires_at")

ACCESS_TRIGGERS: tuple[Trigger, ...] = (
    Trigger("role_grant_alone", "role_grant", "INSERT", _EXCLUDED, _ALONE),
    Trigger("role_grant_stays_alone", "role_grant", "UPDATE", _EXCLUDED_AFTER, _ALONE),
    Trigger(
        "access_request_answered",
        "access_request",
        "UPDATE",
        f"{changed(_ASKED)}"
        f" OR (OLD.is_approved IS NOT NULL AND ({changed(_SAID)}))"
        " OR NEW.answered_by = NEW.asked_by"
        " OR (NEW.is_approved IS NOT NULL AND NEW.answered_by IS NULL)"
        " OR NEW.is_approved = (NEW.refusal IS NOT NULL)"
        " OR NEW.is_approved <> (NEW.expires_at IS NOT NULL)"
        " OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)",
        "access is answered once, by a second person, until a day, or refused with a reason",
    ),
    Trigger(
        "access_request_asked",
        "access_request",
        "INSERT",
        "NEW.is_approved IS NOT NULL OR NEW.ended_at IS NOT NULL OR NEW.days < 1 OR NEW.days > 7",
        "access is asked for before it is answered, for a week at most",
    ),
    Trigger("access_request_no_delete", "access_request", "DELETE", "", "requests are kept"),
    Trigger(
        "grant_request_answered",
        "grant_request",
        "UPDATE",
        "OLD.is_confirmed IS NOT NULL"
        " OR (NEW.is_confirmed AND NEW.answered_by = OLD.asked_by)"
        " OR NEW.answered_by = OLD.account_id"
        " OR (NEW.is_confirmed AND NEW.answered_by IS NULL)"
        f" OR {changed(('account_id', 'asked_at', 'asked_by'))} OR {changed_json(('grants',))}",
        "roles of weight are confirmed once, by a second person",
    ),
    Trigger("grant_request_no_delete", "grant_request", "DELETE", "", "requests are kept"),
    Trigger("counter_check_no_update", "counter_check", "UPDATE", "", "a counter-check stays"),
    Trigger("counter_check_no_delete", "counter_check", "DELETE", "", "a counter-check stays"),
)
